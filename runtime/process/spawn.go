package process

import (
	"io"
	"runtime/debug"
)

// A SpawnOption says how a process is spawned.
type SpawnOption func(*spawning)

// spawning is what is known of a process before it exists.
type spawning struct {
	name    Name
	label   string
	around  surroundings
	differs bool // around is not the parent's
	link    bool
	monitor *monitor
}

// WithName registers the process before its body runs. If the name is taken the
// body is not run, and the process ends with the error of [Self.Register].
func WithName(name Name) SpawnOption { return func(sp *spawning) { sp.name = name } }

// WithLabel gives the process a text for pictures and crash reports; the
// default is its name. (OTP: proc_lib:set_label.)
func WithLabel(label string) SpawnOption { return func(sp *spawning) { sp.label = label } }

// WithOwner says to whom the process and its descendants belong, for
// [System.Owned]. The default is the parent's owner.
func WithOwner(owner string) SpawnOption {
	return func(sp *spawning) { sp.around.owner, sp.differs = owner, true }
}

// WithGroupLeader sends the output of the process and its descendants to w. The
// default is the parent's.
func WithGroupLeader(w io.Writer) SpawnOption {
	return func(sp *spawning) { sp.around.leader, sp.differs = w, true }
}

// Spawn starts a process that runs body and returns its PID at once. (OTP:
// erlang:spawn/1.)
func (s *Self) Spawn(body func(self *Self), opts ...SpawnOption) PID {
	if !s.begin() {
		return PID{}
	}
	defer s.end()
	return pidOf(s.sys.spawn(s, body, spawning{}, opts))
}

// SpawnLink is [Self.Spawn] and [Self.Link] in one: however fast the child
// dies, the link tells of it. (OTP: spawn_link/1.)
func (s *Self) SpawnLink(body func(self *Self), opts ...SpawnOption) PID {
	if !s.begin() {
		return PID{}
	}
	defer s.end()
	return pidOf(s.sys.spawn(s, body, spawning{link: true}, opts))
}

// SpawnMonitor is [Self.Spawn] and [Self.Monitor] in one. (OTP:
// spawn_monitor/1.)
func (s *Self) SpawnMonitor(body func(self *Self), opts ...SpawnOption) (PID, Ref) {
	if !s.begin() {
		return PID{}, Ref{}
	}
	defer s.end()
	m := &monitor{watcher: s}
	child := s.sys.spawn(s, body, spawning{monitor: m}, opts)
	return pidOf(child), Ref{m}
}

// Spawn starts a process without a parent, from outside any process.
func (sys *System) Spawn(body func(self *Self), opts ...SpawnOption) PID {
	return pidOf(sys.spawn(nil, body, spawning{}, opts))
}

// spawn makes a process and starts its goroutine.
func (sys *System) spawn(parent *Self, body func(*Self), sp spawning, opts []SpawnOption) *Self {
	s := sys.newProcess(parent, &sp, opts)
	if err := s.introduce(&sp); err != nil {
		body = func(self *Self) { self.Exit(err) }
	}
	sys.sched.Go(func() { s.run(body) })
	s.endIfClosed()
	return s
}

// endIfClosed ends a new process of a System that was shut down.
func (s *Self) endIfClosed() {
	if s.sys.table.closed.Load() {
		s.signal(nil, Kill, fromOther)
	}
}

// newProcess makes a process and enters it into the table.
func (sys *System) newProcess(parent *Self, sp *spawning, opts []SpawnOption) *Self {
	s := &Self{id: sys.lastPID.Add(1), sys: sys, around: sys.world, parent: pidOf(parent)}
	if parent != nil {
		s.around = parent.surroundings()
	}
	if len(opts) > 0 {
		sp.apply(s, opts)
	}
	if sp.link {
		s.links = append(s.links, parent)
	}
	sys.table.add(s)
	return s
}

// apply runs the options on a process that nobody else knows yet.
func (sp *spawning) apply(s *Self, opts []SpawnOption) {
	sp.around = *s.around
	for _, o := range opts {
		o(sp)
	}
	if sp.differs {
		around := sp.around
		s.around = &around
	}
	if sp.label != "" {
		s.extras().label = sp.label
		s.retitle()
	}
}

// introduce links, monitors and names a new process. The parent is alive.
func (s *Self) introduce(sp *spawning) error {
	parent := s.parent.self
	s.sys.tell(EventSpawn, s, parent, nil)
	if sp.link {
		parent.mu.Lock()
		parent.addLink(s)
		parent.mu.Unlock()
		s.sys.tell(EventLink, parent, s, nil)
	}
	if sp.monitor != nil {
		sp.monitor.target, sp.monitor.shown = s, pidOf(s)
		sp.monitor.start()
	}
	if sp.name != "" {
		return s.sys.names.register(sp.name, s)
	}
	return nil
}

// run is a process's goroutine: the body, and then its end.
func (s *Self) run(body func(*Self)) {
	returned := false
	defer func() { s.conclude(returned, recover()) }()
	s.act(body)
	returned = true
}

// act runs body, within the host's Enter hook if there is one.
func (s *Self) act(body func(*Self)) {
	if enter := s.sys.hooks.Enter; enter != nil {
		enter(s, func() { body(s) })
		return
	}
	body(s)
}

// conclude is what the goroutine does last: it ends the process, or puts it to
// sleep if that is what it asked for.
func (s *Self) conclude(returned bool, panicked any) {
	if panicked == nil {
		if awake, asleep := s.fallAsleep(); asleep {
			wake(awake)
			return
		}
	}
	s.die(s.howItEnded(returned, panicked))
	s.mu.Lock()
	if s.extra != nil {
		s.extra.timeout.clear()
	}
	s.mu.Unlock()
	s.sys.table.remove(s)
}

// howItEnded returns the reason of a body's end: it returned, it panicked with
// something, or its goroutine was ended, by Exit or otherwise.
func (s *Self) howItEnded(returned bool, panicked any) any {
	if panicked != nil {
		return Crash{Value: panicked, Stack: string(debug.Stack())}
	}
	if returned {
		return Normal
	}
	if reason := s.takePending(); reason != nil {
		return *reason
	}
	return Normal
}
