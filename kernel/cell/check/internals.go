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

// setMethods replaces the methods declared for a type that is no instance.
func setMethods(t *types.Named, methods []*types.Func) {
	t.NumMethods() // makes it load its own
	*field[[]*types.Func](t, "methods") = methods
}

// methodsOf are the methods declared for a type that is no instance.
func methodsOf(t *types.Named) []*types.Func {
	list := make([]*types.Func, t.NumMethods())
	for i := range list {
		list[i] = t.Method(i)
	}
	return list
}

// Refresh tells an instance of a generic type that methods were added to the
// type, replaced or taken back since the instance was made. For other types
// it does nothing.
func Refresh(t *types.Named) {
	if t.TypeArgs().Len() == 0 || t.Origin() == t {
		return
	}
	t.TypeParams() // makes it load its own
	origin := t.Origin()
	own := field[[]*types.Func](t, "methods")
	if agree(*own, origin) {
		return
	}
	fresh, known := make([]*types.Func, origin.NumMethods()), 0
	for i := range fresh {
		if i < len(*own) && (*own)[i] != nil && (*own)[i].Origin() == origin.Method(i) {
			fresh[i], known = (*own)[i], known+1
		}
	}
	*own = fresh
	reopen(t, known)
}

// agree reports whether an instance's methods are those of its origin, as far
// as they are expanded. An instance that has expanded none agrees unless it
// was made when there were none.
func agree(own []*types.Func, origin *types.Named) bool {
	if len(own) != origin.NumMethods() {
		return false
	}
	for i, m := range own {
		if m != nil && m.Origin() != origin.Method(i) {
			return false
		}
	}
	return true
}

// reopen lets an instance expand its methods again, known of which it has.
func reopen(t *types.Named, known int) {
	*field[uint32](t, "state_") &^= complete
	inst := reflect.ValueOf(t).Elem().FieldByName("inst").UnsafePointer()
	v := reflect.NewAt(reflect.TypeOf(t).Elem().Field(fieldIndex(t, "inst")).Type.Elem(), inst)
	*(*int)(unsafe.Pointer(v.Elem().FieldByName("expandedMethods").UnsafeAddr())) = known
	ctxt := (**types.Context)(unsafe.Pointer(v.Elem().FieldByName("ctxt").UnsafeAddr()))
	if *ctxt == nil {
		*ctxt = types.NewContext()
	}
}

func fieldIndex(x any, name string) int {
	f, ok := reflect.TypeOf(x).Elem().FieldByName(name)
	if !ok {
		panic("check: go/types has changed: no field " + name)
	}
	return f.Index[0]
}

// complete is the bit of an instance's state that says that all its methods
// are expanded: what an instance of a type without methods has and one of a
// type with a method has not.
var complete = func() uint32 {
	state := func(methods int) uint32 {
		pkg := types.NewPackage("p", "p")
		param := types.NewTypeParam(types.NewTypeName(0, pkg, "T", nil), types.Universe.Lookup("any").Type())
		t := types.NewNamed(types.NewTypeName(0, pkg, "G", nil), types.NewStruct(nil, nil), nil)
		t.SetTypeParams([]*types.TypeParam{param})
		for range methods {
			t.AddMethod(types.NewFunc(0, pkg, "M", types.NewSignatureType(types.NewVar(0, pkg, "", t), nil, nil, nil, nil, false)))
		}
		inst, err := types.Instantiate(nil, t, []types.Type{types.Typ[types.Int]}, false)
		if err != nil {
			panic(err)
		}
		n := inst.(*types.Named)
		n.TypeParams() // unpacks it
		return *field[uint32](n, "state_")
	}
	return state(0) &^ state(1)
}()
