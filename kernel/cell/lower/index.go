package lower

import (
	"go/ast"
	"go/types"
	"strconv"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// Indexing, with Go's bounds check and its text.

func (e *emitter) index(x *ast.IndexExpr) string {
	e.callsFirst(x.X, x.Index)
	t := e.typ(x.X)
	switch under(t).(type) {
	case *types.Map:
		return e.mapGet(x)
	case *types.Pointer:
		return e.indexed("(*"+e.atom(e.expr(x.X), t)+")", t, x.Index, false)
	case *types.Array:
		return e.indexed(e.expr(x.X), t, x.Index, false)
	}
	s, t := e.opened(e.expr(x.X), t)
	return e.indexed(s, t, x.Index, false)
}

// indexType is the type that an index is evaluated as.
func (e *emitter) indexType(x ast.Expr) types.Type {
	t := e.typ(x)
	if isUntyped(t) || e.src.Info.Types[x].Value != nil {
		return types.Typ[types.Int]
	}
	return t
}

// toInt converts an integer operand of type t.
func (e *emitter) toInt(s string, t types.Type) string {
	if e.s.rep(t) == basics[types.Int] {
		return s
	}
	return "int(" + s + ")"
}

// arrayLen is the length of an array or pointer to array, -1 for other types.
func arrayLen(t types.Type) int64 {
	switch u := under(t).(type) {
	case *types.Array:
		return u.Len()
	case *types.Pointer:
		if a, ok := under(u.Elem()).(*types.Array); ok {
			return a.Len()
		}
	}
	return -1
}

// indexed is s[i] with its check. s is of type t, or an array that the
// pointer type t points to.
func (e *emitter) indexed(s string, t types.Type, ix ast.Expr, stable bool) string {
	if basicInfo(t)&types.IsString != 0 {
		s = e.atom(s, t)
	}
	length := "len(" + s + ")"
	n := arrayLen(t)
	if n >= 0 {
		length = strconv.FormatInt(n, 10)
	}
	it := e.indexType(ix)
	i := e.exprTo(ix, it)
	if e.src.Info.Types[ix].Value != nil {
		if n < 0 {
			e.inTime(stable, func() { e.panicIf(i+" >= "+length, e.badIndex(i, length)) })
		}
		return s + "[" + i + "]"
	}
	i = e.fixed(i, it, stable)
	e.inTime(stable, func() { i = e.checkedIndex(i, it, length) })
	return s + "[" + i + "]"
}

// inTime emits a check: now, or for the place of a tuple assignment when that
// is stored to.
func (e *emitter) inTime(stable bool, check func()) {
	if stable {
		e.late += e.capture(check)
		return
	}
	check()
}

// checkedIndex is the index i as an int below length, or a panic.
func (e *emitter) checkedIndex(i string, t types.Type, length string) string {
	if basicInfo(t)&types.IsUnsigned != 0 && e.s.rep(t).Size() == 8 {
		u := e.saveR("uint64("+i+")", "uint64")
		e.panicIf(u+" >= uint64("+length+")", e.native("PanicIndexU", native.PanicIndexU)+"("+u+", "+length+")")
		return e.saveR("int("+u+")", "int")
	}
	if e.s.rep(t) != basics[types.Int] {
		i = e.saveR("int("+i+")", "int")
	}
	e.panicIf(i+" < 0 || "+i+" >= "+length, e.badIndex(i, length))
	return i
}

// badIndex is the call that panics for an index.
func (e *emitter) badIndex(i, length string) string {
	return e.native("PanicIndex", native.PanicIndex) + "(" + i + ", " + length + ")"
}
