package lower

import (
	"go/ast"
	"strings"
)

// Returns. A function without defers returns plainly. The body of one with
// defers, a function of its own, stores its results in cells. The body of a
// range-over-func loop stores them too and leaves with a control code.

func (e *emitter) returnStmt(x *ast.ReturnStmt) {
	if len(x.Results) == 0 {
		e.returnValues(nil)
		return
	}
	ts := e.returning().ret.types
	if len(x.Results) == 1 && len(ts) > 1 {
		vs, from := e.multi(x.Results[0], len(ts))
		for i := range vs {
			vs[i] = e.conv(vs[i], from[i], ts[i])
		}
		e.returnValues(vs)
		return
	}
	e.callsFirst(x.Results...)
	vs := make([]string, len(ts))
	for i, r := range x.Results {
		vs[i] = e.exprTo(r, ts[i])
	}
	e.returnValues(vs)
}

// returning is the emitter of the function that a return statement ends.
func (e *emitter) returning() *emitter {
	for e.rangeBody() != nil {
		e = e.parent
	}
	return e
}

// rangeBody is the range-over-func loop whose body this function is, or nil.
func (e *emitter) rangeBody() *rangeBody {
	if e.ret == nil {
		return nil
	}
	return e.ret.body
}

// returnValues returns vs, or the named results if vs is nil.
func (e *emitter) returnValues(vs []string) {
	switch {
	case e.ret.body != nil:
		e.storeResults(e.returning().ret, vs)
		if vs == nil {
			e.exitBody("bare")
			return
		}
		e.exitBody("return")
	case e.ret.stored:
		e.storeResults(e.ret, vs)
		e.p("return")
	default:
		e.plainReturn(vs)
	}
}

// storeResults stores vs in the result cells of r.
func (e *emitter) storeResults(r *results, vs []string) {
	for i := range vs {
		if len(vs) > 1 {
			vs[i] = e.stable(vs[i], r.types[i])
		}
	}
	for i, v := range vs {
		e.p("*%s = %s", e.useName(r.cells[i], "*"+e.s.ty(r.types[i])), v)
	}
}

func (e *emitter) plainReturn(vs []string) {
	if vs == nil {
		vs = e.resultVars()
	}
	for i, v := range vs {
		if !isSlot(v) && v != "true" && v != "false" {
			vs[i] = e.save(v, e.ret.types[i])
		}
	}
	e.p("return %s", strings.Join(vs, ", "))
}

// resultVars are the operands of the result variables.
func (e *emitter) resultVars() []string {
	var vs []string
	for _, v := range e.ret.vars {
		if v.Name() == "_" {
			vs = append(vs, e.zero(e.varType(v)))
		} else {
			vs = append(vs, e.ref(v))
		}
	}
	return vs
}

// returnStored returns what the body of a range-over-func loop has stored.
func (e *emitter) returnStored() {
	switch {
	case e.ret.body != nil:
		e.exitBody("return")
	case e.ret.stored:
		e.p("return")
	default:
		vs := make([]string, len(e.ret.cells))
		for i, c := range e.ret.cells {
			vs[i] = e.save("*"+c, e.ret.types[i])
		}
		e.p("return %s", strings.Join(vs, ", "))
	}
}
