package process

// A death has three steps (OTP reference manual, Processes):
//
//  1. The process is condemned: it is dead for everyone.
//  2. What others can see of it is released: its name, and what packages on top
//     attached with OnExit (tables).
//  3. Links and monitors are told.
//
// Steps 2 and 3 are the finish. They run on the goroutine that condemned it, or,
// if a call of the process was in flight then, at the end of that call. Links
// pass deaths on; a list of those still to be finished, not recursion, does so.

// condemn marks the process as dead and reports whether the caller must finish
// it. Called with mu held.
func (s *Self) condemn(by *Self, reason any) bool {
	if s.state.isDying() {
		return false
	}
	s.reason, s.by = reason, by
	s.state.condemn()
	s.claim.revoke()
	return s.state.finish()
}

// die ends the process from within, if it is not dead already.
func (s *Self) die(reason any) {
	s.mu.Lock()
	s.concluding = true
	doomed := s.condemn(nil, reason)
	s.mu.Unlock()
	if doomed {
		s.finish()
	}
}

// finish does steps 2 and 3 for the process and for those that its end ends.
// Called without locks by the one that condemn or state.finish told to.
func (s *Self) finish() {
	var few [4]*Self
	fallen := append(few[:0], s)
	for i := 0; i < len(fallen); i++ {
		fallen = fallen[i].bury(fallen)
	}
}

// bury finishes one process and appends those that its end condemned.
func (s *Self) bury(fallen []*Self) []*Self {
	r := s.takeRemains()
	s.sys.tell(EventExit, s, s.by, s.reason)
	if r.extra != nil {
		s.release(r.extra)
	}
	for _, peer := range r.links {
		fallen = peer.linkEnded(s, fallen)
	}
	for m := r.watchers; m != nil; {
		next := m.nextWatcher
		m.fire(s.reason)
		m = next
	}
	for m := r.monitors; m != nil; m = m.nextMine {
		m.target.forget(m)
	}
	s.depart(r)
	return fallen
}

// remains are what a dead process leaves behind.
type remains struct {
	links    []*Self
	watchers *monitor
	monitors *monitor
	extra    *extra // nil if there is nothing to release
	parked   Parker
	homeless bool // no goroutine will take it out of the table
	zombie   bool // its goroutine still runs
}

// takeRemains empties a dead process.
func (s *Self) takeRemains() (r remains) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r.links, r.watchers, r.monitors = s.links, s.watchers, s.monitors
	s.links, s.watchers, s.monitors, s.in = nil, nil, nil, nil
	for m := r.watchers; m != nil; m = m.nextWatcher {
		m.listed = false
	}
	for m := r.monitors; m != nil; m = m.nextMine {
		m.active = false
	}
	r.parked = s.stir()
	r.zombie = r.parked == nil && !s.concluding
	if s.dormant {
		r.parked, r.homeless, r.zombie = nil, true, false
	}
	s.next, s.dormant = nil, false
	if s.extra != nil {
		s.takeExtra(&r)
	}
	if r.zombie && !r.homeless {
		s.extras().died = s.sys.clock.Now()
	}
	return r
}

// takeExtra moves out of extra what must be released. Called with mu held.
func (s *Self) takeExtra(r *remains) {
	e := *s.extra
	r.extra = &e
	if e.shell {
		r.homeless = true
	}
	s.extra.name = ""
	s.extra.dict, s.extra.releases, s.extra.timers, s.extra.linkIndex = nil, nil, nil, nil
}

// release does step 2.
func (s *Self) release(e *extra) {
	if e.name != "" {
		s.sys.names.forget(e.name, s)
	}
	for _, r := range e.releases {
		r.run()
	}
	for t := range e.timers {
		t.stop()
	}
}

// depart tells those who act for the process, and takes it out of the table if
// no goroutine will.
func (s *Self) depart(r remains) {
	if r.extra != nil && r.extra.life != nil {
		r.extra.life.end(s.reason)
	}
	if r.homeless {
		s.sys.table.remove(s)
	}
	wake(r.parked)
	if r.zombie && s.sys.hooks.Killed != nil {
		s.sys.hooks.Killed(s)
	}
}
