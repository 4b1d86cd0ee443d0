package native

import (
	"fmt"
	"reflect"
)

// Method finds the function of a method for a call through an interface: a
// func(recv any, args...) results. v is unwrapped; nil panics as Go does.
func (m *Machine) Method(v any, name string) any {
	if v == nil {
		raise(NilDeref)
	}
	t := reflect.TypeOf(v)
	if ti := m.types.of(t); ti != nil {
		if f := ti.method(name); f != nil {
			return f
		}
	}
	return m.nativeMethod(t, name)
}

// Bind returns method name of v, which may be wrapped, as a func value.
func (m *Machine) Bind(v any, name string) any {
	v = Unwrap(v)
	if v == nil {
		raise(NilDeref)
	}
	if f := m.types.of(reflect.TypeOf(v)).Method(name); f != nil {
		return bind(f, v, f.Type).Interface()
	}
	return reflect.ValueOf(v).MethodByName(name).Interface()
}

type nativeMethodKey struct {
	t    reflect.Type
	name string
}

// nativeMethod adapts a method of a native type to the form of a method table.
func (m *Machine) nativeMethod(t reflect.Type, name string) any {
	key := nativeMethodKey{t, name}
	if f, ok := m.natives.Load(key); ok {
		return f
	}
	method, ok := t.MethodByName(name)
	if !ok {
		panic(fmt.Sprintf("native: no method %s on %s", name, t))
	}
	f := adapt(method)
	m.natives.Store(key, f)
	return f
}

func adapt(method reflect.Method) any {
	ft := method.Type
	in, out := []reflect.Type{anyType}, []reflect.Type{}
	for i := 1; i < ft.NumIn(); i++ {
		in = append(in, ft.In(i))
	}
	for i := range ft.NumOut() {
		out = append(out, ft.Out(i))
	}
	index, variadic := method.Index, ft.IsVariadic()
	return reflect.MakeFunc(reflect.FuncOf(in, out, variadic), func(args []reflect.Value) []reflect.Value {
		f := args[0].Elem().Method(index)
		if variadic {
			return f.CallSlice(args[1:])
		}
		return f.Call(args[1:])
	}).Interface()
}
