package worker

import (
	"slices"
	"sync/atomic"
	"time"

	"github.com/spawnlab/spawnlab/runtime/process"
)

// How long what a cell owned has to end when it is run again: after the exit
// signal shutdown, and after kill.
const (
	gentle = 500 * time.Millisecond
	firm   = 100 * time.Millisecond
)

// remember makes x the newest execution, and one of its cell's.
func (w *worker) remember(x *execution) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last = x.Cell
	key := x.key()
	w.keys[key] = append(w.keys[key], x.Cell)
}

// key tells notebook cells apart: by what the client says, else by the text.
func (x *execution) key() string {
	if x.Key != "" {
		return "key " + x.Key
	}
	return "text " + x.Code
}

// earlier lists the executions of x's cell before x, and forgets them.
func (w *worker) earlier(x *execution) []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	ids := slices.DeleteFunc(slices.Clone(w.keys[x.key()]), func(id string) bool { return id == x.Cell })
	w.keys[x.key()] = []string{x.Cell}
	return ids
}

// endOwned ends what earlier executions of the same cell left running: first
// gently, processes by the exit signal shutdown, then by kill. What was kept
// lives on. Names and tables are free when it returns, unless a process took
// longer than the limits.
func (w *worker) endOwned(x *execution) {
	for _, id := range w.earlier(x) {
		w.unlink(w.owned(id))
		if !w.endProcesses(id, process.Shutdown, gentle) {
			w.endProcesses(id, process.Kill, firm)
		}
		for _, t := range w.machine.Threads() {
			if t.Owner() == id && !w.isKept(processOf(t)) {
				t.Kill()
			}
		}
	}
}

// owned lists the living processes of an execution that were not kept.
func (w *worker) owned(id string) []process.PID {
	notebook := w.notebookProcess().Self().PID()
	return slices.DeleteFunc(w.system.Owned(id), func(p process.PID) bool {
		return p == notebook || w.isKept(p)
	})
}

// isKept reports whether a process, or one that it descends from by living
// ones, was kept.
func (w *worker) isKept(pid process.PID) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for !pid.IsZero() {
		if _, ok := w.kept[pid]; ok {
			return true
		}
		info, _ := w.system.Info(pid)
		pid = info.Parent
	}
	return false
}

// unlink keeps the ends of pids from the notebook process. It acts for that
// process, which may die meanwhile and would take this goroutine along.
func (w *worker) unlink(pids []process.PID) {
	if len(pids) == 0 {
		return
	}
	w.notebookProcess().Do(func(self *process.Self) {
		for _, pid := range pids {
			self.Unlink(pid)
		}
	})
}

// endProcesses sends the processes of an execution an exit signal and waits
// until they have ended, those too that they spawn meanwhile; false if some
// have not within limit.
func (w *worker) endProcesses(id string, reason any, limit time.Duration) bool {
	late := time.NewTimer(limit)
	defer late.Stop()
	for {
		pids := w.owned(id)
		if len(pids) == 0 {
			return true
		}
		select {
		case <-w.signal(pids, reason):
		case <-late.C:
			return false
		}
	}
}

// signal sends an exit signal to processes. The channel is closed when all of
// them have ended and their names and tables are free.
func (w *worker) signal(pids []process.PID, reason any) <-chan struct{} {
	ended := make(chan struct{})
	var left atomic.Int64
	left.Store(int64(len(pids)))
	one := func() {
		if left.Add(-1) == 0 {
			close(ended)
		}
	}
	for _, pid := range pids {
		if _, alive := w.system.OnExit(pid, one); !alive {
			one()
		}
		w.system.ExitTo(pid, reason)
	}
	return ended
}

// keep lets a process outlive a new run of the cell that owns it.
func (w *worker) keep(_ *process.Self, pid process.PID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for p := range w.kept {
		if !w.system.IsAlive(p) {
			delete(w.kept, p)
		}
	}
	w.kept[pid] = struct{}{}
}
