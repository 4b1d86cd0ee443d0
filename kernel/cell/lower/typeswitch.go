package lower

import (
	"go/ast"
	"go/types"
)

// A type switch becomes a chain of assertions on the value in the interface.

// A switched value is the operand of a type switch.
type switched struct {
	x       string // the interface as it is
	dynamic string // without the wrapper of a native interface
	seen    map[string]bool
}

// A matched case has a condition and, if it names one type, the value of that
// type.
type matched struct {
	cond  string
	value func() string
	t     types.Type
}

func (e *emitter) typeSwitch(x *ast.TypeSwitchStmt, label string) {
	if x.Init != nil {
		e.labeled(x.Init, "")
	}
	a := assertionOf(x)
	e.position(a.Pos())
	t := e.typ(a.X)
	sw := switched{x: e.save(e.expr(a.X), t), seen: map[string]bool{}}
	sw.dynamic = e.dynamic(sw.x, t)
	tgt := &target{label: label, brk: e.newLabel("B"), stmt: x}
	e.within(tgt, func() { e.typeCases(x, sw) })
	e.endTarget(tgt)
}

// assertionOf is the x.(type) of the statement.
func assertionOf(x *ast.TypeSwitchStmt) *ast.TypeAssertExpr {
	var a ast.Expr
	switch s := x.Assign.(type) {
	case *ast.ExprStmt:
		a = s.X
	case *ast.AssignStmt:
		a = s.Rhs[0]
	}
	return ast.Unparen(a).(*ast.TypeAssertExpr)
}

func (e *emitter) typeCases(x *ast.TypeSwitchStmt, sw switched) {
	var def *ast.CaseClause
	depth := 0
	for _, c := range x.Body.List {
		c := c.(*ast.CaseClause)
		if c.List == nil {
			def = c
			continue
		}
		e.position(c.Pos())
		m := e.matchTypes(c.List, sw)
		e.p("if %s {", m.cond)
		e.typeCaseBody(c, sw, m)
		e.p("} else {")
		depth++
	}
	if def != nil {
		e.typeCaseBody(def, sw, matched{})
	}
	e.closeBlocks(depth)
}

// typeCaseBody lowers a clause; its variable holds the value of the one type,
// or else the interface.
func (e *emitter) typeCaseBody(c *ast.CaseClause, sw switched, m matched) {
	if v, ok := e.src.Info.Implicits[c].(*types.Var); ok {
		if m.value != nil {
			e.initVar(v, e.conv(m.value(), m.t, e.varType(v)))
		} else {
			e.initVar(v, sw.x)
		}
	}
	e.stmts(c.Body)
}

func (e *emitter) matchTypes(list []ast.Expr, sw switched) matched {
	if len(list) == 1 {
		return e.matchType(list[0], sw)
	}
	return matched{cond: e.firstOf(len(list), func(i int) string { return e.matchType(list[i], sw).cond })}
}

func (e *emitter) matchType(x ast.Expr, sw switched) matched {
	if e.src.Info.Types[x].IsNil() {
		return matched{cond: "(" + sw.dynamic + " == nil)"}
	}
	t := e.typ(x)
	if k := e.s.key(t); sw.seen[k] {
		// two type parameters with the same argument: the first case wins
		return matched{e.saveR("false", "bool"), func() string { return e.zero(t) }, t}
	} else {
		sw.seen[k] = true
	}
	if isIface(t) {
		v, ok := e.result(t), e.tmpR("bool")
		e.ifaceTest(sw.dynamic, t, v, ok)
		return matched{ok, func() string { return v }, t}
	}
	v, ok := e.assertTo(sw.dynamic, t)
	return matched{ok, v, t}
}
