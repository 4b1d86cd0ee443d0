package lower

import (
	"fmt"
	"reflect"
	"unsafe"
)

// placeholder is a type that stands for struct number id while it is built.
func placeholder(identity string, id int) reflect.Type {
	return reflect.StructOf([]reflect.StructField{{
		Name: "P", Type: reflect.TypeFor[[4]int](), Tag: reflect.StructTag(fmt.Sprintf(`placeholder:"%s.%d"`, identity, id))}})
}

// mentions reports whether r is made of a placeholder. Structs count only when
// they are one: they are completed in place.
func (b *builder) mentions(r reflect.Type) bool {
	for _, ph := range b.open {
		if ph != nil && replaceType(r, ph, anyRep) != r {
			return true
		}
	}
	return false
}

// replaceType is r with the placeholder ph replaced everywhere but inside of
// structs.
func replaceType(r, ph, by reflect.Type) reflect.Type {
	if r == ph {
		return by
	}
	if r.Name() != "" {
		return r
	}
	switch r.Kind() {
	case reflect.Pointer:
		if e := replaceType(r.Elem(), ph, by); e != r.Elem() {
			return reflect.PointerTo(e)
		}
	case reflect.Slice:
		if e := replaceType(r.Elem(), ph, by); e != r.Elem() {
			return reflect.SliceOf(e)
		}
	case reflect.Array:
		if e := replaceType(r.Elem(), ph, by); e != r.Elem() {
			return reflect.ArrayOf(r.Len(), e)
		}
	case reflect.Chan:
		if e := replaceType(r.Elem(), ph, by); e != r.Elem() {
			return reflect.ChanOf(r.ChanDir(), e)
		}
	case reflect.Map:
		if k, e := replaceType(r.Key(), ph, by), replaceType(r.Elem(), ph, by); k != r.Key() || e != r.Elem() {
			return reflect.MapOf(k, e)
		}
	case reflect.Func:
		return replaceInFunc(r, ph, by)
	}
	return r
}

func replaceInFunc(r, ph, by reflect.Type) reflect.Type {
	changed := false
	var in, out []reflect.Type
	for t := range r.Ins() {
		n := replaceType(t, ph, by)
		changed = changed || n != t
		in = append(in, n)
	}
	for t := range r.Outs() {
		n := replaceType(t, ph, by)
		changed = changed || n != t
		out = append(out, n)
	}
	if !changed {
		return r
	}
	return reflect.FuncOf(in, out, r.IsVariadic())
}

// The beginnings of reflect's own types, as internal/abi has them. reflect has
// no way to make a recursive type; setting the type of a field of a struct
// type that only this package knows is the one way there is.
type abiType struct {
	size, ptrBytes    uintptr
	hash              uint32
	tflag             uint8
	align, fieldAlign uint8
	kind              uint8
	equal             func(unsafe.Pointer, unsafe.Pointer) bool
	gcData            *byte
	str, ptrToThis    int32
}

type abiStructType struct {
	abiType
	pkgPath *byte
	fields  []abiStructField
}

type abiStructField struct {
	name   *byte
	typ    unsafe.Pointer
	offset uintptr
}

// setFieldType changes the type of field i of the struct type st to ft, a type
// of the same size and kind.
func setFieldType(st reflect.Type, i int, ft reflect.Type) {
	s := (*abiStructType)(typePointer(st))
	if len(s.fields) != st.NumField() || s.fields[i].typ != typePointer(st.Field(i).Type) {
		panic("reflect lays out struct types in another way than this package expects")
	}
	s.fields[i].typ = typePointer(ft)
}

// typePointer is the data word of the interface value t.
func typePointer(t reflect.Type) unsafe.Pointer {
	return (*[2]unsafe.Pointer)(unsafe.Pointer(&t))[1]
}
