package lower

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// A Unit is one lowered cell. Text has two entry points: Reg loads functions
// and methods and is called once, before Commit; Main runs the cell. Exactly
// one of Commit and Rollback must be called before the next cell is lowered.
type Unit struct {
	Text    string
	Symbols map[string]reflect.Value // what Text uses of package "ty"

	s      *Session
	number int
	cell   *check.Cell
	src    *check.Source
	pos    token.Pos // of the statement being lowered
	show   *ast.ExprStmt
	top    map[ast.Stmt]bool // statements of the cell itself

	text, exports, regs strings.Builder
	queue               []func() // emissions still to do
	used                map[string]bool
	swaps               []swap
	older               map[string]*function // by key: what this unit declares again
	undo                []func()
	closed              bool
}

// A swap makes a function take over from an older version of it.
type swap struct{ older, newer *function }

// Lower lowers a checked cell. The error is an *Unsupported if the cell uses
// something that cannot run, otherwise an *Internal; the session is then as it
// was before.
func (s *Session) Lower(c *check.Cell) (u *Unit, err error) {
	u = s.begin(c)
	defer func() {
		if r := recover(); r != nil {
			u.Rollback()
			u, err = nil, s.failure(u, r)
		}
	}()
	u.declare()
	main := u.body()
	for len(u.queue) > 0 {
		emit := u.queue[0]
		u.queue = u.queue[1:]
		emit()
	}
	u.finish(main)
	return u, nil
}

func (s *Session) begin(c *check.Cell) *Unit {
	s.machine.Begin()
	s.units++
	u := &Unit{s: s, number: s.units, cell: c, used: map[string]bool{}, top: map[ast.Stmt]bool{}, older: map[string]*function{}}
	u.src = &check.Source{Path: c.Pkg.Path(), Pkg: c.Pkg, Info: c.Info, Funcs: map[string]*ast.FuncDecl{}}
	s.unit, s.pkg, s.fset = u, c.Pkg, c.Fset
	clear(s.keys)
	return u
}

// failure is the error for a panic of lowering.
func (s *Session) failure(u *Unit, r any) error {
	if f, ok := r.(refusal); ok {
		return &Unsupported{s.fset.Position(f.pos), f.what}
	}
	return &Internal{s.fset.Position(u.pos), fmt.Sprint(r), debug.Stack()}
}

// Commit keeps the unit: functions declared again take over from their older
// versions, in cells that run now as well.
func (u *Unit) Commit() {
	if u.closed {
		return
	}
	u.closed = true
	u.s.machine.Commit()
	for _, sw := range u.swaps {
		u.s.take(sw)
		sw.newer.own.Elem().SetZero()
		u.s.unname(sw.newer.own.Interface())
		u.s.unname(sw.older.stale)
	}
	u.slim()
}

// slim lets go of the syntax of functions that are never emitted again, which
// generic ones are for new type arguments.
func (u *Unit) slim() {
	kept := &check.Source{Path: u.src.Path, Pkg: u.src.Pkg, Info: &types.Info{}}
	for _, d := range u.cell.Funcs {
		if f := u.cell.Info.Defs[d.Name].(*types.Func); !isGeneric(f) {
			u.s.sources[f] = kept
		}
	}
	u.undo, u.queue, u.src, u.cell, u.top, u.older, u.swaps = nil, nil, nil, nil, nil, nil, nil
}

// Rollback takes back all that lowering the unit and its Reg did to the
// session and to the machine.
func (u *Unit) Rollback() {
	if u.closed {
		return
	}
	u.closed = true
	for _, f := range slices.Backward(u.undo) {
		f()
	}
	u.s.machine.Rollback()
	u.s.outdated = u.s.outdated || len(u.cell.Extended()) > 0
}

// refreshInstances gives instances of generic types the methods that this cell
// adds, and takes back those of a cell that was rolled back since.
func (u *Unit) refreshInstances() {
	if len(u.cell.Extended()) == 0 && !u.s.outdated {
		return
	}
	u.s.outdated = false
	for _, en := range u.s.entries {
		if n := namedReceiver(en.t); n != nil {
			check.Refresh(n)
		}
	}
}

// use notes that the text uses the symbol "ty.S1".
func (u *Unit) use(name string) { u.used[strings.TrimPrefix(name, "ty.")] = true }

func (u *Unit) enqueue(emit func()) { u.queue = append(u.queue, emit) }

// put sets an entry of a table of the session until Rollback.
func put[K comparable, V any](u *Unit, m map[K]V, k K, v V) {
	old, had := m[k]
	m[k] = v
	u.undo = append(u.undo, func() {
		if had {
			m[k] = old
		} else {
			delete(m, k)
		}
	})
}

func (u *Unit) addFunction(fn *function) { put(u, u.s.funcs, fn.key, fn) }

// declare makes known what the cell declares and emits its functions, used or
// not, so that what is refused in them is refused now.
func (u *Unit) declare() {
	s := u.s
	for _, d := range u.cell.Funcs {
		f := u.cell.Info.Defs[d.Name].(*types.Func)
		u.src.Funcs[declKey(f)] = d
		put(u, s.sources, f, u.src)
		if d.Body != nil && callsRecover(u.cell.Info, d.Body) {
			put(u, s.recovers, f, true)
		}
	}
	u.refreshInstances()
	u.shareVariables()
	again := u.findOlder()
	if u.addsMethods() {
		s.refreshMethods()
	}
	for _, fn := range again {
		s.function(u.src, fn.obj, fn.targs, fn.obj.Pos())
	}
	for _, d := range u.cell.Funcs {
		if f := u.cell.Info.Defs[d.Name].(*types.Func); !isGeneric(f) && f.Name() != "_" {
			s.function(u.src, f, nil, d.Pos())
		}
	}
}

// addsMethods reports whether the cell has methods of types of earlier cells.
func (u *Unit) addsMethods() bool {
	return slices.ContainsFunc(u.cell.Funcs, func(d *ast.FuncDecl) bool {
		r := u.cell.Info.Defs[d.Name].(*types.Func).Signature().Recv()
		if r == nil {
			return false
		}
		n := namedReceiver(r.Type())
		return n == nil || !slices.Contains(u.cell.Declared, types.Object(n.Origin().Obj()))
	})
}

// shareVariables makes variables declared again with the same type the same
// variables.
func (u *Unit) shareVariables() {
	for o, old := range u.cell.Replaced {
		v, ok1 := o.(*types.Var)
		w, ok2 := old.(*types.Var)
		if ok1 && ok2 && v != w && types.Identical(v.Type(), w.Type()) {
			put(u, u.s.globals, v, u.s.globalPtr(w))
		}
	}
}

// findOlder notes the older versions of the functions that the cell declares
// again, and returns what takes over from them.
func (u *Unit) findOlder() []*function {
	s := u.s
	var again []*function
	for _, d := range u.cell.Funcs {
		f := u.cell.Info.Defs[d.Name].(*types.Func)
		base := s.baseKey(f)
		old := base
		if o, ok := u.cell.Replaced[f].(*types.Func); ok && types.Identical(o.Type(), f.Type()) {
			old = s.baseKey(o)
		}
		for key, fn := range s.funcs {
			if inst, ok := strings.CutPrefix(key, old); ok && (inst == "" || inst[0] == '[') {
				u.older[base+inst] = fn
				again = append(again, &function{obj: f, targs: fn.targs, key: base + inst})
			}
		}
	}
	slices.SortFunc(again, func(a, b *function) int { return strings.Compare(a.key, b.key) })
	for key := range u.older {
		if _, ok := s.funcs[key]; ok {
			u.forget(key)
		}
	}
	return again
}

// forget removes a function from the session until Rollback.
func (u *Unit) forget(key string) {
	fn := u.s.funcs[key]
	delete(u.s.funcs, key)
	u.undo = append(u.undo, func() { u.s.funcs[key] = fn })
}

// predecessor is the older version of fn, nil if there is none.
func (u *Unit) predecessor(fn *function) *function { return u.older[fn.key] }

// describe attaches its description to a type until Rollback.
func (u *Unit) describe(en *typeEntry, ti *native.TypeInfo) {
	en.info = ti
	u.undo = append(u.undo, func() { en.info = nil })
}

func isGeneric(f *types.Func) bool {
	sig := f.Signature()
	return sig.TypeParams().Len() > 0 || sig.RecvTypeParams().Len() > 0
}

// body emits what the cell does and returns the calls that Main makes.
func (u *Unit) body() string {
	s := u.s
	var calls strings.Builder
	if len(u.cell.Items) > 0 {
		fmt.Fprintf(&calls, "%s()\n", u.items())
	}
	for _, d := range u.cell.Inits {
		if d.Name.Name == "init" {
			fmt.Fprintf(&calls, "%s()\n", u.initFunc(d))
		}
	}
	if u.cell.Main != nil {
		fmt.Fprintf(&calls, "%s()\n", s.function(u.src, u.cell.Main, nil, u.cell.Main.Pos()))
	}
	return calls.String()
}

// items emits the statements and variable declarations of the cell, in text
// order, as one function.
func (u *Unit) items() string {
	block := &ast.BlockStmt{}
	for _, it := range u.cell.Items {
		st := it.Stmt
		if it.Spec != nil {
			st = &ast.DeclStmt{Decl: &ast.GenDecl{TokPos: it.Spec.Pos(), Tok: token.VAR, Specs: []ast.Spec{it.Spec}}}
		}
		if it.Show {
			u.show, _ = st.(*ast.ExprStmt)
		}
		block.List = append(block.List, st)
		u.top[st] = true
	}
	e := u.s.newEmitter(u.src, nil, nil)
	e.node = block
	e.an.within(block, func() { e.an.body(block, nil, block) })
	e.position(block.List[0].Pos())
	header := e.emitFunc(nil, types.NewSignatureType(nil, nil, nil, nil, nil, false), block, block, nil)
	name := fmt.Sprintf("Cell%d", u.cell.Count)
	fmt.Fprintf(&u.text, "func %s%s {\n%s}\n", name, header, e.body())
	return name
}

// initFunc emits a func init.
func (u *Unit) initFunc(d *ast.FuncDecl) string {
	u.s.nfun++
	fn := &function{name: fmt.Sprintf("F%d_init", u.s.nfun)}
	u.enqueue(func() { u.s.emitDecl(fn, u.src, d, nil) })
	return fn.name
}

// finish puts the text together.
func (u *Unit) finish(main string) {
	u.Text = "package main\nimport \"ty\"\n" + u.text.String() +
		"func Reg() {\n" + u.exports.String() + u.regs.String() + "}\n" +
		"func Main() {\n" + main + "}\nvar _ = ty.S0\n"
	u.Symbols = map[string]reflect.Value{"S0": reflect.ValueOf(0)}
	for name := range u.used {
		u.Symbols[name] = u.s.symbols[name]
	}
}
