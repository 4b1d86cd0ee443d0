package keeper

import (
	gotypes "go/types"
	"slices"
	"strconv"
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
	c := t.session.Complete(code, cursor)
	out := session.Completion{Start: c.Start, End: c.End}
	for _, m := range c.Matches {
		out.Matches = append(out.Matches, session.Match(m))
	}
	return out
}

func (t checked) inspect(code string, cursor, detail int) session.Inspection {
	i := t.session.Inspect(code, cursor, detail)
	if !i.Found {
		return session.Inspection{}
	}
	return session.Inspection{Found: true, Data: inspection(i)}
}

func (t checked) isComplete(code string) session.Completeness {
	return session.Completeness(t.session.IsComplete(code))
}

// inspection is what a tooltip shows: how the thing is declared, where it is
// from, and what its package says of it.
func inspection(i check.Inspection) map[string]any {
	var from string
	switch {
	case i.Import != "":
		from = "import " + strconv.Quote(i.Import)
	case i.Cell != "":
		from = "Cell In[" + strings.TrimPrefix(i.Cell, "cell") + "]"
	}
	doc := strings.TrimSpace(i.Doc)
	plain := []string{i.Declaration, from, doc}
	page := []string{"```go\n" + i.Declaration + "\n```", from, doc}
	return map[string]any{
		"text/plain":    strings.Join(slices.DeleteFunc(plain, isEmpty), "\n\n"),
		"text/markdown": strings.Join(slices.DeleteFunc(page, isEmpty), "\n\n"),
	}
}

func isEmpty(s string) bool { return s == "" }
