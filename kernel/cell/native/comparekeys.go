package native

import (
	"cmp"
	"reflect"
)

// compareKeys orders map keys of one type as fmt does.
func compareKeys(a, b reflect.Value) int {
	switch {
	case a.Kind() == reflect.String:
		return cmp.Compare(a.String(), b.String())
	case a.CanInt():
		return cmp.Compare(a.Int(), b.Int())
	case a.CanUint():
		return cmp.Compare(a.Uint(), b.Uint())
	case a.CanFloat():
		return cmp.Compare(a.Float(), b.Float())
	case a.CanComplex():
		x, y := a.Complex(), b.Complex()
		return cmp.Or(cmp.Compare(real(x), real(y)), cmp.Compare(imag(x), imag(y)))
	}
	switch a.Kind() {
	case reflect.Bool:
		return cmp.Compare(bit(a.Bool()), bit(b.Bool()))
	case reflect.Pointer, reflect.Chan, reflect.UnsafePointer:
		return cmp.Compare(a.Pointer(), b.Pointer())
	case reflect.Struct:
		return compareParts(a.NumField(), func(i int) int { return compareKeys(a.Field(i), b.Field(i)) })
	case reflect.Array:
		return compareParts(a.Len(), func(i int) int { return compareKeys(a.Index(i), b.Index(i)) })
	case reflect.Interface:
		return compareIfaces(a, b)
	}
	return 0
}

func compareParts(n int, part func(int) int) int {
	for i := range n {
		if c := part(i); c != 0 {
			return c
		}
	}
	return 0
}

func compareIfaces(a, b reflect.Value) int {
	switch {
	case a.IsNil() || b.IsNil():
		return cmp.Compare(bit(!a.IsNil()), bit(!b.IsNil()))
	case a.Elem().Type() == b.Elem().Type():
		return compareKeys(a.Elem(), b.Elem())
	}
	x, y := reflect.ValueOf(a.Elem().Type()), reflect.ValueOf(b.Elem().Type())
	return cmp.Compare(x.Pointer(), y.Pointer())
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
