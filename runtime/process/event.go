package process

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A Kind is a kind of [Event]. Kinds are added up to sets.
type Kind uint32

// The kinds of events. The comment says what the fields hold beside PID.
const (
	EventSpawn      Kind = 1 << iota // a process began. Other: its parent
	EventExit                        // ... ended. Other: whose signal ended it; Value: reason
	EventSend                        // ... sent. Other: to whom; Value: message
	EventReceive                     // ... took a message. Other: from whom; Value; Cause: of its sending
	EventDrop                        // a message found nobody. Other: to whom; Cause: of its sending
	EventLink                        // ... was linked. Other: with whom
	EventUnlink                      // ... was unlinked. Other: from whom
	EventMonitor                     // ... monitors. Other: whom; Ref
	EventDemonitor                   // ... monitors no more. Other: whom; Ref
	EventDown                        // ... is told of a death. Other: whose; Ref; Value: reason
	EventExitSignal                  // ... is sent an exit signal. Other: by whom; Value: reason
	EventRegister                    // ... got Name
	EventUnregister                  // ... lost Name
	EventMutation                    // ... received what was changed after it was sent. Other: the sender; Value; Cause; Where

	EventAll Kind = 1<<iota - 1
)

// An Event is one thing that happened in a System. Values are the live ones.
type Event struct {
	Seq   uint64 // counts the events of the System that anybody listened to
	Time  time.Time
	Kind  Kind
	PID   PID    // the process it happened to
	Label string // of PID, see [WithLabel]; else its name
	Other PID    // the other process in it; zero if it has none
	Ref   Ref
	Name  Name
	Value any
	Cause uint64 // Seq of the event that this one follows from
	Where string
}

// A stream hands events to those who listen.
type stream struct {
	mask      atomic.Uint32 // union of what is listened to
	mu        sync.Mutex
	seq       uint64
	listeners []*listener
}

type listener struct {
	kinds Kind
	f     func(Event)
}

// Subscribe calls f with every event of the given kinds until cancel is called;
// no call of f begins after that. Calls come one at a time and in order. They
// are made on the goroutine in which the event happens, some with locks of the
// runtime held: f must be short, must not block, must not run learner code and
// must not call the runtime. Without listeners an event costs one load.
func (sys *System) Subscribe(kinds Kind, f func(Event)) (cancel func()) {
	l := &listener{kinds, f}
	sys.events.change(func(ls []*listener) []*listener { return append(ls, l) })
	return func() {
		sys.events.change(func(ls []*listener) []*listener {
			return slices.DeleteFunc(ls, func(x *listener) bool { return x == l })
		})
	}
}

// change replaces the listeners.
func (st *stream) change(f func([]*listener) []*listener) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.listeners = f(st.listeners)
	var mask Kind
	for _, l := range st.listeners {
		mask |= l.kinds
	}
	st.mask.Store(uint32(mask))
}

// wants reports whether anybody listens to one of kinds.
func (sys *System) wants(kinds Kind) bool { return Kind(sys.events.mask.Load())&kinds != 0 }

// emit numbers and hands out an event of self. Called after wants, with or
// without locks.
func (sys *System) emit(self *Self, e *Event) (seq uint64) {
	e.Time, e.PID, e.Label = sys.clock.Now(), pidOf(self), self.displayName()
	st := &sys.events
	st.mu.Lock()
	defer st.mu.Unlock()
	st.seq++
	e.Seq = st.seq
	for _, l := range st.listeners {
		if l.kinds&e.Kind != 0 {
			l.f(*e)
		}
	}
	return e.Seq
}

// tell emits an event of self and another process, if anybody listens.
func (sys *System) tell(kind Kind, self, other *Self, value any) {
	if sys.wants(kind) {
		sys.report(kind, self, other, value, Ref{})
	}
}

// report emits an event. It is kept out of line, as are its like: an Event in
// the frames of calls that processes make all the time would make every
// goroutine's first stack too small.
//
//go:noinline
func (sys *System) report(kind Kind, self, other *Self, value any, ref Ref) (seq uint64) {
	return sys.emit(self, &Event{Kind: kind, Other: pidOf(other), Value: value, Ref: ref})
}

// pidOf returns the PID of s, the zero PID of nil.
func pidOf(s *Self) PID { return PID{s} }
