package lower

import (
	"go/types"
	"reflect"
	"strconv"
	"strings"
)

// sym gives the lowered text of this unit the native value v and returns its
// name there, "ty.S7". The same key always means the same value. v must not be
// a nil pointer, which would be taken for a type.
func (s *Session) sym(key any, v reflect.Value) string {
	name := s.name(key)
	if _, ok := s.symbols[name[len("ty."):]]; !ok {
		s.symbols[name[len("ty."):]] = v
	}
	s.unit.use(name)
	return name
}

// name is the name of the symbol with a key, new or not.
func (s *Session) name(key any) string {
	name, ok := s.symNames[key]
	if !ok {
		s.nsym++
		name = "ty.S" + strconv.Itoa(s.nsym)
		s.symNames[key] = name
	}
	return name
}

// unname forgets a symbol that no later unit uses.
func (s *Session) unname(key any) {
	if name, ok := s.symNames[key]; ok {
		delete(s.symbols, name[len("ty."):])
		delete(s.symNames, key)
	}
}

// makeFunc is the symbol of a native function of type ft.
func (s *Session) makeFunc(what string, ft reflect.Type, body func([]reflect.Value) []reflect.Value) string {
	key := funcKey{what, ft}
	if name, ok := s.symNames[key]; ok {
		s.unit.use(name)
		return name
	}
	return s.sym(key, reflect.MakeFunc(ft, body))
}

// funcKey is the symbol key of a native function: what it does, on which types.
type funcKey struct {
	what string
	t    reflect.Type
}

// native is the symbol of a native value, for example of a method of the
// machine.
func (e *emitter) native(key string, v any) string {
	return e.s.sym("native:"+key, reflect.ValueOf(v))
}

// ty is the representation of t in lowered text.
func (s *Session) ty(t types.Type) string { return s.tyR(s.rep(t)) }

// tyR writes a native type in lowered text. Named types and structs are
// symbols.
func (s *Session) tyR(r reflect.Type) string {
	switch {
	case r == anyRep:
		return "interface{}"
	case r.PkgPath() == "" && r.Name() != "" && r.Kind() != reflect.Interface:
		return r.Name()
	case r.Name() != "":
		return s.typeSymbol(r)
	}
	switch r.Kind() {
	case reflect.Pointer:
		return "*" + s.tyR(r.Elem())
	case reflect.Slice:
		return "[]" + s.tyR(r.Elem())
	case reflect.Array:
		return "[" + strconv.Itoa(r.Len()) + "]" + s.tyR(r.Elem())
	case reflect.Map:
		return "map[" + s.tyR(r.Key()) + "]" + s.tyR(r.Elem())
	case reflect.Chan:
		return s.chanText(r)
	case reflect.Func:
		return s.funcText(r)
	}
	return s.typeSymbol(r)
}

func (s *Session) typeSymbol(r reflect.Type) string {
	return s.sym(r, reflect.Zero(reflect.PointerTo(r)))
}

func (s *Session) chanText(r reflect.Type) string {
	elem := s.tyR(r.Elem())
	switch r.ChanDir() {
	case reflect.RecvDir:
		return "<-chan " + elem
	case reflect.SendDir:
		return "chan<- " + elem
	}
	if r.Elem().Kind() == reflect.Chan && r.Elem().ChanDir() == reflect.RecvDir {
		elem = "(" + elem + ")"
	}
	return "chan " + elem
}

func (s *Session) funcText(r reflect.Type) string {
	var in, out []string
	for t := range r.Ins() {
		if r.IsVariadic() && len(in) == r.NumIn()-1 {
			in = append(in, "..."+s.tyR(t.Elem()))
			continue
		}
		in = append(in, s.tyR(t))
	}
	for t := range r.Outs() {
		out = append(out, s.tyR(t))
	}
	return "func(" + strings.Join(in, ", ") + ") (" + strings.Join(out, ", ") + ")"
}
