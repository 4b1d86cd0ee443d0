package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
)

// A place is an evaluated target of an assignment.
type place struct {
	blank bool
	v     *types.Var  // a new variable
	elem  *mapElement // an element of a map
	s     string      // anything else
	check string      // text of the checks that precede the store
	t     types.Type
}

func isBlank(x ast.Expr) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == "_"
}

// place evaluates the target x. A stable place is checked when it is stored
// to: in a, b[i] = x, y gc assigns a before an index that is out of range
// panics.
func (e *emitter) place(x ast.Expr, stable bool) place {
	if isBlank(x) {
		return place{blank: true}
	}
	x = ast.Unparen(x)
	t := e.typ(x)
	if ix, ok := x.(*ast.IndexExpr); ok {
		if _, ok := under(e.typ(ix.X)).(*types.Map); ok {
			el := e.mapElement(ix, stable)
			return place{elem: &el, t: t}
		}
	}
	p := place{s: e.lvalue(x, stable), t: t}
	p.check, e.late = e.late, ""
	return p
}

// target is place for a target of a statement that may declare it.
func (e *emitter) target(x ast.Expr, tok token.Token, stable bool) place {
	if id, ok := x.(*ast.Ident); ok && tok == token.DEFINE && id.Name != "_" {
		if v, ok := e.src.Info.Defs[id].(*types.Var); ok && v != nil {
			return place{v: v, t: e.varType(v)}
		}
	}
	return e.place(x, stable)
}

// store assigns the operand s of type p.t.
func (e *emitter) store(p place, s string) {
	switch {
	case p.blank:
	case p.v != nil:
		e.initVar(p.v, s)
	case p.elem != nil:
		e.mapSet(*p.elem, s)
	default:
		e.write(p.check)
		e.p("%s = %s", p.s, s)
	}
}

func (e *emitter) assign(x *ast.AssignStmt) {
	if op, ok := assignOps[x.Tok]; ok {
		e.assignOp(x, op)
		return
	}
	switch {
	case len(x.Lhs) == 1 && len(x.Rhs) == 1:
		e.assignOne(x.Lhs[0], x.Rhs[0], x.Tok)
	case len(x.Lhs) == len(x.Rhs):
		e.assignTuple(x)
	default:
		e.assignMulti(x)
	}
}

func (e *emitter) assignOne(lhs, rhs ast.Expr, tok token.Token) {
	if isBlank(lhs) {
		s, t := e.blankValue(rhs)
		e.evaluate(s, t)
		return
	}
	if _, plain := lhs.(*ast.Ident); !plain {
		e.callsFirst(lhs, rhs)
	}
	p := e.target(lhs, tok, false)
	if c, ok := ast.Unparen(rhs).(*ast.CallExpr); ok && e.storesCall(p, c) {
		return
	}
	e.store(p, e.exprTo(rhs, p.t))
}

// blankValue evaluates what is assigned to _.
func (e *emitter) blankValue(x ast.Expr) (string, types.Type) {
	if e.src.Info.Types[x].IsNil() {
		return "", nil
	}
	return e.value(x)
}

// storesCall makes a call right into a local variable that has the type of
// its result, without a temporary.
func (e *emitter) storesCall(p place, c *ast.CallExpr) bool {
	if !e.isLocal(p) || e.src.Info.Types[c.Fun].IsType() || e.ready[c] != "" || e.builtinName(c) != "" {
		return false
	}
	ts := e.resultTypes(c)
	if len(ts) != 1 || isIface(ts[0]) != isIface(p.t) || e.s.rep(ts[0]) != e.s.rep(p.t) || e.s.rep(p.t).Kind() == reflect.Func {
		return false
	}
	e.store(p, e.prepare(c).text())
	return true
}

// isLocal reports whether p is a variable of yaegi itself, not in a cell.
func (e *emitter) isLocal(p place) bool {
	if p.v != nil {
		return !e.celled(p.v) && !e.isGlobal(p.v)
	}
	return p.s != "" && isAtom(p.s)
}

// assignTuple is a, b = x, y: the places first, then all values, then the
// stores.
func (e *emitter) assignTuple(x *ast.AssignStmt) {
	e.callsFirst(append(append([]ast.Expr{}, x.Lhs...), x.Rhs...)...)
	ps := e.targets(x)
	vs := make([]string, len(ps))
	ts := make([]types.Type, len(ps))
	for i, r := range x.Rhs {
		if ps[i].blank {
			vs[i], ts[i] = e.blankValue(r)
			continue
		}
		vs[i], ts[i] = e.exprTo(r, ps[i].t), ps[i].t
	}
	for i, p := range ps {
		if p.blank {
			e.evaluate(vs[i], ts[i])
		} else {
			vs[i] = e.stable(vs[i], ts[i])
		}
	}
	for i, p := range ps {
		e.store(p, vs[i])
	}
}

func (e *emitter) targets(x *ast.AssignStmt) []place {
	ps := make([]place, len(x.Lhs))
	for i, l := range x.Lhs {
		ps[i] = e.target(l, x.Tok, true)
	}
	return ps
}

// assignMulti is a, b = f(), m[k], x.(T) or <-ch. The places are evaluated
// after the right side, but for the calls in them.
func (e *emitter) assignMulti(x *ast.AssignStmt) {
	for _, l := range x.Lhs {
		e.hoist(l)
	}
	vs, ts := e.multi(x.Rhs[0], len(x.Lhs))
	ps := e.targets(x)
	for i, p := range ps {
		if !p.blank {
			e.store(p, e.conv(vs[i], ts[i], p.t))
		}
	}
}

// multi evaluates an expression with n values.
func (e *emitter) multi(x ast.Expr, n int) ([]string, []types.Type) {
	yes := types.Typ[types.Bool]
	switch x := ast.Unparen(x).(type) {
	case *ast.CallExpr:
		return e.call(x), e.resultTypes(x)
	case *ast.IndexExpr:
		e.callsFirst(x.X, x.Index)
		v, ok := e.mapGet2(x)
		m := under(e.typ(x.X)).(*types.Map)
		return []string{v, ok}, []types.Type{e.s.subst(m.Elem(), e.env), yes}
	case *ast.TypeAssertExpr:
		v, ok := e.typeAssert(x, true)
		return []string{v, ok}, []types.Type{e.typ(x.Type), yes}
	case *ast.UnaryExpr:
		v, ok := e.recv(x, true)
		c := under(e.typ(x.X)).(*types.Chan)
		return []string{v, ok}, []types.Type{e.s.subst(c.Elem(), e.env), yes}
	}
	e.s.fail(x.Pos(), "%d values of this expression (%T)", n, x)
	return nil, nil
}

// varSpec lowers a var declaration in a function.
func (e *emitter) varSpec(sp *ast.ValueSpec) {
	vars := make([]*types.Var, len(sp.Names))
	for i, n := range sp.Names {
		vars[i] = e.src.Info.Defs[n].(*types.Var)
	}
	if len(sp.Values) == 1 && len(vars) > 1 {
		vs, ts := e.multi(sp.Values[0], len(vars))
		for i, v := range vars {
			if v.Name() != "_" {
				e.initVar(v, e.conv(vs[i], ts[i], e.varType(v)))
			}
		}
		return
	}
	e.callsFirst(sp.Values...)
	vs := make([]string, len(vars))
	for i, x := range sp.Values {
		t := e.varType(vars[i])
		vs[i] = e.exprTo(x, t)
		if len(vars) > 1 {
			vs[i] = e.stable(vs[i], t)
		}
	}
	for i, v := range vars {
		if v.Name() == "_" {
			e.evaluate(vs[i], e.varType(v))
		} else {
			e.initVar(v, vs[i])
		}
	}
}
