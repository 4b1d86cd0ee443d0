package lower

import (
	"fmt"
	"go/ast"
	"go/types"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// Slice expressions. yaegi cannot name the bounds that are wrong: they are
// checked here.

// What a slice expression is taken of, for the text of its panic.
const (
	ofSlice = iota
	ofString
	ofArray
)

func (e *emitter) slice(x *ast.SliceExpr) string {
	e.callsFirst(x.X, x.Low, x.High, x.Max)
	s, t, kind := e.sliced(x)
	lo, hi, limit := e.bound(x.Low), e.bound(x.High), e.bound(x.Max)
	if limit == "" {
		e.checkBounds(s, lo, hi, kind)
		s += "[" + lo + ":" + hi + "]"
	} else {
		e.checkBounds3(s, lo, hi, limit, kind)
		s += "[" + orZero(lo) + ":" + hi + ":" + limit + "]"
	}
	rt := e.typ(x)
	if e.s.isRec(rt) {
		return e.close(e.save(s, under(t)), rt)
	}
	return e.save(s, rt)
}

// sliced evaluates the operand of a slice expression.
func (e *emitter) sliced(x *ast.SliceExpr) (s string, t types.Type, kind int) {
	t = e.typ(x.X)
	switch under(t).(type) {
	case *types.Array:
		return "(*" + e.addr(x.X) + ")", t, ofArray
	case *types.Pointer:
		p := e.atom(e.expr(x.X), t)
		e.checkNil(p)
		return "(*" + p + ")", t, ofArray
	case *types.Basic:
		return e.atom(e.expr(x.X), t), t, ofString
	}
	s, t = e.opened(e.expr(x.X), t)
	return e.atom(s, t), t, ofSlice
}

// bound evaluates a bound as an int, "" if it is left out.
func (e *emitter) bound(x ast.Expr) string {
	if x == nil {
		return ""
	}
	t := e.indexType(x)
	s := e.atom(e.exprTo(x, t), t)
	return e.stable(e.toInt(s, t), types.Typ[types.Int])
}

func orZero(bound string) string {
	if bound == "" {
		return "0"
	}
	return bound
}

func (e *emitter) checkBounds(s, lo, hi string, kind int) {
	if lo == "" && hi == "" {
		return
	}
	limit := "cap(" + s + ")"
	if kind == ofString {
		limit = "len(" + s + ")"
	}
	if hi == "" {
		hi = e.saveR("len("+s+")", "int")
	}
	lo = orZero(lo)
	e.panicIf(fmt.Sprintf("%s < 0 || %s < %s || %s > %s", lo, hi, lo, hi, limit),
		fmt.Sprintf("%s(%s, %s, 0, %s, 0, %d)", e.native("CheckSlice", native.CheckSlice), lo, hi, limit, kind))
}

func (e *emitter) checkBounds3(s, lo, hi, limit string, kind int) {
	lo = orZero(lo)
	c := "cap(" + s + ")"
	e.panicIf(fmt.Sprintf("%s < 0 || %s < %s || %s < %s || %s > %s", lo, hi, lo, limit, hi, limit, c),
		fmt.Sprintf("%s(%s, %s, %s, %s, 1, %d)", e.native("CheckSlice", native.CheckSlice), lo, hi, limit, c, kind))
}
