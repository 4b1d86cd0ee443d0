package native

import "reflect"

// Map operations of lowered code, made for one map type each. Keys must be
// given exactly as they are stored: boxed where they go into interfaces.

// MapGet makes a func(map[K]V, K) V.
func (m *Machine) MapGet(t reflect.Type) reflect.Value {
	if f, ok := m.fastMap(t); ok {
		return f.get
	}
	zero := reflect.Zero(t.Elem())
	return makeFunc([]reflect.Type{t, t.Key()}, []reflect.Type{t.Elem()}, func(a []reflect.Value) []reflect.Value {
		if v := m.mapIndex(a[0], a[1]); v.IsValid() {
			return []reflect.Value{v}
		}
		return []reflect.Value{zero}
	})
}

// MapGet2 makes a func(map[K]V, K) (V, bool).
func (m *Machine) MapGet2(t reflect.Type) reflect.Value {
	if f, ok := m.fastMap(t); ok {
		return f.get2
	}
	zero, yes, no := reflect.Zero(t.Elem()), reflect.ValueOf(true), reflect.ValueOf(false)
	return makeFunc([]reflect.Type{t, t.Key()}, []reflect.Type{t.Elem(), reflect.TypeFor[bool]()}, func(a []reflect.Value) []reflect.Value {
		if v := m.mapIndex(a[0], a[1]); v.IsValid() {
			return []reflect.Value{v, yes}
		}
		return []reflect.Value{zero, no}
	})
}

// MapSet makes a func(map[K]V, K, V).
func (m *Machine) MapSet(t reflect.Type) reflect.Value {
	if f, ok := m.fastMap(t); ok {
		return f.set
	}
	return makeFunc([]reflect.Type{t, t.Key(), t.Elem()}, nil, func(a []reflect.Value) []reflect.Value {
		if a[0].IsNil() {
			raise(plainError("assignment to entry in nil map"))
		}
		m.mapWrite(a[0], func() { a[0].SetMapIndex(a[1], a[2]) })
		return nil
	})
}

// MapDelete makes a func(map[K]V, K).
func (m *Machine) MapDelete(t reflect.Type) reflect.Value {
	if f, ok := m.fastMap(t); ok {
		return f.del
	}
	return makeFunc([]reflect.Type{t, t.Key()}, nil, func(a []reflect.Value) []reflect.Value {
		if !a[0].IsNil() {
			m.mapWrite(a[0], func() { a[0].SetMapIndex(a[1], reflect.Value{}) })
		}
		return nil
	})
}

// Clear is the builtin for maps and slices.
func (m *Machine) Clear(v any) {
	r := reflect.ValueOf(v)
	switch {
	case r.Kind() != reflect.Map:
		r.Clear()
	case !r.IsNil():
		m.mapWrite(r, r.Clear)
	}
}

func (m *Machine) mapIndex(mv, k reflect.Value) reflect.Value {
	if mv.IsNil() {
		return mv.MapIndex(k) // checks the key's hash
	}
	s := m.busy.read(mv.Pointer(), readText)
	defer doneReading(s)
	return mv.MapIndex(k)
}

func (m *Machine) mapWrite(mv reflect.Value, do func()) {
	m.point()
	s := m.busy.write(mv.Pointer())
	defer doneWriting(s)
	do()
}

func makeFunc(in, out []reflect.Type, f func([]reflect.Value) []reflect.Value) reflect.Value {
	return reflect.MakeFunc(reflect.FuncOf(in, out, false), f)
}
