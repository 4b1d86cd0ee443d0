package lower

import (
	"go/types"
	"reflect"
)

// zero is the zero value of t as an operand.
func (e *emitter) zero(t types.Type) string {
	switch u := under(t).(type) {
	case *types.Basic:
		if z := zeroLiteral(u); z != "" && !e.namedNatively(t) {
			return z
		}
	case *types.Slice, *types.Map, *types.Pointer, *types.Chan:
		return "nil"
	case *types.Interface:
		if !e.s.nativeIface(t) {
			return "nil"
		}
	}
	return "(*" + e.s.sym("zero:"+e.s.key(t), reflect.New(e.s.rep(t))) + ")"
}

// zeroLiteral is the zero of a basic type, "" if it has no literal.
func zeroLiteral(t *types.Basic) string {
	switch info := t.Info(); {
	case info&types.IsBoolean != 0:
		return "false"
	case info&types.IsString != 0:
		return `""`
	case info&types.IsInteger != 0:
		return "0"
	case info&types.IsFloat != 0:
		return "0.0"
	}
	return ""
}

// namedNatively reports whether t is a bool type of a library, which the
// constant false does not fit without a conversion.
func (e *emitter) namedNatively(t types.Type) bool {
	r := e.s.rep(t)
	return r.Kind() == reflect.Bool && r.PkgPath() != ""
}

// nilOf is nil as a value of type t.
func (e *emitter) nilOf(t types.Type) string {
	if t == nil {
		return "nil"
	}
	return e.zero(t)
}
