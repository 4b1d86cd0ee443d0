package lower

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Range loops become counted loops, iterators of maps, receives, or functions
// (rangefunc.go).

func (e *emitter) rangeStmt(x *ast.RangeStmt, label string) {
	e.position(x.X.Pos())
	t := e.loopTarget(label, x)
	switch u := under(e.typ(x.X)).(type) {
	case *types.Signature:
		e.rangeFunc(x, label, u)
	case *types.Basic:
		if u.Info()&types.IsString != 0 {
			e.rangeString(x, t)
		} else {
			e.rangeInt(x, t)
		}
	case *types.Slice, *types.Array, *types.Pointer:
		e.rangeList(x, t)
	case *types.Map:
		e.rangeMap(x, t, u)
	case *types.Chan:
		e.rangeChan(x, t, u)
	default:
		e.s.fail(x.Pos(), "range over %s", e.typ(x.X))
	}
}

// An iteration is a value that a range loop offers to one of its variables;
// s is "" if the loop has none.
type iteration struct {
	s string
	t types.Type
}

func wanted(x ast.Expr) bool { return x != nil && !isBlank(x) }

// setRangeVars assigns the values of an iteration to the loop's variables.
func (e *emitter) setRangeVars(x *ast.RangeStmt, k, v iteration) {
	mark := len(e.live)
	if x.Tok == token.ASSIGN && wanted(x.Key) && wanted(x.Value) {
		pk, pv := e.place(x.Key, true), e.place(x.Value, true)
		ks := e.stable(e.conv(k.s, k.t, pk.t), pk.t)
		vs := e.stable(e.conv(v.s, v.t, pv.t), pv.t)
		e.store(pk, ks)
		e.store(pv, vs)
	} else {
		e.setRangeVar(x.Key, x.Tok, k)
		e.setRangeVar(x.Value, x.Tok, v)
	}
	e.release(mark)
}

func (e *emitter) setRangeVar(x ast.Expr, tok token.Token, v iteration) {
	if !wanted(x) || v.s == "" {
		return
	}
	p := e.target(x, tok, false)
	e.store(p, e.conv(v.s, v.t, p.t))
}

// countedLoop lowers a loop of the counter i, of type t, up to the operand n. each
// gives the variables their values.
func (e *emitter) countedLoop(x *ast.RangeStmt, tgt *target, i, n string, t types.Type, step string, each func()) {
	e.p("%s = %s\nfor %s < %s {", i, e.zero(t), i, n)
	each()
	e.loopBody(tgt, x.Body)
	e.position(x.Pos())
	e.p("%s = %s + %s", i, i, step)
	e.endLoop(tgt)
}
