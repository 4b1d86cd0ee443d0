package worker

import (
	"github.com/spawnlab/spawnlab/kernel/cell/native"
	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// run runs the foreground of a cell as the notebook process and says why it
// did not end well, nil if it did.
func (w *worker) run(x *execution, l *loaded) *link.Failed {
	o := w.foreground(x, l.program.main)
	if code, ok := x.exitStatus(); ok {
		return exited(code)
	}
	switch o.Ending {
	case native.Panicked:
		return w.crashed(x, o.Crash)
	case native.Interrupted:
		return interrupted()
	}
	return w.ended(x)
}

// foreground runs main as the notebook process and returns how it ended.
func (w *worker) foreground(x *execution, main func()) native.Outcome {
	w.mu.Lock()
	shell := w.shell
	w.shown = nil
	w.mu.Unlock()
	shell.Self().SetOwner(x.Cell)
	x.thread = w.machine.NewThread(x.Cell, "")
	w.current.Store(x)
	defer w.meetPeers()
	defer w.current.Store(nil)
	defer x.stop.begin(nil)
	w.watch.soon()
	x.reason = shell.Do(func(*process.Self) {
		if x.stop.begin(x.thread) {
			w.machine.Interrupt(x.thread)
			w.machine.Check() // ends the goroutine
		}
		main()
	})
	return x.outcome
}

// crashed says of what panic or fatal error the foreground ended.
func (w *worker) crashed(x *execution, p *native.Crash) *link.Failed {
	f := w.sources.panicked(p)
	if wait := x.stuck.Load(); wait != nil && p.Fatal == deadlocked {
		f.Kind = failedDeadlock
		f.Notes = append(f.Notes, sleeping(wait))
	}
	return &f
}
