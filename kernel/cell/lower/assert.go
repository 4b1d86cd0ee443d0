package lower

import (
	"go/types"
	"reflect"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// A machine adds to the native machine what conversions to interfaces need.
type machine struct{ *native.Machine }

// implementer is v as the native interface type it. The checker has made sure
// that it implements it.
func (m machine) implementer(v any, it reflect.Type) reflect.Value {
	w, ok := m.ToIface(v, it)
	if !ok {
		panic("lower: " + m.TypeName(v) + " does not implement " + it.String())
	}
	r := reflect.New(it).Elem()
	r.Set(w)
	return r
}

// assertTo tests whether x, an unwrapped interface value, holds a t, which is
// no interface type. ok is an operand; val gives the value where ok holds.
func (e *emitter) assertTo(x string, t types.Type) (val func() string, ok string) {
	s := e.s
	ok = e.tmpR("bool")
	if s.mentionsUser(t) {
		s.typeInfo(t)
	}
	if s.lossy(t) {
		_, box := s.boxType(t)
		b := e.tmpR(box)
		e.p("%s, %s = %s.(%s)", b, ok, x, box)
		return func() string { return b + ".V" }, ok
	}
	v := e.tmp(t)
	e.p("%s, %s = %s.(%s)", v, ok, x, s.ty(t))
	return func() string { return v }, ok
}

// ifaceTest sets v and ok to x.(t) for an interface type t; x is an unwrapped
// interface value.
func (e *emitter) ifaceTest(x string, t types.Type, v, ok string) {
	if e.s.nativeIface(t) {
		e.p("%s, %s = %s(%s)", v, ok, e.s.asNative(t), x)
		return
	}
	e.p("%s = %s(%s)", ok, e.s.impl(t), x)
	e.p("%s = nil", v)
	e.p("if %s {\n%s = %s\n}", ok, v, x)
}

// asNative is the symbol of a func(any) (t, bool) for a native interface type.
func (s *Session) asNative(t types.Type) string {
	it := s.rep(t)
	ft := reflect.FuncOf([]reflect.Type{anyRep}, []reflect.Type{it, basics[types.Bool]}, false)
	m := s.machine
	return s.makeFunc("asnative", ft, func(args []reflect.Value) []reflect.Value {
		r := reflect.New(it).Elem()
		if args[0].IsNil() {
			return []reflect.Value{r, reflect.ValueOf(false)}
		}
		w, ok := m.ToIface(native.Unwrap(args[0].Interface()), it)
		if ok {
			r.Set(w)
		}
		return []reflect.Value{r, reflect.ValueOf(ok)}
	})
}

// ifaceInfo describes an interface type to the machine.
func (s *Session) ifaceInfo(t types.Type) *native.IfaceInfo {
	k := s.key(t)
	if ii := s.ifaces[k]; ii != nil {
		return ii
	}
	var methods []*native.Method
	for m := range under(t).(*types.Interface).Methods() {
		methods = append(methods, s.methodFor(m, m.Type()))
	}
	ii := s.machine.NewIface(s.typeName(t), methods)
	s.ifaces[k] = ii
	return ii
}

// impl is the symbol of a func(any) bool: whether a value implements t.
func (s *Session) impl(t types.Type) string {
	return s.sym("impl:"+s.key(t), reflect.ValueOf(s.ifaceInfo(t).Impl))
}

// must is the symbol of a func(any, string) any that panics if the value does
// not implement t.
func (s *Session) must(t types.Type) string {
	return s.sym("must:"+s.key(t), reflect.ValueOf(s.ifaceInfo(t).Must))
}
