package process

import (
	"sync"
	"sync/atomic"
	"time"
)

// Elapsed is what [Self.StartTimer] sends: OTP's {timeout, Ref, Message}.
type Elapsed struct {
	Ref     Ref
	Message any
}

// A timer is one message that is owed.
type timer struct {
	refID
	sys     *System
	target  Target
	to      *Self // nil: a name, looked up when due
	message any
	due     time.Time
	done    atomic.Bool // sent or cancelled
	mu      sync.Mutex  // guards clock
	clock   Timer
}

// SendAfter sends message to target when d has passed, never earlier, also when
// the caller is dead by then. A name is looked up then; if nobody has it or the
// target is dead nothing happens. (OTP: send_after/3.)
func (s *Self) SendAfter(target Target, message any, d time.Duration) Ref {
	return s.startTimer("SendAfter", target, s.sys.outgoing(message), d, false)
}

// StartTimer is [Self.SendAfter] with the message in an [Elapsed], which tells
// the timer's ref. (OTP: start_timer/3.)
func (s *Self) StartTimer(target Target, message any, d time.Duration) Ref {
	return s.startTimer("StartTimer", target, s.sys.outgoing(message), d, true)
}

func (s *Self) startTimer(call string, target Target, message any, d time.Duration, elapsed bool) Ref {
	to := s.sys.timed(call, target)
	if !s.begin() {
		return Ref{}
	}
	defer s.end()
	t := &timer{sys: s.sys, target: target, to: to, message: message, due: s.sys.clock.Now().Add(d)}
	s.mu.Lock()
	t.refID = s.nextRef()
	s.mu.Unlock()
	if elapsed {
		t.message = Elapsed{Ref{t}, message}
	}
	t.start(d)
	return Ref{t}
}

// CancelTimer cancels a timer, anybody's, and returns the time that was left;
// false if its message was sent or dropped already or is in the mailbox, or if
// it was cancelled. (OTP: cancel_timer/1.)
func (s *Self) CancelTimer(ref Ref) (left time.Duration, ok bool) {
	t, isTimer := ref.of.(*timer)
	if !isTimer || !s.begin() {
		return 0, false
	}
	defer s.end()
	left, ok = t.left()
	return left, t.stop() && ok
}

// ReadTimer returns the time left of a timer, anybody's; false as for
// [Self.CancelTimer]. (OTP: read_timer/1.)
func (s *Self) ReadTimer(ref Ref) (left time.Duration, ok bool) {
	t, isTimer := ref.of.(*timer)
	if !isTimer {
		return 0, false
	}
	return t.left()
}

// timed checks a timer's target, and returns the process if it is one now; nil
// if it is to be looked up when the timer is due.
func (sys *System) timed(call string, target Target) *Self {
	switch t := target.(type) {
	case nil, PID:
		return sys.find(call, target)
	case Alias:
		sys.checkAlias(call, t)
	}
	return nil
}

// start enters the timer with its target, so that it ends with it, and sets the
// clock.
func (t *timer) start(d time.Duration) {
	if t.to == nil {
		t.sys.timers.attach(t)
	} else if !t.to.attachTimer(t) {
		t.done.Store(true)
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.clock = t.sys.clock.AfterFunc(max(d, 0), t.fire)
	if t.done.Load() { // the target died just now
		t.clock.Stop()
	}
}

// fire sends the message.
func (t *timer) fire() {
	if !t.done.CompareAndSwap(false, true) {
		return
	}
	t.detach()
	if alias, ok := t.target.(Alias); ok {
		alias.of.deliver(nil, t.message)
		return
	}
	if pid, ok := t.target.Whereis(t.sys); ok && pid.self.sys == t.sys {
		t.sys.post(nil, pid.self, t.message)
	}
}

// detach takes a timer that is over out of where it was entered.
func (t *timer) detach() {
	if t.to != nil {
		t.to.detachTimer(t)
	} else {
		t.sys.timers.detach(t)
	}
}

// stop cancels the timer and reports whether it was running.
func (t *timer) stop() bool {
	if !t.done.CompareAndSwap(false, true) {
		return false
	}
	t.mu.Lock()
	clock := t.clock
	t.mu.Unlock()
	if clock != nil {
		clock.Stop()
	}
	t.detach()
	return true
}

// left returns the time until the timer is due; false if it runs no more.
func (t *timer) left() (time.Duration, bool) {
	if t.done.Load() || t.to != nil && t.to.state.isDying() {
		return 0, false
	}
	return max(t.due.Sub(t.sys.clock.Now()), 0), true
}

// attachTimer notes a timer that ends with the process; false if it is dead.
func (s *Self) attachTimer(t *timer) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state.isDying() {
		return false
	}
	e := s.extras()
	if e.timers == nil {
		e.timers = map[*timer]struct{}{}
	}
	e.timers[t] = struct{}{}
	return true
}

func (s *Self) detachTimer(t *timer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.extra != nil {
		delete(s.extra.timers, t)
	}
}

// timers are those of a System that are not for one process.
type timers struct {
	mu  sync.Mutex
	set map[*timer]struct{}
}

func (ts *timers) attach(t *timer) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if ts.set == nil {
		ts.set = map[*timer]struct{}{}
	}
	ts.set[t] = struct{}{}
}

func (ts *timers) detach(t *timer) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	delete(ts.set, t)
}

// stopAll cancels them.
func (ts *timers) stopAll() {
	ts.mu.Lock()
	set := ts.set
	ts.set = nil
	ts.mu.Unlock()
	for t := range set {
		t.stop()
	}
}
