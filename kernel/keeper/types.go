package keeper

import (
	gotypes "go/types"
	"strings"
	"sync"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/kernel/session"
)

// library is read once, lazily, package by package.
var library = sync.OnceValue(check.NewLibrary)

// checked is the checker's session: the same code on the same cells as in the
// worker, hence the same verdicts.
type checked struct{ session *check.Session }

// newTypes starts a session without cells.
func newTypes() types {
	return checked{check.NewSession(library(), check.Options{Self: "self"})}
}

func (t checked) accept(c link.Eval) (declared, error) {
	cell, err := t.session.Check(c.Cell, c.Count, c.Code)
	if err != nil {
		return declared{}, err
	}
	cell.Commit()
	return leaves(cell, c.Code), nil
}

// leaves says what a cell leaves behind. Imports are not listed in a checked
// cell; its text has to have the word.
func leaves(c *check.Cell, code string) declared {
	d := declared{nothing: len(c.Declared)+len(c.Funcs)+len(c.Inits) == 0 && !strings.Contains(code, "import")}
	for _, obj := range c.Declared {
		if v, ok := obj.(*gotypes.Var); ok && v.Name() != "_" {
			d.variables = append(d.variables, v.Name())
		}
	}
	return d
}

func (t checked) complete(code string, cursor int) session.Completion {
	return session.Completion{Start: cursor, End: cursor}
}

func (t checked) inspect(string, int, int) session.Inspection { return session.Inspection{} }

func (t checked) isComplete(string) session.Completeness { return session.Completeness{} }
