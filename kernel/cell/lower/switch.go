package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// A switch becomes a chain of ifs; with fallthrough it becomes tests that go
// to the bodies.

// A tag is the evaluated tag of a switch; t is nil if there is none.
type tag struct {
	s string
	t types.Type
}

func (e *emitter) switchStmt(x *ast.SwitchStmt, label string) {
	if x.Init != nil {
		e.labeled(x.Init, "")
	}
	var tg tag
	if x.Tag != nil {
		e.position(x.Tag.Pos())
		s, t := e.value(x.Tag)
		tg = tag{e.save(s, t), t}
	}
	t := &target{label: label, brk: e.newLabel("B"), stmt: x}
	e.within(t, func() {
		if fallsThrough(x) {
			e.switchGotos(x, tg, t)
		} else {
			e.switchIfs(x, tg)
		}
	})
	e.endTarget(t)
}

func fallsThrough(x *ast.SwitchStmt) bool {
	for _, c := range x.Body.List {
		if endsInFallthrough(c.(*ast.CaseClause)) {
			return true
		}
	}
	return false
}

func endsInFallthrough(c *ast.CaseClause) bool {
	if len(c.Body) == 0 {
		return false
	}
	b, ok := c.Body[len(c.Body)-1].(*ast.BranchStmt)
	return ok && b.Tok == token.FALLTHROUGH
}

func (e *emitter) switchIfs(x *ast.SwitchStmt, tg tag) {
	var def *ast.CaseClause
	depth := 0
	for _, c := range x.Body.List {
		c := c.(*ast.CaseClause)
		if c.List == nil {
			def = c
			continue
		}
		e.position(c.Pos())
		e.p("if %s {", e.anyCase(c.List, tg))
		e.stmts(c.Body)
		e.p("} else {")
		depth++
	}
	if def != nil {
		e.stmts(def.Body)
	}
	e.closeBlocks(depth)
}

func (e *emitter) closeBlocks(n int) {
	for range n {
		e.p("}")
	}
}

func (e *emitter) switchGotos(x *ast.SwitchStmt, tg tag, t *target) {
	labels := make([]string, len(x.Body.List))
	def := -1
	for i, c := range x.Body.List {
		c := c.(*ast.CaseClause)
		labels[i] = e.newLabel("K")
		if c.List == nil {
			def = i
			continue
		}
		e.position(c.Pos())
		e.p("if %s {\ngoto %s\n}", e.anyCase(c.List, tg), labels[i])
	}
	if def >= 0 {
		e.p("goto %s", labels[def])
	} else {
		e.breakTo(t)
	}
	for i, c := range x.Body.List {
		e.placeLabel(labels[i])
		e.stmts(c.(*ast.CaseClause).Body)
		if !endsInFallthrough(c.(*ast.CaseClause)) {
			e.breakTo(t)
		}
	}
}

// anyCase is the condition that one of the case expressions matches. They are
// evaluated in order until one does.
func (e *emitter) anyCase(list []ast.Expr, tg tag) string {
	if len(list) == 1 {
		return e.caseTest(list[0], tg)
	}
	return e.firstOf(len(list), func(i int) string { return e.caseTest(list[i], tg) })
}

// firstOf is the condition that one of n tests holds, tried in order.
func (e *emitter) firstOf(n int, test func(i int) string) string {
	conds, texts := make([]string, n), make([]string, n)
	simple := true
	for i := range n {
		texts[i] = e.capture(func() { conds[i] = test(i) })
		simple = simple && (i == 0 || texts[i] == "")
	}
	e.write(texts[0])
	if simple {
		return "(" + strings.Join(conds, " || ") + ")"
	}
	r := e.saveR(conds[0], "bool")
	for i := 1; i < n; i++ {
		e.p("if !%s {", r)
		e.write(texts[i])
		e.p("%s = %s\n}", r, conds[i])
	}
	return r
}

// caseTest is the condition that the tag equals x.
func (e *emitter) caseTest(x ast.Expr, tg tag) string {
	t := e.typ(x)
	switch {
	case tg.t == nil && isIface(t):
		yes := e.conv("true", types.Typ[types.Bool], anyType)
		return e.equal(e.slot(e.expr(x), t), yes, token.EQL)
	case tg.t == nil:
		return e.cond(x)
	case e.src.Info.Types[x].IsNil():
		return "(" + tg.s + " == nil)"
	case isIface(tg.t) || isIface(t):
		a := tg.s
		if !isIface(tg.t) {
			a = e.conv(tg.s, tg.t, anyType)
		}
		return e.equal(a, e.anyOperand(x), token.EQL)
	case e.otherDirection(tg.t, t):
		return e.sameChan(tg.s, x, token.EQL)
	}
	return e.compareOperands(tg.s, e.exprTo(x, tg.t), tg.t, token.EQL)
}
