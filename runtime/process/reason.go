package process

// An Atom is one of OTP's own exit reasons, or a constant of yours; it prints
// as in OTP.
type Atom string

// The reasons that OTP gives a meaning.
const (
	Normal   Atom = "normal"   // the body returned
	Shutdown Atom = "shutdown" // asked to end by its supervisor
	Kill     Atom = "kill"     // as a signal: cannot be trapped
	Killed   Atom = "killed"   // what links and monitors see of a kill
	NoProc   Atom = "noproc"   // there is no such process
	BadArg   Atom = "badarg"   // a call with an argument it cannot take
	Timeout  Atom = "timeout"  // no answer in time
)

// String returns the atom's name.
func (a Atom) String() string { return string(a) }

// A ShutdownReason is OTP's {shutdown, Value}: an orderly end that says more
// than [Shutdown] does. [ShutdownWith] makes one.
type ShutdownReason struct{ Value any }

// ShutdownWith returns the reason {shutdown, value}.
func ShutdownWith(value any) ShutdownReason { return ShutdownReason{value} }

// String returns the reason as OTP prints it. [System.FormatReason] prints the
// value through the System's Format hook instead.
func (r ShutdownReason) String() string { return reasonText(defaultFormat, r) }

// A Crash is the reason of a process whose body panicked.
type Crash struct {
	Value any    // what was given to panic
	Stack string // where, as runtime/debug prints it; may be empty
}

// String returns the panic's text without the stack.
func (c Crash) String() string { return reasonText(defaultFormat, c) }

// Unwrap returns the error that the body panicked with, or nil.
func (c Crash) Unwrap() error {
	err, _ := c.Value.(error)
	return err
}

// Error makes a Crash usable as an error; it is the same text as String.
func (c Crash) Error() string { return c.String() }

// An ExitError is an exit reason as an error, for calls that return one.
type ExitError struct{ Reason any }

// Error returns "exit: " and the reason.
func (e *ExitError) Error() string { return "exit: " + reasonText(defaultFormat, e.Reason) }

// Unwrap returns the reason if it is an error itself.
func (e *ExitError) Unwrap() error {
	err, _ := e.Reason.(error)
	return err
}

// IsClean reports whether a reason is one that OTP does not log and that does
// not restart a transient child: normal, shutdown, {shutdown, _}.
func IsClean(reason any) bool {
	switch r := reason.(type) {
	case Atom:
		return r == Normal || r == Shutdown
	case ShutdownReason:
		return true
	}
	return false
}

// is reports whether reason is the atom a. Learner values are never compared.
func is(reason any, a Atom) bool {
	r, ok := reason.(Atom)
	return ok && r == a
}

// reasonText prints a reason in OTP's form; format prints values.
func reasonText(format func(any) string, reason any) string {
	switch r := reason.(type) {
	case Atom:
		return string(r)
	case ShutdownReason:
		return "{shutdown, " + reasonText(format, r.Value) + "}"
	case Crash:
		if text, ok := r.Value.(string); ok { // as Go prints it
			return "panic: " + text
		}
		return "panic: " + reasonText(format, r.Value)
	}
	return format(reason)
}

// An argError is what a runtime call panics with when OTP raises an error.
type argError struct {
	call string
	err  error // what errors.Is finds: ErrBadArg, ErrNoProc or ErrOtherSystem
	text string
}

// Error returns a sentence that names the call and ends with OTP's word.
func (e *argError) Error() string {
	word := BadArg
	if e.err == ErrNoProc {
		word = NoProc
	}
	return "process: " + e.call + ": " + e.text + " (" + string(word) + ")"
}

// Unwrap returns the sentinel.
func (e *argError) Unwrap() error { return e.err }
