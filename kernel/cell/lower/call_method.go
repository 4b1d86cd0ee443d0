package lower

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// Method calls: of lowered methods as functions of their receiver, of native
// methods as they are, of interfaces through the method tables.

// selectorCall prepares x.m(args).
func (e *emitter) selectorCall(x *ast.CallExpr, fun *ast.SelectorExpr, m *types.Func, index []int, sig *types.Signature) prepared {
	e.callsFirst(append([]ast.Expr{fun.X}, x.Args...)...)
	recv, t := e.receiver(fun.X, e.typ(fun.X), m, index)
	results := e.resultTypes(x)
	if isIface(t) {
		return e.ifaceCall(recv, t, m, func(isNative bool) []argument { return e.arguments(x, sig, isNative) }, results)
	}
	if src := e.s.sourceOf(m.Origin()); src != nil {
		name := e.s.function(src, m, namedArgs(t), x.Pos())
		args := append([]argument{{recv, e.s.ty(t)}}, e.arguments(x, sig, false)...)
		return prepared{args: args, results: results, recovers: e.mayRecover(m), build: func(a []string) string {
			return name + "(" + joinMethodArgs(a, sig) + ")"
		}}
	}
	recv = e.atom(recv, t)
	args := append([]argument{{recv, e.s.ty(t)}}, e.arguments(x, sig, true)...)
	return prepared{args: args, results: results, build: func(a []string) string {
		return a[0] + "." + m.Name() + "(" + joinArgs(a[1:], sig) + ")"
	}}
}

// joinMethodArgs is joinArgs for a list that begins with the receiver.
func joinMethodArgs(args []string, sig *types.Signature) string {
	if len(args) == 1 {
		return args[0]
	}
	return args[0] + ", " + joinArgs(args[1:], sig)
}

// receiver evaluates x as the receiver of m, found along index in t, the type
// of x. The operand returned has the receiver's type, or is the interface.
func (e *emitter) receiver(x ast.Expr, t types.Type, m *types.Func, index []int) (string, types.Type) {
	index = e.s.nativeCut(t, index)
	path := index[:len(index)-1]
	at := e.s.pathType(t, path)
	if isIface(at) {
		s, _ := e.path(e.base(x), t, path)
		return s, at
	}
	_, toPointer := under(m.Signature().Recv().Type()).(*types.Pointer)
	_, isPointer := under(at).(*types.Pointer)
	switch {
	case toPointer && !isPointer:
		return e.addressed(x, t, path, at)
	case !toPointer && isPointer:
		s, _ := e.path(e.base(x), t, path)
		s = e.atom(s, at)
		e.checkNil(s)
		return "(*" + s + ")", under(at).(*types.Pointer).Elem()
	case len(path) == 0:
		return e.expr(x), at
	}
	s, _ := e.path(e.base(x), t, path)
	return s, at
}

// addressed is the address of the field of type at along path in x.
func (e *emitter) addressed(x ast.Expr, t types.Type, path []int, at types.Type) (string, types.Type) {
	p := types.NewPointer(at)
	if len(path) == 0 {
		return e.addr(x), p
	}
	var s string
	if selIndirect(t, path) {
		s = e.base(x)
	} else {
		s = e.lvalue(x, false)
	}
	s, _ = e.path(s, t, path)
	return e.save("&"+s, p), p
}

// selIndirect reports whether a pointer is followed on the path of fields index
// that starts at a value of type t.
func selIndirect(t types.Type, index []int) bool {
	for _, i := range index {
		if _, ok := under(t).(*types.Pointer); ok {
			return true
		}
		t = structOf(t).Field(i).Type()
	}
	return false
}

// methodCall is the text of a call of m, found along index in t, on the
// evaluated operand recv, in a wrapper of the method; args are the arguments, a variadic tail with its
// dots.
func (e *emitter) methodCall(recv string, t types.Type, m *types.Func, index []int, args []string, sig *types.Signature) string {
	index = e.s.nativeCut(t, index)
	s, at := e.path(recv, t, index[:len(index)-1])
	if isIface(at) {
		return e.dynamicCall(s, at, m, args, sig)
	}
	_, toPointer := under(m.Signature().Recv().Type()).(*types.Pointer)
	_, isPointer := under(at).(*types.Pointer)
	switch {
	case toPointer && !isPointer:
		at = types.NewPointer(at)
		s = e.save("&"+s, at)
	case !toPointer && isPointer:
		s = e.atom(s, at)
		e.checkWrapped(s, at, m, index)
		s, at = "(*"+s+")", under(at).(*types.Pointer).Elem()
	}
	if src := e.s.sourceOf(m.Origin()); src != nil {
		name := e.s.function(src, m, namedArgs(at), token.NoPos)
		return name + "(" + strings.Join(append([]string{s}, args...), ", ") + ")"
	}
	return e.atom(s, at) + "." + m.Name() + "(" + strings.Join(args, ", ") + ")"
}

// checkWrapped panics as gc's wrapper of m, a method of a value, does for a nil
// pointer s.
func (e *emitter) checkWrapped(s string, t types.Type, m *types.Func, index []int) {
	n := namedReceiver(t)
	if len(index) > 1 || n == nil {
		e.checkNil(s)
		return
	}
	e.panicIf(s+" == nil", fmt.Sprintf("%s(%q, %q)", e.native("PanicValueMethod", native.PanicValueMethod),
		e.s.typeName(n)+"."+m.Name(), n.Obj().Name()))
}

// dynamicCall is the text of a call of m on the interface operand s.
func (e *emitter) dynamicCall(s string, t types.Type, m *types.Func, args []string, sig *types.Signature) string {
	s = e.stable(s, t)
	if e.s.nativeIface(t) {
		return s + "." + m.Name() + "(" + strings.Join(args, ", ") + ")"
	}
	f, _ := e.methodOf(s, m, sig)
	return f + "(" + strings.Join(append([]string{s}, args...), ", ") + ")"
}

// methodOf finds the function of method m of the dynamic value s: a temporary
// and its type in lowered text.
func (e *emitter) methodOf(s string, m *types.Func, sig *types.Signature) (f, typ string) {
	params := append([]*types.Var{types.NewParam(token.NoPos, nil, "", anyType)}, tupleVars(sig.Params())...)
	typ = e.s.ty(types.NewSignatureType(nil, nil, nil, types.NewTuple(params...), sig.Results(), sig.Variadic()))
	call := fmt.Sprintf("%s(%s, %q).(%s)", e.native("Machine.Method", e.s.machine.Method), s, m.Name(), typ)
	return e.saveR(call, typ), typ
}

// ifaceCall prepares a call of m on an interface operand. The method is looked
// up after the arguments are evaluated: that is when a nil interface panics.
func (e *emitter) ifaceCall(recv string, t types.Type, m *types.Func, arguments func(isNative bool) []argument, results []types.Type) prepared {
	sig := e.s.subst(m.Type(), e.env).(*types.Signature)
	recv = e.stable(recv, t)
	if e.s.nativeIface(t) {
		args := append([]argument{{recv, e.s.ty(t)}}, arguments(true)...)
		return prepared{args: args, results: results, build: func(a []string) string {
			return a[0] + "." + m.Name() + "(" + joinArgs(a[1:], sig) + ")"
		}}
	}
	rest := arguments(false)
	f, typ := e.methodOf(recv, m, sig)
	args := append([]argument{{f, typ}, {recv, "interface{}"}}, rest...)
	return prepared{args: args, results: results, build: func(a []string) string {
		return a[0] + "(" + joinMethodArgs(a[1:], sig) + ")"
	}}
}
