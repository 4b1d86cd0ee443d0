package native

import (
	"fmt"
	"reflect"
	"unsafe"
)

// Convert converts v to type t as a Go conversion does, with its panics.
func Convert(v reflect.Value, t reflect.Type) reflect.Value {
	switch {
	case t.Kind() == reflect.UnsafePointer:
		return toPointer(v)
	case v.Kind() == reflect.UnsafePointer:
		return fromPointer(v, t)
	case v.Kind() == reflect.Slice && isArray(t):
		checkArray(v, t)
	case v.CanFloat():
		return fromFloat(v.Float(), v, t)
	case v.CanInt() && (t.Kind() == reflect.Complex64 || t.Kind() == reflect.Complex128):
		return reflect.ValueOf(complex(float64(v.Int()), 0)).Convert(t)
	case v.Kind() == reflect.Struct && t.Kind() == reflect.Struct && !v.CanConvert(t):
		return sameLayout(v, t)
	}
	return v.Convert(t)
}

// sameLayout converts between structs whose Go types have the same fields but
// whose representations differ in their tags, also further down.
func sameLayout(v reflect.Value, t reflect.Type) reflect.Value {
	p := reflect.New(v.Type())
	p.Elem().Set(v)
	return reflect.NewAt(t, p.UnsafePointer()).Elem()
}

func toPointer(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Pointer:
		return reflect.ValueOf(v.UnsafePointer())
	case reflect.Uintptr:
		u := uintptr(v.Uint())
		return reflect.ValueOf(*(*unsafe.Pointer)(unsafe.Pointer(&u)))
	}
	return v
}

func fromPointer(v reflect.Value, t reflect.Type) reflect.Value {
	switch t.Kind() {
	case reflect.Pointer:
		return reflect.NewAt(t.Elem(), v.UnsafePointer()).Convert(t)
	case reflect.Uintptr:
		return reflect.ValueOf(uintptr(v.UnsafePointer())).Convert(t)
	}
	return v.Convert(t)
}

func isArray(t reflect.Type) bool {
	return t.Kind() == reflect.Array || t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Array
}

func checkArray(v reflect.Value, t reflect.Type) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if v.Len() < t.Len() {
		raise(RuntimeError{fmt.Sprintf("cannot convert slice with length %d to array or pointer to array with length %d", v.Len(), t.Len())})
	}
}

// fromFloat converts as compiled code does: reflect goes through int64 for
// some unsigned types, which differs for values out of range.
func fromFloat(x float64, v reflect.Value, t reflect.Type) reflect.Value {
	switch t.Kind() {
	case reflect.Uint64:
		return reflect.ValueOf(uint64(x)).Convert(t)
	case reflect.Uint:
		return reflect.ValueOf(uint(x)).Convert(t)
	case reflect.Uint32:
		return reflect.ValueOf(uint32(x)).Convert(t)
	}
	return v.Convert(t)
}

// MinF and MaxF are the builtins for floats, whose NaN and -0 are special.
func MinF(a, b float64) float64 { return min(a, b) }

// MaxF is max for floats.
func MaxF(a, b float64) float64 { return max(a, b) }

// StrRange decodes a string for a range loop: index, rune, index, rune ...
func StrRange(s string) []int32 {
	out := make([]int32, 0, 2*len(s))
	for i, r := range s {
		out = append(out, int32(i), r)
	}
	return out
}
