package lower

import (
	"fmt"
	"go/ast"
	"go/types"
	"reflect"
	"strconv"
	"strings"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// methodWrapper emits the entry of a method in the method table of its type:
// a function of the erased receiver, registered by Reg.
func (s *Session) methodWrapper(en *typeEntry, sel *types.Selection) {
	m := sel.Obj().(*types.Func)
	sig := s.subst(sel.Type(), nil).(*types.Signature)
	e := s.newEmitter(s.homeOf(en.t), nil, nil)
	s.nfun++
	name := "W" + strconv.Itoa(s.nfun) + "_" + asciiName(m.Name())
	params, args := e.paramList(sig)
	recv := e.unboxed("x", en.t)
	e.emitCallReturn(e.methodCall(recv, en.t, m, sel.Index(), args, sig), sig)
	fmt.Fprintf(&s.unit.text, "/*line method/_.go:1:1*/func %s(%s) (%s) {\n%s}\n",
		name, strings.Join(append([]string{"x interface{}"}, params...), ", "), e.resultList(sig), e.body())
	fmt.Fprintf(&s.unit.regs, "%s(%d, %q, %s)\n", e.native("Machine.SetMethod", s.machine.SetMethod), en.id, m.Name(), name)
}

// unboxed is the value of type t that the interface value x holds.
func (e *emitter) unboxed(x string, t types.Type) string {
	if !e.s.lossy(t) {
		return e.saveR(x+".("+e.s.ty(t)+")", e.s.ty(t))
	}
	_, box := e.s.boxType(t)
	return e.save(e.saveR(x+".("+box+")", box)+".V", t)
}

// homeOf is the source whose package a wrapper of methods of t belongs to.
func (s *Session) homeOf(t types.Type) *check.Source {
	if n := namedReceiver(t); n != nil {
		if src := s.sourceOf(n.Origin().Obj()); src != nil {
			return src
		}
	}
	return s.unit.src
}

// paramList is the parameters a0, a1 … of a function of type sig, and the
// arguments that pass them on.
func (e *emitter) paramList(sig *types.Signature) (params, args []string) {
	for i, v := range tupleVars(sig.Params()) {
		name, typ := "a"+strconv.Itoa(i), e.s.ty(v.Type())
		arg := name
		if sig.Variadic() && i == sig.Params().Len()-1 {
			typ = "..." + e.s.ty(under(v.Type()).(*types.Slice).Elem())
			arg += "..."
		}
		params, args = append(params, name+" "+typ), append(args, arg)
	}
	return params, args
}

// resultList is the result types of sig in lowered text.
func (e *emitter) resultList(sig *types.Signature) string {
	return e.s.typeList(varTypes(tupleVars(sig.Results())))
}

// emitCallReturn makes a call and returns what it returns.
func (e *emitter) emitCallReturn(call string, sig *types.Signature) {
	switch sig.Results().Len() {
	case 0:
		e.p("%s", call)
	case 1:
		e.p("return %s", e.saveCall(call, sig.Results().At(0).Type()))
	default:
		var out []string
		for v := range sig.Results().Variables() {
			out = append(out, e.tmp(v.Type()))
		}
		list := strings.Join(out, ", ")
		e.p("%s = %s", list, call)
		e.p("return %s", list)
	}
}

// methodValue is the function x.m, bound to x as it is now.
func (e *emitter) methodValue(x *ast.SelectorExpr, t types.Type, m *types.Func, index []int) string {
	s := e.s
	sig := e.typ(x).(*types.Signature)
	recv, rt := e.receiver(x.X, t, m, index)
	if isIface(rt) && !s.nativeIface(rt) {
		bind := e.native("Machine.Bind", s.machine.Bind)
		return e.save(fmt.Sprintf("%s(%s, %q).(%s)", bind, e.atom(recv, rt), m.Name(), s.ty(sig)), sig)
	}
	recv = e.stable(recv, rt)
	if isIface(rt) {
		e.checkNil(recv)
	}
	in := s.newEmitter(e.src, e.env, e)
	in.node = x
	in.addCapture(recv, s.ty(rt))
	params, args := in.paramList(sig)
	in.emitCallReturn(in.methodCall(recv, rt, m, []int{0}, args, sig), sig)
	return e.save(in.closure("("+strings.Join(params, ", ")+") ("+in.resultList(sig)+")"), sig)
}

// methodExpr is T.m, a function of the receiver and the parameters.
func (e *emitter) methodExpr(x *ast.SelectorExpr) string {
	s := e.s
	t := e.typ(x.X)
	obj, index := e.lookup(t, x.Sel)
	sig := e.typ(x).(*types.Signature)
	in := s.newEmitter(e.src, e.env, e)
	in.node = x
	params, args := in.paramList(sig)
	rest := types.NewTuple(tupleVars(sig.Params())[1:]...)
	msig := types.NewSignatureType(nil, nil, nil, rest, sig.Results(), sig.Variadic())
	in.emitCallReturn(in.methodCall(args[0], t, obj.(*types.Func), index, args[1:], msig), sig)
	return e.save(in.closure("("+strings.Join(params, ", ")+") ("+in.resultList(sig)+")"), sig)
}

// methodFor describes a method for the machine.
func (s *Session) methodFor(m *types.Func, t types.Type) *native.Method {
	sig := s.subst(t, nil).(*types.Signature)
	return &native.Method{Name: m.Name(), Key: s.signatureKey(sig), Type: s.signatureRep(sig)}
}

// signatureRep is the representation of a method without its receiver.
func (s *Session) signatureRep(sig *types.Signature) reflect.Type {
	return s.rep(types.NewSignatureType(nil, nil, nil, sig.Params(), sig.Results(), sig.Variadic()))
}

// namedArgs are the type arguments of t or of what it points to.
func namedArgs(t types.Type) []types.Type {
	if n := namedReceiver(t); n != nil {
		return typeArgs(n)
	}
	return nil
}
