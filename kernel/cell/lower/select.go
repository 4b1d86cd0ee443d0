package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"strconv"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// A select statement becomes a native one over a table of cases that is built
// for every execution. yaegi's own shares its table between goroutines.

// A commCase is a clause of a select whose operands are evaluated.
type commCase struct {
	elem types.Type // of the channel received from
	lhs  []ast.Expr // what is assigned, in a receive
	tok  token.Token
}

func (e *emitter) selectStmt(x *ast.SelectStmt, label string) {
	t := &target{label: label, brk: e.newLabel("B"), stmt: x}
	typ := "*" + e.s.tyR(reflect.TypeFor[native.Select]())
	sel := e.saveR(e.native("Machine.NewSelect", e.s.machine.NewSelect)+"("+strconv.Itoa(len(x.Body.List))+")", typ)
	cases := make([]commCase, len(x.Body.List))
	for i, c := range x.Body.List {
		cases[i] = e.commCase(sel, i, c.(*ast.CommClause).Comm)
	}
	chosen := e.saveR(sel+".Run()", "int")
	e.within(t, func() {
		for i, c := range x.Body.List {
			e.p("if %s == %d {", chosen, i)
			e.received(sel, cases[i])
			e.stmts(c.(*ast.CommClause).Body)
			e.p("} else {")
		}
		e.closeBlocks(len(cases))
	})
	e.endTarget(t)
}

// commCase evaluates the operands of a clause and enters it in the table.
func (e *emitter) commCase(sel string, i int, comm ast.Stmt) commCase {
	if comm != nil {
		e.position(comm.Pos())
	}
	switch s := comm.(type) {
	case nil:
		e.p("%s.Default(%d)", sel, i)
	case *ast.SendStmt:
		e.sendCase(sel, i, s)
	case *ast.ExprStmt:
		e.recvCase(sel, i, s.X)
	case *ast.AssignStmt:
		return commCase{e.recvCase(sel, i, s.Rhs[0]), s.Lhs, s.Tok}
	}
	return commCase{}
}

func (e *emitter) sendCase(sel string, i int, x *ast.SendStmt) {
	e.callsFirst(x.Chan, x.Value)
	ch, t := e.opened(e.expr(x.Chan), e.typ(x.Chan))
	et := e.s.subst(under(t).(*types.Chan).Elem(), e.env)
	ch = e.save(ch, t)
	v := e.save(e.exprTo(x.Value, et), et)
	e.p("%s(%s, %d, %s, %s)", e.s.perType("select send", e.s.rep(t), native.SelectSend), sel, i, ch, v)
}

func (e *emitter) recvCase(sel string, i int, x ast.Expr) types.Type {
	u := ast.Unparen(x).(*ast.UnaryExpr)
	ch, t := e.opened(e.expr(u.X), e.typ(u.X))
	e.p("%s(%s, %d, %s)", e.s.perType("select recv", e.s.rep(t), native.SelectRecv), sel, i, e.save(ch, t))
	return e.s.subst(under(t).(*types.Chan).Elem(), e.env)
}

// received assigns what the chosen receive has got. The targets are evaluated
// only now.
func (e *emitter) received(sel string, c commCase) {
	mark := len(e.live)
	if len(c.lhs) > 0 && !isBlank(c.lhs[0]) {
		v := e.saveCall(e.s.perType("select value", e.s.rep(c.elem), native.SelectValue)+"("+sel+")", c.elem)
		e.setRangeVar(c.lhs[0], c.tok, iteration{v, c.elem})
	}
	if len(c.lhs) > 1 && !isBlank(c.lhs[1]) {
		e.setRangeVar(c.lhs[1], c.tok, iteration{e.saveR(sel+".OK()", "bool"), types.Typ[types.Bool]})
	}
	e.release(mark)
}
