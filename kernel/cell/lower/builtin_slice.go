package lower

import (
	"go/ast"
	"go/types"
)

// appendCall is append(s, …), of which yaegi's takes one element or a slice,
// in plain variables.
func (e *emitter) appendCall(x *ast.CallExpr) string {
	e.callsFirst(x.Args...)
	rt := e.resultTypes(x)[0]
	t := rt
	s := e.exprTo(x.Args[0], t)
	if len(x.Args) == 1 {
		return s
	}
	if e.s.isRec(t) {
		s, t = e.open(s, t), under(t)
	}
	var r string
	switch {
	case x.Ellipsis.IsValid():
		r = e.appendSlice(s, x.Args[1], t)
	case len(x.Args) == 2:
		et := e.s.subst(under(t).(*types.Slice).Elem(), e.env)
		v := e.slot(e.exprTo(x.Args[1], et), et)
		r = "append(" + e.slot(s, t) + ", " + v + ")"
	default:
		v := e.elements(x.Args[1:], t)
		r = "append(" + e.slot(s, t) + ", " + v + "...)"
	}
	if e.s.isRec(rt) {
		return e.close(e.save(r, t), rt)
	}
	return r
}

// appendSlice is append(s, tail...).
func (e *emitter) appendSlice(s string, tail ast.Expr, t types.Type) string {
	if e.src.Info.Types[tail].IsNil() {
		return s
	}
	s = e.stable(s, t)
	v, vt := e.opened(e.expr(tail), e.typ(tail))
	if basicInfo(vt)&types.IsString != 0 {
		return "append(" + s + ", " + e.saveR("[]byte("+v+")", "[]byte") + "...)"
	}
	et := e.s.subst(under(t).(*types.Slice).Elem(), e.env)
	return "append(" + s + ", " + e.saveR(v, "[]"+e.s.ty(et)) + "...)"
}

// elements collects several operands in a slice of type t.
func (e *emitter) elements(xs []ast.Expr, t types.Type) string {
	et := e.s.subst(under(t).(*types.Slice).Elem(), e.env)
	vs := make([]string, len(xs))
	for i, x := range xs {
		vs[i] = e.slot(e.exprTo(x, et), et)
	}
	st := types.NewSlice(et)
	r := e.tmp(st)
	e.p("%s = make(%s, %d)", r, e.s.ty(st), len(vs))
	for i, v := range vs {
		e.p("%s[%d] = %s", r, i, v)
	}
	return r
}

func (e *emitter) copyCall(x *ast.CallExpr) prepared {
	e.callsFirst(x.Args...)
	dst, _ := e.openedArg(x.Args[0])
	var src argument
	if t := e.typ(x.Args[1]); basicInfo(t)&types.IsString != 0 {
		s, _ := e.value(x.Args[1])
		src = argument{e.saveR("[]byte("+s+")", "[]byte"), "[]byte"}
	} else {
		src, _ = e.openedArg(x.Args[1])
	}
	return prepared{args: []argument{dst, src}, results: e.resultTypes(x), build: func(a []string) string {
		return "copy(" + a[0] + ", " + a[1] + ")"
	}}
}
