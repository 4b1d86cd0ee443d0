package lower

import (
	"go/ast"
	"go/types"
	"strings"
)

// Selectors. Promotion is always made explicit, since representations of
// embedded fields are plain fields; only below a struct of the library Go
// promotes by itself.

func (e *emitter) selector(x *ast.SelectorExpr) string {
	if e.isPackage(x.X) {
		return e.qualified(x)
	}
	if e.src.Info.Types[x.X].IsType() {
		return e.methodExpr(x)
	}
	t := e.typ(x.X)
	switch o, index := e.lookup(t, x.Sel); o := o.(type) {
	case *types.Var:
		s, _ := e.path(e.base(x.X), t, index)
		return s
	case *types.Func:
		return e.methodValue(x, t, o, index)
	}
	e.s.fail(x.Pos(), "the selector %s", x.Sel.Name)
	return ""
}

func (e *emitter) isPackage(x ast.Expr) bool {
	id, ok := x.(*ast.Ident)
	if !ok {
		return false
	}
	_, ok = e.obj(id).(*types.PkgName)
	return ok
}

// qualified is pkg.Name.
func (e *emitter) qualified(x *ast.SelectorExpr) string {
	switch o := e.obj(x.Sel).(type) {
	case *types.Var:
		return e.ref(o)
	case *types.Func:
		return e.funcValue(x.Sel, e.typ(x))
	case *types.Const:
		return e.constant(o.Val(), e.typ(x))
	}
	e.s.fail(x.Pos(), "%s.%s", x.X, x.Sel.Name)
	return ""
}

// funcValue is a declared function as a value.
func (e *emitter) funcValue(id *ast.Ident, t types.Type) string {
	name, _ := e.funcName(id, e.obj(id).(*types.Func))
	return e.save(name, t)
}

// lookup finds the field or method sel of t. The selection that the checker
// recorded does not do: in an instance of a generic function t is another
// type.
func (e *emitter) lookup(t types.Type, sel *ast.Ident) (types.Object, []int) {
	o, index, _ := types.LookupFieldOrMethod(t, true, e.src.Pkg, sel.Name)
	if o == nil {
		if declared := e.obj(sel); declared != nil && declared.Pkg() != nil {
			o, index, _ = types.LookupFieldOrMethod(t, true, declared.Pkg(), sel.Name)
		}
	}
	if o == nil {
		panic("no field or method " + sel.Name + " in " + t.String())
	}
	return o, index
}

// base evaluates x as the operand in front of a dot. What is a place stays
// one, and pointers become names, which yaegi follows by itself.
func (e *emitter) base(x ast.Expr) string {
	s, t := e.expr(x), e.typ(x)
	_, pointer := under(t).(*types.Pointer)
	switch {
	case isAtom(s):
		return s
	case pointer:
		return e.save(s, t)
	case strings.HasPrefix(s, "(*"):
		return s
	case strings.HasSuffix(s, ")"): // a call
		return e.save(s, t)
	}
	return s
}

// path follows the fields in index from s, an operand of type t. It returns
// the place of the last field and its type.
func (e *emitter) path(s string, t types.Type, index []int) (string, types.Type) {
	for n, i := range index {
		if e.s.nativeStruct(t) && n < len(index)-1 {
			f := fieldAt(t, index[n:])
			return s + "." + f.Name(), e.s.subst(f.Type(), nil)
		}
		st := under(t)
		if p, ok := st.(*types.Pointer); ok {
			st = under(p.Elem())
			s = e.atom(s, t)
		} else if p, ok := derefName(s); ok {
			s = p
		}
		f := st.(*types.Struct).Field(i)
		s += "." + fieldName(f, i)
		t = e.s.subst(f.Type(), nil)
	}
	return s, t
}

// pathType is the type that path ends at.
func (s *Session) pathType(t types.Type, index []int) types.Type {
	for _, i := range index {
		t = s.subst(structOf(t).Field(i).Type(), nil)
	}
	return t
}

// structOf is the struct type of t or of what t points to.
func structOf(t types.Type) *types.Struct {
	if p, ok := under(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	return under(t).(*types.Struct)
}

// fieldAt is the field at the end of index.
func fieldAt(t types.Type, index []int) *types.Var {
	var f *types.Var
	for _, i := range index {
		f = structOf(t).Field(i)
		t = f.Type()
	}
	return f
}

// nativeCut shortens the path of a promoted method at the first struct of the
// library, from where Go promotes by itself.
func (s *Session) nativeCut(t types.Type, index []int) []int {
	for i := range len(index) - 1 {
		if s.nativeStruct(t) {
			return append(append([]int{}, index[:i]...), index[len(index)-1])
		}
		t = s.subst(structOf(t).Field(index[i]).Type(), nil)
	}
	return index
}
