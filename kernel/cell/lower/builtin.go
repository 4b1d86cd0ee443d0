package lower

import (
	"go/ast"
	"go/types"
	"strconv"
)

// builtin prepares the call of the builtin function name.
func (e *emitter) builtin(x *ast.CallExpr, name string) prepared {
	switch name {
	case "len", "cap":
		return e.inline(x, e.lenOrCap(x.Args[0], name))
	case "append":
		return e.inline(x, e.appendCall(x))
	case "copy":
		return e.copyCall(x)
	case "delete":
		return e.deleteCall(x)
	case "clear":
		return e.clearCall(x)
	case "make":
		return e.inline(x, e.makeCall(x))
	case "new":
		return e.inline(x, e.newCall(x))
	case "panic":
		return e.panicCall(x)
	case "recover":
		return e.inline(x, e.recoverCall())
	case "print", "println":
		return e.printCall(x, name == "println")
	case "close":
		return e.closeCall(x)
	case "complex", "real", "imag":
		return e.inline(x, e.complexBuiltin(x, name))
	case "min", "max":
		return e.inline(x, e.minOrMax(x, name))
	}
	e.s.fail(x.Pos(), "%s is not available in cells", name)
	return prepared{}
}

// inline is a builtin whose value is the operand s.
func (e *emitter) inline(x *ast.CallExpr, s string) prepared {
	return prepared{results: e.resultTypes(x), inline: true, build: func([]string) string { return s }}
}

// arg evaluates x as an argument that go and defer can keep.
func (e *emitter) arg(x ast.Expr, t types.Type) argument {
	return argument{e.slot(e.exprTo(x, t), t), e.s.ty(t)}
}

// openedArg is arg for an operand of a slice, map or channel type that may be
// recursive.
func (e *emitter) openedArg(x ast.Expr) (argument, types.Type) {
	s, t := e.opened(e.expr(x), e.typ(x))
	return argument{e.slot(s, t), e.s.ty(t)}, t
}

func (e *emitter) lenOrCap(x ast.Expr, name string) string {
	t := e.typ(x)
	if n := arrayLen(t); n >= 0 {
		if e.hasCall(x) {
			e.evaluate(e.expr(x), t)
		}
		return strconv.FormatInt(n, 10)
	}
	s, t := e.opened(e.expr(x), t)
	return name + "(" + e.atom(s, t) + ")"
}

func (e *emitter) closeCall(x *ast.CallExpr) prepared {
	ch, _ := e.openedArg(x.Args[0])
	f := e.native("Machine.Close", e.s.machine.Close)
	return prepared{args: []argument{ch}, build: func(a []string) string { return f + "(" + a[0] + ")" }}
}

func (e *emitter) deleteCall(x *ast.CallExpr) prepared {
	e.callsFirst(x.Args...)
	m, t := e.openedArg(x.Args[0])
	k := e.arg(x.Args[1], e.s.subst(under(t).(*types.Map).Key(), e.env))
	f := e.s.mapOp("delete", e.s.machine.MapDelete, t)
	return prepared{args: []argument{m, k}, build: func(a []string) string { return f + "(" + a[0] + ", " + a[1] + ")" }}
}

func (e *emitter) clearCall(x *ast.CallExpr) prepared {
	c, _ := e.openedArg(x.Args[0])
	f := e.native("Machine.Clear", e.s.machine.Clear)
	return prepared{args: []argument{c}, build: func(a []string) string { return f + "(" + a[0] + ")" }}
}
