package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

var assignOps = map[token.Token]token.Token{
	token.ADD_ASSIGN: token.ADD, token.SUB_ASSIGN: token.SUB, token.MUL_ASSIGN: token.MUL,
	token.QUO_ASSIGN: token.QUO, token.REM_ASSIGN: token.REM, token.AND_ASSIGN: token.AND,
	token.OR_ASSIGN: token.OR, token.XOR_ASSIGN: token.XOR, token.SHL_ASSIGN: token.SHL,
	token.SHR_ASSIGN: token.SHR, token.AND_NOT_ASSIGN: token.AND_NOT,
}

// assignOp is x op= y.
func (e *emitter) assignOp(x *ast.AssignStmt, op token.Token) {
	lhs, rhs := x.Lhs[0], x.Rhs[0]
	e.hoist(lhs)
	e.hoist(rhs)
	t := e.typ(lhs)
	e.update(lhs, func(s string) string {
		if isShift(op) {
			return e.shift(s, t, op, rhs)
		}
		return e.arith(s, op, e.exprTo(rhs, t), t)
	})
}

// incDec is x++ or x--.
func (e *emitter) incDec(x *ast.IncDecStmt) {
	op := token.ADD
	if x.Tok == token.DEC {
		op = token.SUB
	}
	t := e.typ(x.X)
	one := e.s.one(e.s.rep(t))
	e.update(x.X, func(s string) string { return e.arith(s, op, one, t) })
}

// one is the number 1 of a numeric type.
func (s *Session) one(t reflect.Type) string {
	if t == basics[types.Int] {
		return "1"
	}
	return s.sym(funcKey{"one", t}, native.Convert(reflect.ValueOf(1), t))
}

// update replaces x by f of its value, evaluating the place once.
func (e *emitter) update(x ast.Expr, f func(s string) string) {
	p := e.place(x, false)
	if p.elem == nil {
		e.p("%s = %s", p.s, f(p.s))
		return
	}
	v := e.saveCall(e.get(*p.elem), p.t)
	e.mapSet(*p.elem, f(v))
}
