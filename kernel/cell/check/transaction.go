package check

import (
	"go/ast"
	"go/types"
	"maps"
)

// A transaction is what a checked cell has changed in its session, or will.
type transaction struct {
	s    *Session
	cell *Cell
	// methods are the methods that types of earlier cells had before.
	methods map[*types.Named][]*types.Func
	generic []*types.Named // those of these types that are generic

	// kept are the objects of earlier cells that names declared here mean,
	// because their declarations say the same as before.
	kept        map[*ast.Ident]types.Object
	definitions map[types.Object]*definition // of the others

	imports map[string]string // explicit imports of the cell: name to path
	dots    []*types.Package
	docs    map[types.Object]string
}

// Commit makes what the cell declares part of the session: later cells see
// it. It does nothing when the cell is not the one in work.
func (c *Cell) Commit() {
	s := c.tx.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pending == c.tx {
		c.tx.commit()
	}
}

// Rollback takes back all that the cell changed in the session. It does
// nothing when the cell is not the one in work.
func (c *Cell) Rollback() {
	s := c.tx.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pending == c.tx {
		s.rollback()
	}
}

func (s *Session) rollback() {
	if s.pending != nil {
		s.pending.undo()
		s.pending = nil
	}
}

func (t *transaction) commit() {
	s := t.s
	outer := *elements(s.outer)
	for name, obj := range *elements(s.pkg.Scope()) {
		if old, ok := outer[name].(*types.TypeName); ok && s.cells[old] != "" {
			s.older[name] = append(s.older[name], s.cells[old])
		}
		if old := outer[name]; old != nil {
			if takesOver(obj, old) {
				s.users[obj] = s.users[old]
			}
			s.forget(old)
		}
		outer[name] = obj
		delete(s.imports, name)
		s.cells[obj] = t.cell.Name
	}
	for name, path := range t.imports {
		s.imports[name] = path
		s.forget(outer[name])
		delete(outer, name)
	}
	for _, obj := range t.kept {
		s.cells[obj] = t.cell.Name
		delete(s.docs, obj)
	}
	maps.Copy(s.docs, t.docs)
	maps.Copy(s.definitions, t.definitions)
	s.addUsers(t.cell)
	for _, p := range t.dots {
		s.addDots(p)
	}
	clear(*elements(s.pkg.Scope()))
	dropChildren(s.pkg.Scope())
	s.pending = nil
}

// forget drops what is known of an object that has lost its name.
func (s *Session) forget(obj types.Object) {
	delete(s.cells, obj)
	delete(s.docs, obj)
	delete(s.users, obj)
	delete(s.definitions, obj)
}

// addDots shows what p exports to later cells.
func (s *Session) addDots(p *types.Package) {
	if *elements(s.dots) == nil {
		*elements(s.dots) = map[string]types.Object{}
	}
	for _, name := range p.Scope().Names() {
		if obj := p.Scope().Lookup(name); obj.Exported() {
			(*elements(s.dots))[name] = obj
		}
	}
}

// undo empties the cell's scope and gives types their methods back.
func (t *transaction) undo() {
	clear(*elements(t.s.pkg.Scope()))
	dropChildren(t.s.pkg.Scope())
	for named, methods := range t.methods {
		setMethods(named, methods)
	}
	if len(t.generic) > 0 {
		t.s.refreshInstances()
	}
	t.methods = nil
}

// Extended lists the generic types of earlier cells whose methods this cell
// adds to or replaces. Instances of them that are kept anywhere have to be
// given to [Refresh], after Check and again after a Rollback.
func (c *Cell) Extended() []*types.Named { return c.tx.generic }

// Names lists what the session's cells have declared, with the objects.
func (s *Session) Names() map[string]types.Object {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(*elements(s.outer))
}
