package lower

import (
	"fmt"
	"go/types"
	"reflect"
	"sync/atomic"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// Lost is the panic of code that touches a variable whose value was lost.
type Lost struct {
	Var   string
	Count int // of the cell that made it
}

func (l Lost) Error() string {
	return fmt.Sprintf("%s was lost when the worker stopped; Cell In[%d] made it: run that cell again", l.Var, l.Count)
}

// A loss is what is known of a lost variable; the text of all cells that were
// lowered meanwhile asks it before each access.
type loss struct {
	what   Lost
	healed atomic.Bool // it has been given a value again
}

func (l *loss) touch() {
	if !l.healed.Load() {
		native.Panic(l.what)
	}
}

func (l *loss) heal() { l.healed.Store(true) }

// LowerDeclarations lowers only what a cell declares, for a session that takes
// up the cells of an earlier one: no statement of it runs, and its variables
// are lost until a cell declares them again. Errors and the Unit are as for
// [Session.Lower].
func (s *Session) LowerDeclarations(c *check.Cell) (*Unit, error) {
	for _, o := range c.Declared {
		if v, ok := o.(*types.Var); ok {
			s.losses[v] = Lost{v.Name(), c.Count}
		}
	}
	bare := *c
	bare.Items, bare.Inits, bare.Main = nil, nil, nil
	return s.Lower(&bare)
}

// lossOf is what is known of a session variable that was lost, nil for others.
func (s *Session) lossOf(v *types.Var) *loss {
	name := s.globalPtr(v)
	l := s.lost[name]
	if what, ok := s.losses[v]; ok {
		delete(s.losses, v)
		if l == nil {
			l = &loss{}
			s.lost[name] = l
		}
		l.what = what
	}
	return l
}

// touch emits the check that the session variable v is not lost.
func (e *emitter) touch(v *types.Var) {
	if l := e.s.lossOf(v); l != nil && !l.healed.Load() {
		e.p("%s()", e.s.sym([2]any{"touch", l}, reflect.ValueOf(l.touch)))
	}
}

// heal emits that v, which was just given a value, is not lost any more.
func (e *emitter) heal(v *types.Var) {
	if l := e.s.lossOf(v); l != nil && !l.healed.Load() {
		e.p("%s()", e.s.sym([2]any{"heal", l}, reflect.ValueOf(l.heal)))
	}
}
