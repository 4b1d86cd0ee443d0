package lower

import (
	"go/ast"
	"go/types"
	"reflect"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// Places: operands that can be assigned to or whose address can be taken.

// lvalue is the place of x. Elements of maps are no places: they come as
// copies. A stable place is not moved by what is evaluated after it.
func (e *emitter) lvalue(x ast.Expr, stable bool) string {
	switch x := x.(type) {
	case *ast.ParenExpr:
		return e.lvalue(x.X, stable)
	case *ast.Ident:
		return e.ref(e.obj(x).(*types.Var))
	case *ast.StarExpr:
		s, t := e.opened(e.expr(x.X), e.typ(x.X))
		return "(*" + e.fixed(s, t, stable) + ")"
	case *ast.SelectorExpr:
		return e.fieldPlace(x, stable)
	case *ast.IndexExpr:
		return e.elementPlace(x, stable)
	}
	return e.save(e.expr(x), e.typ(x))
}

// fixed makes a pointer operand a name, of a temporary if it must be stable.
func (e *emitter) fixed(s string, t types.Type, stable bool) string {
	if stable {
		return e.stable(s, t)
	}
	return e.atom(s, t)
}

func (e *emitter) fieldPlace(x *ast.SelectorExpr, stable bool) string {
	if e.isPackage(x.X) {
		return e.ref(e.obj(x.Sel).(*types.Var))
	}
	t := e.typ(x.X)
	_, index := e.lookup(t, x.Sel)
	var s string
	if _, pointer := under(t).(*types.Pointer); pointer {
		s = e.fixed(e.expr(x.X), t, stable)
	} else {
		s = e.lvalue(x.X, stable)
	}
	s, _ = e.path(s, t, index)
	return s
}

func (e *emitter) elementPlace(x *ast.IndexExpr, stable bool) string {
	t := e.typ(x.X)
	var s string
	switch under(t).(type) {
	case *types.Array:
		s = e.lvalue(x.X, stable)
	case *types.Pointer:
		s = "(*" + e.fixed(e.expr(x.X), t, stable) + ")"
	case *types.Map:
		return e.save(e.expr(x), e.typ(x))
	default:
		s, t = e.opened(e.expr(x.X), t)
		if stable {
			s = e.stable(s, t)
		}
	}
	return e.indexed(s, t, x.Index, stable)
}

// addr is &x. What has no address gets a variable of its own.
func (e *emitter) addr(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.ParenExpr:
		return e.addr(x.X)
	case *ast.Ident:
		if v, ok := e.obj(x).(*types.Var); ok {
			return e.addrOf(v)
		}
	case *ast.StarExpr:
		return e.addrOfDeref(x)
	case *ast.SelectorExpr:
		if e.isPackage(x.X) {
			return e.addrOf(e.obj(x.Sel).(*types.Var))
		}
		return e.save("&"+e.lvalue(x, false), types.NewPointer(e.typ(x)))
	case *ast.IndexExpr:
		if _, ok := under(e.typ(x.X)).(*types.Map); !ok {
			return e.addrOfElement(x)
		}
	}
	return e.boxed(e.expr(x), e.typ(x))
}

// addrOfDeref is &*p: p, if it is not nil.
func (e *emitter) addrOfDeref(x *ast.StarExpr) string {
	t := e.typ(x.X)
	p := e.atom(e.expr(x.X), t)
	e.checkNil(p)
	return p
}

// checkNil panics as a dereference of the pointer p does.
func (e *emitter) checkNil(p string) {
	e.panicIf(p+" == nil", e.native("PanicNil", native.PanicNil)+"()")
}

// boxed is a pointer to a new variable that holds s.
func (e *emitter) boxed(s string, t types.Type) string {
	p := e.tmp(types.NewPointer(t))
	s = e.stable(s, t)
	e.p("%s = new(%s)", p, e.s.ty(t))
	e.p("*%s = %s", p, s)
	return p
}

// addrOfElement is &a[i], by a native: yaegi's own is the address of a copy.
func (e *emitter) addrOfElement(x *ast.IndexExpr) string {
	var base string
	t := e.typ(x.X)
	if _, array := under(t).(*types.Array); array {
		base, t = e.addr(x.X), types.NewPointer(t)
	} else {
		base, t = e.opened(e.expr(x.X), t)
		base = e.atom(base, t)
	}
	pt := types.NewPointer(e.typ(x))
	it := e.indexType(x.Index)
	i := e.toInt(e.atom(e.exprTo(x.Index, it), it), it)
	return e.save(e.s.elementAddress(e.s.rep(t), e.s.rep(pt))+"("+base+", "+i+")", pt)
}

// elementAddress is a symbol func(base, int) *elem.
func (s *Session) elementAddress(base, ptr reflect.Type) string {
	ft := reflect.FuncOf([]reflect.Type{base, basics[types.Int]}, []reflect.Type{ptr}, false)
	return s.makeFunc("address", ft, func(args []reflect.Value) []reflect.Value {
		v, i := args[0], int(args[1].Int())
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				native.PanicNil()
			}
			v = v.Elem()
		}
		if i < 0 || i >= v.Len() {
			native.PanicIndex(i, v.Len())
		}
		return []reflect.Value{v.Index(i).Addr()}
	})
}

// perType is the symbol of a native that build makes for the type t.
func (s *Session) perType(what string, t reflect.Type, build func(reflect.Type) reflect.Value) string {
	key := funcKey{what, t}
	if name, ok := s.symNames[key]; ok {
		s.unit.use(name)
		return name
	}
	return s.sym(key, build(t))
}
