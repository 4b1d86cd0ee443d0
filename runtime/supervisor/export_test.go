package supervisor

import (
	"strings"
	"time"
)

// What the tests of pure decisions need to see.

// A Family is a family that runs nothing.
type Family struct{ f family }

// NewFamily returns the state of a supervisor whose children all run.
func NewFamily(spec Spec) *Family {
	f := &Family{family{strategy: spec.Strategy, auto: spec.AutoShutdown, intensity: newIntensity(spec.MaxRestarts, spec.Period)}}
	for _, c := range spec.Children {
		f.f.slots = append(f.f.slots, slot{Child: c})
	}
	return f
}

// Ended is what is decided when child id ends, and notes it as done.
func (f *Family) Ended(id string, reason any, now time.Time) string {
	return f.done(f.f.ended(f.f.find(id), reason, now), "")
}

// Fails is like Ended, but the child failing does not start again.
func (f *Family) Fails(id, failing string, reason any, now time.Time) string {
	return f.done(f.f.ended(f.f.find(id), reason, now), failing)
}

// Retry is what is decided when the restart of child id is tried again.
func (f *Family) Retry(id string, now time.Time) string {
	return f.done(f.f.retry(f.f.find(id), now), "")
}

// done carries a plan out on paper and returns its text.
func (f *Family) done(p plan, failing string) string {
	var text []string
	for _, id := range p.stop {
		text = append(text, "stop "+id)
		f.f.stopped(f.f.find(id))
	}
	for _, id := range p.start {
		s := &f.f.slots[f.f.find(id)]
		if id == failing {
			text, s.status = append(text, "start "+id+" fails"), Restarting
			break
		}
		text, s.status = append(text, "start "+id), Running
	}
	if p.giveUp {
		text = append(text, "give up")
	} else if p.end {
		text = append(text, "end")
	}
	if text == nil {
		text = append(text, "-")
	}
	for _, s := range f.f.slots {
		if s.status != Running {
			text = append(text, "("+s.ID+" "+s.status.String()+")")
		}
	}
	if f.f.find("b") < 0 {
		text = append(text, "(b forgotten)")
	}
	return strings.Join(text, " · ")
}

// Allows counts restarts, that many seconds after the first, and returns for
// each whether it was within the limit.
func Allows(maxRestarts int, period time.Duration, at ...time.Duration) (allowed []bool) {
	n := newIntensity(maxRestarts, period)
	for _, d := range at {
		allowed = append(allowed, n.allow(time.Unix(1000, 0).Add(d)))
	}
	return allowed
}
