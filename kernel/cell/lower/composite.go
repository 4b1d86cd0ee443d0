package lower

import (
	"go/ast"
	"go/constant"
	"go/types"
)

// Composite literals: a zero value, then one store for each element.

func (e *emitter) composite(x *ast.CompositeLit, t types.Type) string {
	if p, ok := under(t).(*types.Pointer); ok { // &T of an element type *T
		return e.boxed(e.composite(x, p.Elem()), p.Elem())
	}
	if e.s.isRec(t) {
		return e.close(e.composite(x, under(t)), t)
	}
	u, isMap := under(t).(*types.Map)
	if isMap {
		return e.mapLit(x, t, u)
	}
	e.callsFirst(elementValues(x)...)
	switch u := under(t).(type) {
	case *types.Struct:
		return e.structLit(x, t, u)
	case *types.Slice:
		return e.listLit(x, t, u.Elem())
	case *types.Array:
		return e.listLit(x, t, u.Elem())
	}
	e.s.fail(x.Pos(), "this composite literal")
	return ""
}

// elementValues are the operands of a literal in text order.
func elementValues(x *ast.CompositeLit) []ast.Expr {
	var out []ast.Expr
	for _, el := range x.Elts {
		if kv, ok := el.(*ast.KeyValueExpr); ok {
			out = append(out, kv.Key, kv.Value)
			continue
		}
		out = append(out, el)
	}
	return out
}

// element evaluates an element, which may be a literal without its type.
func (e *emitter) element(x ast.Expr, t types.Type) string {
	if c, ok := x.(*ast.CompositeLit); ok && c.Type == nil {
		return e.composite(c, t)
	}
	return e.exprTo(x, t)
}

func (e *emitter) structLit(x *ast.CompositeLit, t types.Type, st *types.Struct) string {
	r := e.tmp(t)
	e.p("%s = %s{}", r, e.s.ty(t))
	for i, el := range x.Elts {
		if kv, ok := el.(*ast.KeyValueExpr); ok {
			i, el = fieldIndex(st, kv.Key.(*ast.Ident).Name), kv.Value
		}
		f := st.Field(i)
		mark := len(e.live)
		v := e.element(el, e.s.subst(f.Type(), e.env))
		e.p("%s.%s = %s", r, fieldName(f, i), v)
		e.release(mark)
	}
	return r
}

func fieldIndex(st *types.Struct, name string) int {
	for i := range st.NumFields() {
		if st.Field(i).Name() == name {
			return i
		}
	}
	panic("no field " + name + " in " + st.String())
}

// listLit is a slice or array literal.
func (e *emitter) listLit(x *ast.CompositeLit, t, elem types.Type) string {
	indexes, n := e.indexes(x)
	r := e.tmp(t)
	if _, ok := under(t).(*types.Slice); ok {
		e.p("%s = make(%s, %d)", r, e.s.ty(t), n)
	} else {
		e.p("%s = %s", r, e.zero(t))
	}
	elem = e.s.subst(elem, e.env)
	for i, el := range x.Elts {
		if kv, ok := el.(*ast.KeyValueExpr); ok {
			el = kv.Value
		}
		mark := len(e.live)
		v := e.element(el, elem)
		e.p("%s[%d] = %s", r, indexes[i], v)
		e.release(mark)
	}
	return r
}

// indexes are the positions of the elements of a list literal, and its length.
func (e *emitter) indexes(x *ast.CompositeLit) (at []int64, length int64) {
	next := int64(0)
	for _, el := range x.Elts {
		if kv, ok := el.(*ast.KeyValueExpr); ok {
			next, _ = constant.Int64Val(constant.ToInt(e.src.Info.Types[kv.Key].Value))
		}
		at = append(at, next)
		next++
		length = max(length, next)
	}
	return at, length
}

// mapLit stores one entry after the other, as gc does.
func (e *emitter) mapLit(x *ast.CompositeLit, t types.Type, u *types.Map) string {
	r := e.tmp(t)
	e.p("%s = make(%s)", r, e.s.ty(t))
	kt, et := e.s.subst(u.Key(), e.env), e.s.subst(u.Elem(), e.env)
	for _, el := range x.Elts {
		kv := el.(*ast.KeyValueExpr)
		mark := len(e.live)
		e.callsFirst(kv.Key, kv.Value)
		k := e.stable(e.element(kv.Key, kt), kt)
		v := e.element(kv.Value, et)
		e.mapSet(mapElement{m: r, k: k, t: t}, v)
		e.release(mark)
	}
	return r
}
