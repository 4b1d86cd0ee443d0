package observe

import (
	"github.com/spawnlab/spawnlab/runtime/process"
)

// Trace runs f and returns a chart of what the processes of the System did
// meanwhile, those in the background too. Before f and after it, it waits until
// they have come to rest: until nothing has happened for 25 ms, at most a second
// each time. Messages are shown as they were sent; one that is still in a mailbox
// in the end is marked. Messages of different senders may arrive in another order
// than they were sent. Trace must be called by the process of self; what f panics
// with passes through.
func Trace(self *process.Self, f func()) Chart {
	rest(self, chartKinds)
	r := record(self, chartKinds, f)
	b := &chartBuilder{sys: self.System(), places: map[process.PID]int{}, sends: map[uint64]int{}, spawns: map[int]int{}, latest: map[int]int{}}
	b.prepare(self, r)
	b.place(self.PID())
	for _, e := range r.events {
		b.add(e)
	}
	return b.chart("Who said what", r.missed)
}

const chartKinds = process.EventSpawn | process.EventExit | process.EventSend | process.EventReceive | process.EventDrop |
	process.EventLink | process.EventUnlink | process.EventMonitor | process.EventDemonitor |
	process.EventDown | process.EventExitSignal

// A chartBuilder turns events into the lanes and steps of a chart.
type chartBuilder struct {
	sys    *process.System
	names  namer
	places map[process.PID]int
	lanes  []lane
	steps  []step
	taken  map[uint64]bool // Seq of what was received
	sends  map[uint64]int  // Seq of a message to its step
	spawns map[int]int     // lane to the step of its spawn
	latest map[int]int     // lane to the last step that it did
}

// prepare learns what processes are called and which messages were taken.
func (b *chartBuilder) prepare(self *process.Self, r *recording) {
	b.taken = map[uint64]bool{}
	b.names.learnLiving(b.sys, self.PID())
	for _, e := range r.events {
		b.names.learn(e.PID.ID(), e.Label)
		b.names.learnLiving(b.sys, e.Other)
		if e.Kind == process.EventReceive {
			b.taken[e.Cause] = true
		}
	}
}

// place is the lane of a process; -1 of none.
func (b *chartBuilder) place(pid process.PID) int {
	if pid.IsZero() {
		return -1
	}
	i, known := b.places[pid]
	if !known {
		i = len(b.lanes)
		b.places[pid] = i
		b.lanes = append(b.lanes, lane{name: b.names.call(pid.ID())})
	}
	return i
}

// add adds what is worth a row, or notes what became of one.
func (b *chartBuilder) add(e process.Event) {
	switch e.Kind {
	case process.EventReceive:
		if i, ok := b.sends[e.Cause]; ok {
			b.steps[i].outcome = received
		}
	case process.EventDrop:
		if i, ok := b.sends[e.Cause]; ok {
			b.steps[i].outcome = lost
		}
	case process.EventLink, process.EventMonitor:
		if !b.tied(e) {
			b.push(b.step(e))
		}
	case process.EventExitSignal:
		if !b.isSilent(e) {
			b.push(b.step(e))
		}
	case process.EventSend:
		if b.push(b.step(e)) {
			b.sends[e.Seq] = len(b.steps) - 1
		}
	default:
		b.push(b.step(e))
	}
}

// tied notes at a spawn that the two were linked, or the child monitored, at
// once; false if that is a row of its own.
func (b *chartBuilder) tied(e process.Event) bool {
	parent, child := b.place(e.PID), b.place(e.Other)
	i, spawned := b.spawns[child]
	if !spawned || b.steps[i].from != parent || b.latest[parent] != i || b.steps[i].tie != "" {
		return false
	}
	b.steps[i].tie = "monitored"
	if e.Kind == process.EventLink {
		b.steps[i].tie = "linked"
	}
	return true
}

// isSilent reports whether an exit signal did nothing: normal, to a process that
// does not trap exits.
func (b *chartBuilder) isSilent(e process.Event) bool {
	if reason, is := e.Value.(process.Atom); !is || reason != process.Normal || b.taken[e.Seq] {
		return false
	}
	info, alive := b.sys.Info(e.PID)
	return !alive || !info.TrapExit
}

// stepKinds are the rows that events become.
var stepKinds = map[process.Kind]stepKind{
	process.EventSend: stepMessage, process.EventSpawn: stepSpawn,
	process.EventLink: stepLink, process.EventUnlink: stepUnlink,
	process.EventMonitor: stepMonitor, process.EventDemonitor: stepDemonitor,
	process.EventExitSignal: stepSignal, process.EventDown: stepDown,
}

// step is the row of an event.
func (b *chartBuilder) step(e process.Event) step {
	s := step{kind: stepKinds[e.Kind]}
	switch e.Kind {
	case process.EventSend:
		s.from, s.to = b.place(e.PID), b.place(e.Other)
		s.text, s.outcome = b.told(b.sys.Format(e.Value)), waiting
		if s.from < 0 {
			s.kind = stepTimer
		}
	case process.EventSpawn, process.EventDown, process.EventExitSignal:
		s.from, s.to = b.place(e.Other), b.place(e.PID)
		s.text = b.reason(e)
	case process.EventExit:
		s.kind, s.from, s.to, s.text = endKind(e), b.place(e.PID), -1, b.reason(e)
	default:
		s.from, s.to = b.place(e.PID), b.place(e.Other)
	}
	return s
}

// endKind is how a process ended.
func endKind(e process.Event) stepKind {
	switch {
	case process.IsClean(e.Value):
		return stepEnd
	case e.Other.IsZero():
		return stepCrash
	}
	return stepFelled
}

// reason is the text of the reason that an event carries, if it does.
func (b *chartBuilder) reason(e process.Event) string {
	if e.Kind == process.EventSpawn {
		return ""
	}
	return b.told(b.sys.FormatReason(e.Value))
}

// told is a text with names in place of PIDs.
func (b *chartBuilder) told(text string) string {
	b.names.learnFrom(b.sys, text)
	return b.names.text(text)
}

// push adds a row, unless a party that it needs is no process.
func (b *chartBuilder) push(s step) (pushed bool) {
	if s.from < 0 && s.kind != stepTimer || s.to < 0 && !s.isEnd() {
		return false
	}
	i := len(b.steps)
	b.steps = append(b.steps, s)
	if s.kind == stepSpawn {
		b.spawns[s.to] = i
	}
	if s.from >= 0 {
		b.lanes[s.from].active++
		b.latest[s.from] = i
	}
	if s.to >= 0 && s.to != s.from {
		b.lanes[s.to].active++
	}
	return true
}

// chart finds out what became of the messages that nobody took, and counts.
func (b *chartBuilder) chart(title string, missed int) Chart {
	gone := map[int]bool{}
	for pid, i := range b.places {
		gone[i] = !b.sys.IsAlive(pid)
		b.lanes[i].late = gone[i]
	}
	for _, s := range b.steps {
		if s.isEnd() {
			b.lanes[s.from].late = false
		}
	}
	for i := range b.steps {
		s := &b.steps[i]
		s.outcome = settled(*s, missed > 0, gone[s.to])
		b.tallyMessage(*s)
	}
	return Chart{title: title, lanes: b.lanes, steps: b.steps, missed: missed}
}

// settled is what became of a message in the end. What is not known, because
// events are missing, counts as received.
func settled(s step, unsure, gone bool) outcome {
	switch {
	case s.outcome == waiting && unsure:
		return received
	case s.outcome == waiting && gone:
		return untaken
	case s.outcome == lost && !gone:
		return refused
	}
	return s.outcome
}

// tallyMessage counts a message at its lanes.
func (b *chartBuilder) tallyMessage(s step) {
	if s.kind != stepMessage && s.kind != stepTimer {
		return
	}
	if s.from >= 0 {
		b.lanes[s.from].sent++
	}
	if s.outcome == received {
		b.lanes[s.to].got++
	}
}
