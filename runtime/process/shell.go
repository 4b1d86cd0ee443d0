package process

// A Shell is a process that has no body: code from outside acts for it, now and
// then, one goroutine at a time, as the prompt of an Erlang shell does. Its PID
// and mailbox stay the same all the while.
type Shell struct{ self *Self }

// NewShell starts a process without a body. It lives until Close or until an
// exit signal ends it; [Shell.Dead] tells.
func (sys *System) NewShell(opts ...SpawnOption) (*Shell, error) {
	s := sys.newProcess(nil, sys.world)
	s.mu.Lock()
	s.extras().shell = true
	s.mu.Unlock()
	if err := s.introduce(opts); err != nil {
		s.signal(nil, Kill, fromOther)
		return nil, err
	}
	s.endIfClosed()
	return &Shell{s}, nil
}

// Self returns the process's Self. A goroutine of the host's may use it between
// calls of Do; [Self.Exit] and the death of the process end that goroutine, see
// [Shell.TakeExit].
func (sh *Shell) Self() *Self { return sh.self }

// Dead returns a channel that is closed when the process has ended.
func (sh *Shell) Dead() <-chan struct{} { return sh.self.Context().Done() }

// Reason returns why the process ended and by whose signal; false while it
// lives.
func (sh *Shell) Reason() (reason any, by PID, dead bool) {
	s := sh.self
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reason, pidOf(s.by), s.state.isDying()
}

// Do runs body as the process, on a goroutine of its own, and waits until it
// ended. It returns [Normal] if body returned, the reason of its [Self.Exit],
// a [Crash] if it panicked; none of these ends the process. If the process was
// ended meanwhile it returns that reason, once body's goroutine is gone.
func (sh *Shell) Do(body func(self *Self)) (reason any) {
	sh.interrupt(false)
	done := make(chan any, 1)
	sh.self.sys.sched.Go(func() {
		returned := false
		defer func() { done <- sh.howItEnded(returned, recover()) }()
		sh.self.act(body)
		returned = true
	})
	return <-done
}

// howItEnded returns the reason that Do returns.
func (sh *Shell) howItEnded(returned bool, panicked any) any {
	reason := sh.self.howItEnded(returned, panicked)
	if deadly, _, dead := sh.Reason(); dead {
		return deadly
	}
	return reason
}

// TakeExit returns the reason that [Self.Exit] was called with by a goroutine
// that acted for the process outside Do, once; false if it was not called.
func (sh *Shell) TakeExit() (reason any, exited bool) {
	if r := sh.self.takePending(); r != nil {
		return *r, true
	}
	return nil, false
}

// Interrupt ends the goroutine that acts for the process if it waits for
// messages, or as soon as it does; the process lives on. It is in force until
// the next call of Do or Resume.
func (sh *Shell) Interrupt() {
	wake(sh.interrupt(true))
}

// Resume takes Interrupt back, before another goroutine acts for the process.
func (sh *Shell) Resume() { sh.interrupt(false) }

func (sh *Shell) interrupt(on bool) Parker {
	s := sh.self
	s.mu.Lock()
	defer s.mu.Unlock()
	s.extras().interrupted = on
	if !on {
		return nil
	}
	return s.stir()
}

// Close ends the process with reason.
func (sh *Shell) Close(reason any) { sh.self.die(reason) }
