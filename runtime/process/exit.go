package process

import "runtime"

// graceCalls is how many calls deferred functions of a dead process may make,
// all without effect, before the goroutine is ended once more.
const graceCalls = 1000

// Exit ends the calling process with reason. It does not return; deferred
// functions run, with the process still alive, and recover does not see it.
// A deferred function may replace the reason by calling Exit itself. An Exit
// with [Kill] is an ordinary reason. (OTP: erlang:exit/1.)
func (s *Self) Exit(reason any) {
	reason = s.sys.outgoing(reason)
	s.mu.Lock()
	if !s.state.isDying() {
		s.extras().pending = &reason
	}
	s.mu.Unlock()
	runtime.Goexit()
}

// Exiting returns the reason given to [Self.Exit] while the deferred functions
// run that it set off; false if the process is not exiting. A deferred function
// may still replace it.
func (s *Self) Exiting() (reason any, exiting bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.extra == nil || s.extra.pending == nil {
		return nil, false
	}
	return *s.extra.pending, true
}

// takePending returns the reason given to Exit, once; nil if there is none.
func (s *Self) takePending() *any {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.extra == nil {
		return nil
	}
	r := s.extra.pending
	s.extra.pending = nil
	return r
}

// ExitTo sends target an exit signal with reason: it ends the target, becomes
// an [ExitSignal] if the target traps exits, and is ignored if the reason is
// [Normal] (but not when a process sends it to itself). [Kill] cannot be
// trapped and is seen by others as [Killed]. A dead target is fine; a name that
// nobody has panics. (OTP: erlang:exit/2.)
func (s *Self) ExitTo(target Target, reason any) {
	to := s.sys.find("ExitTo", target)
	if to == nil {
		panic(&argError{"ExitTo", ErrBadArg, "no process is registered as " + target.String()})
	}
	from := fromOther
	if to == s {
		from = fromSelf
	}
	reason = s.sys.outgoing(reason)
	if !s.begin() {
		return
	}
	to.signal(s, reason, from)
	s.end()
}

// Kill ends target at once, whether or not it traps exits: ExitTo with [Kill].
func (s *Self) Kill(target Target) { s.ExitTo(target, Kill) }

// ExitTo sends an exit signal from outside any process. It does nothing if
// there is no such process.
func (sys *System) ExitTo(target Target, reason any) {
	if to := sys.find("ExitTo", target); to != nil {
		to.signal(nil, reason, fromOther)
	}
}

// TrapExit sets whether exit signals become messages and returns what it was.
// Signals that are messages already stay messages. (OTP: process_flag.)
func (s *Self) TrapExit(trap bool) (was bool) {
	if !s.begin() {
		return false
	}
	defer s.end()
	s.mu.Lock()
	defer s.mu.Unlock()
	was, s.trapping = s.trapping, trap
	return was
}

// signal gives the process an exit signal of sender's, nil if it comes from
// outside.
func (s *Self) signal(sender *Self, reason any, from source) {
	s.mu.Lock()
	doomed, parked := s.takeSignal(sender, reason, from)
	s.mu.Unlock()
	wake(parked)
	if doomed {
		s.finish()
	}
}

// takeSignal applies an exit signal. The caller, when it has let go of mu, wakes
// parked and finishes the process if it is doomed. Called with mu held.
func (s *Self) takeSignal(sender *Self, reason any, from source) (doomed bool, parked Parker) {
	if s.state.isDying() {
		return false, nil
	}
	effect, reason := effectOf(reason, from, s.trapping)
	switch effect {
	case trapped:
		return false, s.push(s.exitMessage(sender, reason))
	case fatal:
		s.sys.tell(EventExitSignal, s, sender, reason)
		return s.condemn(sender, reason), nil
	}
	s.sys.tell(EventExitSignal, s, sender, reason)
	return false, nil
}

// exitMessage returns a trapped signal.
//
//go:noinline
func (s *Self) exitMessage(sender *Self, reason any) any {
	m := ExitSignal{pidOf(sender), reason}
	if s.sys.wants(EventExitSignal | EventReceive) {
		return s.sys.wrapped(EventExitSignal, s, sender, m, reason, Ref{})
	}
	return m
}

// dead is called by runtime calls of a dead process: it ends the goroutine, or
// lets the call return without effect if a deferred function makes it.
func (s *Self) dead() {
	if s.state.unwind() && s.inGrace() {
		return
	}
	runtime.Goexit()
}

// inGrace counts a call made while the goroutine is being ended.
func (s *Self) inGrace() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.extras()
	e.grace++
	return e.grace <= graceCalls
}
