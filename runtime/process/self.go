package process

import (
	"io"
	"sync"
	"sync/atomic"
	"time"
)

// A Self is a process seen from inside: every call that acts for it is a
// method. It is handed to the body and belongs to the goroutine that runs it.
// Goroutines that the body starts may use it to send and to tell its PID; a
// call that waits for messages there panics ("this Self belongs to process
// <0.12>"), as it would take messages from under the process.
//
// Calls made with the Self of a process that was killed end the goroutine.
type Self struct {
	// The owner's, a cache line that senders leave alone.
	id    uint64
	sys   *System
	claim claim
	out   []any // messages taken over, oldest first
	head  int   // of the oldest one in out
	lean  int   // see spare

	// What senders write.
	mu         sync.Mutex
	state      state
	waiting    wait // what the owner is parked for
	trapping   bool // traps exits
	concluding bool // its goroutine is ending it
	dormant    bool // hibernating: there is no goroutine
	lastRef    uint32
	in         []any // messages not yet taken over by the owner
	parker     Parker

	// The rest is guarded by mu too.
	parent   PID
	links    []*Self // see link.go
	watchers *monitor
	monitors *monitor
	around   *surroundings
	extra    *extra                 // what most processes never need
	title    atomic.Pointer[string] // label, else name; for events
	awaited  *Request               // what waiting is answer for
	next     func(*Self)            // body after hibernation
	reason   any                    // of the death; set with dying
	by       *Self                  // whose signal ended it, nil: itself or none

	younger, older *Self // in the table
}

// surroundings are what a process inherits from its parent at spawn. They are
// never changed, only replaced.
type surroundings struct {
	leader io.Writer
	owner  string
}

// extra holds what most processes never need. Guarded by Self.mu.
type extra struct {
	name        Name
	label       string
	shell       bool // no goroutine is bound to the process
	interrupted bool // shells: the goroutine that acts for it is to end
	pending     *any // reason given to Exit
	grace       int  // calls that a dead process made while unwinding
	linkIndex   map[*Self]int
	timeout     timeout
	dict        map[any]any
	releases    []*release
	timers      map[*timer]struct{}
	life        *life
	died        time.Time // of a zombie
	host        any
}

// extras returns the process's extra. Called with mu held.
func (s *Self) extras() *extra {
	if s.extra == nil {
		s.extra = &extra{}
	}
	return s.extra
}

// PID returns the process's own PID.
func (s *Self) PID() PID { return PID{s} }

// System returns the System that the process belongs to.
func (s *Self) System() *System { return s.sys }

// String returns the text of the PID.
func (s *Self) String() string { return s.PID().String() }

// Parent returns the process that spawned this one; the zero PID if none did.
func (s *Self) Parent() PID { return s.parent }

// begin starts a runtime call that acts for the process and never waits. When
// the process is dead it ends the goroutine, or returns false while the
// goroutine is being ended already (a deferred function): the call must then do
// nothing. A true begin is followed by end.
func (s *Self) begin() bool {
	if s.sys.yields {
		s.sys.sched.Yield()
	}
	alive, spent := s.state.begin()
	if alive {
		if spent && !s.sys.yields {
			s.sys.sched.Yield()
		}
		return true
	}
	s.state.end()
	if s.state.finish() {
		s.finish()
	}
	s.dead()
	return false
}

// end ends a runtime call. If the process was told to die meanwhile, this is
// where it does.
func (s *Self) end() {
	if !s.state.end() {
		return
	}
	if s.state.finish() {
		s.finish()
	}
	s.dead()
}

// nextRef returns a new reference number. Called with mu held.
func (s *Self) nextRef() refID {
	s.lastRef++
	return refID{s.id, s.lastRef}
}

// displayName returns the label or else the name; "" of nil. Safe at any time.
func (s *Self) displayName() string {
	if s == nil {
		return ""
	}
	if t := s.title.Load(); t != nil {
		return *t
	}
	return ""
}

// retitle sets what displayName returns. Called with mu held.
func (s *Self) retitle() {
	t := s.extra.label
	if t == "" {
		t = string(s.extra.name)
	}
	s.title.Store(&t)
}
