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
type deadline struct {
	at  time.Time
	set bool
}

// deadlineIn returns the deadline that is d from now.
func (sys *System) deadlineIn(d time.Duration) deadline {
	if d == Infinity {
		return deadline{}
	}
	return deadline{at: sys.clock.Now().Add(max(d, 0)), set: true}
}

// left returns the time until d, and false when it has passed.
func (sys *System) left(d deadline) (time.Duration, bool) {
	if !d.set {
		return Infinity, true
	}
	left := d.at.Sub(sys.clock.Now())
	return left, left > 0
}
