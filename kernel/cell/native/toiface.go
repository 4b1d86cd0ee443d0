package native

import (
	"fmt"
	"reflect"
)

var (
	errorType    = reflect.TypeFor[error]()
	stringerType = reflect.TypeFor[fmt.Stringer]()
	anyType      = reflect.TypeFor[any]()
)

// ToIface converts an unwrapped value to the native interface type it. ok is
// false if v does not implement it. A nil v gives a nil interface.
func (m *Machine) ToIface(v any, it reflect.Type) (r reflect.Value, ok bool) {
	if v == nil {
		return reflect.Zero(it), true
	}
	t := reflect.TypeOf(v)
	ti := m.types.of(t)
	if ti == nil || !ti.User {
		if !t.Implements(it) {
			return reflect.Value{}, false
		}
		return reflect.ValueOf(v), true
	}
	if !ti.implements(it) {
		return reflect.Value{}, false
	}
	w := wrapped{m, v}
	switch it {
	case errorType:
		return reflect.ValueOf(wrapError(ti, w)), true
	case stringerType:
		return reflect.ValueOf(stringValue{w}), true
	}
	return m.wrapNative(ti, v, it), true
}

// implements reports whether a learner's type has the methods of a native
// interface.
func (ti *TypeInfo) implements(it reflect.Type) bool {
	for i := range it.NumMethod() {
		f := it.Method(i)
		if own := ti.Method(f.Name); own == nil || own.Type != f.Type {
			return false
		}
	}
	return true
}

var (
	isFunc      = reflect.TypeFor[func(error) bool]()
	unwrapFunc  = reflect.TypeFor[func() error]()
	unwrapsFunc = reflect.TypeFor[func() []error]()
)

func (ti *TypeInfo) has(name string, t reflect.Type) bool {
	f := ti.Method(name)
	return f != nil && f.Type == t
}

func wrapError(ti *TypeInfo, w wrapped) error {
	e := errorValue{w}
	one, many := ti.has("Unwrap", unwrapFunc), ti.has("Unwrap", unwrapsFunc)
	switch is := ti.has("Is", isFunc); {
	case is && one:
		return errorBoth{errorIs{e}}
	case is && many:
		return errorBoths{errorIs{e}}
	case is:
		return errorIs{e}
	case one:
		return errorUnwrap{e}
	case many:
		return errorUnwraps{e}
	}
	return e
}

// wrapNative fills the wrapper struct of an interface of the library.
func (m *Machine) wrapNative(ti *TypeInfo, v any, it reflect.Type) reflect.Value {
	wt, ok := m.hooks.Wrapper(it)
	if !ok {
		panic("native: no wrapper for interface " + it.String())
	}
	w := reflect.New(wt).Elem()
	w.Field(0).Set(reflect.ValueOf(v))
	for i := 1; i < wt.NumField(); i++ {
		name := wt.Field(i).Name[len("W"):]
		if _, part := it.MethodByName(name); part {
			w.Field(i).Set(bind(ti.Method(name), v, wt.Field(i).Type))
		}
	}
	return w
}

// bind makes a func of type ft that calls method f of v.
func bind(f *Method, v any, ft reflect.Type) reflect.Value {
	recv := reflect.ValueOf(&v).Elem()
	variadic := ft.IsVariadic()
	return reflect.MakeFunc(ft, func(args []reflect.Value) []reflect.Value {
		fn := f.load()
		in := append([]reflect.Value{recv}, args...)
		if variadic {
			return fn.value.CallSlice(in)
		}
		return fn.value.Call(in)
	})
}
