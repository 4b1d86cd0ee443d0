package native

import (
	"fmt"
	"reflect"
)

// A learner's value as a native interface is a wrapper. Values in interfaces
// of the learner are never wrapped: Unwrap is applied on the way back.

// wrapped is embedded in the wrappers of error and fmt.Stringer. They are
// comparable, so that == of wrappers is == of the values.
type wrapped struct {
	m *Machine
	V any
}

func (w wrapped) inner() any { return w.V }

// Format prints the learner's value.
func (w wrapped) Format(s fmt.State, verb rune) { w.m.format(s, verb, w.V) }

// callMethod calls a method without arguments.
func callMethod[R any](w wrapped, name string) R {
	f, ok := w.m.method(w.V, name).(func(any) R)
	if !ok {
		panic(fmt.Sprintf("native: %s of %s has not the type of its interface", name, w.m.TypeName(w.V)))
	}
	return f(w.V)
}

// method finds a method that is known to exist.
func (m *Machine) method(v any, name string) any {
	ti := m.types.of(reflect.TypeOf(v))
	f := ti.method(name)
	if f == nil {
		panic(fmt.Sprintf("native: method %s of %s is not loaded", name, m.TypeName(v)))
	}
	return f
}

type (
	// errorValue is a learner's value as error; the others are for values that
	// also have the methods that package errors looks for.
	errorValue   struct{ wrapped }
	errorUnwrap  struct{ errorValue }
	errorUnwraps struct{ errorValue }
	errorIs      struct{ errorValue }
	errorBoth    struct{ errorIs }
	errorBoths   struct{ errorIs }

	// stringValue is a learner's value as fmt.Stringer.
	stringValue struct{ wrapped }
)

func (e errorValue) Error() string     { return callMethod[string](e.wrapped, "Error") }
func (e errorUnwrap) Unwrap() error    { return callMethod[error](e.wrapped, "Unwrap") }
func (e errorUnwraps) Unwrap() []error { return callMethod[[]error](e.wrapped, "Unwrap") }
func (e errorBoth) Unwrap() error      { return callMethod[error](e.wrapped, "Unwrap") }
func (e errorBoths) Unwrap() []error   { return callMethod[[]error](e.wrapped, "Unwrap") }
func (e stringValue) String() string   { return callMethod[string](e.wrapped, "String") }

func (e errorIs) Is(target error) bool {
	return e.m.method(e.V, "Is").(func(any, error) bool)(e.V, target)
}

// Unwrap returns the learner's value in a native interface, and any other
// value as it is.
func Unwrap(v any) any {
	if v == nil {
		return nil
	}
	if w, ok := v.(interface{ inner() any }); ok {
		return w.inner()
	}
	t := reflect.TypeOf(v)
	if t.Kind() == reflect.Struct && t.NumField() > 0 && t.Field(0).Name == "IValue" {
		return reflect.ValueOf(v).Field(0).Interface()
	}
	return v
}

// Unbox returns the representation of a value in an interface: without
// wrapper and box.
func (m *Machine) Unbox(v any) any {
	v = Unwrap(v)
	if v == nil {
		return nil
	}
	if ti := m.types.of(reflect.TypeOf(v)); ti != nil && ti.Box != nil {
		return reflect.ValueOf(v).Field(0).Interface()
	}
	return v
}

// rep is Unbox for a value whose type is known.
func (ti *TypeInfo) rep(v any) reflect.Value {
	r := reflect.ValueOf(v)
	if ti.Box != nil {
		return r.Field(0)
	}
	return r
}

// box makes the interface value of a representation.
func (ti *TypeInfo) box(r reflect.Value) any {
	if ti.Box == nil {
		return r.Interface()
	}
	b := reflect.New(ti.Box).Elem()
	b.Field(0).Set(r)
	return b.Interface()
}
