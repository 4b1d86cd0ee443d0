package process

import "time"

// Infinity as a time-out means: wait for ever.
const Infinity time.Duration = 1<<63 - 1

// A Clock is where a System's time comes from. A simulation supplies a virtual
// one.
type Clock interface {
	Now() time.Time
	// AfterFunc calls f once, on a goroutine of the clock's, when d has passed.
	// f is short and never blocks.
	AfterFunc(d time.Duration, f func()) Timer
}

// A Timer is one call that a [Clock] owes. *time.Timer is one.
type Timer interface {
	// Stop reports whether it prevented the call.
	Stop() bool
	// Reset makes the call due again in d from now.
	Reset(d time.Duration) bool
}

// realClock is the machine's own time.
type realClock struct{}

func (realClock) Now() time.Time { return time.Now() }

func (realClock) AfterFunc(d time.Duration, f func()) Timer { return time.AfterFunc(d, f) }

// A deadline is the moment at which a wait is given up; the zero value is never.
// Reading the clock is dear, so a deadline knows when it was looked at last.
type deadline struct {
	at, now time.Time
	set     bool
}

// deadlineIn returns the deadline that is d from now.
func (sys *System) deadlineIn(d time.Duration) deadline {
	if d == Infinity {
		return deadline{}
	}
	now := sys.clock.Now()
	return deadline{at: now.Add(max(d, 0)), now: now, set: true}
}

// passed reports whether the deadline had passed when it was looked at last.
func (d *deadline) passed() bool { return d.set && !d.now.Before(d.at) }

// look looks at the clock.
func (d *deadline) look(c Clock) {
	if d.set {
		d.now = c.Now()
	}
}
