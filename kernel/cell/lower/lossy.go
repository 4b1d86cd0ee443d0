package lower

import (
	"fmt"
	"go/types"
	"reflect"
	"slices"
)

// lossiness says whether the representation of a type determines the type.
type lossiness int8

const (
	unknownLoss lossiness = iota
	lossless
	lossy
)

// lossy reports whether other types have the same representation as t:
// user types that are no structs and what is made of them. In an interface
// such a value is in a box, a struct type that stands for t alone.
func (s *Session) lossy(t types.Type) bool {
	en := s.entry(t)
	if en.lossy == unknownLoss {
		en.lossy = lossless // cuts recursion
		if s.losesType(en.t) {
			en.lossy = lossy
		}
	}
	return en.lossy == lossy
}

func (s *Session) losesType(t types.Type) bool {
	switch t := t.(type) {
	case *types.Named:
		switch u := t.Underlying().(type) {
		case *types.Struct:
			return false
		case *types.Interface:
			return u.NumMethods() > 0 && !s.nativeIface(t)
		}
		return s.isUser(t.Origin().Obj())
	case *types.Interface:
		return t.NumMethods() > 0
	}
	return slices.ContainsFunc(components(t), s.lossy)
}

// boxType is the box of a lossy type and its name in lowered text.
func (s *Session) boxType(t types.Type) (reflect.Type, string) {
	en := s.entry(t)
	if en.box == nil {
		tag := fmt.Sprintf(`box:"%s.%d"`, s.identity, en.id)
		en.box = reflect.StructOf([]reflect.StructField{{Name: "V", Type: s.rep(t), Tag: reflect.StructTag(tag)}})
	}
	return en.box, s.tyR(en.box)
}

// nativeIface reports whether the interface type t is represented by a native
// interface type: error, io.Reader and the like.
func (s *Session) nativeIface(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return false
	}
	u, ok := n.Underlying().(*types.Interface)
	return ok && u.NumMethods() > 0 && n.TypeArgs().Len() == 0 && !s.isUser(n.Obj()) && s.rep(n) != anyRep
}

// nativeStruct reports whether t or what it points to is a native named type.
func (s *Session) nativeStruct(t types.Type) bool {
	if p, ok := under(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	return ok && !s.isUser(n.Origin().Obj()) && n.TypeArgs().Len() == 0
}

// mentionsUser reports whether native code would not know values of t: a user
// type is in them, or an interface that may hold one.
func (s *Session) mentionsUser(t types.Type) bool {
	return s.mentions(t, map[string]bool{})
}

func (s *Session) mentions(t types.Type, seen map[string]bool) bool {
	k := s.key(t)
	if seen[k] {
		return false
	}
	seen[k] = true
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		return s.isUser(t.Origin().Obj())
	case *types.Struct:
		return true
	case *types.Slice, *types.Array, *types.Map:
		if slices.ContainsFunc(components(t), isIface) {
			return true
		}
	}
	return slices.ContainsFunc(components(types.Unalias(t)), func(e types.Type) bool { return s.mentions(e, seen) })
}
