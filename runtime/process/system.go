package process

import (
	"io"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
)

// Options are what a System is made of. The zero value is a System for a
// compiled program: real time, Go's scheduler, messages shared.
type Options struct {
	Clock     Clock       // nil: real time
	Scheduler Scheduler   // nil: Go's
	Random    rand.Source // nil: a random seed; need not be safe for concurrent use
	Messages  Policy      // how messages cross: Share, Copy or Detect

	// GroupLeader is where the output of processes without another one goes.
	// nil: standard output.
	GroupLeader io.Writer

	Hooks
}

// Hooks let a host that represents values in a form of its own, or marks
// goroutines, take part. Each may be nil. The runtime never looks into a value
// but through them.
type Hooks struct {
	// Format prints a value as the program's author expects it.
	Format func(any) string
	// Copy returns a deep copy, in which channels, funcs, PIDs, Refs, sync types
	// and the values of [Shared] are the originals.
	Copy func(any) any
	// Reveal returns a value in its plain Go form, and its type's name.
	Reveal func(any) (plain any, typeName string)
	// Difference says where a message differs from the copy made when it was
	// sent ("Items[2]"), for the policy [Detect]; "" when it does not.
	Difference func(sent, now any) string

	// Enter runs body, on the goroutine that acts for self: every process body
	// and everything a [Shell] does. It must call body once, and let Goexit and
	// panics through.
	Enter func(self *Self, body func())
	// Killed is called once when a process was ended by a signal while it was not
	// waiting for messages: the goroutine that acts for it is to be ended. (A
	// Shell may have none at the moment.) It is called on any goroutine, without
	// locks, and must not block.
	Killed func(self *Self)
	// Current returns the Self of the calling goroutine, nil when it is none's.
	// With it, waiting for messages with another's Self is always found;
	// without it only when both wait at the same time.
	Current func() *Self
}

// A System is a world of processes: their table, names, time, chance and
// events. Processes of different Systems cannot reach each other. All its
// methods are safe for concurrent use.
type System struct {
	clock   Clock
	sched   Scheduler
	yields  bool // the scheduler wants schedule points
	policy  Policy
	hooks   Hooks
	world   *surroundings // of processes without a parent
	random  *lockedSource
	lastPID atomic.Uint64
	table   table
	names   names
	timers  timers
	events  stream
	local   sync.Map // see Local
}

// NewSystem returns a System without processes. It starts no goroutine.
func NewSystem(o Options) *System {
	sys := &System{clock: o.Clock, sched: o.Scheduler, yields: o.Scheduler != nil, policy: o.Messages, hooks: o.Hooks}
	if sys.clock == nil {
		sys.clock = realClock{}
	}
	if sys.sched == nil {
		sys.sched = goScheduler{}
	}
	if o.GroupLeader == nil {
		o.GroupLeader = os.Stdout
	}
	if o.Random == nil {
		o.Random = rand.NewPCG(rand.Uint64(), rand.Uint64())
	}
	sys.world = &surroundings{leader: o.GroupLeader}
	sys.random = &lockedSource{source: o.Random}
	sys.hooks.setDefaults()
	return sys
}

// setDefaults fills in the hooks on values with those for ordinary Go values.
func (h *Hooks) setDefaults() {
	if h.Format == nil {
		h.Format = defaultFormat
	}
	if h.Copy == nil {
		h.Copy = deepCopy
	}
	if h.Reveal == nil {
		h.Reveal = defaultReveal
	}
	if h.Difference == nil {
		h.Difference = difference
	}
}

// Clock returns the System's clock.
func (sys *System) Clock() Clock { return sys.clock }

// Scheduler returns the System's scheduler.
func (sys *System) Scheduler() Scheduler { return sys.sched }

// Random returns the System's source of random numbers. It is safe for
// concurrent use.
func (sys *System) Random() rand.Source { return sys.random }

// Format prints a value through the Format hook.
func (sys *System) Format(v any) string { return sys.hooks.Format(v) }

// Copy returns a deep copy of a value through the Copy hook.
func (sys *System) Copy(v any) any { return sys.hooks.Copy(v) }

// Reveal returns a value's plain form and type name through the Reveal hook.
func (sys *System) Reveal(v any) (plain any, typeName string) { return sys.hooks.Reveal(v) }

// FormatReason prints an exit reason in OTP's form, values in it through the
// Format hook.
func (sys *System) FormatReason(reason any) string { return reasonText(sys.hooks.Format, reason) }

// Local returns what the System keeps under key, which init makes when it is
// asked for first. Packages on top keep their own per-System state here, under
// a key of an unexported type. init may run more than once; one result is kept.
func (sys *System) Local(key any, init func() any) any {
	if v, ok := sys.local.Load(key); ok {
		return v
	}
	v, _ := sys.local.LoadOrStore(key, init())
	return v
}

// A lockedSource makes a source safe for concurrent use.
type lockedSource struct {
	mu     sync.Mutex
	source rand.Source
}

// Uint64 implements rand.Source.
func (l *lockedSource) Uint64() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.source.Uint64()
}
