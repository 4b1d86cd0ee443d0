package lower

import (
	"fmt"
	"go/ast"
	"go/types"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

func (e *emitter) makeCall(x *ast.CallExpr) string {
	rt := e.typ(x)
	t := rt
	if e.s.isRec(rt) {
		t = under(rt)
	}
	e.callsFirst(x.Args[1:]...)
	var s string
	switch u := under(t).(type) {
	case *types.Slice:
		s = e.makeSlice(x, t)
	case *types.Map:
		if len(x.Args) > 1 {
			e.size(x.Args[1]) // a hint; only its evaluation counts
		}
		s = "make(" + e.s.ty(t) + ")"
	case *types.Chan:
		s = e.makeChan(x, t, u)
	}
	if e.s.isRec(rt) {
		return e.close(e.save(s, t), rt)
	}
	return s
}

// size evaluates a size argument as an operand of its own type.
func (e *emitter) size(x ast.Expr) (string, types.Type) {
	t := e.indexType(x)
	return e.atom(e.exprTo(x, t), t), t
}

func (e *emitter) makeSlice(x *ast.CallExpr, t types.Type) string {
	elem := under(t).(*types.Slice).Elem()
	n, nt := e.size(x.Args[1])
	if len(x.Args) == 2 {
		if !isLiteral(n) {
			e.checkSize("slice", elem, n, n)
		}
		return "make(" + e.s.ty(t) + ", " + e.toInt(n, nt) + ")"
	}
	c, ct := e.size(x.Args[2])
	e.checkSize("slice", elem, n, c)
	return "make(" + e.s.ty(t) + ", " + e.toInt(n, nt) + ", " + e.toInt(c, ct) + ")"
}

// checkSize leaves sizes that are suspect to a native, which knows Go's rules.
func (e *emitter) checkSize(what string, elem types.Type, n, c string) {
	e.panicIf(fmt.Sprintf("%s < 0 || int64(%s) > 1048576 || int64(%s) < int64(%s)", n, c, c, n),
		fmt.Sprintf("%s(%q, %d, int64(%s), int64(%s))", e.native("MakeLen", native.MakeLen), what, e.s.rep(elem).Size(), n, c))
}

// makeChan makes bidirectional channels only; reflect knows no others.
func (e *emitter) makeChan(x *ast.CallExpr, t types.Type, u *types.Chan) string {
	n := "0"
	if len(x.Args) > 1 {
		var nt types.Type
		n, nt = e.size(x.Args[1])
		if !isLiteral(n) {
			e.checkSize("chan", u.Elem(), n, n)
		}
		n = e.toInt(n, nt)
	}
	if u.Dir() == types.SendRecv {
		return "make(" + e.s.ty(t) + ", " + n + ")"
	}
	both := types.NewChan(types.SendRecv, u.Elem())
	return e.save("make("+e.s.ty(both)+", "+n+")", both)
}

// newCall is new(T), or new(x) for a value.
func (e *emitter) newCall(x *ast.CallExpr) string {
	arg := x.Args[0]
	if e.src.Info.Types[arg].IsType() {
		return "new(" + e.s.ty(e.typ(arg)) + ")"
	}
	t := under(e.typ(x)).(*types.Pointer).Elem()
	return e.boxed(e.exprTo(arg, t), t)
}
