package keeper

import "github.com/spawnlab/spawnlab/kernel/session"

// mourn notes what a worker's end means: for the cell that it ran, else for the
// notebook. The supervisor calls it, then starts the next worker.
func (k *Keeper) mourn(l *life) {
	report := report{l.death, k.mirror.line(l.death.count, l.death.line), k.mirror.lose()}
	k.mu.Lock()
	closed := k.closed
	k.ready, k.life = false, nil
	background := !k.bury(l, report)
	if k.newest == "" || closed {
		background = false
	}
	if background && k.run == nil {
		k.notices = append(k.notices, report.short())
	}
	k.mu.Unlock()
	if closed {
		return
	}
	k.log.Warn("worker ended", "why", l.death.what, "said", l.death.said)
	k.closeComms()
	if background {
		k.out.Display("", report.card())
	}
}

// bury gives the running cell its fate when l died with it, and reports whether
// it did. A cell that had not begun waits for the next worker, once: it may
// never have reached this one. The lock is held.
func (k *Keeper) bury(l *life, report report) bool {
	r := k.run
	if r == nil || r.life != l {
		return false
	}
	if !r.begun && !r.retried && r.presses == 0 {
		r.life, r.retried = nil, true
		return false
	}
	r.fate = report.err()
	if r.deadline != nil {
		r.deadline.Stop()
	}
	return true
}

// settle answers the cell whose worker died, now that it is known whether there
// is a next one. The lock is held.
func (k *Keeper) settle() {
	if r := k.run; r != nil && r.fate != nil {
		k.finish(r, session.Result{Err: r.fate})
	}
}
