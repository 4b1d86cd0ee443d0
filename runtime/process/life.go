package process

import (
	"context"
	"io"
	"time"
)

// A life is the process's context.
type life struct {
	context context.Context
	cancel  context.CancelCauseFunc
}

func (l *life) end(reason any) { l.cancel(&ExitError{reason}) }

// Context returns a context that is cancelled when the process ends; its cause
// is an [*ExitError]. It is the same at every call.
func (s *Self) Context() context.Context {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.extras()
	if e.life == nil {
		e.life = &life{}
		e.life.context, e.life.cancel = context.WithCancelCause(context.Background())
		if s.state.isDying() {
			e.life.end(s.reason)
		}
	}
	return e.life.context
}

// surroundings returns what a child inherits.
func (s *Self) surroundings() *surroundings {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.around
}

// GroupLeader returns where the process's output goes. (OTP: group_leader/0.)
func (s *Self) GroupLeader() io.Writer { return s.surroundings().leader }

// SetGroupLeader sends the output of the process, and of those it spawns from
// now on, to w. (OTP: group_leader/2.)
func (s *Self) SetGroupLeader(w io.Writer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.around = &surroundings{leader: w, owner: s.around.owner}
}

// Owner returns to whom the process belongs, see [WithOwner].
func (s *Self) Owner() string { return s.surroundings().owner }

// SetOwner says to whom the process, and those it spawns from now on, belong.
func (s *Self) SetOwner(owner string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.around = &surroundings{leader: s.around.leader, owner: owner}
}

// SetLabel gives the process a text for pictures and crash reports. (OTP:
// proc_lib:set_label/1.)
func (s *Self) SetLabel(label string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.extras().label = label
	s.retitle()
}

// SetHost keeps a value of the host's with the process: what its Enter and
// Killed hooks need to find again.
func (s *Self) SetHost(v any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.extras().host = v
}

// Host returns what SetHost kept, or nil.
func (s *Self) Host() any {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.extra == nil {
		return nil
	}
	return s.extra.host
}

// Tick counts n steps of the body as reductions, for hosts that see them, and
// lets others run when there have been many since it last did.
func (s *Self) Tick(n int) {
	if s.state.tick(uint64(n)) {
		s.sys.sched.Yield()
	}
}

// Dead reports whether the process has ended, though its goroutine may still
// run: a loop that calls nothing else can ask.
func (s *Self) Dead() bool { return s.state.isDying() }

// A release is something that others can see of a process and that goes when
// it dies.
type release struct{ run func() }

// OnExit runs f when the process ends, before any link or monitor is told: for
// what others can see of it, such as tables. f must not wait for the process
// and is called on any goroutine, without locks. drop takes f back. ok is false
// if the process is dead already; f is not called then.
func (sys *System) OnExit(pid PID, f func()) (drop func(), ok bool) {
	s := sys.find("OnExit", pid)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state.isDying() {
		return func() {}, false
	}
	r := &release{f}
	e := s.extras()
	e.releases = append(e.releases, r)
	return func() { s.dropRelease(r) }, true
}

func (s *Self) dropRelease(r *release) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, x := range s.extra.releases {
		if x == r {
			s.extra.releases = append(s.extra.releases[:i:i], s.extra.releases[i+1:]...)
			return
		}
	}
}

// A Zombie is the goroutine of a process that is dead: it has not reached a
// runtime call, or a checkpoint of the host's, that could end it.
type Zombie struct {
	PID    PID
	Label  string
	Owner  string
	Reason any
	Since  time.Time
}

// Zombies lists the goroutines of dead processes, the oldest PID first.
func (sys *System) Zombies() []Zombie {
	var zs []Zombie
	for _, s := range sys.table.all(func(s *Self) bool { return s.state.isDying() }) {
		if z, ok := s.zombie(); ok {
			zs = append(zs, z)
		}
	}
	return zs
}

// zombie describes the goroutine of a dead process; false if it is on its way
// out.
func (s *Self) zombie() (Zombie, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.extra == nil || s.extra.died.IsZero() || s.concluding {
		return Zombie{}, false
	}
	return Zombie{pidOf(s), s.displayName(), s.around.owner, s.reason, s.extra.died}, true
}
