package native

import (
	"reflect"
	"sync"
)

// An IfaceInfo describes an interface type of the learner for assertions and
// type switches.
type IfaceInfo struct {
	Name    string
	Methods []*Method // Name, Key and Type, sorted by name
	machine *Machine
	cache   sync.Map // reflect.Type -> verdict
}

// verdict is what was found out about one dynamic type, while no type got new
// methods.
type verdict struct {
	version uint64
	missing string // "": it implements the interface
}

// NewIface returns the description of an interface type.
func (m *Machine) NewIface(name string, methods []*Method) *IfaceInfo {
	return &IfaceInfo{Name: name, Methods: methods, machine: m}
}

// Impl reports whether an unwrapped value implements the interface.
func (ii *IfaceInfo) Impl(v any) bool { return v != nil && ii.missing(v) == "" }

// Must returns v, or panics with Go's text if it does not implement the
// interface.
func (ii *IfaceInfo) Must(v any, from string) any {
	if v == nil {
		raise(&TypeAssertionError{"interface conversion: interface is nil, not " + ii.Name})
	}
	if name := ii.missing(v); name != "" {
		raise(&TypeAssertionError{"interface conversion: " + ii.machine.TypeName(v) + " is not " + ii.Name + ": missing method " + name})
	}
	return v
}

// PanicAssert panics for a failed assertion of v to a type that is no
// interface; iface is the static type of v.
func (m *Machine) PanicAssert(v any, iface, want string) {
	v = Unwrap(v)
	if v == nil {
		raise(&TypeAssertionError{"interface conversion: " + iface + " is nil, not " + want})
	}
	raise(&TypeAssertionError{"interface conversion: " + iface + " is " + m.TypeName(v) + ", not " + want})
}

func (ii *IfaceInfo) missing(v any) string {
	t, version := reflect.TypeOf(v), ii.machine.types.version.Load()
	if c, ok := ii.cache.Load(t); ok && c.(verdict).version == version {
		return c.(verdict).missing
	}
	name := ii.lacks(t)
	ii.cache.Store(t, verdict{version, name})
	return name
}

// lacks names the first method that t lacks.
func (ii *IfaceInfo) lacks(t reflect.Type) string {
	ti := ii.machine.types.of(t)
	for _, f := range ii.Methods {
		if ti != nil && ti.User {
			if own := ti.Method(f.Name); own == nil || own.Key != f.Key {
				return f.Name
			}
		} else if own, ok := t.MethodByName(f.Name); !ok || !sameSignature(own.Type, f.Type) {
			return f.Name
		}
	}
	return ""
}

// sameSignature compares a method's type, with receiver, to a func type.
func sameSignature(method, f reflect.Type) bool {
	if method.NumIn()-1 != f.NumIn() || method.NumOut() != f.NumOut() || method.IsVariadic() != f.IsVariadic() {
		return false
	}
	for i := range f.NumIn() {
		if method.In(i+1) != f.In(i) {
			return false
		}
	}
	for i := range f.NumOut() {
		if method.Out(i) != f.Out(i) {
			return false
		}
	}
	return true
}
