package check

import (
	"go/types"
	"reflect"
	"unsafe"
)

// go/types has no way to take a declaration back, which every redefinition in
// a notebook needs. This file reaches into its structures for that, by field
// name; a test fails when a release of Go changes them. Nothing else in this
// package is unsafe.

// field is a pointer to the field of the struct that x points to.
func field[T any](x any, name string) *T {
	f := reflect.ValueOf(x).Elem().FieldByName(name)
	if !f.IsValid() || f.Type().Size() != reflect.TypeFor[T]().Size() {
		panic("check: go/types has changed: no field " + name)
	}
	return (*T)(unsafe.Pointer(f.UnsafeAddr()))
}

// elements is the table of a scope.
func elements(s *types.Scope) *map[string]types.Object {
	return field[map[string]types.Object](s, "elems")
}

// setParent puts s inside outer.
func setParent(s, outer *types.Scope) { *field[*types.Scope](s, "parent") = outer }

// dropChildren forgets the file scopes of earlier checks of s.
func dropChildren(s *types.Scope) { *field[[]*types.Scope](s, "children") = nil }
