package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

func (e *emitter) stmts(list []ast.Stmt) {
	for _, s := range list {
		e.stmt(s)
	}
}

// stmt lowers a statement and frees its temporaries.
func (e *emitter) stmt(s ast.Stmt) {
	mark := len(e.live)
	e.labeled(s, "")
	e.release(mark)
	clear(e.ready)
}

// labeled lowers a statement that has a label, or "". Its temporaries live on.
func (e *emitter) labeled(s ast.Stmt, label string) {
	if s != nil {
		e.position(s.Pos())
	}
	if e.s.unit.top[s] {
		e.topStatement(s.Pos())
	}
	switch x := s.(type) {
	case nil, *ast.EmptyStmt:
	case *ast.BlockStmt:
		e.block(x, label)
	case *ast.ExprStmt:
		e.exprStmt(x)
	case *ast.AssignStmt:
		e.assign(x)
	case *ast.IncDecStmt:
		e.incDec(x)
	case *ast.DeclStmt:
		e.declStmt(x)
	case *ast.ReturnStmt:
		e.returnStmt(x)
	case *ast.SendStmt:
		e.sendStmt(x)
	case *ast.GoStmt:
		e.goStmt(x)
	case *ast.DeferStmt:
		e.deferStmt(x)
	case *ast.LabeledStmt:
		e.label(x)
	case *ast.BranchStmt:
		e.branchStmt(x)
	default:
		e.control(s, label)
	}
}

// control lowers the statements that hold others.
func (e *emitter) control(s ast.Stmt, label string) {
	switch x := s.(type) {
	case *ast.IfStmt:
		e.ifStmt(x)
	case *ast.ForStmt:
		e.forStmt(x, label)
	case *ast.RangeStmt:
		e.rangeStmt(x, label)
	case *ast.SwitchStmt:
		e.switchStmt(x, label)
	case *ast.TypeSwitchStmt:
		e.typeSwitch(x, label)
	case *ast.SelectStmt:
		e.selectStmt(x, label)
	default:
		e.s.fail(s.Pos(), "this statement (%T)", s)
	}
}

func (e *emitter) block(x *ast.BlockStmt, label string) {
	if label == "" {
		e.stmts(x.List)
		return
	}
	t := &target{label: label, brk: e.newLabel("B"), stmt: x}
	e.within(t, func() { e.stmts(x.List) })
	e.endTarget(t)
}

func (e *emitter) exprStmt(x *ast.ExprStmt) {
	if e.s.shown(x) {
		e.display(x.X)
		return
	}
	c, ok := ast.Unparen(x.X).(*ast.CallExpr)
	if !ok || e.src.Info.Types[c.Fun].IsType() {
		s, t := e.value(x.X)
		e.evaluate(s, t)
		return
	}
	p := e.prepare(c)
	switch s := p.text(); {
	case p.inline:
		e.evaluate(s, e.typ(c))
	case len(p.results) == 0:
		e.p("%s", s)
	default:
		e.discard(s, p.results)
	}
}

// evaluate runs an operand whose value nobody wants, for its panics.
func (e *emitter) evaluate(s string, t types.Type) {
	if s != "" && s != "nil" && !isAtom(s) {
		e.save(s, t)
	}
}

// discard makes a call whose results nobody wants.
func (e *emitter) discard(call string, ts []types.Type) {
	vs := make([]string, len(ts))
	for i, t := range ts {
		vs[i] = e.result(t)
	}
	e.p("%s = %s", strings.Join(vs, ", "), call)
}

func (e *emitter) declStmt(x *ast.DeclStmt) {
	d := x.Decl.(*ast.GenDecl)
	if d.Tok != token.VAR {
		return
	}
	for _, s := range d.Specs {
		mark := len(e.live)
		e.position(s.Pos())
		e.varSpec(s.(*ast.ValueSpec))
		e.release(mark)
	}
}

func (e *emitter) ifStmt(x *ast.IfStmt) {
	if x.Init != nil {
		e.labeled(x.Init, "")
	}
	e.position(x.Cond.Pos())
	e.p("if %s {", e.cond(x.Cond))
	e.stmts(x.Body.List)
	if x.Else != nil {
		e.p("} else {")
		e.stmt(x.Else)
	}
	e.p("}")
}

// cond is a condition. A constant one goes into a variable: yaegi drops the
// code under it, with its labels.
func (e *emitter) cond(x ast.Expr) string {
	s := e.boolean(x)
	if s == "true" || s == "false" {
		return e.saveR(s, "bool")
	}
	return s
}
