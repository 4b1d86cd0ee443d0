package worker

import (
	"fmt"
	"slices"
	"time"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// remember makes x known to those who ask by its id or its cell's key.
func (w *worker) remember(x *execution) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.runs[x.Cell] = x
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

// foreground runs main as the notebook process and returns how it ended.
func (w *worker) foreground(x *execution, main func()) native.Outcome {
	w.mu.Lock()
	shell := w.shell
	w.shown = nil
	w.mu.Unlock()
	self := shell.Self()
	self.SetOwner(x.Cell)
	x.thread = w.machine.NewThread(x.Cell, "")
	w.current.Store(x)
	defer w.current.Store(nil)
	stop := w.watchStacks()
	defer stop()
	x.reason = shell.Do(func(*process.Self) { main() })
	return x.outcome
}

// ended says how the notebook process left the cell: it called self.Exit, or
// an exit signal ended it, and then there is a new one.
func (w *worker) ended(x *execution) *link.Failed {
	reason, by, dead := w.shell.Reason()
	if !dead {
		if x.reason == any(process.Normal) {
			return nil
		}
		return &link.Failed{
			Kind: failedExit, Name: "exit", Message: w.system.FormatReason(x.reason),
			Notes: []string{"the cell ended itself; the notebook process lives on"},
		}
	}
	f := &link.Failed{Kind: failedExit, Name: "exit signal", Message: w.system.FormatReason(reason)}
	if !by.IsZero() {
		f.Notes = append(f.Notes, fmt.Sprintf("the signal came from %s, which was linked to the notebook process", w.nameOf(by)))
	}
	f.Notes = append(f.Notes, w.newNotebookProcess())
	return f
}

// newNotebookProcess replaces the notebook process after its death, and says
// so.
func (w *worker) newNotebookProcess() string {
	old := w.shell.Self().PID()
	w.newShell()
	return fmt.Sprintf("the notebook process %s ended; the next cells run as %s; variables stay", old, w.shell.Self().PID())
}

func (w *worker) nameOf(pid process.PID) string {
	if info, ok := w.system.Info(pid); ok && info.Label != "" {
		return info.Label + " " + pid.String()
	}
	return pid.String()
}

// mourn replaces a notebook process that died between two cells and returns
// what to say about it, "" when it lives.
func (w *worker) mourn() string {
	reason, by, dead := w.shell.Reason()
	if !dead {
		return ""
	}
	text := "an exit signal ended the notebook process: " + w.system.FormatReason(reason)
	if !by.IsZero() {
		text += ", from " + w.nameOf(by)
	}
	return text + "; " + w.newNotebookProcess()
}

// How long what a cell owned has to end when it is run again.
const (
	gentle = 500 * time.Millisecond
	firm   = 100 * time.Millisecond
)

// endOwned ends what earlier executions of the same cell left running: first
// gently, processes by the exit signal shutdown, then by kill. What was kept
// lives on. Names are free when it returns.
func (w *worker) endOwned(x *execution) {
	w.mu.Lock()
	earlier := slices.DeleteFunc(slices.Clone(w.keys[x.key()]), func(id string) bool { return id == x.Cell })
	w.keys[x.key()] = []string{x.Cell}
	w.mu.Unlock()
	for _, id := range earlier {
		w.endExecution(id)
		w.mu.Lock()
		delete(w.runs, id)
		w.mu.Unlock()
	}
}

func (w *worker) endExecution(id string) {
	self := w.shell.Self()
	for _, pid := range w.owned(id) {
		self.Unlink(pid)
		w.system.ExitTo(pid, process.Shutdown)
	}
	if !waitUntil(gentle, func() bool { return len(w.owned(id)) == 0 }) {
		for _, pid := range w.owned(id) {
			w.system.ExitTo(pid, process.Kill)
		}
	}
	for _, t := range w.machine.Threads() {
		if t.Owner() == id {
			t.Kill()
		}
	}
	waitUntil(firm, func() bool { return len(w.owned(id)) == 0 })
}

// owned lists the living processes of an execution that were not kept.
func (w *worker) owned(id string) []process.PID {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.DeleteFunc(w.system.Owned(id), func(p process.PID) bool {
		return w.kept[p] || p == w.shell.Self().PID()
	})
}

// keep lets a process outlive a new run of the cell that owns it.
func (w *worker) keep(_ *process.Self, pid process.PID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.kept[pid] = true
}

// waitUntil looks every millisecond, at most for limit, whether a condition
// holds, and returns whether it does.
func waitUntil(limit time.Duration, condition func() bool) bool {
	for end := time.Now().Add(limit); !condition(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			return condition()
		}
	}
	return true
}
