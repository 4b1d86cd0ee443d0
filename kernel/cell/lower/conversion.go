package lower

import (
	"go/ast"
	"go/types"
	"reflect"
)

// conversion is T(x).
func (e *emitter) conversion(x *ast.CallExpr) string {
	to, arg := e.typ(x.Fun), x.Args[0]
	tv := e.src.Info.Types[arg]
	if tv.IsNil() {
		return e.save(e.nilOf(to), to)
	}
	if isIface(to) {
		return e.exprTo(arg, to)
	}
	from := e.defaultTyp(arg)
	if tv.Value != nil && basicInfo(to)&types.IsConstType != 0 {
		// to is a type parameter's argument: the checker did not fold this one
		if basicInfo(to)&types.IsString == 0 || basicInfo(from)&types.IsString != 0 {
			return e.constant(tv.Value, to)
		}
	}
	return e.convert(e.exprTo(arg, from), from, to)
}

// convert converts s explicitly between types that are no interfaces.
func (e *emitter) convert(s string, from, to types.Type) string {
	recFrom, recTo := e.s.isRec(from), e.s.isRec(to)
	switch {
	case recFrom && recTo:
		return s
	case recFrom:
		s, from = e.opened(s, from)
	case recTo:
		u := under(to)
		if e.s.rep(from) != e.s.rep(u) {
			s = e.saveCall(e.convertFunc(e.s.rep(from), e.s.rep(u))+"("+e.slot(s, from)+")", u)
		}
		return e.close(s, to)
	}
	rf, rt := e.s.rep(from), e.s.rep(to)
	switch {
	case rf == rt:
		return s
	case convertsInline(rf, rt):
		return rt.Name() + "(" + s + ")"
	}
	call := e.convertFunc(rf, rt) + "(" + e.slot(s, from) + ")"
	if rt.Kind() == reflect.Func {
		return e.saveCall(call, to)
	}
	return call
}

// convertsInline reports whether yaegi converts between the numeric types
// rightly. It does not between floats and small or unsigned integers.
func convertsInline(from, to reflect.Type) bool {
	if !isNumeric(from) || !isNumeric(to) || from.PkgPath() != "" || to.PkgPath() != "" {
		return false
	}
	isFloat := from.Kind() == reflect.Float64 || from.Kind() == reflect.Float32
	return !isFloat || to.Kind() == reflect.Float64 || to.Kind() == reflect.Int
}

// isNumeric reports whether t is an integer or float type.
func isNumeric(t reflect.Type) bool { return t.Kind() >= reflect.Int && t.Kind() <= reflect.Float64 }
