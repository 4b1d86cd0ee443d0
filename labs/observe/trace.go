package observe

import (
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/spawnlab/spawnlab/runtime/process"
)

// Trace runs f and returns a chart of what the processes of the System did
// meanwhile, those in the background too, until they came to rest: it waits for
// that at most a second. Messages are shown as they were sent.
func Trace(self *process.Self, f func()) Chart {
	r := record(self, chartKinds)
	f()
	events := r.stop()
	b := chartBuilder{sys: self.System(), places: map[process.PID]int{}}
	b.label(self.PID(), "")
	b.place(self.PID())
	for _, e := range events {
		b.label(e.PID, e.Label)
	}
	for _, e := range events {
		b.add(e)
	}
	return b.chart("Who said what")
}

const chartKinds = process.EventSpawn | process.EventExit | process.EventSend | process.EventDrop |
	process.EventLink | process.EventMonitor | process.EventDown | process.EventExitSignal

// A recording collects the events of a System.
type recording struct {
	self   *process.Self
	cancel func()
	mu     sync.Mutex
	events []process.Event
}

// most is how many events a recording keeps.
const most = 100_000

func record(self *process.Self, kinds process.Kind) *recording {
	r := &recording{self: self}
	r.cancel = self.System().Subscribe(kinds, func(e process.Event) {
		r.mu.Lock()
		defer r.mu.Unlock()
		if len(r.events) < most {
			r.events = append(r.events, e)
		}
	})
	return r
}

func (r *recording) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.events)
}

// The processes are at rest when nothing has happened for quiet.
const (
	quiet    = 25 * time.Millisecond
	patience = time.Second
)

// stop waits until nothing happens any more and returns what happened.
func (r *recording) stop() []process.Event {
	clock := r.self.System().Clock()
	for waited := time.Duration(0); waited < patience; waited += quiet {
		before := r.count()
		pause(clock, quiet)
		if r.count() == before {
			break
		}
	}
	r.cancel()
	return r.events
}

// pause waits for d of the System's time.
func pause(clock process.Clock, d time.Duration) {
	done := make(chan struct{})
	clock.AfterFunc(d, func() { close(done) })
	<-done
}

// A chartBuilder turns events into the lanes and steps of a chart.
type chartBuilder struct {
	sys    *process.System
	labels map[process.PID]string
	places map[process.PID]int
	lanes  []lane
	steps  []step
	cut    int
}

// label notes what a process is called.
func (b *chartBuilder) label(pid process.PID, label string) {
	if b.labels == nil {
		b.labels = map[process.PID]string{}
	}
	if label == "" {
		label = labelOf(b.sys, pid)
	}
	if label != "" {
		b.labels[pid] = label
	}
}

// labelOf is the label or name of a living process.
func labelOf(sys *process.System, pid process.PID) string {
	if pid.IsZero() {
		return ""
	}
	info, _ := sys.Info(pid)
	return info.Label
}

// place is the lane of a process; -1 when there are too many.
func (b *chartBuilder) place(pid process.PID) int {
	if i, ok := b.places[pid]; ok {
		return i
	}
	if len(b.lanes) == maxLanes {
		return -1
	}
	name := b.labels[pid]
	if name == "" {
		name = labelOf(b.sys, pid)
	}
	if name == "" {
		name = fmt.Sprintf("process %d", len(b.lanes)+1)
	}
	b.places[pid] = len(b.lanes)
	b.lanes = append(b.lanes, lane{pid: pid.String(), name: name, sub: "process"})
	return b.places[pid]
}

// add adds what is worth a row.
func (b *chartBuilder) add(e process.Event) {
	s, ok := b.step(e)
	if !ok {
		return
	}
	if len(b.steps) == maxSteps || s.from < 0 {
		b.cut++
		return
	}
	s.at = strconv.Itoa(len(b.steps) + 1)
	b.steps = append(b.steps, s)
}

func (b *chartBuilder) step(e process.Event) (step, bool) {
	switch e.Kind {
	case process.EventSpawn:
		if e.Other.IsZero() {
			return step{}, false
		}
		return step{kind: stepSpawn, from: b.place(e.Other), to: b.place(e.PID)}, true
	case process.EventSend:
		if e.PID.IsZero() || e.Other.IsZero() {
			return step{}, false
		}
		return step{kind: stepMessage, from: b.place(e.PID), to: b.place(e.Other), label: b.sys.Format(e.Value)}, true
	case process.EventDrop:
		return step{kind: stepNote, from: b.place(e.PID), to: -1, label: "nobody was there to take it"}, true
	case process.EventLink:
		return step{kind: stepNote, from: b.place(e.PID), to: b.place(e.Other), label: "link"}, true
	case process.EventMonitor:
		return step{kind: stepNote, from: b.place(e.PID), to: b.place(e.Other), label: "monitor"}, true
	}
	return b.ending(e)
}

// ending is the row of a death and of what others are told of it.
func (b *chartBuilder) ending(e process.Event) (step, bool) {
	reason := b.sys.FormatReason(e.Value)
	switch e.Kind {
	case process.EventExit:
		s := step{kind: stepEnd, from: b.place(e.PID), to: -1, label: reason}
		if !process.IsClean(e.Value) {
			s.kind = stepCrash
		}
		return s, true
	case process.EventExitSignal:
		if e.Value == any(process.Normal) || e.Other.IsZero() {
			return step{}, false
		}
		return step{kind: stepSignal, from: b.place(e.Other), to: b.place(e.PID), label: reason}, true
	case process.EventDown:
		return step{kind: stepDown, from: b.place(e.Other), to: b.place(e.PID), label: reason}, true
	}
	return step{}, false
}

func (b *chartBuilder) chart(title string) Chart {
	return Chart{title: title, lanes: b.lanes, steps: b.steps, cut: b.cut}
}
