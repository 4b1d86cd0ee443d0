package lower

import (
	"go/ast"
	"go/token"
	"go/types"
)

// loopTarget is the target of a loop, not yet used.
func (e *emitter) loopTarget(label string, s ast.Stmt) *target {
	return &target{label: label, brk: e.newLabel("B"), cont: e.newLabel("C"), isLoop: true, stmt: s}
}

// loopBody lowers the body of a loop, up to where continue goes.
func (e *emitter) loopBody(t *target, body *ast.BlockStmt) {
	e.checkpoint()
	e.within(t, func() { e.stmts(body.List) })
	if t.usedC {
		e.placeLabel(t.cont)
	}
}

// endLoop closes a loop.
func (e *emitter) endLoop(t *target) {
	e.p("}")
	e.endTarget(t)
}

func (e *emitter) forStmt(x *ast.ForStmt, label string) {
	if x.Init != nil {
		e.labeled(x.Init, "")
	}
	t := e.loopTarget(label, x)
	e.loopHead(t, x.Cond)
	e.loopBody(t, x.Body)
	e.position(x.Pos())
	e.renewCells(x.Init)
	if x.Post != nil {
		e.stmt(x.Post)
	}
	e.endLoop(t)
}

// loopHead opens a loop. A condition that needs statements is tested inside.
func (e *emitter) loopHead(t *target, x ast.Expr) {
	if x == nil {
		e.p("for {")
		return
	}
	var cond string
	e.position(x.Pos())
	text := e.capture(func() { cond = e.cond(x) })
	if text == "" {
		e.p("for %s {", cond)
		return
	}
	e.p("for {")
	e.write(text)
	e.p("if !%s {", paren(cond))
	e.breakTo(t)
	e.p("}")
}

// renewCells gives the loop variables that are in cells new ones for the next
// iteration.
func (e *emitter) renewCells(init ast.Stmt) {
	as, ok := init.(*ast.AssignStmt)
	if !ok || as.Tok != token.DEFINE {
		return
	}
	for _, l := range as.Lhs {
		v, ok := e.src.Info.Defs[l.(*ast.Ident)].(*types.Var)
		if !ok || v == nil || v.Name() == "_" || !e.celled(v) {
			continue
		}
		mark := len(e.live)
		n, t := e.use(v), e.varType(v)
		s := e.save("*"+n, t)
		e.p("%s = new(%s)\n*%s = %s", n, e.s.ty(t), n, s)
		e.release(mark)
	}
}
