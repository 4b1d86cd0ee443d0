package lower

import (
	"go/ast"
	"go/types"
)

// arguments evaluates the arguments of a call; those of a variadic parameter
// become one slice.
func (e *emitter) arguments(x *ast.CallExpr, sig *types.Signature, isNative bool) []argument {
	e.callsFirst(x.Args...)
	x = e.spread(x)
	adapt := ""
	if isNative {
		adapt = e.adapter(x)
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
			if isNative && e.fmtLike {
				s = e.save(e.native("Machine.FmtArgs", e.s.machine.FmtArgs)+"("+s+")", t)
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
	sel, ok := ast.Unparen(x.Fun).(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	f, ok := e.src.Info.Uses[sel.Sel].(*types.Func)
	if !ok {
		return ""
	}
	adapt, ok := e.s.machine.Adapter(f.FullName())
	if !ok {
		return ""
	}
	for _, a := range x.Args {
		e.s.describeEncoded(e.typ(a), map[types.Type]bool{})
	}
	return e.native("adapter:"+f.FullName(), adapt)
}

// printing notes that f prints its arguments by fmt's rules: log and testing,
// whose natives see values only through package fmt.
func (e *emitter) printing(f *types.Func) {
	e.fmtLike = f.Pkg() != nil && (f.Pkg().Path() == "log" || f.Pkg().Path() == "testing")
}
