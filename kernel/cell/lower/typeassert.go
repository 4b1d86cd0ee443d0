package lower

import (
	"fmt"
	"go/ast"
	"go/types"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// typeAssert is x.(T): the value and, unless a failure panics, the operand
// that says whether it holds. A failed value is the zero value.
func (e *emitter) typeAssert(x *ast.TypeAssertExpr, commaOk bool) (v, ok string) {
	xt, t := e.typ(x.X), e.typ(x.Type)
	s := e.dynamic(e.expr(x.X), xt)
	if isIface(t) {
		v, ok = e.result(t), e.tmpR("bool")
		e.ifaceTest(s, t, v, ok)
		if !commaOk {
			e.panicIf("!"+ok, fmt.Sprintf("%s(%s, %q)", e.s.must(t), s, e.s.typeName(xt)))
		}
		return v, ok
	}
	val, ok := e.assertTo(s, t)
	if !commaOk {
		assert := e.native("Machine.PanicAssert", e.s.machine.PanicAssert)
		e.panicIf("!"+ok, fmt.Sprintf("%s(%s, %q, %q)", assert, s, e.s.typeName(xt), e.s.typeName(t)))
		return val(), ok
	}
	r := e.tmp(t)
	e.p("%s = %s\nif %s {\n%s = %s\n}", r, e.zero(t), ok, r, val())
	return r, ok
}

// dynamic is the value in an interface operand of type t, without the wrapper
// that a native interface may hold.
func (e *emitter) dynamic(s string, t types.Type) string {
	if e.s.nativeIface(t) {
		return e.saveR(e.native("Unwrap", native.Unwrap)+"("+e.slot(s, t)+")", "interface{}")
	}
	return e.stable(s, t)
}
