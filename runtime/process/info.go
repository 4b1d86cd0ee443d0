package process

import "io"

// A Status is what a process does at the moment.
type Status string

// The states of a process.
const (
	StatusRunning    Status = "running"
	StatusWaiting    Status = "waiting" // for messages
	StatusHibernated Status = "hibernated"
)

// An Info describes a process. (OTP: process_info/1, as far as Go knows the
// answers.)
type Info struct {
	PID         PID
	Name        Name // "" if it has none
	Label       string
	Owner       string
	Parent      PID
	Status      Status
	Unread      int // messages in the mailbox
	Links       []PID
	Monitors    []Target // as they were given to Monitor
	MonitoredBy []PID
	TrapExit    bool
	Reductions  uint64 // runtime calls, messages taken, and what the host ticks
	Memory      int    // estimated bytes: a stack, the mailbox, links and monitors
	GroupLeader io.Writer
}

// Estimates for Info.Memory, measured on amd64.
const (
	bytesOfProcess = 2900
	bytesOfDormant = 300
	bytesOfMessage = 64
	bytesOfMonitor = 112
)

// Info describes a process; false if there is no live one. (OTP:
// process_info/1.)
func (s *Self) Info(target Target) (Info, bool) { return s.sys.Info(target) }

// Info describes a process; false if there is no live one.
func (sys *System) Info(target Target) (Info, bool) {
	s := sys.find("Info", target)
	if s == nil {
		return Info{}, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state.isDying() {
		return Info{}, false
	}
	return s.info(), true
}

// info describes the process. Called with mu held.
func (s *Self) info() Info {
	in := Info{
		PID: pidOf(s), Label: s.displayName(), Owner: s.around.owner, Parent: s.parent,
		Status: s.status(), Unread: len(s.in) + s.takenOver(), TrapExit: s.trapping,
		Reductions: s.state.reductions(), GroupLeader: s.around.leader,
	}
	if s.extra != nil {
		in.Name = s.extra.name
	}
	for _, l := range s.links {
		in.Links = append(in.Links, pidOf(l))
	}
	for m := s.monitors; m != nil; m = m.nextMine {
		in.Monitors = append(in.Monitors, m.shown)
	}
	for m := s.watchers; m != nil; m = m.nextWatcher {
		in.MonitoredBy = append(in.MonitoredBy, pidOf(m.watcher))
	}
	in.Memory = s.memory(&in)
	return in
}

func (s *Self) status() Status {
	switch {
	case s.dormant:
		return StatusHibernated
	case s.waiting != running:
		return StatusWaiting
	}
	return StatusRunning
}

// takenOver returns how many messages the owner took over and has not read. It
// may be behind by those it reads at the moment.
func (s *Self) takenOver() int {
	if s.waiting != running {
		return len(s.out) - s.head
	}
	return s.claim.unread()
}

func (s *Self) memory(in *Info) int {
	n := bytesOfProcess
	if in.Status == StatusHibernated {
		n = bytesOfDormant
	}
	monitors := len(in.Monitors) + len(in.MonitoredBy)
	return n + in.Unread*bytesOfMessage + monitors*bytesOfMonitor + len(in.Links)*8
}

// IsAlive reports whether pid is a live process. (OTP: is_process_alive/1.)
func (s *Self) IsAlive(pid PID) bool { return s.sys.IsAlive(pid) }

// IsAlive reports whether pid is a live process of this System.
func (sys *System) IsAlive(pid PID) bool {
	return pid.self != nil && pid.self.sys == sys && pid.self.alive()
}

// Processes lists the live processes, the oldest first. (OTP: processes/0.)
func (sys *System) Processes() []PID { return pids(sys.table.all((*Self).alive)) }

// Owned lists the live processes that belong to owner, the oldest first.
func (sys *System) Owned(owner string) []PID {
	return pids(sys.table.all(func(s *Self) bool { return s.alive() && s.surroundings().owner == owner }))
}

// Lookup returns the live process with the number id, as its PID's text shows
// it.
func (sys *System) Lookup(id uint64) (PID, bool) {
	s := sys.table.lookup(id)
	if s == nil || !s.alive() {
		return PID{}, false
	}
	return pidOf(s), true
}

func pids(ss []*Self) []PID {
	out := make([]PID, len(ss))
	for i, s := range ss {
		out[i] = pidOf(s)
	}
	return out
}

// Messages returns the unread messages of a process, the oldest first; nil if
// it is dead. It may miss those that the process is going through at this very
// moment. (OTP: process_info(Pid, messages).)
func (sys *System) Messages(target Target) []any {
	s := sys.find("Messages", target)
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state.isDying() {
		return nil
	}
	all := s.peek()
	for _, m := range s.in {
		all = append(all, content(m))
	}
	return all
}

// peek returns the messages that the owner took over and has not read. Called
// with mu held, which keeps a parked owner parked, and one that is not in a
// receive out of it.
func (s *Self) peek() (all []any) {
	if s.waiting == running {
		if !s.claim.take() {
			return nil
		}
		defer s.endReceive()
	}
	for _, m := range s.out[s.head:] {
		all = append(all, content(m))
	}
	return all
}
