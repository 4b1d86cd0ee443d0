package supervisor

import (
	"slices"
	"time"

	"github.com/spawnlab/spawnlab/runtime/process"
)

// What is decided here is carried out in static.go: this file starts, stops and
// asks nothing. (OTP: supervisor:restart_child and restart/2.)

// A Status is what a child does at the moment.
type Status uint8

// The states of a child.
const (
	Running    Status = iota
	Stopped           // ended, and not to be restarted by itself; OTP's undefined
	Restarting        // its restart failed and is tried again
)

// String returns the state's name.
func (s Status) String() string { return [...]string{"running", "stopped", "restarting"}[s] }

// A slot is one child of a supervisor.
type slot struct {
	Child
	pid    process.PID // while running
	status Status
}

// A family is the state of a supervisor: its children in the order of their
// start, and its rules.
type family struct {
	strategy  Strategy
	auto      AutoShutdown
	intensity intensity
	slots     []slot
}

// A plan is what a supervisor does about an event.
type plan struct {
	stop   []string // the children to stop, in this order
	start  []string // the children to start, in this order
	end    bool     // then the supervisor ends, with reason shutdown
	giveUp bool     // ... as there were too many restarts
}

// find returns the place of a child; -1 if there is none.
func (f *family) find(id string) int {
	return slices.IndexFunc(f.slots, func(s slot) bool { return s.ID == id })
}

// owner returns the place of the child that runs as pid; -1 if it is none.
func (f *family) owner(pid process.PID) int {
	return slices.IndexFunc(f.slots, func(s slot) bool { return s.status == Running && s.pid == pid })
}

// isDue reports whether a child that ended with reason is restarted.
func (r Restart) isDue(reason any) bool {
	return r == Permanent || r == Transient && !process.IsClean(reason)
}

// ended decides about the end of child i.
func (f *family) ended(i int, reason any, now time.Time) plan {
	f.slots[i].pid, f.slots[i].status = process.PID{}, Stopped
	c := f.slots[i].Child
	if c.Restart.isDue(reason) {
		return f.restart(i, now)
	}
	if c.Restart == Temporary {
		f.drop(i)
	}
	return plan{end: f.isOver(c)}
}

// retry decides about child i, whose restart failed.
func (f *family) retry(i int, now time.Time) plan {
	f.slots[i].status = Stopped
	return f.restart(i, now)
}

// restart decides how to restart child i, which is down. Of its group those that
// run are stopped, the last first; then all of it is started, the first first,
// but for temporary children, which are forgotten.
func (f *family) restart(i int, now time.Time) plan {
	if !f.intensity.allow(now) {
		f.drop(i)
		return plan{end: true, giveUp: true}
	}
	var p plan
	for _, s := range f.group(i) {
		if s.status == Running {
			p.stop = append(p.stop, s.ID)
		}
		if s.Restart != Temporary {
			p.start = append(p.start, s.ID)
		}
	}
	slices.Reverse(p.stop)
	return p
}

// group returns the children that a restart of child i concerns.
func (f *family) group(i int) []slot {
	switch f.strategy {
	case OneForAll:
		return f.slots
	case RestForOne:
		return f.slots[i:]
	}
	return f.slots[i : i+1]
}

// isOver reports whether the supervisor ends as child c ended by itself.
func (f *family) isOver(c Child) bool {
	if !c.Significant || f.auto == Never {
		return false
	}
	return f.auto == AnySignificant || !slices.ContainsFunc(f.slots, func(s slot) bool {
		return s.Significant && s.status != Stopped
	})
}

// stopped notes that child i was stopped on request: a temporary one is
// forgotten.
func (f *family) stopped(i int) {
	f.slots[i].pid, f.slots[i].status = process.PID{}, Stopped
	if f.slots[i].Restart == Temporary {
		f.drop(i)
	}
}

func (f *family) drop(i int) { f.slots = slices.Delete(f.slots, i, i+1) }
