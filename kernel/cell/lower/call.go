package lower

import (
	"go/ast"
	"go/types"
	"reflect"
	"strings"
)

// An argument is an evaluated operand of a call.
type argument struct {
	s   string
	typ string // in lowered text
}

// isConst reports whether the operand is the same wherever it is evaluated.
func (a argument) isConst() bool {
	s := a.s
	return isLiteral(s) || s == "nil" || s == "true" || s == "false" ||
		strings.HasPrefix(s, "ty.") && isName(s[len("ty."):])
}

// A prepared call has its operands evaluated, and is not yet made: go and
// defer make it in a closure.
type prepared struct {
	args     []argument
	build    func(args []string) string
	results  []types.Type
	recovers bool // what is called may call recover
	inline   bool // an operand without effects, not a call
}

// text is the call on its own operands.
func (p prepared) text() string {
	args := make([]string, len(p.args))
	for i, a := range p.args {
		args[i] = a.s
	}
	return p.build(args)
}

// call makes a call and returns its results.
func (e *emitter) call(x *ast.CallExpr) []string {
	if s, ok := e.takeReady(x); ok {
		return []string{s}
	}
	if e.src.Info.Types[x.Fun].IsType() {
		return []string{e.conversion(x)}
	}
	return e.results(e.prepare(x))
}

// results makes a prepared call and returns its results in temporaries.
func (e *emitter) results(p prepared) []string {
	s := p.text()
	switch {
	case p.inline:
		return []string{s}
	case len(p.results) == 0:
		e.p("%s", s)
		return nil
	case len(p.results) == 1:
		return []string{e.saveCall(s, p.results[0])}
	}
	vs := make([]string, len(p.results))
	for i, t := range p.results {
		vs[i] = e.result(t)
	}
	e.p("%s = %s", strings.Join(vs, ", "), s)
	return vs
}

// result is a variable for one of several results. A func result replaces the
// variable by one that cannot be assigned again, so that one is not recycled.
func (e *emitter) result(t types.Type) string {
	if e.s.rep(t).Kind() == reflect.Func {
		return e.perm(e.s.ty(t))
	}
	return e.tmp(t)
}

// resultTypes are the types of the values of x.
func (e *emitter) resultTypes(x ast.Expr) []types.Type {
	if tv, ok := e.src.Info.Types[x]; ok && tv.IsVoid() {
		return nil
	}
	t := e.typ(x)
	tuple, ok := t.(*types.Tuple)
	if !ok {
		return []types.Type{t}
	}
	var ts []types.Type
	for i := range tuple.Len() {
		ts = append(ts, e.s.subst(tuple.At(i).Type(), e.env))
	}
	return ts
}

// prepare evaluates the operands of a call that is no conversion.
func (e *emitter) prepare(x *ast.CallExpr) prepared {
	if name := e.builtinName(x); name != "" {
		return e.builtin(e.spread(x), name)
	}
	sig, ok := under(e.typ(x.Fun)).(*types.Signature)
	if !ok {
		panic("call of " + e.typ(x.Fun).String())
	}
	fun := ast.Unparen(x.Fun)
	if id := e.instantiated(fun); id != nil {
		fun = ast.Unparen(indexed(fun))
	}
	switch fun := fun.(type) {
	case *ast.Ident:
		if f, ok := e.obj(fun).(*types.Func); ok {
			return e.funcCall(x, fun, f, sig)
		}
	case *ast.SelectorExpr:
		if e.isPackage(fun.X) {
			if f, ok := e.obj(fun.Sel).(*types.Func); ok {
				return e.funcCall(x, fun.Sel, f, sig)
			}
		} else if !e.src.Info.Types[fun.X].IsType() {
			if o, index := e.lookup(e.typ(fun.X), fun.Sel); isFunc(o) {
				return e.selectorCall(x, fun, o.(*types.Func), index, sig)
			}
		}
	}
	return e.valueCall(x, sig)
}

func isFunc(o types.Object) bool {
	_, ok := o.(*types.Func)
	return ok
}

// indexed is the operand of an instantiation.
func indexed(x ast.Expr) ast.Expr {
	switch x := x.(type) {
	case *ast.IndexExpr:
		return x.X
	case *ast.IndexListExpr:
		return x.X
	}
	return x
}

// funcCall prepares the call of a declared function, lowered or native.
func (e *emitter) funcCall(x *ast.CallExpr, id *ast.Ident, f *types.Func, sig *types.Signature) prepared {
	if p, ok := e.specialCall(x, f, sig); ok {
		return p
	}
	name, isNative := e.funcName(id, f)
	args := e.arguments(x, sig, isNative)
	return prepared{args: args, results: e.resultTypes(x), recovers: !isNative && e.mayRecover(f), build: func(a []string) string {
		return name + "(" + joinArgs(a, sig) + ")"
	}}
}

// valueCall prepares the call of a function value.
func (e *emitter) valueCall(x *ast.CallExpr, sig *types.Signature) prepared {
	e.callsFirst(append([]ast.Expr{x.Fun}, x.Args...)...)
	f, t := e.opened(e.expr(x.Fun), e.typ(x.Fun))
	f = e.stable(f, t)
	if n, ok := types.Unalias(t).(*types.Named); ok && !e.s.isUser(n.Origin().Obj()) {
		t = under(t)
		f = e.save(f, t) // yaegi calls values of unnamed func types only
	}
	args := append([]argument{{f, e.s.ty(t)}}, e.arguments(x, sig, false)...)
	return prepared{args: args, results: e.resultTypes(x), recovers: true, build: func(a []string) string {
		return a[0] + "(" + joinArgs(a[1:], sig) + ")"
	}}
}

// joinArgs is the argument list; the tail of a variadic call is a slice.
func joinArgs(args []string, sig *types.Signature) string {
	s := strings.Join(args, ", ")
	if sig.Variadic() && len(args) > 0 {
		s += "..."
	}
	return s
}

// spread turns f(g()), where g has several results, into f with evaluated
// arguments.
func (e *emitter) spread(x *ast.CallExpr) *ast.CallExpr {
	if len(x.Args) != 1 {
		return x
	}
	if _, ok := e.src.Info.Types[x.Args[0]].Type.(*types.Tuple); !ok {
		return x
	}
	inner := ast.Unparen(x.Args[0]).(*ast.CallExpr)
	ts := e.resultTypes(inner)
	y := *x
	y.Args = nil
	for i, s := range e.call(inner) {
		id := &ast.Ident{NamePos: x.Pos(), Name: "_"}
		e.synth[id] = synthetic{s, ts[i]}
		y.Args = append(y.Args, id)
	}
	e.synthCall[&y] = e.src.Info.Types[x]
	return &y
}
