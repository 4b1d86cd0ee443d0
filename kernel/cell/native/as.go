package native

import "reflect"

// As is errors.As: probe tests a value of the tree for the target's type and
// stores it; target is the pointer for As methods.
func (m *Machine) As(err error, target any, probe func(any) bool) bool {
	for err != nil {
		v := Unwrap(err)
		if probe(v) || m.asMethod(v, target) {
			return true
		}
		switch x := err.(type) {
		case interface{ Unwrap() error }:
			err = x.Unwrap()
		case interface{ Unwrap() []error }:
			return m.asAny(x.Unwrap(), target, probe)
		default:
			return false
		}
	}
	return false
}

func (m *Machine) asAny(errs []error, target any, probe func(any) bool) bool {
	for _, e := range errs {
		if m.As(e, target, probe) {
			return true
		}
	}
	return false
}

// asMethod calls the value's own As method.
func (m *Machine) asMethod(v, target any) bool {
	if ti := m.types.of(reflect.TypeOf(v)); ti != nil {
		f, ok := ti.method("As").(func(any, any) bool)
		return ok && f(v, target)
	}
	x, ok := v.(interface{ As(any) bool })
	return ok && x.As(target)
}
