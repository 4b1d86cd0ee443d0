package lower

import (
	"fmt"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// key is a canonical string of a type: two types have the same key exactly
// when they are identical. Types declared in cells have the number of their
// object in it, so that a type declared again is another type.
func (s *Session) key(t types.Type) string {
	t = types.Unalias(t)
	if k, ok := s.keys[t]; ok {
		return k
	}
	k := s.makeKey(t)
	s.keys[t] = k
	return k
}

func (s *Session) makeKey(t types.Type) string {
	switch t := t.(type) {
	case *types.Basic:
		return basicName(t)
	case *types.Pointer:
		return "*" + s.key(t.Elem())
	case *types.Slice:
		return "[]" + s.key(t.Elem())
	case *types.Array:
		return "[" + strconv.FormatInt(t.Len(), 10) + "]" + s.key(t.Elem())
	case *types.Chan:
		return [...]string{"chan(", "chan<-(", "<-chan("}[t.Dir()] + s.key(t.Elem()) + ")"
	case *types.Map:
		return "map[" + s.key(t.Key()) + "]" + s.key(t.Elem())
	case *types.Signature:
		return "func" + s.signatureKey(t)
	case *types.Struct:
		return s.structKey(t)
	case *types.Interface:
		return s.interfaceKey(t)
	case *types.Named:
		return s.namedKey(s.shimmed(t))
	case *types.Tuple:
		return s.tupleKey(t)
	case *types.TypeParam:
		return fmt.Sprintf("$%s%p", t.Obj().Name(), t)
	}
	return t.String()
}

// basicName is the name of a basic type; byte and rune are aliases.
func basicName(t *types.Basic) string {
	switch t.Kind() {
	case types.Byte:
		return "uint8"
	case types.Rune:
		return "int32"
	}
	return t.Name()
}

func (s *Session) structKey(t *types.Struct) string {
	var b strings.Builder
	b.WriteString("struct{")
	for i := range t.NumFields() {
		f := t.Field(i)
		if f.Embedded() {
			b.WriteString("!")
		}
		b.WriteString(f.Id() + " " + s.key(f.Type()))
		if tag := t.Tag(i); tag != "" {
			b.WriteString(strconv.Quote(tag))
		}
		b.WriteString(";")
	}
	return b.String() + "}"
}

func (s *Session) interfaceKey(t *types.Interface) string {
	var methods []string
	for m := range t.Methods() {
		methods = append(methods, m.Id()+s.signatureKey(m.Signature()))
	}
	slices.Sort(methods)
	k := "interface{" + strings.Join(methods, ";") + "}"
	if !t.IsMethodSet() {
		k += "+constraint:" + t.String()
	}
	return k
}

func (s *Session) namedKey(t *types.Named) string {
	o := t.Origin().Obj()
	k := o.Name()
	if s.isUser(o) {
		k += "#" + strconv.Itoa(s.objID(o))
	}
	if o.Pkg() != nil {
		k = o.Pkg().Path() + "." + k
	}
	if t.TypeArgs().Len() > 0 {
		k += "[" + s.keyList(typeArgs(t)) + "]"
	}
	return k
}

// keyList is the keys of types, separated by commas.
func (s *Session) keyList(ts []types.Type) string {
	keys := make([]string, len(ts))
	for i, t := range ts {
		keys[i] = s.key(t)
	}
	return strings.Join(keys, ",")
}

func (s *Session) tupleKey(t *types.Tuple) string {
	var ts []types.Type
	for v := range t.Variables() {
		ts = append(ts, v.Type())
	}
	return "(" + s.keyList(ts) + ")"
}

func (s *Session) signatureKey(t *types.Signature) string {
	k := s.tupleKey(t.Params()) + s.tupleKey(t.Results())
	if t.Variadic() {
		k += "..."
	}
	return k
}

// typeArgs is the type arguments of an instance, none of other types.
func typeArgs(t *types.Named) []types.Type {
	return slices.Collect(t.TypeArgs().Types())
}

func under(t types.Type) types.Type { return types.Unalias(t).Underlying() }

func isIface(t types.Type) bool { _, ok := under(t).(*types.Interface); return ok }

func isStruct(t types.Type) bool { _, ok := under(t).(*types.Struct); return ok }

func isUntyped(t types.Type) bool {
	b, ok := t.(*types.Basic)
	return ok && b.Info()&types.IsUntyped != 0
}

func tupleVars(t *types.Tuple) []*types.Var { return slices.Collect(t.Variables()) }
