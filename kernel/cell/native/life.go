package native

import (
	"sync"
	"sync/atomic"
	"time"
)

// An Ending says why a thread ended.
type Ending int32

const (
	Returned    Ending = iota // its function returned
	Panicked                  // of a panic or a fatal error
	Goexit                    // it called runtime.Goexit, or its process did
	Interrupted               // the person interrupted the cell
	Killed                    // its process or cell was ended
	Exited                    // os.Exit was called in its cell
)

// An Outcome is how a thread ended. Crash is set for Panicked.
type Outcome struct {
	Ending Ending
	Crash  *Crash
}

// What the deferred functions of a thread that was told to end may still do.
const (
	graceChecks = 100_000 // checkpoints
	graceAgain  = 1_000   // checkpoints, after these were used up
	graceTries  = 3       // times, then none at all
	graceWait   = 100 * time.Millisecond
)

// life is what the outside may change of a thread. Goroutines that native
// code started share the life of the thread they descend from.
type life struct {
	mu       sync.Mutex
	told     atomic.Int32 // the Ending it was told, 0: none
	fatal    *Crash
	done     chan struct{} // closed when told
	late     chan struct{} // closed when deferred functions may no longer wait
	finished bool
}

func newLife() *life { return &life{done: make(chan struct{})} }

// tell ends the thread at its next checkpoint or blocking operation and
// reports whether this is news.
func (l *life) tell(e Ending, fatal *Crash) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.told.Load() != 0 || l.finished {
		return false
	}
	l.fatal = fatal
	l.told.Store(int32(e))
	close(l.done)
	return true
}

// finish notes that the thread has ended and reports whether it was told to.
func (l *life) finish() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.finished = true
	return l.told.Load() != 0
}

// last is closed when the deferred functions have waited long enough.
func (l *life) last() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.late == nil {
		late := make(chan struct{})
		l.late = late
		time.AfterFunc(graceWait, func() { close(late) })
	}
	return l.late
}

// end tells threads to end.
func (m *Machine) end(e Ending, fatal *Crash, threads ...*Thread) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, t := range threads {
		if t.life.tell(e, fatal) {
			m.pending++
		}
	}
	m.setFlag()
}

// setFlag raises the flag while something waits for a checkpoint. m.mu is
// held, except in New.
func (m *Machine) setFlag() {
	var f int32
	if m.pending > 0 || m.alarm.Load() != 0 || polled || m.hooks.Point != nil {
		f = 1
	}
	atomic.StoreInt32(m.Flag, f)
}

// Interrupt ends exactly these threads: deferred functions run, within a
// grace, and recover returns nil. It does not wait.
func (m *Machine) Interrupt(threads ...*Thread) { m.end(Interrupted, nil, threads...) }

// Kill ends the thread and, when it is the root of a cell or process, all
// goroutines that belong to it.
func (t *Thread) Kill() { t.machine.end(Killed, nil, t.family()...) }

// Exit ends the thread and its goroutines as os.Exit does: without deferred
// functions.
func (t *Thread) Exit() { t.machine.end(Exited, nil, t.family()...) }

// Fail ends the thread with a fatal error that recover does not see: text is
// Go's, "all goroutines are asleep - deadlock!".
func (t *Thread) Fail(text string) {
	t.machine.end(Panicked, &Crash{Fatal: text}, t)
}

// Told says how the thread was told to end, Returned when it was not.
func (t *Thread) Told() Ending { return Ending(t.life.told.Load()) }

// Done is closed when the thread has been told to end.
func (t *Thread) Done() <-chan struct{} { return t.life.done }

func (t *Thread) family() []*Thread {
	list := []*Thread{t}
	if t.root != t {
		return list
	}
	for _, x := range t.machine.Threads() {
		if x != t && x.root == t {
			list = append(list, x)
		}
	}
	return list
}

func (t *Thread) outcome(returned bool, p *Crash) Outcome {
	switch {
	case returned:
		return Outcome{Ending: Returned}
	case p != nil:
		return Outcome{Ending: Panicked, Crash: p}
	case t.doomed != nil:
		return Outcome{Ending: Panicked, Crash: t.doomed}
	}
	if e := t.Told(); e == Panicked {
		t.life.fatal.Frames = t.takeFrames()
		return Outcome{Ending: Panicked, Crash: t.life.fatal}
	} else if e != 0 {
		return Outcome{Ending: e}
	}
	return Outcome{Ending: Goexit}
}
