package lower

import (
	"go/types"
	"strconv"
	"strings"
)

// typeName is the name of t as a Go program prints it with %T.
func (s *Session) typeName(t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		return s.namedName(t)
	case *types.Basic:
		return basicName(t)
	case *types.Pointer:
		return "*" + s.typeName(t.Elem())
	case *types.Slice:
		return "[]" + s.typeName(t.Elem())
	case *types.Array:
		return "[" + strconv.FormatInt(t.Len(), 10) + "]" + s.typeName(t.Elem())
	case *types.Map:
		return "map[" + s.typeName(t.Key()) + "]" + s.typeName(t.Elem())
	case *types.Chan:
		return s.chanName(t)
	case *types.Struct:
		return s.structName(t)
	case *types.Interface:
		return s.interfaceName(t)
	case *types.Signature:
		return "func" + s.signatureName(t)
	default:
		return types.TypeString(t, (*types.Package).Name)
	}
}

func (s *Session) namedName(t *types.Named) string {
	o := t.Origin().Obj()
	if o.Pkg() == nil {
		return o.Name()
	}
	return o.Pkg().Name() + "." + o.Name() + s.argNames(t)
}

// argNames are the type arguments of t in brackets, "" if it has none.
func (s *Session) argNames(t *types.Named) string {
	if t.TypeArgs().Len() == 0 {
		return ""
	}
	var args []string
	for _, arg := range typeArgs(t) {
		args = append(args, s.argName(arg))
	}
	return "[" + strings.Join(args, ",") + "]"
}

// argName is the name of a type argument: there packages go by their paths.
func (s *Session) argName(t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		if o := t.Origin().Obj(); o.Pkg() != nil {
			return o.Pkg().Path() + "." + o.Name() + s.argNames(t)
		}
	case *types.Pointer:
		return "*" + s.argName(t.Elem())
	case *types.Slice:
		return "[]" + s.argName(t.Elem())
	case *types.Map:
		return "map[" + s.argName(t.Key()) + "]" + s.argName(t.Elem())
	}
	return s.typeName(t)
}

func (s *Session) chanName(t *types.Chan) string {
	elem := s.typeName(t.Elem())
	if inner, ok := types.Unalias(t.Elem()).(*types.Chan); ok && t.Dir() != types.RecvOnly && inner.Dir() == types.RecvOnly {
		elem = "(" + elem + ")"
	}
	return [...]string{"chan ", "chan<- ", "<-chan "}[t.Dir()] + elem
}

func (s *Session) structName(t *types.Struct) string {
	if t.NumFields() == 0 {
		return "struct {}"
	}
	var fields []string
	for i := range t.NumFields() {
		f := t.Field(i)
		text := s.typeName(f.Type())
		if !f.Embedded() {
			text = f.Name() + " " + text
		}
		if tag := t.Tag(i); tag != "" {
			text += " " + strconv.Quote(tag)
		}
		fields = append(fields, text)
	}
	return "struct { " + strings.Join(fields, "; ") + " }"
}

func (s *Session) interfaceName(t *types.Interface) string {
	if t.NumMethods() == 0 {
		return "interface {}"
	}
	var methods []string
	for m := range t.Methods() {
		methods = append(methods, m.Name()+s.signatureName(m.Signature()))
	}
	return "interface { " + strings.Join(methods, "; ") + " }"
}

func (s *Session) signatureName(t *types.Signature) string {
	var params []string
	for i, v := range tupleVars(t.Params()) {
		if t.Variadic() && i == t.Params().Len()-1 {
			params = append(params, "..."+s.typeName(under(v.Type()).(*types.Slice).Elem()))
			continue
		}
		params = append(params, s.typeName(v.Type()))
	}
	text := "(" + strings.Join(params, ", ") + ")"
	var results []string
	for v := range t.Results().Variables() {
		results = append(results, s.typeName(v.Type()))
	}
	switch len(results) {
	case 0:
		return text
	case 1:
		return text + " " + results[0]
	}
	return text + " (" + strings.Join(results, ", ") + ")"
}
