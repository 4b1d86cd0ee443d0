package process

import "runtime"

// Hibernate gives the goroutine and its stack back; when there is a message, a
// new goroutine runs next. It does not return; deferred functions run. A
// process that hibernates costs its mailbox and what next holds. If messages
// are unread next runs at once. (OTP: erlang:hibernate/3.)
func (s *Self) Hibernate(next func(self *Self)) {
	s.mu.Lock()
	if !s.state.isDying() {
		s.next = next
	}
	s.mu.Unlock()
	runtime.Goexit()
}

// fallAsleep is the end of a goroutine that asked for Hibernate; false if it
// did not, or called Exit since, or the process is dead. If messages are unread
// the caller wakes awake.
func (s *Self) fallAsleep() (awake Parker, asleep bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.extra
	if s.next == nil || s.state.isDying() || e != nil && e.pending != nil {
		return nil, false
	}
	if e != nil {
		e.timeout.stop()
		e.timeout = timeout{}
	}
	s.parker, s.dormant = sleeper{s}, true
	if s.empty() {
		s.out, s.head = nil, 0
	}
	if len(s.in) == 0 && len(s.out) == 0 {
		s.in, s.waiting = nil, messages
		return nil, true
	}
	return s.parker, true
}

// A sleeper is the parker of a process without a goroutine.
type sleeper struct{ self *Self }

// Park is never called: nobody is there to wait.
func (sleeper) Park() {}

// Wake starts the goroutine again.
func (sl sleeper) Wake() {
	s := sl.self
	s.mu.Lock()
	next := s.next
	sleeps := s.dormant && !s.state.isDying()
	if sleeps {
		s.parker, s.dormant, s.next = nil, false, nil
	}
	s.mu.Unlock()
	if sleeps {
		s.sys.sched.Go(func() { s.run(next) })
	}
}
