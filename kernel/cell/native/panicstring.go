package native

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// PanicString is a panic value as Go's runtime prints it after "panic: ".
func (m *Machine) PanicString(v any) string {
	v = Unwrap(v)
	if v == nil {
		return "nil"
	}
	var ti *TypeInfo
	if m != nil {
		ti = m.types.of(reflect.TypeOf(v))
	}
	if v == NilDeref {
		return NilDeref.Error() + "\n[signal SIGSEGV: segmentation violation]"
	}
	if s, ok := panicMethod(v, ti); ok {
		return indented(s)
	}
	r, name := reflect.ValueOf(v), fmt.Sprintf("%T", v)
	if ti != nil {
		r, name = ti.rep(v), ti.Name
	} else if m != nil {
		name = m.TypeName(v)
	}
	s, basic := printed(r)
	switch {
	case !basic:
		return fmt.Sprintf("(%s) %s", name, address(v))
	case name == r.Kind().String():
		return indented(s)
	case r.Kind() == reflect.String:
		return name + `("` + indented(s) + `")`
	case r.Kind() == reflect.Complex64 || r.Kind() == reflect.Complex128:
		return name + s
	}
	return name + "(" + s + ")"
}

// panicMethod is what the Error or String method returns.
func panicMethod(v any, ti *TypeInfo) (string, bool) {
	if ti != nil {
		for _, name := range []string{"Error", "String"} {
			if f, ok := ti.method(name).(func(any) string); ok {
				return f(v), true
			}
		}
		return "", false
	}
	switch x := v.(type) {
	case error:
		return x.Error(), true
	case fmt.Stringer:
		return x.String(), true
	}
	return "", false
}

// address is where the data of an interface value lies.
func address(v any) string {
	r := reflect.ValueOf(v)
	switch r.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func, reflect.UnsafePointer:
		return "0x" + strconv.FormatUint(uint64(r.Pointer()), 16)
	}
	p := reflect.New(r.Type())
	return "0x" + strconv.FormatUint(uint64(p.Pointer()), 16)
}

// indented puts a tab after each line end, as the runtime does.
func indented(s string) string { return strings.ReplaceAll(s, "\n", "\n\t") }

// printed is a value of a basic kind as print prints it.
func printed(r reflect.Value) (s string, basic bool) {
	switch {
	case r.Kind() == reflect.String:
		return r.String(), true
	case r.Kind() == reflect.Bool:
		return strconv.FormatBool(r.Bool()), true
	case r.CanInt():
		return strconv.FormatInt(r.Int(), 10), true
	case r.CanUint():
		return strconv.FormatUint(r.Uint(), 10), true
	case r.CanFloat():
		return strconv.FormatFloat(r.Float(), 'g', -1, r.Type().Bits()), true
	case r.CanComplex():
		return strconv.FormatComplex(r.Complex(), 'g', -1, r.Type().Bits()), true
	}
	return "", false
}

// PrintBuiltin is print, or println if ln, to the standard error.
func (m *Machine) PrintBuiltin(ln bool, args []any) {
	var b strings.Builder
	for i, a := range args {
		if i > 0 && ln {
			b.WriteByte(' ')
		}
		b.WriteString(m.printArg(a))
	}
	if ln {
		b.WriteByte('\n')
	}
	m.write(m.hooks.Stderr, b.String())
}

func (m *Machine) printArg(a any) string {
	a = m.Unbox(a)
	if a == nil {
		return "(0x0,0x0)"
	}
	r := reflect.ValueOf(a)
	if s, ok := printed(r); ok {
		return s
	}
	switch r.Kind() {
	case reflect.Slice:
		return fmt.Sprintf("[%d/%d]0x%x", r.Len(), r.Cap(), r.Pointer())
	case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func, reflect.UnsafePointer:
		return fmt.Sprintf("0x%x", r.Pointer())
	}
	return fmt.Sprintf("(0x0,%s)", address(a))
}

// write sends text to one of the output hooks for the calling thread.
func (m *Machine) write(to func(*Thread, []byte) (int, error), text string) (int, error) {
	return to(m.thread(), []byte(text))
}
