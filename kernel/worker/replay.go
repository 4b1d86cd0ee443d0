package worker

import (
	"fmt"

	"github.com/spawnlab/spawnlab/kernel/link"
)

// replay gives a new session the declarations of the cells that an earlier
// worker had accepted: imports, types, functions, constants. No statement
// runs. Their variables are there but lost: touching one stops with the advice
// to run the cell again that made it.
func (w *worker) replay(r link.Replay) {
	done := link.Done{Cell: r.Cell, OK: true}
	for _, e := range r.Cells {
		if err := w.declare(e); err != nil {
			done.OK = false
			_ = w.link.Send(link.KindLog, link.Log{Text: fmt.Sprintf("replay of cell %d: %v", e.Count, err)})
		}
	}
	w.send(link.KindDone, done)
}

// declare compiles a cell for its declarations only.
func (w *worker) declare(e link.Eval) error {
	c, err := w.checker.Check(e.Cell, e.Count, e.Code)
	if err != nil {
		return err
	}
	w.sources.add(c.Name, e.Code)
	unit, err := w.lowerer.LowerDeclarations(c)
	if err != nil {
		c.Rollback()
		return err
	}
	_, err = w.install(c, unit)
	return err
}
