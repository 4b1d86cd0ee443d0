package process

import (
	"io"
	"runtime/debug"
)

// A SpawnOption says how a process is spawned.
type SpawnOption func(*spawning)

// spawning is what the options say.
type spawning struct {
	name    Name
	label   string
	around  surroundings
	differs bool // around is not the parent's
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
	return s.spawn(body, false, nil, opts)
}

// SpawnLink is [Self.Spawn] and [Self.Link] in one: however fast the child
// dies, the link tells of it. (OTP: spawn_link/1.)
func (s *Self) SpawnLink(body func(self *Self), opts ...SpawnOption) PID {
	return s.spawn(body, true, nil, opts)
}

// SpawnMonitor is [Self.Spawn] and [Self.Monitor] in one. (OTP:
// spawn_monitor/1.)
func (s *Self) SpawnMonitor(body func(self *Self), opts ...SpawnOption) (PID, Ref) {
	m := &monitor{watcher: s}
	return s.spawn(body, false, m, opts), Ref{m}
}

// spawn starts a child, links it and has m watch it, if it is not nil.
func (s *Self) spawn(body func(*Self), link bool, m *monitor, opts []SpawnOption) PID {
	if !s.begin() {
		return PID{}
	}
	child := s.sys.newProcess(s, s.surroundings())
	if link {
		s.join(child)
	}
	child.launch(body, m, opts)
	s.end()
	return pidOf(child)
}

// Spawn starts a process without a parent, from outside any process.
func (sys *System) Spawn(body func(self *Self), opts ...SpawnOption) PID {
	s := sys.newProcess(nil, sys.world)
	s.launch(body, nil, opts)
	return pidOf(s)
}

// newProcess makes a process without a goroutine and enters it into the table.
func (sys *System) newProcess(parent *Self, around *surroundings) *Self {
	s := &Self{id: sys.lastPID.Add(1), sys: sys, around: around, parent: pidOf(parent)}
	sys.table.add(s)
	return s
}

// join links the process with a child that nobody else knows yet.
func (s *Self) join(child *Self) {
	child.links = append(child.links, s)
	s.mu.Lock()
	s.addLink(child)
	s.mu.Unlock()
}

// launch starts the goroutine of a new process, watched by m if it is not nil.
func (s *Self) launch(body func(*Self), m *monitor, opts []SpawnOption) {
	if err := s.introduce(opts); err != nil {
		body = func(self *Self) { self.Exit(err) }
	}
	if m != nil {
		m.target, m.shown = s, pidOf(s)
		m.start()
	}
	s.sys.sched.Go(func() { s.run(body) })
	s.endIfClosed()
}

// introduce gives a new process what the options say, and tells of it.
func (s *Self) introduce(opts []SpawnOption) error {
	var name Name
	if len(opts) > 0 {
		name = s.apply(opts)
	}
	s.sys.tell(EventSpawn, s, s.parent.self, nil)
	if len(s.links) > 0 {
		s.sys.tell(EventLink, s.parent.self, s, nil)
	}
	if name != "" {
		return s.sys.names.register(name, s)
	}
	return nil
}

// apply runs the options and returns the name that is wanted.
func (s *Self) apply(opts []SpawnOption) Name {
	sp := spawning{around: *s.around}
	for _, o := range opts {
		o(&sp)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if sp.differs {
		s.around = &sp.around
	}
	if sp.label != "" {
		s.extras().label = sp.label
		s.retitle()
	}
	return sp.name
}

// endIfClosed ends a new process of a System that was shut down.
func (s *Self) endIfClosed() {
	if s.sys.table.closed.Load() {
		s.signal(nil, Kill, fromOther)
	}
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
		s.extra.timeout.stop()
	}
	s.mu.Unlock()
	s.sys.table.remove(s)
}

// howItEnded returns the reason of a body's end: it returned, it panicked with
// something, or its goroutine was ended, by Exit or otherwise.
func (s *Self) howItEnded(returned bool, panicked any) any {
	if panicked != nil {
		return Crash{Value: s.sys.outgoing(panicked), Stack: string(debug.Stack())}
	}
	if returned {
		return Normal
	}
	if reason := s.takePending(); reason != nil {
		return *reason
	}
	return Normal
}
