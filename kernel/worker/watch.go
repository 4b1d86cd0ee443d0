package worker

import (
	"runtime"
	"runtime/metrics"
	"time"
)

// How often the watch looks: while a cell runs, and else, since processes run
// then too.
const (
	watchBusy = 20 * time.Millisecond
	watchIdle = 100 * time.Millisecond
)

// A watch looks, as long as there is a worker, for what nothing in the
// learner's code would find out: that stacks take too much memory, and that
// everything is asleep.
type watch struct {
	stop, stopped chan struct{}
	wake          chan struct{} // has room for one
}

func newWatch() *watch {
	return &watch{make(chan struct{}), make(chan struct{}), make(chan struct{}, 1)}
}

// soon makes the watch look now: a cell began.
func (a *watch) soon() {
	select {
	case a.wake <- struct{}{}:
	default:
	}
}

// end ends the watch and waits for that.
func (a *watch) end() {
	close(a.stop)
	<-a.stopped
}

// run watches w until end is called.
func (a *watch) run(w *worker) {
	defer close(a.stopped)
	stacks, sleep := newStackWatch(w.machine), sleepWatch{}
	next := time.NewTimer(watchIdle)
	defer next.Stop()
	for {
		select {
		case <-a.stop:
			stacks.quiet()
			return
		case <-a.wake:
		case <-next.C:
		}
		x := w.current.Load()
		busy := stacks.look()
		if x != nil {
			busy = true
			w.lookForDeadlock(x, &sleep)
		}
		next.Reset(interval(busy))
	}
}

func interval(busy bool) time.Duration {
	if busy {
		return watchBusy
	}
	return watchIdle
}

// Limits of stacks. An interpreted call takes one to three KB, that is two to
// ten native frames: a recursion of some 50,000 calls passes, an endless one
// ends within half a second at 300 MB.
const (
	// maxStack is where Go ends the process for a goroutine's stack: far beyond
	// what the watch lets through.
	maxStack = 2 << 30
	// stackRoom is how much memory all stacks may take before deep ones are
	// ended, beside stackEach for each goroutine.
	stackRoom = 96 << 20
	stackEach = 16 << 10
	// deepFrames is how many native frames a deep one has; fewer and fewer, down
	// to leastFrames, when nothing ends within deepTurns looks.
	deepFrames  = 60_000
	leastFrames = 15_000
	deepTurns   = 5
)

// An alarmer is told that deep stacks must end; native.Machine is one.
type alarmer interface {
	StackAlarm(frames int)
	StackQuiet()
}

// A stackWatch makes goroutines that recursed too deep end with Go's stack
// overflow, which is an ordinary crash here, while stacks take too much memory.
type stackWatch struct {
	machine alarmer
	sample  []metrics.Sample
	turns   int // looks since there is too much
}

func newStackWatch(m alarmer) *stackWatch {
	return &stackWatch{machine: m, sample: []metrics.Sample{{Name: "/memory/classes/heap/stacks:bytes"}}}
}

// look reports whether there is too much.
func (s *stackWatch) look() bool {
	metrics.Read(s.sample)
	if s.sample[0].Value.Uint64() <= stackRoom+stackEach*uint64(runtime.NumGoroutine()) {
		s.quiet()
		return false
	}
	if s.turns%deepTurns == 0 {
		s.machine.StackAlarm(framesAllowed(s.turns))
	}
	s.turns++
	return true
}

// framesAllowed is how deep a stack may be when there was too much memory in
// stacks for so many looks.
func framesAllowed(turns int) int {
	return max(leastFrames, deepFrames>>min(turns/deepTurns, 16))
}

// quiet ends the alarm.
func (s *stackWatch) quiet() {
	if s.turns > 0 {
		s.turns = 0
		s.machine.StackQuiet()
	}
}
