package lower

import (
	"go/ast"
	"go/types"
)

// go and defer take a closure whose function and arguments are already
// evaluated.

func (e *emitter) goStmt(x *ast.GoStmt) {
	f, _ := e.later(x.Call)
	e.p("%s(%s)", e.native("Machine.Go", e.s.machine.Go), f)
}

func (e *emitter) deferStmt(x *ast.DeferStmt) {
	e.useName(e.ds, e.defersType())
	f, recovers := e.deferred(x.Call)
	push := "Push"
	if recovers {
		push = "PushR"
	}
	e.p("%s.%s(%s)", e.ds, push, f)
}

// deferred is the closure of a deferred call, and whether what it calls may
// recover by an entry token. A literal recovers by the Defers object itself.
func (e *emitter) deferred(x *ast.CallExpr) (f string, recovers bool) {
	if e.builtinName(x) == "recover" {
		// called by the function that defers, not by one that it defers
		return e.thunk(prepared{build: func([]string) string { return "" }}), false
	}
	lit, ok := ast.Unparen(x.Fun).(*ast.FuncLit)
	if !ok {
		return e.later(x)
	}
	return e.literalLater(x, lit, e.ds), false
}

// later is a closure func() that makes the call x.
func (e *emitter) later(x *ast.CallExpr) (f string, recovers bool) {
	if lit, ok := ast.Unparen(x.Fun).(*ast.FuncLit); ok {
		return e.literalLater(x, lit, ""), false
	}
	if e.src.Info.Types[x.Fun].IsType() {
		s := e.conversion(x)
		return e.thunk(prepared{inline: true, build: func([]string) string { return s }}), false
	}
	p := e.prepare(x)
	return e.thunk(p), p.recovers
}

// literalLater is a closure func() that calls a function literal. ds is the
// Defers object that recover in the literal asks.
func (e *emitter) literalLater(x *ast.CallExpr, lit *ast.FuncLit, ds string) string {
	sig := e.typ(lit).(*types.Signature)
	if len(x.Args) == 0 && sig.Results().Len() == 0 {
		return e.saveR(e.funcLit(lit, ds), "func()")
	}
	f := argument{e.saveR(e.funcLit(lit, ds), e.s.ty(sig)), e.s.ty(sig)}
	args := append([]argument{f}, e.arguments(x, sig, false)...)
	return e.thunk(prepared{args: args, results: e.resultTypes(x), build: func(a []string) string {
		return a[0] + "(" + joinArgs(a[1:], sig) + ")"
	}})
}

// thunk is a closure func() that makes a prepared call with the operands as
// they are now.
func (e *emitter) thunk(p prepared) string {
	g := e.s.newEmitter(e.src, e.env, e)
	args := make([]string, len(p.args))
	for i, a := range p.args {
		args[i] = a.s
		if a.isConst() {
			continue
		}
		if !isTemp(a.s) {
			args[i] = e.saveR(a.s, a.typ)
		}
		g.addCapture(args[i], a.typ)
	}
	s := p.build(args)
	switch {
	case p.inline && isAtom(s):
	case p.inline:
		g.p("_ = %s", s)
	case len(p.results) == 0:
		g.p("%s", s)
	default:
		g.discard(s, p.results)
	}
	return e.saveR(g.closure("()"), "func()")
}
