package lower

import (
	"go/types"
	"reflect"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// typeInfo is the description of t for the machine. The first unit that
// converts a t to an interface registers it, with a wrapper of every method.
func (s *Session) typeInfo(t types.Type) *native.TypeInfo {
	en := s.entry(t)
	if en.info != nil {
		return en.info
	}
	ti := &native.TypeInfo{ID: en.id, Rep: s.rep(t), Name: s.typeName(t)}
	s.unit.describe(en, ti)
	ti.Kind = ti.Rep.Kind()
	if s.isRec(t) {
		ti.Under = s.rep(under(t))
		ti.Kind = ti.Under.Kind()
	}
	if isIface(t) {
		ti.Kind = reflect.Interface
		return ti
	}
	named, _ := en.t.(*types.Named)
	if named != nil && !s.isUser(named.Origin().Obj()) {
		return ti
	}
	ti.Named = named != nil
	ti.User = s.mentionsUser(t)
	s.describeParts(ti, under(t))
	if s.lossy(t) {
		ti.Box, _ = s.boxType(t)
	}
	if ti.User {
		s.machine.Register(ti)
		s.addMethods(en)
	}
	return ti
}

// describeParts describes what the type with underlying type u is made of.
func (s *Session) describeParts(ti *native.TypeInfo, u types.Type) {
	switch u := u.(type) {
	case *types.Pointer:
		ti.Elem = s.typeInfo(u.Elem())
	case *types.Slice:
		ti.Elem = s.typeInfo(u.Elem())
	case *types.Array:
		ti.Elem = s.typeInfo(u.Elem())
	case *types.Chan:
		ti.Elem = s.typeInfo(u.Elem())
	case *types.Map:
		ti.Key, ti.Elem = s.typeInfo(u.Key()), s.typeInfo(u.Elem())
	case *types.Struct:
		for f := range u.Fields() {
			ti.Fields = append(ti.Fields, native.FieldInfo{Name: f.Name(), Type: s.typeInfo(f.Type()), Exported: f.Exported(), Embedded: f.Embedded()})
		}
	}
}

// addMethods gives a type its methods, except those that it has already. A
// method declared again needs no new entry: the older version passes on calls.
func (s *Session) addMethods(en *typeEntry) {
	set := types.NewMethodSet(en.t)
	for i := range set.Len() {
		sel := set.At(i)
		m := sel.Obj().(*types.Func)
		f := s.methodFor(m, sel.Type())
		if old := en.info.Method(m.Name()); old != nil && old.Key == f.Key || !s.callable(m) {
			continue
		}
		s.machine.AddMethod(en.info, f)
		s.unit.enqueue(func() { s.methodWrapper(en, sel) })
	}
}

// callable reports whether lowered code can call m: unexported methods of
// native types are out of reach.
func (s *Session) callable(m *types.Func) bool {
	return m.Exported() || s.sourceOf(m.Origin()) != nil || isIface(m.Signature().Recv().Type())
}

// refreshMethods adds the methods that this cell gives to types of earlier
// cells, and to types that embed those, to the machine's tables.
func (s *Session) refreshMethods() {
	for _, en := range s.entries {
		if en.info != nil && en.info.User && !isIface(en.t) {
			s.addMethods(en)
		}
	}
}
