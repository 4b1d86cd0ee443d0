package lower

import (
	"go/ast"
	"go/types"
	"strconv"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// rangeInt ranges over an integer.
func (e *emitter) rangeInt(x *ast.RangeStmt, tgt *target) {
	t := e.typ(x.X)
	if isUntyped(t) {
		t = types.Typ[types.Int]
		if wanted(x.Key) {
			t = e.typ(x.Key)
		}
	}
	n := e.save(e.exprTo(x.X, t), t)
	i := e.tmp(t)
	e.countedLoop(x, tgt, i, n, t, e.s.one(e.s.rep(t)), func() {
		e.setRangeVars(x, iteration{i, t}, iteration{})
	})
}

// rangeString ranges over a string that a native has decoded: pairs of byte
// position and rune.
func (e *emitter) rangeString(x *ast.RangeStmt, tgt *target) {
	s, t := e.value(x.X)
	if e.s.rep(t) != basics[types.String] {
		s = e.convertFunc(e.s.rep(t), basics[types.String]) + "(" + e.slot(s, t) + ")"
	}
	runes := e.saveR(e.native("StrRange", native.StrRange)+"("+e.slot(s, types.Typ[types.String])+")", "[]int32")
	n := e.saveR("len("+runes+")", "int")
	intT := types.Typ[types.Int]
	i := e.tmp(intT)
	e.countedLoop(x, tgt, i, n, intT, "2", func() {
		var k, v iteration
		if wanted(x.Key) {
			k = iteration{"int(" + runes + "[" + i + "])", intT}
		}
		if wanted(x.Value) {
			next := e.saveR(i+" + 1", "int")
			v = iteration{runes + "[" + next + "]", types.Typ[types.Rune]}
		}
		e.setRangeVars(x, k, v)
	})
}

// rangeList ranges over a slice, an array, or a pointer to one. An array is
// copied if its elements are wanted.
func (e *emitter) rangeList(x *ast.RangeStmt, tgt *target) {
	s, n, et := e.rangedList(x)
	intT := types.Typ[types.Int]
	i := e.tmp(intT)
	e.countedLoop(x, tgt, i, n, intT, "1", func() {
		var v iteration
		if wanted(x.Value) {
			v = iteration{s + "[" + i + "]", e.s.subst(et, e.env)}
		}
		e.setRangeVars(x, iteration{i, intT}, v)
	})
}

// rangedList evaluates the list: an operand to index, its length, and the type
// of its elements.
func (e *emitter) rangedList(x *ast.RangeStmt) (s, n string, elem types.Type) {
	t := e.typ(x.X)
	length := strconv.FormatInt(arrayLen(t), 10)
	switch u := under(t).(type) {
	case *types.Array:
		if wanted(x.Value) {
			return e.save(e.expr(x.X), t), length, u.Elem()
		}
		if e.hasCall(x.X) {
			e.save(e.expr(x.X), t)
		}
		return "", length, u.Elem()
	case *types.Pointer:
		elem = under(u.Elem()).(*types.Array).Elem()
		p := e.save(e.expr(x.X), t)
		if wanted(x.Value) && length != "0" {
			e.checkNil(p)
		}
		return "(*" + p + ")", length, elem
	}
	s, t = e.opened(e.expr(x.X), t)
	s = e.save(s, t)
	return s, e.saveR("len("+s+")", "int"), under(t).(*types.Slice).Elem()
}
