package worker

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
	"github.com/spawnlab/spawnlab/kernel/cell/lower"
	"github.com/spawnlab/spawnlab/kernel/cell/native"
	"github.com/spawnlab/spawnlab/kernel/link"
)

// An execution is one run of a cell, from its arrival to its Done and beyond:
// its processes and goroutines may live on.
type execution struct {
	link.Eval
	stop    *stopper
	thread  *native.Thread              // of the foreground
	outcome native.Outcome              // of the foreground's goroutine
	reason  any                         // that the notebook process left the cell with
	stuck   atomic.Pointer[native.Wait] // what it waited for in a deadlock

	mu       sync.Mutex
	exited   bool
	exitCode int
}

// exit notes that os.Exit was called in the cell.
func (x *execution) exit(code int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if !x.exited {
		x.exited, x.exitCode = true, code
	}
}

// exitStatus is the code that os.Exit was called with.
func (x *execution) exitStatus() (code int, exited bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.exitCode, x.exited
}

// A loaded cell is compiled and part of the session.
type loaded struct {
	program *program
	cell    *check.Cell
}

// eval runs one cell and answers with frames, Done the last.
func (w *worker) eval(x *execution) {
	w.remember(x)
	done := link.Done{Cell: x.Cell, OK: true}
	if failed := w.evaluate(x, &done); failed != nil {
		failed.Cell, done.OK = x.Cell, false
		w.send(link.KindFailed, *failed)
	}
	w.dismiss(x) // before the front can send an interrupt that means the next one
	w.send(link.KindDone, done)
}

// evaluate compiles and runs a cell and sends its value.
func (w *worker) evaluate(x *execution, done *link.Done) *link.Failed {
	if x.stop.isWanted() {
		return interrupted()
	}
	w.endOwned(x)
	began := time.Now()
	l, failed := w.compile(x)
	compiled := time.Now()
	done.CompileNS = compiled.Sub(began).Nanoseconds()
	if failed != nil {
		return failed
	}
	w.mourn()
	w.send(link.KindAccepted, link.Accepted{Cell: x.Cell, Declared: declared(l.cell), Notes: w.takeNotes(l.cell.Notes)})
	failed = w.run(x, l)
	done.RunNS = time.Since(compiled).Nanoseconds()
	if failed != nil {
		return failed
	}
	if b := w.takeShown(); b != nil {
		b.Cell = x.Cell
		w.send(link.KindResult, *b)
	}
	w.expressions(x, done)
	return nil
}

// compile checks, lowers and loads a cell; nothing of it has run when this
// fails, and everything is as it was before.
func (w *worker) compile(x *execution) (*loaded, *link.Failed) {
	c, err := w.checker.Check(x.Cell, x.Count, x.Code)
	if err != nil {
		return nil, failure(refused(x.Count, err))
	}
	w.sources.add(c.Name, x.Code)
	unit, err := w.lowerer.Lower(c)
	if err != nil {
		c.Rollback()
		return nil, failure(refused(x.Count, err))
	}
	p, err := w.install(c, unit)
	if err != nil {
		return nil, failure(refused(x.Count, err))
	}
	return &loaded{p, c}, nil
}

// install loads a lowered cell and makes it part of the session, or takes it
// back.
func (w *worker) install(c *check.Cell, unit *lower.Unit) (*program, error) {
	p, err := load(unit.Text, unit.Symbols, w.machine.Trace())
	if err != nil {
		unit.Rollback()
		c.Rollback()
		return nil, fmt.Errorf("the interpreter refuses what the compiler made: %w", err)
	}
	p.reg()
	unit.Commit()
	c.Commit()
	return p, nil
}

func failure(f link.Failed) *link.Failed { return &f }

// declared lists the names that a cell declares.
func declared(c *check.Cell) []string {
	var names []string
	for _, o := range c.Declared {
		names = append(names, o.Name())
	}
	return names
}
