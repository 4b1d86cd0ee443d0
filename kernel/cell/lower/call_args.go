package lower

import (
	"go/ast"
	"go/types"
	"reflect"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// arguments evaluates the arguments of a call; those of a variadic parameter
// become one slice.
func (e *emitter) arguments(x *ast.CallExpr, sig *types.Signature, isNative bool) []argument {
	e.callsFirst(x.Args...)
	x = e.spread(x)
	adapt, prints := "", ""
	if isNative {
		adapt, prints = e.adapter(x), e.printer(x)
	}
	var out []argument
	for i := range sig.Params().Len() {
		t := e.s.subst(sig.Params().At(i).Type(), e.env)
		var s string
		switch {
		case sig.Variadic() && i == sig.Params().Len()-1 && x.Ellipsis.IsValid():
			s = e.sliceArgument(x.Args[i], t)
		case sig.Variadic() && i == sig.Params().Len()-1:
			s = e.variadic(x.Args[i:], t)
			if prints != "" && e.s.rep(t) == anysRep {
				s = e.save(prints+"("+s+")", t)
			}
		default:
			s = e.singleArgument(x.Args[i], t, isNative)
			if adapt != "" && e.s.rep(t) == anyRep {
				s = e.save(adapt+"("+s+")", t)
			}
		}
		out = append(out, argument{s, e.s.ty(t)})
	}
	return out
}

func (e *emitter) singleArgument(x ast.Expr, t types.Type, isNative bool) string {
	s := e.exprTo(x, t)
	_, isSig := under(t).(*types.Signature)
	if isNative && !(argument{s: s}).isConst() || isSig || s == "nil" {
		return e.slot(s, t)
	}
	return s
}

// sliceArgument is the s of f(s...); a string may stand for its bytes.
func (e *emitter) sliceArgument(x ast.Expr, t types.Type) string {
	s := e.exprTo(x, t)
	if basicInfo(e.typ(x))&types.IsString != 0 {
		s = "[]byte(" + s + ")"
	}
	return e.slot(s, t)
}

// variadic collects arguments in a slice of type t. They are converted after
// all of them are evaluated, as gc does.
func (e *emitter) variadic(xs []ast.Expr, t types.Type) string {
	r := e.tmp(t)
	if len(xs) == 0 {
		e.p("%s = nil", r)
		return r
	}
	et := under(t).(*types.Slice).Elem()
	vs := make([]string, len(xs))
	for i, x := range xs {
		if e.convertsLate(x, et) {
			vs[i] = e.expr(x)
		} else {
			vs[i] = e.exprTo(x, et)
		}
	}
	for i, x := range xs {
		if e.convertsLate(x, et) {
			vs[i] = e.conv(vs[i], e.typ(x), et)
		}
	}
	e.p("%s = make(%s, %d)", r, e.s.ty(t), len(xs))
	for i, v := range vs {
		e.p("%s[%d] = %s", r, i, v)
	}
	return r
}

// convertsLate reports whether x is converted to the interface type t by code
// that must not run before the other arguments are evaluated.
func (e *emitter) convertsLate(x ast.Expr, t types.Type) bool {
	from := e.typ(x)
	return isIface(t) && !isIface(from) && !isUntyped(from) && e.src.Info.Types[x].Value == nil
}

// adapter is the symbol of the function that prepares values for the native
// callee of x, "" if it takes them as they are.
func (e *emitter) adapter(x *ast.CallExpr) string {
	f := e.callee(x)
	if f == nil {
		return ""
	}
	adapt, ok := e.s.machine.Adapter(f.FullName())
	if !ok {
		return ""
	}
	for _, a := range x.Args {
		if own := native.EncoderMethods[f.Pkg().Path()]; own != nil {
			e.refuseEncoder(a, f, own...)
		}
		e.s.describeEncoded(e.typ(a), map[types.Type]bool{})
	}
	return e.native("adapter:"+f.FullName(), adapt)
}

// callee is the declared function or method that x calls by its name, nil for
// others.
func (e *emitter) callee(x *ast.CallExpr) *types.Func {
	var f types.Object
	switch fun := ast.Unparen(x.Fun).(type) {
	case *ast.SelectorExpr:
		f = e.src.Info.Uses[fun.Sel]
	case *ast.Ident:
		f = e.src.Info.Uses[fun]
	}
	fn, _ := f.(*types.Func)
	return fn
}

// printer is the symbol of the function that prepares the variadic arguments of
// x for a native that prints them: log and testing by fmt's rules, log/slog by
// its own. "" for others.
func (e *emitter) printer(x *ast.CallExpr) string {
	f := e.callee(x)
	if f == nil || f.Pkg() == nil {
		return ""
	}
	switch f.Pkg().Path() {
	case "log", "testing":
		return e.native("Machine.FmtArgs", e.s.machine.FmtArgs)
	case "log/slog":
		return e.native("Machine.LogArgs", e.s.machine.LogArgs)
	}
	return ""
}

var anysRep = reflect.TypeFor[[]any]()
