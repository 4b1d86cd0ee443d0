package genserver

import (
	"errors"

	"github.com/spawnlab/spawnlab/runtime/process"
)

// ErrIgnore is what a start returns when Init returned [Ignore].
var ErrIgnore = errors.New("genserver: the server asked to be ignored")

// An AlreadyStartedError is what a start returns when the name is taken. (OTP:
// {already_started, Pid}.)
type AlreadyStartedError struct {
	PID  process.PID // who has the name
	Name string
}

// Error names the name and its owner.
func (a *AlreadyStartedError) Error() string {
	return "genserver: " + a.Name + " is already started: " + a.PID.String()
}

// Unwrap returns [process.ErrNameTaken].
func (a *AlreadyStartedError) Unwrap() error { return process.ErrNameTaken }

// StartLink starts a server, linked with the caller, and returns when Init has.
// The server belongs to its process from then on. The error is [ErrIgnore], an
// [*AlreadyStartedError], [process.ErrTimeout] after [Timeout] (default: never), or a
// [*process.ExitError] with the reason why Init failed, in which case the caller
// gets an exit signal too. After an error the process is gone and its name
// free. (OTP: gen_server:start_link/4.)
func StartLink(self *process.Self, server Server, opts ...StartOption) (process.PID, error) {
	return start(self, server, true, opts)
}

// Start is [StartLink] without the link. (OTP: gen_server:start/4.)
func Start(self *process.Self, server Server, opts ...StartOption) (process.PID, error) {
	return start(self, server, false, opts)
}

// StarterFunc returns the start of a server that fresh makes, for a child of a
// supervisor.
func StarterFunc(fresh func() Server, opts ...StartOption) func(self *process.Self) (process.PID, error) {
	return func(self *process.Self) (process.PID, error) { return StartLink(self, fresh(), opts...) }
}

// A begun is what the new process tells its starter, unless it fails.
type begun struct {
	to      process.Alias
	outcome outcome
	owner   process.PID // of the name
}

type outcome uint8

const (
	started outcome = iota
	ignored
	taken
)

func start(self *process.Self, server Server, link bool, opts []StartOption) (process.PID, error) {
	if server == nil {
		panic("genserver: StartLink: the server is nil")
	}
	o := startOptions(opts)
	if o.name != nil {
		if owner, ok := o.name.Whereis(self.System()); ok {
			return process.PID{}, &AlreadyStartedError{owner, o.name.String()}
		}
	}
	s := &loop{server: server, name: o.name, starter: self.AliasOnce()}
	if link {
		s.parent = self.PID()
	}
	pid, ref := self.SpawnMonitor(s.run)
	w := waiting{self, s, pid, ref}
	return w.outcome(o)
}

// waiting is a starter that waits for its server.
type waiting struct {
	self *process.Self
	loop *loop
	pid  process.PID
	ref  process.Ref
}

// outcome returns what became of the start, and leaves nothing in the mailbox.
func (w *waiting) outcome(o starting) (process.PID, error) {
	defer w.self.Demonitor(w.ref, process.Flush)
	defer w.self.Unalias(w.loop.starter)
	var first begun
	down, timely := process.Down{}, true
	w.self.Select(
		process.NewCase(w.isBegun, func(m any) { first = m.(begun) }),
		process.NewCase(w.isDown, func(m any) { down = m.(process.Down) }),
		process.After(o.limit, func() { timely = false }),
	)
	switch {
	case !timely:
		w.abandon()
		return process.PID{}, process.ErrTimeout
	case !down.Ref.IsZero():
		return process.PID{}, &process.ExitError{Reason: down.Reason}
	case first.outcome == started:
		return w.pid, nil
	}
	w.self.ReceiveMatch(w.isDown)
	if first.outcome == taken {
		return process.PID{}, &AlreadyStartedError{first.owner, o.name.String()}
	}
	return process.PID{}, ErrIgnore
}

func (w *waiting) isBegun(m any) bool {
	b, ok := m.(begun)
	return ok && b.to == w.loop.starter
}

func (w *waiting) isDown(m any) bool {
	d, ok := m.(process.Down)
	return ok && d.Ref == w.ref
}

// abandon ends a server whose Init takes too long.
func (w *waiting) abandon() {
	w.self.Unlink(w.pid)
	w.self.Kill(w.pid)
	w.self.ReceiveMatch(w.isDown)
}
