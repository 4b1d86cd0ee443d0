package lower

import (
	"go/ast"
	"go/types"
)

// Channel operations. They are native, so that a goroutine that waits in one
// can be ended; yaegi's receive into a variable is wrong besides.

// recv is <-ch or v, ok = <-ch.
func (e *emitter) recv(x *ast.UnaryExpr, commaOk bool) (v, ok string) {
	ch, t := e.opened(e.expr(x.X), e.typ(x.X))
	return e.recvFrom(e.slot(ch, t), t, commaOk)
}

// recvFrom receives from the channel operand ch of type t.
func (e *emitter) recvFrom(ch string, t types.Type, commaOk bool) (v, ok string) {
	et := e.s.subst(under(t).(*types.Chan).Elem(), e.env)
	if !commaOk {
		return e.saveCall(e.s.perType("recv", e.s.rep(t), e.s.machine.ChanRecv)+"("+ch+")", et), ""
	}
	v, ok = e.result(et), e.tmpR("bool")
	e.p("%s, %s = %s(%s)", v, ok, e.s.perType("recv2", e.s.rep(t), e.s.machine.ChanRecv2), ch)
	return v, ok
}

func (e *emitter) sendStmt(x *ast.SendStmt) {
	e.callsFirst(x.Chan, x.Value)
	ch, t := e.opened(e.expr(x.Chan), e.typ(x.Chan))
	ch = e.slot(ch, t)
	et := e.s.subst(under(t).(*types.Chan).Elem(), e.env)
	e.p("%s(%s, %s)", e.s.perType("send", e.s.rep(t), e.s.machine.ChanSend), ch, e.slot(e.exprTo(x.Value, et), et))
}
