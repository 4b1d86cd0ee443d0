package lower

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

func (e *emitter) binary(x *ast.BinaryExpr) string {
	switch x.Op {
	case token.LAND, token.LOR:
		return e.logical(x)
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		e.callsFirst(x.X, x.Y)
		return e.compare(x)
	}
	e.callsFirst(x.X, x.Y)
	t := e.typ(x)
	if isShift(x.Op) {
		t = e.defaultTyp(x)
		return e.shift(e.exprTo(x.X, t), t, x.Op, x.Y)
	}
	a := e.exprTo(x.X, t)
	return e.arith(a, x.Op, e.exprTo(x.Y, t), t)
}

// logical is && or ||. The right operand becomes a conditional statement if
// its evaluation needs statements.
func (e *emitter) logical(x *ast.BinaryExpr) string {
	a := e.boolean(x.X)
	var b string
	text := e.capture(func() { b = e.boolean(x.Y) })
	if text == "" {
		return "(" + a + " " + x.Op.String() + " " + b + ")"
	}
	r := e.saveR(a, "bool")
	if x.Op == token.LAND {
		e.p("if %s {", r)
	} else {
		e.p("if !%s {", r)
	}
	e.write(text)
	e.p("%s = %s\n}", r, b)
	return r
}

// boolean evaluates x of any boolean type as a bool.
func (e *emitter) boolean(x ast.Expr) string {
	s := e.expr(x)
	if e.s.rep(e.typ(x)) != basics[types.Bool] {
		return "bool(" + s + ")"
	}
	return s
}

// arith is a op b for operands of type t; shifts are shift's.
func (e *emitter) arith(a string, op token.Token, b string, t types.Type) string {
	info := basicInfo(t)
	switch {
	case info&types.IsComplex != 0:
		return e.complexOp(op, a, b, t)
	case info&types.IsInteger != 0 && (op == token.QUO || op == token.REM):
		b = e.divisor(b, t)
	}
	return "(" + a + " " + op.String() + " " + b + ")"
}

// divisor checks a divisor that may be zero.
func (e *emitter) divisor(b string, t types.Type) string {
	b = e.atom(b, t)
	if isLiteral(b) && b != "0" {
		return b
	}
	e.panicIf(b+" == "+e.zero(t), e.native("DivZero", native.DivZero)+"()")
	return b
}
