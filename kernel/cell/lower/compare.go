package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// Comparisons. What yaegi compares rightly stays an operator; interfaces,
// structs, arrays, channels and complex numbers go to the native Eq, which
// knows boxes and wrappers and panics with Go's text.

func (e *emitter) compare(x *ast.BinaryExpr) string {
	if e.src.Info.Types[x.X].IsNil() {
		return e.compareNil(x.Y, x.Op)
	}
	if e.src.Info.Types[x.Y].IsNil() {
		return e.compareNil(x.X, x.Op)
	}
	xt, yt := e.typ(x.X), e.typ(x.Y)
	if isIface(xt) || isIface(yt) {
		a := e.anyOperand(x.X)
		return e.equal(a, e.anyOperand(x.Y), x.Op)
	}
	t := comparedType(xt, yt)
	if e.otherDirection(xt, yt) {
		a := e.slot(e.expr(x.X), xt)
		return e.sameChan(a, x.Y, x.Op)
	}
	a := e.exprTo(x.X, t)
	return e.compareOperands(a, e.exprTo(x.Y, t), t, x.Op)
}

// otherDirection reports whether two types are channels of different
// directions, which compare but do not convert both ways.
func (e *emitter) otherDirection(x, y types.Type) bool {
	_, ok := under(x).(*types.Chan)
	return ok && e.s.rep(x) != e.s.rep(y)
}

// sameChan compares the channel operand a with y, a channel of another
// direction.
func (e *emitter) sameChan(a string, y ast.Expr, op token.Token) string {
	return e.compared(e.native("EqPtr", native.EqPtr), a, e.slot(e.expr(y), e.typ(y)), op)
}

// compareNil is x == nil or x != nil.
func (e *emitter) compareNil(x ast.Expr, op token.Token) string {
	s, t := e.expr(x), e.typ(x)
	if !isAtom(s) {
		s = e.save(s, t)
	}
	return "(" + s + " " + op.String() + " nil)"
}

// comparedType is the type that operands of types x and y are compared as.
func comparedType(x, y types.Type) types.Type {
	switch {
	case !isUntyped(x):
		return x
	case !isUntyped(y):
		return y
	case untypedRank(y) > untypedRank(x):
		return types.Default(y)
	}
	return types.Default(x)
}

func untypedRank(t types.Type) int {
	switch t.(*types.Basic).Kind() {
	case types.UntypedInt:
		return 1
	case types.UntypedRune:
		return 2
	case types.UntypedFloat:
		return 3
	case types.UntypedComplex:
		return 4
	}
	return 0
}

// anyOperand evaluates x as an interface operand that Eq takes.
func (e *emitter) anyOperand(x ast.Expr) string {
	if t := e.typ(x); isIface(t) {
		return e.slot(e.expr(x), t)
	}
	return e.exprTo(x, anyType)
}

var anyType = types.Universe.Lookup("any").Type()

// compareOperands compares operands of type t.
func (e *emitter) compareOperands(a, b string, t types.Type, op token.Token) string {
	switch u := under(t).(type) {
	case *types.Interface, *types.Struct, *types.Array, *types.Chan:
		return e.equal(e.slot(a, t), e.slot(b, t), op)
	case *types.Basic:
		if u.Info()&types.IsComplex != 0 || u.Kind() == types.UnsafePointer {
			return e.equal(e.slot(a, t), e.slot(b, t), op)
		}
	case *types.Pointer:
		a, b = e.atom(a, t), e.atom(b, t)
	}
	return "(" + a + " " + op.String() + " " + b + ")"
}

// equal compares by Eq.
func (e *emitter) equal(a, b string, op token.Token) string {
	return e.compared(e.native("Machine.Eq", e.s.machine.Eq), a, b, op)
}

func (e *emitter) compared(eq, a, b string, op token.Token) string {
	r := e.saveR(eq+"("+strings.Join([]string{a, b}, ", ")+")", "bool")
	if op == token.NEQ {
		return "!" + r
	}
	return r
}
