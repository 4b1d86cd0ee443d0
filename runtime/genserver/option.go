package genserver

import (
	"time"

	"github.com/spawnlab/spawnlab/runtime/process"
)

// DefaultTimeout is how long a call waits for its answer.
const DefaultTimeout = 5 * time.Second

// A StartOption says how a server is started: [Name], [Via], [Timeout].
type StartOption interface{ start(*starting) }

// A CallOption says how a server is called: [Timeout].
type CallOption interface{ limit() time.Duration }

// A Timeout is how long a call, a start or a stop waits; [process.Infinity] is
// for ever.
type Timeout time.Duration

func (t Timeout) start(s *starting)    { s.limit = time.Duration(t) }
func (t Timeout) limit() time.Duration { return time.Duration(t) }

// A Name is the name that a server is registered under. (OTP: {local, Name}.)
type Name process.Name

func (n Name) start(s *starting) { s.name = localName(n) }

// A Registrar is a name of another kind than [process.Name], such as a key in a
// registry. (OTP: the module of {via, Module, Name}.)
type Registrar interface {
	process.Target
	// RegisterSelf gives the name to the calling process. If it is taken the
	// error says so and Whereis returns its owner.
	RegisterSelf(self *process.Self) error
}

// Via registers the server under a name of another kind.
func Via(name Registrar) StartOption { return via{name} }

type via struct{ name Registrar }

func (v via) start(s *starting) { s.name = v.name }

// localName makes a Name a Registrar.
type localName process.Name

func (n localName) String() string { return string(n) }

func (n localName) Whereis(sys *process.System) (process.PID, bool) {
	return sys.Whereis(process.Name(n))
}

func (n localName) RegisterSelf(self *process.Self) error {
	return self.Register(process.Name(n), self.PID())
}

// starting is what the options of a start say.
type starting struct {
	name  Registrar // nil: none
	limit time.Duration
}

func startOptions(opts []StartOption) starting {
	s := starting{limit: process.Infinity}
	for _, o := range opts {
		o.start(&s)
	}
	return s
}

// limitOf returns the time limit that the options of a call say.
func limitOf(opts []CallOption, otherwise time.Duration) time.Duration {
	for _, o := range opts {
		otherwise = o.limit()
	}
	return otherwise
}
