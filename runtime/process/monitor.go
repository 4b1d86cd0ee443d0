package process

// A monitor is one call of Monitor: a node of two lists.
type monitor struct {
	refID
	watcher *Self
	target  *Self  // nil: there was no such process
	shown   Target // what the Down names
	request *Request

	// Guarded by watcher.mu: the list of what it monitors.
	active             bool
	prevMine, nextMine *monitor

	// Guarded by target.mu: the list of who monitors it.
	listed                   bool
	prevWatcher, nextWatcher *monitor
}

// A MonitorOption changes what [Self.Demonitor] does.
type MonitorOption uint8

// Flush also removes the [Down] from the mailbox if it is there already.
const Flush MonitorOption = 1

// Monitor asks for a [Down] when target ends; at once, with [NoProc], if there
// is no such process. Each call is a monitor of its own. A name is looked up
// now, and the Down will name it. Monitoring oneself is allowed and never tells
// anything. (OTP: monitor/2.)
func (s *Self) Monitor(target Target) Ref {
	to := s.sys.find("Monitor", target)
	if !s.begin() {
		return Ref{}
	}
	defer s.end()
	m := &monitor{watcher: s, target: to, shown: target}
	m.start()
	return Ref{m}
}

// Demonitor ends a monitor of the caller's and reports whether it was active: no
// [Down] of it is sent afterwards. One in the mailbox stays unless [Flush] is
// given. A ref that is not a monitor of the caller's is ignored. (OTP:
// demonitor/2; the result is that of its option info.)
func (s *Self) Demonitor(ref Ref, opts ...MonitorOption) (active bool) {
	m, ok := ref.of.(*monitor)
	if !ok || m.watcher != s || !s.begin() {
		return false
	}
	active = m.cancel()
	s.end()
	if !active && len(opts) > 0 {
		s.take(func(v any) bool { d, ok := v.(Down); return ok && d.Ref == ref }, s.sys.deadlineIn(0))
	}
	return active
}

// start enters the monitor into both lists, or fires it.
func (m *monitor) start() {
	w := m.watcher
	w.mu.Lock()
	m.refID, m.active = w.nextRef(), true
	m.nextMine = w.monitors
	if w.monitors != nil {
		w.monitors.prevMine = m
	}
	w.monitors = m
	w.mu.Unlock()
	if w.sys.wants(EventMonitor) {
		w.sys.report(EventMonitor, w, m.target, nil, Ref{m})
	}
	if m.target == nil || !m.target.watch(m) {
		m.fire(NoProc)
	}
}

// watch enters m into the list of a target; false if that is dead.
func (s *Self) watch(m *monitor) bool {
	if s == m.watcher {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state.isDying() {
		return false
	}
	m.listed = true
	m.nextWatcher = s.watchers
	if s.watchers != nil {
		s.watchers.prevWatcher = m
	}
	s.watchers = m
	return true
}

// forget takes m out of the list of a target, nil if it had none.
func (s *Self) forget(m *monitor) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !m.listed {
		return
	}
	m.listed = false
	if m.prevWatcher != nil {
		m.prevWatcher.nextWatcher = m.nextWatcher
	} else {
		s.watchers = m.nextWatcher
	}
	if m.nextWatcher != nil {
		m.nextWatcher.prevWatcher = m.prevWatcher
	}
	m.prevWatcher, m.nextWatcher = nil, nil
}

// retire takes m out of its watcher's list and reports whether it was in it.
// Called with watcher.mu held.
func (m *monitor) retire() bool {
	if !m.active {
		return false
	}
	m.active = false
	if m.prevMine != nil {
		m.prevMine.nextMine = m.nextMine
	} else {
		m.watcher.monitors = m.nextMine
	}
	if m.nextMine != nil {
		m.nextMine.prevMine = m.prevMine
	}
	m.prevMine, m.nextMine = nil, nil
	return true
}

// cancel ends the monitor and reports whether it was active.
func (m *monitor) cancel() bool {
	w := m.watcher
	w.mu.Lock()
	active := m.retire()
	w.mu.Unlock()
	if !active {
		return false
	}
	m.target.forget(m)
	if w.sys.wants(EventDemonitor) {
		w.sys.report(EventDemonitor, w, m.target, nil, Ref{m})
	}
	return true
}

// fire tells the watcher that the target is dead, unless the monitor was ended
// meanwhile. Called without locks.
func (m *monitor) fire(reason any) {
	w := m.watcher
	w.mu.Lock()
	if !m.retire() || w.state.isDying() {
		w.mu.Unlock()
		return
	}
	var parked Parker
	if m.request != nil {
		parked = m.request.ended(reason)
	} else {
		parked = w.push(m.down(reason))
	}
	w.mu.Unlock()
	wake(parked)
}

// down returns the message.
//
//go:noinline
func (m *monitor) down(reason any) any {
	sys, down := m.watcher.sys, Down{Ref{m}, m.shown, reason}
	if sys.wants(EventDown | EventReceive) {
		return sys.wrapped(EventDown, m.watcher, m.target, down, reason, down.Ref)
	}
	return down
}
