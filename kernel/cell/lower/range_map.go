package lower

import (
	"go/ast"
	"go/types"
	"reflect"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// rangeMap ranges over a map through a native iterator, whose order the
// session's system decides.
func (e *emitter) rangeMap(x *ast.RangeStmt, tgt *target, u *types.Map) {
	m, t := e.opened(e.expr(x.X), e.typ(x.X))
	m = e.slot(m, t)
	kt, vt := e.s.subst(u.Key(), e.env), e.s.subst(u.Elem(), e.env)
	it := e.saveR(e.native("Machine.NewMapIter", e.s.machine.NewMapIter)+"("+m+")", "*"+e.s.tyR(reflect.TypeFor[native.MapIter]()))
	e.p("for %s.Next() {", it)
	mark := len(e.live)
	var k, v iteration
	if wanted(x.Key) {
		k = iteration{e.s.perType("map key", e.s.rep(kt), native.MapKey) + "(" + it + ")", kt}
	}
	if wanted(x.Value) {
		v = iteration{e.saveCall(e.s.perType("map value", e.s.rep(vt), native.MapValue)+"("+it+")", vt), vt}
	}
	e.setRangeVars(x, k, v)
	e.release(mark)
	e.loopBody(tgt, x.Body)
	e.endLoop(tgt)
}

// rangeChan receives until the channel is closed.
func (e *emitter) rangeChan(x *ast.RangeStmt, tgt *target, u *types.Chan) {
	ch, t := e.opened(e.expr(x.X), e.typ(x.X))
	ch = e.save(ch, t)
	e.p("for {")
	v, ok := e.recvFrom(ch, t, true)
	e.p("if !%s {", ok)
	e.breakTo(tgt)
	e.p("}")
	if wanted(x.Key) {
		e.setRangeVars(x, iteration{v, e.s.subst(u.Elem(), e.env)}, iteration{})
	}
	e.loopBody(tgt, x.Body)
	e.endLoop(tgt)
}
