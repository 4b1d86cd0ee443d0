package process

// An ExitSignal is what a process that traps exits receives in place of dying:
// OTP's {'EXIT', From, Reason}.
type ExitSignal struct {
	From   PID
	Reason any
}

// A Down is what a monitor sends, once, when its target is dead: OTP's {'DOWN',
// Ref, process, Target, Reason}. Target is what the monitor was made with: a
// PID or a Name.
type Down struct {
	Ref    Ref
	Target Target
	Reason any
}

// An effect is what an exit signal does to its receiver.
type effect uint8

const (
	ignored effect = iota
	trapped        // becomes an ExitSignal
	fatal          // ends the process
)

// A source is where an exit signal comes from.
type source uint8

const (
	fromOther source = iota // another process, or none
	fromSelf                // exit(self(), R)
	fromLink                // a linked process ended
)

// effectOf decides what an exit signal does and with which reason. Only a kill
// that was sent, not one that a link passes on, cannot be trapped. (OTP:
// erlang:exit/2; reference manual, Processes, "Receiving Exit Signals".)
func effectOf(reason any, from source, trapping bool) (effect, any) {
	switch {
	case from != fromLink && is(reason, Kill):
		return fatal, Killed
	case trapping:
		return trapped, reason
	case is(reason, Normal) && from != fromSelf:
		return ignored, reason
	}
	return fatal, reason
}
