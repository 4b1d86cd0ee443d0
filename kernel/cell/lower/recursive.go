package lower

import (
	"go/types"
	"reflect"
)

// isRec reports whether t is a named type that is no struct and mentions
// itself (type Tree map[string]Tree). Its values are held in any: they are
// opened to the underlying type where they are used and closed again.
func (s *Session) isRec(t types.Type) bool {
	if _, ok := types.Unalias(t).(*types.Named); !ok {
		return false
	}
	s.rep(t)
	return s.entry(t).rec
}

// open is the underlying value of x, an operand of type t; x itself if t is
// not recursive.
func (e *emitter) open(x string, t types.Type) string {
	if !e.s.isRec(t) {
		return x
	}
	u := under(t)
	return e.saveCall(e.s.openFunc(e.s.rep(u))+"("+x+")", u)
}

// opened is open, with the type of the operand that it gives.
func (e *emitter) opened(x string, t types.Type) (string, types.Type) {
	if !e.s.isRec(t) {
		return x, t
	}
	return e.open(x, t), under(t)
}

// close makes a value of the recursive type t from x, an operand of its
// underlying type.
func (e *emitter) close(x string, t types.Type) string {
	if !e.s.isRec(t) {
		return x
	}
	u := under(t)
	return e.saveR(e.s.closeFunc(e.s.rep(u))+"("+e.atom(x, u)+")", "interface{}")
}

// openFunc is the symbol of a func(any) u.
func (s *Session) openFunc(u reflect.Type) string {
	ft := reflect.FuncOf([]reflect.Type{anyRep}, []reflect.Type{u}, false)
	return s.makeFunc("open", ft, func(args []reflect.Value) []reflect.Value {
		if args[0].IsNil() {
			return []reflect.Value{reflect.Zero(u)}
		}
		return []reflect.Value{args[0].Elem()}
	})
}

// closeFunc is the symbol of a func(u) any; nil stays nil.
func (s *Session) closeFunc(u reflect.Type) string {
	ft := reflect.FuncOf([]reflect.Type{u}, []reflect.Type{anyRep}, false)
	return s.makeFunc("close", ft, func(args []reflect.Value) []reflect.Value {
		r := reflect.New(anyRep).Elem()
		if !isNilValue(args[0]) {
			r.Set(args[0])
		}
		return []reflect.Value{r}
	})
}

func isNilValue(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Func, reflect.Slice, reflect.Map, reflect.Pointer, reflect.Chan, reflect.Interface:
		return v.IsNil()
	}
	return false
}
