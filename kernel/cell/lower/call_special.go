package lower

import (
	"go/ast"
	"go/types"
	"strings"
)

// Calls of library functions that need to know the static types of their
// arguments.

// specialCall prepares the call of f if f is one of those.
func (e *emitter) specialCall(x *ast.CallExpr, f *types.Func, sig *types.Signature) (prepared, bool) {
	if f.Pkg() == nil || f.Signature().Recv() != nil {
		return prepared{}, false
	}
	switch f.Pkg().Path() + "." + f.Name() {
	case "errors.As":
		return e.errorsAs(x, sig)
	case "encoding/json.Marshal", "encoding/json.MarshalIndent":
		e.s.describeEncoded(e.typ(x.Args[0]), map[types.Type]bool{})
	case "encoding/json.Unmarshal":
		e.s.describeEncoded(e.typ(x.Args[1]), map[types.Type]bool{})
	case "encoding/xml.Marshal", "encoding/xml.MarshalIndent":
		e.refuseEncoder(x.Args[0], f, "MarshalXML", "MarshalText")
	}
	return prepared{}, false
}

// errorsAs gives the native As a closure that tests for the target's type and
// stores what fits.
func (e *emitter) errorsAs(x *ast.CallExpr, sig *types.Signature) (prepared, bool) {
	pt := e.typ(x.Args[1])
	p, ok := under(pt).(*types.Pointer)
	if !ok {
		return prepared{}, false
	}
	e.callsFirst(x.Args...)
	et := sig.Params().At(0).Type()
	err := e.stable(e.exprTo(x.Args[0], et), et)
	target := e.stable(e.expr(x.Args[1]), pt)
	probe := e.saveR(e.asProbe(x, target, p.Elem()), "func(interface{}) bool")
	any := e.toAny(target, pt)
	as := e.native("Machine.As", e.s.machine.As)
	args := []argument{{err, e.s.ty(et)}, {any, "interface{}"}, {probe, "func(interface{}) bool"}}
	return prepared{args: args, results: e.resultTypes(x), build: func(a []string) string {
		return as + "(" + strings.Join(a, ", ") + ")"
	}}, true
}

// asProbe is a closure func(v any) bool that stores v in *target if it is a t.
func (e *emitter) asProbe(x ast.Node, target string, t types.Type) string {
	g := e.s.newEmitter(e.src, e.env, e)
	g.node = x
	g.addCapture(target, "*"+e.s.ty(t))
	var v, ok string
	if isIface(t) {
		v, ok = g.tmp(t), g.tmpR("bool")
		g.ifaceTest("a0", t, v, ok)
	} else {
		var val func() string
		val, ok = g.assertTo("a0", t)
		v = val()
	}
	g.p("if %s {\n*%s = %s\n}\nreturn %s", ok, target, v, ok)
	return g.closure("(a0 interface{}) (bool)")
}

// describeEncoded makes the pointer types of all types with methods that a
// value of type t holds known to the machine: encoders look for methods of
// the pointer too.
func (s *Session) describeEncoded(t types.Type, seen map[types.Type]bool) {
	t = types.Unalias(t)
	if seen[t] {
		return
	}
	seen[t] = true
	if n, ok := t.(*types.Named); ok {
		if !s.isUser(n.Origin().Obj()) {
			return
		}
		if !isIface(n) && types.NewMethodSet(types.NewPointer(n)).Len() > 0 {
			s.typeInfo(types.NewPointer(n))
		}
	}
	for _, part := range partsOf(t) {
		s.describeEncoded(part, seen)
	}
}

// refuseEncoder refuses to give a value to a native encoder that would not see
// the learner's own methods of these names.
func (e *emitter) refuseEncoder(x ast.Expr, f *types.Func, methods ...string) {
	if t, name := e.s.ownMethod(e.typ(x), methods, map[types.Type]bool{}); t != nil {
		e.s.fail(x.Pos(), "%s.%s does not call methods declared in cells: it would ignore %s of %s",
			f.Pkg().Name(), f.Name(), name, e.s.typeName(t))
	}
}

// ownMethod finds a lowered method of one of the names in the values that t
// holds.
func (s *Session) ownMethod(t types.Type, names []string, seen map[types.Type]bool) (types.Type, string) {
	t = types.Unalias(t)
	if seen[t] {
		return nil, ""
	}
	seen[t] = true
	if n, ok := t.(*types.Named); ok {
		if !s.isUser(n.Origin().Obj()) {
			return nil, ""
		}
		for _, name := range names {
			if o, _, _ := types.LookupFieldOrMethod(types.NewPointer(t), true, s.pkg, name); isFunc(o) && s.sourceOf(o.(*types.Func).Origin()) != nil {
				return t, name
			}
		}
	}
	for _, part := range partsOf(t) {
		if found, name := s.ownMethod(part, names, seen); found != nil {
			return found, name
		}
	}
	return nil, ""
}

// partsOf are the types of the values that a value of type t holds.
func partsOf(t types.Type) []types.Type {
	switch u := under(t).(type) {
	case *types.Pointer:
		return []types.Type{u.Elem()}
	case *types.Slice:
		return []types.Type{u.Elem()}
	case *types.Array:
		return []types.Type{u.Elem()}
	case *types.Map:
		return []types.Type{u.Key(), u.Elem()}
	case *types.Struct:
		var ts []types.Type
		for f := range u.Fields() {
			ts = append(ts, f.Type())
		}
		return ts
	}
	return nil
}
