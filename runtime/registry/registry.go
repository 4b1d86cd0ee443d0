package registry

import (
	"errors"

	"github.com/spawnlab/spawnlab/runtime/genserver"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// Keys says to how many processes a key may belong.
type Keys uint8

// The kinds of keys.
const (
	Unique Keys = iota
	Duplicate
)

// A Spec says what a registry does. The zero Spec has unique keys.
type Spec struct {
	Name process.Name // "": known by its PID only
	Keys Keys
	// Listeners are told of each [Registered] and [Unregistered], while they
	// have these names.
	Listeners []process.Name
}

// ErrNoRegistry says that there is no such registry. The functions of this
// package panic with an error that wraps it, as Elixir raises.
var ErrNoRegistry = errors.New("registry: no such registry")

// An AlreadyRegisteredError says whose a unique key is.
type AlreadyRegisteredError struct{ PID process.PID }

// Error names the owner.
func (e *AlreadyRegisteredError) Error() string {
	return "registry: the key is registered already by " + e.PID.String()
}

// Unwrap returns [process.ErrNameTaken].
func (e *AlreadyRegisteredError) Unwrap() error { return process.ErrNameTaken }

// A Registered tells a listener of a new entry.
type Registered struct {
	Registry process.Target // its name, or else its PID
	Key      any
	PID      process.PID
	Value    any
}

// An Unregistered tells a listener that an entry is gone, by request or as its
// process ended.
type Unregistered struct {
	Registry process.Target
	Key      any
	PID      process.PID
}

// StartLink starts a registry, linked with the caller. The error is as of
// [genserver.StartLink].
func StartLink(self *process.Self, spec Spec) (process.PID, error) {
	var opts []genserver.StartOption
	if spec.Name != "" {
		opts = append(opts, genserver.Name(spec.Name))
	}
	return genserver.StartLink(self, &server{spec: spec}, opts...)
}

// server is the process whose life is the registry's. All work is done by
// those who call.
type server struct {
	genserver.Base
	spec Spec
}

// Init makes the table known.
func (s *server) Init(self *process.Self) genserver.Result {
	self.TrapExit(true)
	sys, pid := self.System(), self.PID()
	t := newTable(sys, pid, s.spec)
	t.copies, t.parent = copies(self), self.Parent()
	tables := tablesOf(sys)
	tables.Store(pid, t)
	if _, alive := sys.OnExit(pid, func() { tables.Delete(pid); t.close() }); !alive {
		tables.Delete(pid)
	}
	return genserver.OK()
}

// HandleInfo ignores the ends of the processes that were registered: the table
// is told by them.
func (s *server) HandleInfo(self *process.Self, message any) genserver.Result {
	if _, ok := message.(process.ExitSignal); ok {
		return genserver.NoReply()
	}
	return s.Base.HandleInfo(self, message)
}

// HandleCall logs and drops a stranger's call, which must not end the registry.
func (s *server) HandleCall(self *process.Self, req any, _ genserver.From) genserver.Result {
	return s.Base.HandleInfo(self, req)
}

// HandleCast logs and drops a stranger's cast.
func (s *server) HandleCast(self *process.Self, req any) genserver.Result {
	return s.Base.HandleInfo(self, req)
}

// A sample is sent to learn how messages cross.
type sample struct{ Of int }

// copies reports whether messages, and so values in the table, are copied.
func copies(self *process.Self) bool {
	sent := &sample{1}
	self.Send(self.PID(), sent)
	got := self.ReceiveMatch(func(m any) bool { _, ok := m.(*sample); return ok })
	return got.(*sample) != sent
}
