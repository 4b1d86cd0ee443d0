package check

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"runtime/debug"
	"sync"
)

// Options of a session. The zero value has no predeclared variables.
type Options struct {
	// Self is the name of the predeclared variable of type *process.Self, ""
	// for none. It is ignored when the library has no such type.
	Self string
}

// A Session checks the cells of one notebook in the order in which they are
// run. All cells share one package "main". It may be used from several
// goroutines, but one cell is in work at a time: Check takes back an earlier
// cell that has been neither committed nor rolled back.
type Session struct {
	lib *Library
	pkg *types.Package

	mu      sync.Mutex
	outer   *types.Scope      // what earlier cells declared; the cell's own scope lies inside it
	dots    *types.Scope      // what earlier cells dot-imported; outer lies inside it
	imports map[string]string // name to path of what earlier cells imported
	cells   map[types.Object]string
	older   map[string][]string // cells that declared types now replaced, by type name
	users   map[types.Object][]user
	docs    map[types.Object]string // comments above declarations
	self    *types.Var
	pending *transaction

	definitions map[types.Object]*definition // of types and constants
}

// NewSession starts a session without cells.
func NewSession(lib *Library, opts Options) *Session {
	s := &Session{
		lib:     lib,
		pkg:     types.NewPackage("main", "main"),
		dots:    types.NewScope(types.Universe, 0, 0, "dot imports"),
		imports: map[string]string{},
		cells:   map[types.Object]string{},
		older:   map[string][]string{},
		users:   map[types.Object][]user{},
		docs:    map[types.Object]string{},

		definitions: map[types.Object]*definition{},
	}
	s.outer = types.NewScope(s.dots, 0, 0, "earlier cells")
	*elements(s.outer) = map[string]types.Object{}
	setParent(s.pkg.Scope(), s.outer)
	s.declareSelf(opts.Self)
	return s
}

func (s *Session) declareSelf(name string) {
	process, err := s.lib.Import(module + "runtime/process")
	if name == "" || err != nil {
		return
	}
	if self := process.Scope().Lookup("Self"); self != nil {
		s.self = types.NewVar(0, s.pkg, name, types.NewPointer(self.Type()))
		(*elements(s.outer))[name] = s.self
		s.docs[s.self] = name + " is the notebook's own process: the same one in every cell."
	}
}

// Self is the predeclared variable of type *process.Self, or nil.
func (s *Session) Self() *types.Var { return s.self }

// Package is the package of all cells. Between Check and Commit or Rollback
// its scope has what the cell declares; what earlier cells declared is in the
// scope's parent.
func (s *Session) Package() *types.Package { return s.pkg }

// Check parses and checks a cell. The error is Errors (the cell is wrong) or
// an *Internal; then the session is as it was before. Otherwise the caller
// has to Commit the cell or to roll it back.
func (s *Session) Check(id string, count int, src string) (*Cell, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rollback()
	c := s.newCell(src, s.lib.fset)
	c.ID, c.Count, c.Name = id, count, fmt.Sprintf("cell%d", count)
	if err := s.check(c); err != nil {
		s.rollback()
		return nil, err
	}
	c.tx = s.pending
	return c, nil
}

func (s *Session) newCell(src string, fset *token.FileSet) *Cell {
	return &Cell{Src: src, Fset: fset, Pkg: s.pkg, Replaced: map[types.Object]types.Object{}}
}

func (s *Session) check(c *Cell) (err error) {
	s.lib.checking.Lock()
	defer s.lib.checking.Unlock()
	defer func() {
		if v := recover(); v != nil {
			err = &Internal{Cell: c.Name, Value: v, Stack: string(debug.Stack())}
		}
	}()
	p, syntax := parse(s.lib.newText(c.Name, c.Src))
	if len(syntax) > 0 {
		return syntax
	}
	if errs := s.pass(c, p); len(errs) > 0 {
		return errs
	}
	return nil
}

// pass checks a parsed cell and fills in what was found.
func (s *Session) pass(c *Cell, p *parsed) Errors {
	r := s.newRun(arrange(p, c))
	s.pending = r.tx
	defer r.restoreNames()
	r.resolve()
	if errs := r.errors(); len(errs) > 0 {
		return errs
	}
	r.finish()
	return nil
}

// A run is the check of one cell.
type run struct {
	*arrangement
	s       *Session
	tx      *transaction
	specs   []*spec // of types and constants
	found   []types.Error
	renamed map[*ast.Ident]string // true names of the uses that mean an outer object
	members map[*ast.Ident]string // what stands behind the dot after a name; made when needed
	outer   map[string]string     // paths of packages that such uses mean, by changed name
}

func (s *Session) newRun(a *arrangement) *run {
	return &run{
		arrangement: a, s: s, tx: &transaction{s: s, cell: a.cell, kept: map[*ast.Ident]types.Object{}}, specs: a.specs(),
		renamed: map[*ast.Ident]string{}, outer: map[string]string{},
	}
}

// resolve checks until every name means what it should.
func (r *run) resolve() {
	r.keep()
	for again := true; again; {
		r.types()
		bound, valued := r.rebind(), r.useValues()
		again = bound || valued
	}
	r.defineKept()
}

// types runs go/types over the arrangement, from the beginning.
func (r *run) types() {
	r.tx.undo()
	r.found, r.cell.Info = nil, newInfo()
	conf := types.Config{
		Sizes:                    sizes,
		DisableUnusedImportCheck: true, // they are forgiven
		Importer: importer(func(path string) (*types.Package, error) {
			if path == hookPath {
				r.attachMethods()
				return hookPackage, nil
			}
			return r.s.lib.Import(path)
		}),
		Error: func(err error) { r.found = append(r.found, err.(types.Error)) },
	}
	files := []*ast.File{r.file(r.moreImports())}
	// All errors have gone to conf.Error.
	_ = types.NewChecker(&conf, r.fset, r.s.pkg, r.cell.Info).Files(files)
}
