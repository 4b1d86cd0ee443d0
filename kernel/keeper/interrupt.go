package keeper

import (
	"time"

	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/kernel/session"
)

const (
	// patience is how long a cell may take to obey an interrupt.
	patience = 2 * time.Second
	// samePress is the time within which two interrupts count as one: clients
	// send some of them twice.
	samePress = 300 * time.Millisecond
)

// What an interrupt does.
type press int

const (
	ignore  press = iota // there is one already
	ask                  // the worker ends the cell
	give                 // the cell has no worker yet: it ends here
	replace              // the worker is replaced
)

// pressed decides what an interrupt means for a cell that was interrupted
// presses times before, the last time at last.
func pressed(presses int, last, now time.Time, hasWorker bool) press {
	switch {
	case !hasWorker:
		return give
	case presses == 0:
		return ask
	case now.Sub(last) < samePress:
		return ignore
	}
	return replace
}

// Interrupt ends the running cell; processes live on. A cell that does not obey
// within 2 s, or a second interrupt, costs the worker. Without a cell it does
// nothing.
func (k *Keeper) Interrupt() {
	k.mu.Lock()
	defer k.mu.Unlock()
	r := k.run
	if r == nil {
		return
	}
	now := time.Now()
	what := pressed(r.presses, r.lastPress, now, r.life != nil && r.fate == nil)
	r.presses, r.lastPress = r.presses+1, now
	r.stopInput()
	switch what {
	case ask:
		_ = r.life.frames.Send(link.KindInterrupt, link.Interrupt{Cell: r.cell.ID})
		shown := r.life.delivered.Load()
		r.deadline = time.AfterFunc(patience, func() { k.outOfPatience(r, shown) })
	case replace:
		r.life.kill(death{name: interrupted, what: "the cell was interrupted twice, so its worker was replaced"})
	case give:
		k.finish(r, session.Result{Err: fateOf(r)})
	}
}

// outOfPatience replaces the worker of a cell that has not obeyed, unless all
// the time went into showing what it had printed before.
func (k *Keeper) outOfPatience(r *run, shown int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.run != r || r.fate != nil {
		return
	}
	if now := r.life.delivered.Load(); now != shown && r.life.delivering.Load() {
		r.deadline = time.AfterFunc(patience, func() { k.outOfPatience(r, now) })
		return
	}
	r.life.kill(death{name: interrupted, what: "the cell did not stop within 2 s, so its worker was replaced"})
}

// fateOf is the error of a cell that is interrupted while it waits for a
// worker.
func fateOf(r *run) *session.Error {
	if r.fate != nil {
		return r.fate
	}
	return plainError(interrupted, "the cell was interrupted before it began")
}
