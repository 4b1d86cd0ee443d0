package lower

import (
	"go/ast"
	"go/types"
	"strconv"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

func (e *emitter) panicCall(x *ast.CallExpr) prepared {
	v := e.stable(e.exprTo(x.Args[0], anyType), anyType)
	f := e.native("Panic", native.Panic)
	at := e.atPlace()
	return prepared{args: []argument{{v, "interface{}"}}, build: func(a []string) string { return at + f + "(" + a[0] + ")" }}
}

// recoverCall is recover() where it stands: in a literal that is deferred
// directly it asks that function's Defers, in a named function the token that
// its entry took, and anywhere else it is nil.
func (e *emitter) recoverCall() string {
	ds := e.dsLex
	if ds == "" {
		ds = e.rtok
	}
	if ds == "" {
		return e.saveR("nil", "interface{}")
	}
	e.useName(ds, e.defersType())
	return e.saveR(ds+".Recover()", "interface{}")
}

// printCall is print or println.
func (e *emitter) printCall(x *ast.CallExpr, ln bool) prepared {
	e.callsFirst(x.Args...)
	vs := make([]string, len(x.Args))
	for i, a := range x.Args {
		s, t := e.value(a)
		vs[i] = e.conv(s, t, anyType)
	}
	t := types.NewSlice(anyType)
	list := e.tmp(t)
	e.p("%s = make([]interface{}, %d)", list, len(vs))
	for i, v := range vs {
		e.p("%s[%d] = %s", list, i, v)
	}
	f := e.native("Machine.PrintBuiltin", e.s.machine.PrintBuiltin)
	return prepared{args: []argument{{list, e.s.ty(t)}}, build: func(a []string) string {
		return f + "(" + strconv.FormatBool(ln) + ", " + a[0] + ")"
	}}
}
