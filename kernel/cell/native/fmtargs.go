package native

import (
	"fmt"
	"reflect"
)

// FmtArg prepares an argument of a function that formats as fmt does.
func (m *Machine) FmtArg(v any) any {
	v = Unwrap(v)
	if v == nil {
		return nil
	}
	ti := m.info(reflect.TypeOf(v))
	if !ti.User {
		return v
	}
	if ti.method("Error") != nil {
		if w, ok := m.ToIface(v, errorType); ok {
			return w.Interface()
		}
	}
	return formatted{m, v}
}

// FmtArgs prepares all arguments.
func (m *Machine) FmtArgs(args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		out[i] = m.FmtArg(a)
	}
	return out
}

// printArgs prepares the arguments of Print: between two operands there is a
// space if neither is a string, so strings have to stay strings.
func (m *Machine) printArgs(args []any) []any {
	out := m.FmtArgs(args)
	for i, a := range out {
		f, ok := a.(fmt.Formatter)
		if !ok {
			continue
		}
		if v := reflect.ValueOf(m.Unbox(args[i])); v.IsValid() && v.Kind() == reflect.String {
			out[i] = fmt.Sprintf("%v", f)
		}
	}
	return out
}
