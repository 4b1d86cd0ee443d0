package lower

import (
	"go/types"
	"reflect"
	"strings"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// conv makes x, an operand of type from, assignable to type to: what Go does
// by itself in assignments, calls and returns.
func (e *emitter) conv(x string, from, to types.Type) string {
	if from == nil {
		return x
	}
	if b, ok := from.(*types.Basic); ok && b.Info()&types.IsUntyped != 0 {
		if b.Kind() == types.UntypedNil {
			return e.nilOf(to)
		}
		from = types.Default(from)
	}
	switch {
	case types.Identical(from, to):
		return x
	case !isIface(to):
		return e.convPlain(x, from, to)
	case isIface(from):
		return e.convIface(x, from, to)
	case e.s.nativeIface(to):
		return e.toNative(x, from, to)
	}
	return e.toAny(x, from)
}

// convPlain converts between types that are no interfaces and have identical
// underlying types.
func (e *emitter) convPlain(x string, from, to types.Type) string {
	s := e.s
	recFrom, recTo := s.isRec(from), s.isRec(to)
	switch {
	case recTo && !recFrom:
		return e.close(x, to)
	case recFrom && !recTo:
		return e.open(x, from)
	case recFrom || s.rep(from) == s.rep(to):
		return x
	}
	if chanDirections(s.rep(from), s.rep(to)) || namedFunc(s.rep(from), s.rep(to)) {
		return x
	}
	return e.save(e.convertFunc(s.rep(from), s.rep(to))+"("+e.atom(x, from)+")", to)
}

// chanDirections reports whether the types are channels that differ in their
// directions only: the interpreter assigns these.
func chanDirections(from, to reflect.Type) bool {
	return from.Kind() == reflect.Chan && to.Kind() == reflect.Chan && from.AssignableTo(to)
}

// namedFunc reports whether one of two func types is a native named one: the
// interpreter assigns these.
func namedFunc(from, to reflect.Type) bool {
	return from.Kind() == reflect.Func && from.AssignableTo(to)
}

// convIface converts between interface types. In any-like interfaces no value
// is wrapped; native ones need what implements them.
func (e *emitter) convIface(x string, from, to types.Type) string {
	s := e.s
	nativeFrom, nativeTo := s.nativeIface(from), s.nativeIface(to)
	switch {
	case !nativeTo && !nativeFrom:
		return x
	case !nativeTo:
		return e.native("Unwrap", native.Unwrap) + "(" + x + ")"
	case !nativeFrom:
		return s.toNativeFunc(to) + "(" + x + ")"
	case s.rep(from) == s.rep(to):
		return x
	}
	return s.nativeToNative(s.rep(from), s.rep(to)) + "(" + x + ")"
}

// toNative converts a concrete operand to a native interface type.
func (e *emitter) toNative(x string, from, to types.Type) string {
	s := e.s
	if s.rep(from).Implements(s.rep(to)) && !s.mentionsUser(from) {
		return e.save(x, to)
	}
	return s.toNativeFunc(to) + "(" + e.toAny(x, from) + ")"
}

// toNativeFunc is the symbol of a func(any) to.
func (s *Session) toNativeFunc(to types.Type) string {
	it := s.rep(to)
	ft := reflect.FuncOf([]reflect.Type{anyRep}, []reflect.Type{it}, false)
	m := machine{s.machine}
	return s.makeFunc("tonative", ft, func(args []reflect.Value) []reflect.Value {
		return []reflect.Value{m.implementer(native.Unwrap(args[0].Interface()), it)}
	})
}

// nativeToNative is the symbol of a func(from) to between native interfaces.
// A wrapper has the methods of one interface only, so it is made again.
func (s *Session) nativeToNative(from, to reflect.Type) string {
	ft := reflect.FuncOf([]reflect.Type{from}, []reflect.Type{to}, false)
	m := machine{s.machine}
	return s.makeFunc("iface", ft, func(args []reflect.Value) []reflect.Value {
		if args[0].IsNil() {
			return []reflect.Value{reflect.Zero(to)}
		}
		return []reflect.Value{m.implementer(native.Unwrap(args[0].Interface()), to)}
	})
}

// toAny converts a concrete operand to interface{}. Values of lossy types are
// boxed.
func (e *emitter) toAny(x string, from types.Type) string {
	s := e.s
	if isUntyped(from) {
		from = types.Default(from)
	}
	if s.mentionsUser(from) {
		s.typeInfo(from)
	}
	if s.lossy(from) {
		_, box := s.boxType(from)
		return "interface{}(" + box + "{V: " + e.atom(x, from) + "})"
	}
	x = e.atom(x, from)
	if _, ok := under(from).(*types.Signature); !ok && (strings.HasPrefix(x, "v_") || isTemp(x) && x[0] == 't') {
		return "interface{}(" + x + ")"
	}
	return e.saveR(e.save(x, from), "interface{}")
}

// convertFunc is the symbol of a func(from) to that converts as Go does.
func (e *emitter) convertFunc(from, to reflect.Type) string {
	ft := reflect.FuncOf([]reflect.Type{from}, []reflect.Type{to}, false)
	return e.s.makeFunc("convert", ft, func(args []reflect.Value) []reflect.Value {
		return []reflect.Value{native.Convert(args[0], to)}
	})
}
