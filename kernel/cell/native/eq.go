package native

import (
	"reflect"
	"runtime"
	"strings"
)

// Eq is == for interface, struct, array and complex operands.
func (m *Machine) Eq(a, b any) bool {
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		if e, ok := r.(runtime.Error); ok {
			if _, typ, cut := strings.Cut(e.Error(), "comparing uncomparable type "); cut {
				raise(RuntimeError{"comparing uncomparable type " + m.uncomparable(a, typ)})
			}
		}
		panic(r)
	}()
	return Unwrap(a) == Unwrap(b)
}

// uncomparable is the learner's name of the type that reflect calls typ: the
// type of v or of something in it.
func (m *Machine) uncomparable(v any, typ string) string {
	if v = Unwrap(v); v != nil && reflect.TypeOf(v).String() == typ {
		return m.TypeName(v)
	}
	return m.types.nameOf(typ)
}

// EqPtr is == for two channels, or two pointers, of types that differ in
// representation only.
func EqPtr(a, b any) bool {
	return reflect.ValueOf(a).Pointer() == reflect.ValueOf(b).Pointer()
}
