package process

import (
	"errors"
	"strconv"
)

// Errors that callers branch on.
var (
	// ErrNoProc says that there is no such process.
	ErrNoProc = errors.New("process: no such process")
	// ErrBadArg says that a call cannot take what it was given.
	ErrBadArg = errors.New("process: bad argument")
	// ErrNameTaken says that a name belongs to another process, or that the
	// process has a name already.
	ErrNameTaken = errors.New("process: name is taken")
	// ErrOtherSystem says that a process belongs to another System.
	ErrOtherSystem = errors.New("process: belongs to another System")
	// ErrTimeout says that no answer came in time.
	ErrTimeout = errors.New("process: timeout")
)

// A PID names one process for ever; it is comparable and never reused. The zero
// PID names none.
type PID struct{ self *Self }

// ID returns the number in the PID's text, 0 for the zero PID.
func (p PID) ID() uint64 {
	if p.self == nil {
		return 0
	}
	return p.self.id
}

// IsZero reports whether p names no process at all.
func (p PID) IsZero() bool { return p.self == nil }

// String returns <0.12>.
func (p PID) String() string { return "<0." + strconv.FormatUint(p.ID(), 10) + ">" }

// Whereis returns p itself, dead or alive; false for the zero PID.
func (p PID) Whereis(*System) (PID, bool) { return p, p.self != nil }

// A Name is a registered name, local to one System.
type Name string

// String returns the name.
func (n Name) String() string { return string(n) }

// Whereis returns the process that has the name now.
func (n Name) Whereis(sys *System) (PID, bool) { return sys.names.lookup(n) }

// A Target is what can be addressed: a [PID], a [Name], an [Alias], or an
// address of another package that finds a process, such as a registry key.
type Target interface {
	// Whereis returns the process that is meant now; false if there is none.
	Whereis(*System) (PID, bool)
	// String returns the target as messages name it.
	String() string
}

// A Ref names one monitor or timer for ever; it is comparable. The zero Ref
// names none.
type Ref struct{ of referent }

// A referent is what a Ref points to.
type referent interface{ ident() refID }

// A refID is unique in its System: the owner's PID and a count of its own.
type refID struct {
	owner uint64
	n     uint32
}

func (id refID) ident() refID { return id }

// String returns #Ref<0.12.3>: the third made by process <0.12>.
func (r Ref) String() string {
	if r.of == nil {
		return "#Ref<0>"
	}
	id := r.of.ident()
	return "#Ref<0." + strconv.FormatUint(id.owner, 10) + "." + strconv.FormatUint(uint64(id.n), 10) + ">"
}

// IsZero reports whether r names nothing.
func (r Ref) IsZero() bool { return r.of == nil }

// find returns the process that target means, for the named call. It panics if
// the target is empty or of another System. nil: there is no such process.
func (sys *System) find(call string, target Target) *Self {
	if target == nil {
		panic(&argError{call, ErrBadArg, "no target given"})
	}
	pid, ok := target.Whereis(sys)
	if !ok {
		if pid, isPID := target.(PID); isPID {
			panic(&argError{call, ErrBadArg, "the PID is empty: it names no process: " + pid.String()})
		}
		return nil
	}
	if pid.self.sys != sys {
		panic(&argError{call, ErrOtherSystem, pid.String() + " belongs to another System"})
	}
	return pid.self
}
