package check

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// Methods on types of earlier cells are attached in the middle of a check.
// go/types declares all objects of a file, in order, before it looks into any
// of them, and asks for an import when it meets it. So the last declaration
// of an arrangement is an import of a package that is none, and when go/types
// asks for it, all methods exist and nothing has been resolved yet.
const hookPath = "cell/declared"

var hookPackage = func() *types.Package {
	p := types.NewPackage(hookPath, "declared")
	p.MarkComplete()
	return p
}()

func hook() ast.Decl {
	return &ast.GenDecl{Tok: token.IMPORT, Specs: []ast.Spec{&ast.ImportSpec{
		Name: &ast.Ident{Name: "_"},
		Path: &ast.BasicLit{Kind: token.STRING, Value: `"` + hookPath + `"`},
	}}}
}

// attachMethods gives types of earlier cells the methods that the cell
// declares for them.
func (r *run) attachMethods() {
	r.tx.methods, r.tx.generic = map[*types.Named][]*types.Func{}, nil
	for _, d := range r.methods {
		m, ok := r.cell.Info.Defs[d.Name].(*types.Func)
		if named := r.earlierType(d); named != nil && ok && d.Name.Name != "_" {
			r.attach(named, m)
		}
	}
	if len(r.tx.generic) > 0 {
		r.s.refreshInstances()
	}
}

// earlierType is the type of an earlier cell that a method is for, or nil.
func (r *run) earlierType(d *ast.FuncDecl) *types.Named {
	if len(d.Recv.List) == 0 {
		return nil
	}
	base := r.unaliased(receiverBase(d.Recv.List[0].Type))
	if base == nil || r.s.pkg.Scope().Lookup(base.Name) != nil {
		return nil
	}
	tn, ok := r.s.outer.Lookup(base.Name).(*types.TypeName)
	if !ok {
		return nil
	}
	named, ok := types.Unalias(tn.Type()).(*types.Named)
	if !ok || named.Obj().Pkg() != r.s.pkg || named.TypeArgs().Len() > 0 {
		return nil // go/types says why not
	}
	switch named.Underlying().(type) {
	case *types.Pointer, *types.Interface:
		return nil
	}
	return named
}

// unaliased follows the aliases that the cell itself declares.
func (r *run) unaliased(name *ast.Ident) *ast.Ident {
	for _, d := range r.arrangement.types {
		for _, s := range d.(*ast.GenDecl).Specs {
			spec, ok := s.(*ast.TypeSpec)
			if !ok || name == nil || spec.Name.Name != name.Name || !spec.Assign.IsValid() || spec.TypeParams != nil {
				continue
			}
			if id, ok := ast.Unparen(spec.Type).(*ast.Ident); ok && id.Name != name.Name {
				return id
			}
		}
	}
	return name
}

// attach adds a method or replaces the one of that name.
func (r *run) attach(named *types.Named, m *types.Func) {
	old, saved := r.tx.methods[named]
	if !saved {
		old = methodsOf(named)
		r.tx.methods[named] = old
		if named.TypeParams().Len() > 0 {
			r.tx.generic = append(r.tx.generic, named)
		}
	}
	if clash := r.clash(named, m); clash != "" {
		r.found = append(r.found, types.Error{Fset: r.fset, Pos: m.Pos(), Msg: clash})
		return
	}
	methods := methodsOf(named)
	for i, o := range methods {
		if o.Name() == m.Name() {
			methods[i] = m
			setMethods(named, methods)
			return
		}
	}
	setMethods(named, append(methods, m))
}

// clash says why a type can't have a method m.
func (r *run) clash(named *types.Named, m *types.Func) string {
	if st, ok := named.Underlying().(*types.Struct); ok {
		for f := range st.Fields() {
			if f.Name() == m.Name() {
				return fmt.Sprintf("field and method with the same name %s", m.Name())
			}
		}
	}
	for _, d := range r.methods {
		other := r.cell.Info.Defs[d.Name]
		if other == types.Object(m) {
			break
		}
		if d.Name.Name == m.Name() && r.earlierType(d) == named {
			return fmt.Sprintf("method %s.%s already declared at %v", named.Obj().Name(), m.Name(), r.fset.Position(other.Pos()))
		}
	}
	return ""
}

// refreshInstances brings the instances that cells can reach up to date with
// their generic types.
func (s *Session) refreshInstances() {
	w := walker{seen: map[types.Type]bool{}}
	for _, obj := range *elements(s.outer) {
		w.walk(obj.Type())
	}
}

// A walker refreshes the instances in types.
type walker struct{ seen map[types.Type]bool }

func (w *walker) walk(t types.Type) {
	if t == nil || w.seen[t] {
		return
	}
	w.seen[t] = true
	switch t := t.(type) {
	case *types.Named:
		w.named(t)
	case *types.Alias:
		w.walk(types.Unalias(t))
	case *types.Map:
		w.walk(t.Key())
		w.walk(t.Elem())
	case interface{ Elem() types.Type }: // pointer, slice, array, channel
		w.walk(t.Elem())
	case *types.Signature:
		w.tuple(t.Params())
		w.tuple(t.Results())
	case *types.Struct:
		for f := range t.Fields() {
			w.walk(f.Type())
		}
	case *types.Interface:
		for m := range t.Methods() {
			w.walk(m.Type())
		}
	}
}

// named walks a type of the cells; those of packages cannot reach one.
func (w *walker) named(t *types.Named) {
	for i := range t.TypeArgs().Len() {
		w.walk(t.TypeArgs().At(i))
	}
	if p := t.Obj().Pkg(); p == nil || p.Path() != "main" {
		return
	}
	Refresh(t)
	w.walk(t.Underlying())
	for m := range t.Origin().Methods() {
		w.walk(m.Type())
	}
}

func (w *walker) tuple(t *types.Tuple) {
	for v := range t.Variables() {
		w.walk(v.Type())
	}
}
