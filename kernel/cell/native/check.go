package native

import (
	"runtime"
	"sync/atomic"
)

// polled: there is one processor thread, so nobody can raise the flag while
// the learner's code runs; every checkpoint counts instead.
const polled = runtime.GOARCH == "wasm"

// pollEvery is the number of checkpoints between two polls.
const pollEvery = 2048

// Checkpoint is a whole checkpoint, for lowered text that is built to be
// checked by the race detector.
func (m *Machine) Checkpoint() {
	if atomic.LoadInt32(m.Flag) != 0 {
		m.Check()
	}
}

// Check is what a checkpoint does when the flag is up: it ends the goroutine
// if its thread was told to end.
func (m *Machine) Check() {
	t := Current()
	if t == nil || t.machine != m {
		return
	}
	if polled {
		t.poll()
	}
	m.point()
	if a := m.alarm.Load(); a != 0 {
		here().answer(a)
	}
	if t.life.told.Load() != 0 {
		here().expire()
	}
}

func (t *Thread) poll() {
	if t.ticks++; t.ticks%pollEvery == 0 {
		t.machine.hooks.Poll()
		runtime.Gosched()
	}
}

// expire ends the calling goroutine, whose thread t was told to end. Deferred
// functions, which run then, pass as many checkpoints as their grace.
func (t *Thread) expire() {
	switch {
	case !t.dying:
		t.dying, t.grace = true, graceChecks
		if t.Told() == Exited {
			t.grace, t.spent = 0, graceTries
		}
	case t.grace > 0:
		t.grace--
		return
	case t.spent < graceTries:
		t.spent++
		t.grace = graceAgain
	}
	runtime.Goexit()
}

// StackAlarm asks every thread to look at its stack at its next checkpoint:
// one of more than limit native frames ends with Go's stack overflow. The
// worker calls it while the memory used for stacks is too high, and
// StackQuiet when it is not: a depth counter would cost every call what this
// costs nobody. An interpreted call is about ten native frames.
func (m *Machine) StackAlarm(limit int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.alarms++
	m.stackLimit.Store(int32(limit))
	m.alarm.Store(m.alarms)
	m.setFlag()
}

// StackQuiet ends the alarm.
func (m *Machine) StackQuiet() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.alarm.Store(0)
	m.setFlag()
}

func (t *Thread) answer(alarm uint32) {
	if t.alarm == alarm {
		return
	}
	t.alarm = alarm
	if deeper(int(t.machine.stackLimit.Load())) {
		t.fatal("stack overflow")
	}
}

// deeper reports whether the calling goroutine has more than n native frames.
func deeper(n int) bool {
	var pc [1]uintptr
	return runtime.Callers(n, pc[:]) > 0
}
