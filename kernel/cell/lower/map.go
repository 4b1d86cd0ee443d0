package lower

import (
	"go/ast"
	"go/types"
	"reflect"
)

// Elements of maps. Every access is native, since Go ends the program when two
// goroutines are in a map and one of them writes; the native only ends the
// goroutine that is found out.

// A mapElement is an evaluated m[k].
type mapElement struct {
	m, k string
	t    types.Type // of m, a map type that is not recursive
}

func (el mapElement) elem() types.Type { return under(el.t).(*types.Map).Elem() }

// mapElement evaluates map and key of m[k], in temporaries if the element is
// used after what follows.
func (e *emitter) mapElement(x *ast.IndexExpr, stable bool) mapElement {
	m, t := e.opened(e.expr(x.X), e.typ(x.X))
	if stable {
		m = e.stable(m, t)
	} else {
		m = e.slot(m, t)
	}
	kt := e.s.subst(under(t).(*types.Map).Key(), e.env)
	k := e.exprTo(x.Index, kt)
	if stable && !isLiteral(k) {
		k = e.stable(k, kt)
	}
	return mapElement{m: m, k: e.slot(k, kt), t: t}
}

// mapGet is m[k] as a value.
func (e *emitter) mapGet(x *ast.IndexExpr) string { return e.get(e.mapElement(x, false)) }

func (e *emitter) get(el mapElement) string {
	call := e.s.mapOp("get", e.s.machine.MapGet, el.t) + "(" + el.m + ", " + el.k + ")"
	if et := el.elem(); e.s.rep(et).Kind() == reflect.Func {
		return e.saveCall(call, et)
	}
	return call
}

// mapGet2 is v, ok = m[k].
func (e *emitter) mapGet2(x *ast.IndexExpr) (v, ok string) {
	el := e.mapElement(x, false)
	v, ok = e.result(el.elem()), e.tmpR("bool")
	e.p("%s, %s = %s(%s, %s)", v, ok, e.s.mapOp("get2", e.s.machine.MapGet2, el.t), el.m, el.k)
	return v, ok
}

// mapSet is m[k] = v.
func (e *emitter) mapSet(el mapElement, v string) {
	e.p("%s(%s, %s, %s)", e.s.mapOp("set", e.s.machine.MapSet, el.t), el.m, el.k, e.slot(v, el.elem()))
}

// mapOp is the symbol of a map operation on maps of type t.
func (s *Session) mapOp(what string, build func(reflect.Type) reflect.Value, t types.Type) string {
	return s.perType("map "+what, s.rep(t), build)
}
