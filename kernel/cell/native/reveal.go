package native

import "reflect"

// Format is the text of a learner's value as %+v prints it.
func (m *Machine) Format(v any) string { return m.Sprintf("%+v", v) }

// Reveal returns a learner's value without wrapper and box, and the name of
// its type. Values of native types come back as they are.
func (m *Machine) Reveal(v any) (plain any, typeName string) {
	return m.Unbox(v), m.TypeName(v)
}

// Copy returns a copy of a message that shares nothing the receiver could
// change: pointers, slices, maps, arrays and structs are copied deeply, cycles
// and shared parts kept. Channels, funcs, sync and other native types with
// hidden state cross as they are.
func (m *Machine) Copy(v any) any {
	if v == nil {
		return nil
	}
	c := copier{m: m, seen: map[copied]reflect.Value{}}
	return c.copy(reflect.ValueOf(v)).Interface()
}

// copied identifies a pointer, slice or map that was copied already.
type copied struct {
	t    reflect.Type
	addr uintptr
	n    int
}

type copier struct {
	m    *Machine
	seen map[copied]reflect.Value
}

func (c *copier) copy(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Slice, reflect.Interface:
		if v.IsNil() {
			return v
		}
	}
	switch v.Kind() {
	case reflect.Interface:
		return c.iface(v)
	case reflect.Pointer:
		return c.pointer(v)
	case reflect.Slice:
		return c.slice(v)
	case reflect.Map:
		return c.mapping(v)
	case reflect.Struct:
		return c.structure(v)
	case reflect.Array:
		out := reflect.New(v.Type()).Elem()
		for i := range v.Len() {
			out.Index(i).Set(c.copy(v.Index(i)))
		}
		return out
	}
	return v
}

func (c *copier) iface(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(c.copy(v.Elem()))
	return out
}

func (c *copier) pointer(v reflect.Value) reflect.Value {
	if opaqueType(v.Type().Elem()) {
		return v
	}
	key := copied{v.Type(), v.Pointer(), 0}
	if old, ok := c.seen[key]; ok {
		return old
	}
	out := reflect.New(v.Type().Elem())
	c.seen[key] = out
	out.Elem().Set(c.copy(v.Elem()))
	return out
}

func (c *copier) slice(v reflect.Value) reflect.Value {
	key := copied{v.Type(), v.Pointer(), v.Len()}
	if old, ok := c.seen[key]; ok {
		return old
	}
	out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	c.seen[key] = out
	for i := range v.Len() {
		out.Index(i).Set(c.copy(v.Index(i)))
	}
	return out
}

func (c *copier) mapping(v reflect.Value) reflect.Value {
	key := copied{v.Type(), v.Pointer(), 0}
	if old, ok := c.seen[key]; ok {
		return old
	}
	out := reflect.MakeMapWithSize(v.Type(), v.Len())
	c.seen[key] = out
	s := c.m.busy.read(v.Pointer(), iterateText)
	defer doneReading(s)
	for it := v.MapRange(); it.Next(); {
		out.SetMapIndex(c.copy(it.Key()), c.copy(it.Value()))
	}
	return out
}

func (c *copier) structure(v reflect.Value) reflect.Value {
	if opaqueType(v.Type()) {
		return v
	}
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	for i := range v.NumField() {
		if out.Field(i).CanSet() {
			out.Field(i).Set(c.copy(v.Field(i)))
		}
	}
	return out
}

// opaqueType: values of the struct type t are not looked into. The fields of
// a learner's struct are all exported in its representation.
func opaqueType(t reflect.Type) bool {
	if t.Kind() != reflect.Struct {
		return false
	}
	for i := range t.NumField() {
		if !t.Field(i).IsExported() {
			return true
		}
	}
	return t.PkgPath() == ownPath
}
