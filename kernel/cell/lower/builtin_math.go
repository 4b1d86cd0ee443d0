package lower

import (
	"go/ast"
	"go/types"
	"reflect"
)

// complexBuiltin is complex(a, b), real(c) or imag(c).
func (e *emitter) complexBuiltin(x *ast.CallExpr, name string) string {
	if name != "complex" {
		s, t := e.value(x.Args[0])
		return e.complexCall(name, t, e.slot(s, t))
	}
	e.callsFirst(x.Args...)
	t := e.resultTypes(x)[0]
	part := types.Typ[types.Float64]
	if e.s.rep(t).Kind() == reflect.Complex64 {
		part = types.Typ[types.Float32]
	}
	re := e.slot(e.exprTo(x.Args[0], part), part)
	im := e.slot(e.exprTo(x.Args[1], part), part)
	return e.complexCall(name, t, re, im)
}

// minOrMax is min(…) or max(…) of any ordered type.
func (e *emitter) minOrMax(x *ast.CallExpr, name string) string {
	e.callsFirst(x.Args...)
	t := e.resultTypes(x)[0]
	if isUntyped(t) {
		t = types.Default(t)
	}
	var vs []string
	for _, a := range x.Args {
		vs = append(vs, e.stable(e.exprTo(a, t), t))
	}
	r := e.tmp(t)
	e.p("%s = %s", r, vs[0])
	for _, v := range vs[1:] {
		e.extreme(r, v, name, t)
	}
	return r
}

// extreme makes r the smaller or larger of r and v. Floats go to a native for
// the sake of NaN and the sign of zero.
func (e *emitter) extreme(r, v, name string, t types.Type) {
	if basicInfo(t)&types.IsFloat != 0 {
		f := e.native(name+" of floats", floatExtremes[name])
		e.p("%s = %s(%s(float64(%s), float64(%s)))", r, e.s.ty(t), f, r, v)
		return
	}
	op := "<"
	if name == "max" {
		op = ">"
	}
	e.p("if %s %s %s {\n%s = %s\n}", v, op, r, r, v)
}

var floatExtremes = map[string]any{
	"min": func(a, b float64) float64 { return min(a, b) },
	"max": func(a, b float64) float64 { return max(a, b) },
}
