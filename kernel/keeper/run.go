package keeper

import (
	"context"
	"errors"
	"time"

	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/kernel/session"
)

// A run is the execution of one cell, from Execute to its result. Its fields
// belong to the keeper's lock, except done.
type run struct {
	cell    session.Cell
	life    *life // the worker that has it, nil while it waits for one
	begun   bool  // the worker accepted it: its statements may have run
	retried bool  // it was given to a worker that died before that

	value  *session.Bundle
	failed *session.Error
	fate   *session.Error // of a cell whose worker died: its error

	presses   int // interrupts so far
	lastPress time.Time
	deadline  *time.Timer // after the first

	input     context.Context // ends the cell's waits for a person
	stopInput context.CancelFunc

	result session.Result
	done   chan struct{} // closed when result is set
}

// Execute runs one cell. It returns when the cell's foreground has ended; when
// the worker dies with it, when the next worker is ready, or has failed to
// start.
func (k *Keeper) Execute(cell session.Cell) session.Result {
	for _, text := range k.takeNotices(cell.ID) {
		k.out.Display(cell.ID, note(text))
	}
	if name, detail, ok := question(cell.Code); ok {
		return k.page(name, detail)
	}
	r := &run{cell: cell, done: make(chan struct{})}
	r.input, r.stopInput = context.WithCancel(context.Background())
	defer r.stopInput()
	k.submit(r)
	<-r.done
	return r.result
}

// takeNotices makes a cell the newest one, which shows what happened before it.
func (k *Keeper) takeNotices(cell string) []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	notices := k.notices
	k.notices, k.newest = nil, cell
	return notices
}

// submit makes r the cell that runs.
func (k *Keeper) submit(r *run) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.run = r
	if k.closed || k.stop == nil {
		k.finish(r, session.Result{Err: closedError()})
		return
	}
	if k.stuck {
		k.stuck = false
		k.poke <- struct{}{} // has room: stuck is set once for each receive
	}
	k.dispatch()
}

// dispatch gives the waiting cell to a worker that is ready. A worker that is
// dead already does not get it; it waits for the next one. The lock is held: an
// Eval never waits in the link.
func (k *Keeper) dispatch() {
	r := k.run
	if r == nil || r.life != nil || !k.ready {
		return
	}
	switch err := k.life.frames.Send(link.KindEval, evalOf(r.cell)); {
	case err == nil:
		r.life = k.life
	case errors.Is(err, link.ErrTooLong):
		k.finish(r, session.Result{Err: plainError("TooLong", "the cell is longer than 64 MB")})
	}
}

// finish ends a cell. The lock is held.
func (k *Keeper) finish(r *run, result session.Result) {
	if k.run != r {
		return
	}
	if r.deadline != nil {
		r.deadline.Stop()
	}
	r.stopInput()
	k.run, r.result = nil, result
	close(r.done)
}

func evalOf(c session.Cell) link.Eval {
	return link.Eval{
		Cell: c.ID, Count: c.Count, Code: c.Code,
		Silent: c.Silent, Store: c.Store, Expressions: c.Expressions,
	}
}

// completed is the result of a cell that its worker is done with.
func completed(r *run, done link.Done) session.Result {
	switch {
	case r.failed != nil:
		return session.Result{Err: r.failed}
	case !done.OK:
		return session.Result{Err: plainError("InternalError", "the cell failed without a reason; please report it with this cell")}
	}
	return session.Result{Value: r.value, Expressions: expressions(done)}
}

func expressions(done link.Done) map[string]session.Expression {
	out := map[string]session.Expression{}
	for name, b := range done.Expressions {
		value := bundle(b)
		out[name] = session.Expression{Value: &value}
	}
	for name, text := range done.Errors {
		out[name] = session.Expression{Err: plainError("ExpressionError", text)}
	}
	return out
}
