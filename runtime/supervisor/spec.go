package supervisor

import (
	"strconv"
	"time"

	"github.com/spawnlab/spawnlab/runtime/process"
)

// A Strategy says which children are restarted when one has to be.
type Strategy uint8

// The strategies.
const (
	OneForOne  Strategy = iota // the one that ended
	OneForAll                  // all
	RestForOne                 // that one and those started after it
)

// String returns OTP's word.
func (s Strategy) String() string {
	return [...]string{"one_for_one", "one_for_all", "rest_for_one"}[s]
}

// A Restart says when a child is restarted.
type Restart uint8

// The kinds of restart.
const (
	Permanent Restart = iota // always
	Transient                // unless its reason is clean: see [process.IsClean]
	Temporary                // never; it is forgotten when it has ended
)

// String returns OTP's word.
func (r Restart) String() string { return [...]string{"permanent", "transient", "temporary"}[r] }

// A Type says what a child is, which decides the default of Child.Shutdown.
type Type uint8

// The types.
const (
	Worker Type = iota
	Supervisor
)

// String returns OTP's word.
func (t Type) String() string { return [...]string{"worker", "supervisor"}[t] }

// An AutoShutdown says whether a supervisor ends when significant children
// have ended by themselves and are not restarted.
type AutoShutdown uint8

// The kinds of auto-shutdown.
const (
	Never AutoShutdown = iota
	AnySignificant
	AllSignificant
)

// String returns OTP's word.
func (a AutoShutdown) String() string {
	return [...]string{"never", "any_significant", "all_significant"}[a]
}

// Values that are not the zero value's default.
const (
	// NoRestarts as MaxRestarts: the first restart that is due ends the supervisor.
	NoRestarts = -1
	// BrutalKill as a child's Shutdown: it is killed without being asked.
	BrutalKill time.Duration = -1
)

// The defaults.
const (
	DefaultMaxRestarts = 3
	DefaultPeriod      = 5 * time.Second
	DefaultShutdown    = 5 * time.Second // of workers; supervisors get for ever
)

// A Child says how a child is started, restarted and stopped. (OTP: child_spec.)
type Child struct {
	// ID names the child among its siblings. Dynamic supervisors ignore it.
	ID string
	// Start starts the process, linked with the caller, and returns when it is
	// ready. It runs in the supervisor; every call makes a fresh process. The
	// error [genserver.ErrIgnore] is no failure: the child stays stopped.
	Start func(self *process.Self) (process.PID, error)
	// Restart: default Permanent.
	Restart Restart
	// Shutdown is how long the child may take to end after it was sent
	// [process.Shutdown], before it is killed. 0: 5 s, for ever if Type is
	// Supervisor. [process.Infinity]: for ever. [BrutalKill]: killed at once.
	Shutdown time.Duration
	// Type: default Worker.
	Type Type
	// Significant children count for the supervisor's AutoShutdown.
	Significant bool
}

// patience is how long the child may take to end.
func (c *Child) patience() time.Duration {
	switch {
	case c.Shutdown != 0:
		return c.Shutdown
	case c.Type == Supervisor:
		return process.Infinity
	}
	return DefaultShutdown
}

// A Spec says what a supervisor does. The zero Spec is a OneForOne supervisor
// without children.
type Spec struct {
	// Name is the name it is registered under; "": none.
	Name     process.Name
	Strategy Strategy
	// A restart that would be more than the MaxRestarts-th within Period ends the
	// supervisor. 0: 3 restarts, 5 s, as in Elixir. [NoRestarts]: none.
	MaxRestarts  int
	Period       time.Duration
	AutoShutdown AutoShutdown
	// Children are started one after the other, in this order, and stopped in
	// the reverse one.
	Children []Child
}

// A SpecError says what is wrong with a Spec or Child. It is also the exit
// reason of a supervisor that was started with it. (OTP: {start_spec, …}.)
type SpecError struct {
	ID      string // of the child
	Problem string
}

// Error names the child and the problem.
func (e *SpecError) Error() string {
	return "supervisor: child " + strconv.Quote(e.ID) + ": " + e.Problem
}

// Unwrap returns [process.ErrBadArg].
func (e *SpecError) Unwrap() error { return process.ErrBadArg }

// check returns what is wrong with the children of the spec.
func (s *Spec) check() error {
	seen := map[string]bool{}
	for i := range s.Children {
		c := &s.Children[i]
		if seen[c.ID] {
			return &SpecError{c.ID, "two children have this ID"}
		}
		seen[c.ID] = true
		if c.ID == "" {
			return &SpecError{c.ID, "it has no ID"}
		}
		if err := c.check(s.AutoShutdown); err != nil {
			return err
		}
	}
	return nil
}

// check returns what is wrong with a child of a supervisor.
func (c *Child) check(auto AutoShutdown) error {
	switch {
	case c.Start == nil:
		return &SpecError{c.ID, "it has no Start"}
	case c.Significant && c.Restart == Permanent:
		return &SpecError{c.ID, "it is significant and permanent: it would never count"}
	case c.Significant && auto == Never:
		return &SpecError{c.ID, "it is significant, but AutoShutdown is Never"}
	}
	return nil
}
