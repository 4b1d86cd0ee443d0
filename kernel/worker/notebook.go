package worker

import (
	"context"
	"fmt"
	"slices"

	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// The notebook process is the self of all cells. An exit signal ends it like
// any process; then the next cell runs as a new one.

// newShell starts the notebook process and makes it the self of all cells.
func (w *worker) newShell() {
	shell, err := w.system.NewShell(process.WithLabel("notebook"))
	if err != nil { // only a name can be taken, and it has none
		panic(err)
	}
	w.mu.Lock()
	w.shell = shell
	w.mu.Unlock()
	context.AfterFunc(shell.Self().Context(), func() { w.shellDied(shell) })
	if self := w.checker.Self(); self != nil {
		w.lowerer.Predeclare(self, shell.Self())
	}
}

func (w *worker) notebookProcess() *process.Shell {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.shell
}

// A peer is what is remembered of a process that the notebook process was
// linked to: when it dies, it can no longer be asked.
type peer struct{ owner, name string }

// meetPeers remembers who the notebook process is linked to.
func (w *worker) meetPeers() {
	shell := w.notebookProcess()
	info, _ := w.system.Info(shell.Self().PID())
	w.mu.Lock()
	defer w.mu.Unlock()
	peers := make(map[process.PID]peer, len(info.Links))
	for _, pid := range info.Links {
		known, ok := w.peers[pid]
		if !ok {
			known = w.describe(pid)
		}
		peers[pid] = known
	}
	w.peers = peers
}

// describe says what is known of a process; w.mu is held.
func (w *worker) describe(pid process.PID) peer {
	if info, ok := w.system.Info(pid); ok {
		return peer{info.Owner, calledAs(info)}
	}
	if known, ok := w.peers[pid]; ok {
		return known
	}
	return peer{w.last, pid.String()}
}

// calledAs is a process's label or name, and its PID.
func calledAs(info process.Info) string {
	if info.Label == "" {
		return info.PID.String()
	}
	return info.Label + " " + info.PID.String()
}

// A death is what is known of the end of a notebook process.
type death struct {
	pid    process.PID
	reason string
	by     peer // of whom the exit signal came; the owner is always set
	signal bool // it came from a process
}

// takeDeath returns the death of a notebook process, to one caller only; false
// if it lives or was told.
func (w *worker) takeDeath(shell *process.Shell) (death, bool) {
	reason, by, dead := shell.Reason()
	w.mu.Lock()
	defer w.mu.Unlock()
	if !dead || w.buried == shell {
		return death{}, false
	}
	w.buried = shell
	d := death{pid: shell.Self().PID(), reason: w.system.FormatReason(reason), by: peer{owner: w.last}}
	if !by.IsZero() {
		d.by, d.signal = w.describe(by), true
	}
	return d, true
}

// shellDied tells of a notebook process that died while no cell ran. A cell
// that runs tells itself.
func (w *worker) shellDied(shell *process.Shell) {
	if w.current.Load() == nil {
		w.tellDeath(shell)
	}
}

// tellDeath shows the death of a notebook process, unless it was told, in the
// cell that the process belongs to whose signal ended it.
func (w *worker) tellDeath(shell *process.Shell) {
	if d, ok := w.takeDeath(shell); ok {
		w.send(link.KindCard, d.card())
	}
}

// mourn replaces a notebook process that died between two cells; the next cell
// says so.
func (w *worker) mourn() {
	shell := w.notebookProcess()
	if _, _, dead := shell.Reason(); dead {
		w.tellDeath(shell)
		w.notes = append(w.notes, w.newNotebookProcess())
	}
}

// takeNotes returns the notes for a cell that was accepted.
func (w *worker) takeNotes(own []string) []string {
	notes := append(w.notes, slices.Clip(own)...)
	w.notes = nil
	return notes
}

// newNotebookProcess replaces the notebook process after its death, and says
// so.
func (w *worker) newNotebookProcess() string {
	old := w.notebookProcess().Self().PID()
	w.newShell()
	return fmt.Sprintf("the notebook process %s ended; cells now run as %s; variables stay", old, w.notebookProcess().Self().PID())
}

// ended says how the notebook process left the cell: it called self.Exit, or
// an exit signal ended it, and then there is a new one.
func (w *worker) ended(x *execution) *link.Failed {
	if d, dead := w.takeDeath(w.notebookProcess()); dead {
		f := &link.Failed{Kind: failedExit, Name: "exit signal", Message: d.reason}
		if d.signal {
			f.Notes = append(f.Notes, "the signal came from "+d.by.name+", which was linked to the notebook process")
		}
		f.Notes = append(f.Notes, w.newNotebookProcess())
		return f
	}
	if x.reason == any(process.Normal) {
		return nil
	}
	return &link.Failed{
		Kind: failedExit, Name: "exit", Message: w.system.FormatReason(x.reason),
		Notes: []string{"the cell ended itself; the notebook process lives on"},
	}
}

// card reports a death that no cell ended with.
func (d death) card() link.Card {
	r := report{title: fmt.Sprintf("the notebook process %s ended", d.pid), reason: d.reason}
	if d.signal {
		r.means = append(r.means, "The exit signal came from "+d.by.name+".")
	}
	r.means = append(r.means, "The next cell runs as a new notebook process. Variables stay; links and messages are gone.")
	return link.Card{
		Cell: d.by.owner, Process: d.pid.String(), Kind: "notebook", Reason: d.reason, Data: r.bundle(),
	}
}
