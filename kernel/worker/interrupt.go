package worker

import (
	"slices"
	"sync"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
	"github.com/spawnlab/spawnlab/kernel/link"
)

// A stopper is the wish to end the foreground of a cell. It may come before
// there is a foreground.
type stopper struct {
	mu     sync.Mutex
	wanted bool
	thread *native.Thread // of the foreground while it runs
}

// want notes the wish and returns the thread to end now, nil if there is none.
func (s *stopper) want() *native.Thread {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wanted = true
	return s.thread
}

// begin makes t what a wish ends and reports whether there is a wish already.
func (s *stopper) begin(t *native.Thread) (wanted bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.thread = t
	return s.wanted
}

// isWanted reports whether the cell is to end.
func (s *stopper) isWanted() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.wanted
}

// expect makes a cell that came known to interrupts.
func (w *worker) expect(e link.Eval) *execution {
	x := &execution{Eval: e, stop: &stopper{}}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.queue = append(w.queue, x)
	return x
}

// dismiss is called when a cell is done.
func (w *worker) dismiss(x *execution) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.queue = slices.DeleteFunc(w.queue, func(y *execution) bool { return y == x })
}

// interrupt ends the foreground of a cell, now or as soon as it begins. Without
// an id it means the cell whose turn it is. A cell that is done is left alone.
func (w *worker) interrupt(cell string) {
	w.mu.Lock()
	i := slices.IndexFunc(w.queue, func(x *execution) bool { return cell == "" || x.Cell == cell })
	var thread *native.Thread
	if i >= 0 {
		thread = w.queue[i].stop.want()
	}
	w.mu.Unlock()
	if thread != nil {
		w.machine.Interrupt(thread)
		w.notebookProcess().Interrupt() // it may wait for messages
	}
}

// interrupted says that a cell was ended from outside.
func interrupted() *link.Failed {
	return &link.Failed{Kind: failedInterrupt, Name: "interrupted", Message: "the cell was interrupted; its processes live on"}
}
