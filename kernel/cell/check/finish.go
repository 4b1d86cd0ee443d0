package check

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

// errors are all that is wrong with the cell.
func (r *run) errors() Errors {
	errs := append(r.errs, r.tooEarly()...)
	early := map[string]bool{}
	for _, e := range errs {
		early[strings.TrimPrefix(e.Msg, "undefined: ")] = true
	}
	kept := false
	for _, err := range r.found {
		if strings.HasPrefix(err.Msg, "\t") {
			if kept {
				r.addTo(&errs[len(errs)-1], err)
			}
		} else if kept = !r.forgiven(err, early); kept {
			errs = append(errs, r.explain(err, len(errs) < maxHints))
		}
	}
	errs.sort()
	return errs
}

// addTo adds the other place that an error is about, as Go's compiler does.
func (r *run) addTo(e *Error, err types.Error) {
	e.Msg += fmt.Sprintf("\n\t%s: %s", r.fset.Position(err.Pos), unmark(err.Msg[1:]))
}

// forgiven reports whether an error of go/types is none in a cell.
func (r *run) forgiven(err types.Error, early map[string]bool) bool {
	msg := unmark(err.Msg)
	_, name, _ := strings.Cut(msg, ": ")
	switch {
	case strings.HasPrefix(msg, "undefined: "), strings.HasPrefix(msg, "declared and not used: "):
		return r.broken[name]
	case !r.program && strings.HasPrefix(msg, "initialization cycle"):
		return true // statements run in text order
	case strings.Contains(msg, "cycle in declaration"):
		return len(early) > 0
	}
	return false
}

// useValues has the top-level calls checked as values of which go/types said
// that they are not used: conversions and builtins. In a cell they are legal,
// as other expressions are. It reports whether there were any; then the check
// has to run again.
func (r *run) useValues() bool {
	again := false
	for _, err := range r.found {
		msg := unmark(err.Msg)
		if !strings.HasSuffix(msg, "is not used") {
			continue
		}
		for i, s := range r.body {
			e, ok := s.(*ast.ExprStmt)
			if ok && e.Pos() <= err.Pos && err.Pos < e.End() && strings.HasPrefix(msg, types.ExprString(e.X)+" ") {
				r.body[i] = useOf(e.X)
				again = true
			}
		}
	}
	return again
}

// maxHints is how many errors of a cell may have hints: looking for similar
// names takes time, and nobody reads further.
const maxHints = 20

// explain turns an error of go/types into one of the cell.
func (r *run) explain(err types.Error, hint bool) Error {
	err.Msg = strings.ReplaceAll(unmark(err.Msg), " (declared at -)", "")
	for _, d := range r.defines {
		if d[0] <= err.Pos && err.Pos < d[1] {
			err.Msg = strings.Replace(err.Msg, "in variable declaration", "in assignment", 1)
		}
	}
	for _, s := range r.values {
		if s.X.Pos() <= err.Pos && err.Pos < s.X.End() {
			err.Msg = strings.Replace(err.Msg, " in assignment to _ identifier", "", 1)
		}
	}
	e := r.typeError(err)
	if hint {
		e.Hint = r.hint(err.Msg)
	}
	return e
}

// finish fills the cell in.
func (r *run) finish() {
	r.dropAdded()
	if r.program {
		r.orderProgram()
	}
	r.declared()
	r.methodsReplaced()
	r.show()
	r.main()
	r.noteShadows()
	r.noteReplaced()
	r.tx.docs, r.tx.definitions = r.docs(), r.definitions()
}

// dropAdded removes the names that were only made for the check.
func (r *run) dropAdded() {
	for id := range r.added {
		delete(r.cell.Info.Defs, id)
		delete(r.cell.Info.Uses, id)
		delete(*elements(r.s.pkg.Scope()), id.Name)
	}
}

// orderProgram makes the items of a Go file run in the order in which Go
// initialises package variables.
func (r *run) orderProgram() {
	var items []Item
	for _, it := range r.cell.Items {
		if len(it.Spec.Values) == 0 {
			items = append(items, it)
		}
	}
	names := map[types.Object]*ast.Ident{}
	for id, obj := range r.cell.Info.Defs {
		names[obj] = id
	}
	for _, init := range r.cell.Info.InitOrder {
		spec := &ast.ValueSpec{Values: []ast.Expr{init.Rhs}}
		for _, v := range init.Lhs {
			spec.Names = append(spec.Names, names[v])
		}
		items = append(items, Item{Spec: spec})
	}
	r.cell.Items = items
}

// declared lists the package-level objects in text order.
func (r *run) declared() {
	for _, n := range r.nodes {
		for _, id := range topNames(n) {
			obj := r.cell.Info.Defs[id]
			kept := r.tx.kept[id] != nil
			if obj == nil || id.Name == "_" || !kept && r.s.pkg.Scope().Lookup(id.Name) != obj {
				continue
			}
			r.cell.Declared = append(r.cell.Declared, obj)
			if old := r.s.outer.Lookup(id.Name); old != nil && !kept {
				r.cell.Replaced[obj] = old
			}
		}
	}
}

// topNames are the identifiers that a top-level node may declare.
func topNames(n ast.Node) []*ast.Ident {
	switch n := n.(type) {
	case *ast.FuncDecl:
		return []*ast.Ident{n.Name}
	case *ast.GenDecl:
		var ids []*ast.Ident
		for _, s := range n.Specs {
			ids = append(ids, specNames(s)...)
		}
		return ids
	case *ast.AssignStmt:
		var ids []*ast.Ident
		for _, e := range n.Lhs {
			if id, ok := e.(*ast.Ident); ok {
				ids = append(ids, id)
			}
		}
		return ids
	}
	return nil
}

// methodsReplaced notes which methods of earlier cells have new versions.
func (r *run) methodsReplaced() {
	for named, old := range r.tx.methods {
		now := methodsOf(named)
		for i, m := range old {
			if now[i] != m {
				r.cell.Replaced[now[i]] = m
			}
		}
	}
}

// show marks the last item when it is an expression with a value to display.
func (r *run) show() {
	if len(r.cell.Items) == 0 {
		return
	}
	last := &r.cell.Items[len(r.cell.Items)-1]
	s, ok := last.Stmt.(*ast.ExprStmt)
	last.Show = ok && r.hasValue(s.X) && !r.prints(s.X)
}

func (r *run) hasValue(e ast.Expr) bool {
	tv, ok := r.cell.Info.Types[e]
	return ok && !tv.IsVoid() && !tv.IsType() && !tv.IsBuiltin()
}

// prints reports whether e is a call of one of fmt's printing functions, whose
// count and error nobody wants to see.
func (r *run) prints(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	var id *ast.Ident
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		id = f
	case *ast.SelectorExpr:
		id = f.Sel
	default:
		return false
	}
	f, ok := r.cell.Info.Uses[id].(*types.Func)
	if !ok || f.Pkg() == nil || f.Pkg().Path() != "fmt" {
		return false
	}
	return strings.HasPrefix(f.Name(), "Print") || strings.HasPrefix(f.Name(), "Fprint")
}

func (r *run) main() {
	f, ok := r.s.pkg.Scope().Lookup("main").(*types.Func)
	if !ok {
		return
	}
	r.cell.Main = f
	if !r.program {
		r.note("func main runs when its cell is run; in a notebook statements may also stand by themselves")
	}
}

func (r *run) note(format string, args ...any) {
	r.cell.Notes = append(r.cell.Notes, fmt.Sprintf(format, args...))
}

// noteShadows tells of packages that the cell's names hide from now on: this
// module's, and those that were imported.
func (r *run) noteShadows() {
	for _, obj := range r.cell.Declared {
		name := obj.Name()
		path := r.s.imports[name]
		for _, p := range r.s.lib.byName[name] {
			if path == "" && own(p) {
				path = p
			}
		}
		if r.s.self != nil && r.cell.Replaced[obj] == r.s.self && !takesOver(obj, r.s.self) {
			r.note("%s is your own name now: functions that need the notebook's process cannot be given it", name)
		}
		if path != "" && r.s.outer.Lookup(name) == nil {
			r.note("%s is your own name from the next cell on; import %q brings the package back", name, path)
		}
	}
}
