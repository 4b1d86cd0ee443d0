package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// Range over functions. The body of the loop becomes a function that returns
// whether to go on. A state cell, shared by the loop and the body, says where
// the loop is; after the call of the iterator a positive state says where a
// break, continue, goto or return in the body wanted to go.
//
// States of native.RangeDone: 0 the body may be called, -1 it runs (or has
// panicked), -2 the loop is over, positive: the body has left the loop.

func (e *emitter) rangeFunc(x *ast.RangeStmt, label string, sig *types.Signature) {
	f, t := e.opened(e.expr(x.X), e.typ(x.X))
	f = e.stable(f, t)
	if n, ok := types.Unalias(t).(*types.Named); ok && !e.s.isUser(n.Origin().Obj()) {
		f = e.save(f, under(t))
	}
	yield := e.s.subst(sig.Params().At(0).Type(), e.env)
	b := &rangeBody{label: label, outer: e, state: e.perm("*int"), code: map[string]int{}}
	e.captured[b.state] = true
	e.p("%s = new(int)", b.state)
	lit := e.saveR(e.rangeFuncBody(x, b, under(yield).(*types.Signature)), e.s.ty(yield))
	e.p("%s(%s)", f, lit)
	done := e.native("RangeDone", native.RangeDone)
	e.p("if *%s == -1 {\n%s(-3)\n}", b.state, done)
	e.leaveRangeFunc(b)
}

// rangeFuncBody is a closure of the body.
func (e *emitter) rangeFuncBody(x *ast.RangeStmt, b *rangeBody, yield *types.Signature) string {
	g := e.s.newEmitter(e.src, e.env, e)
	g.node = x
	g.ds, g.dsLex, g.rtok = e.ds, e.dsLex, e.rtok
	g.ret = &results{body: b}
	g.useName(b.state, "*int")
	g.p("if *%s != 0 {\n%s(*%s)\n}", b.state, g.native("RangeDone", native.RangeDone), b.state)
	g.p("*%s = -1", b.state)
	var params []string
	var vars [2]iteration
	for i := range yield.Params().Len() {
		t := yield.Params().At(i).Type()
		name := "a" + strconv.Itoa(i)
		params = append(params, name+" "+g.s.ty(t))
		vars[i] = iteration{name, t}
	}
	g.setRangeVars(x, vars[0], vars[1])
	g.checkpoint()
	g.stmts(x.Body.List)
	g.nextIteration()
	return g.closure("(" + strings.Join(params, ", ") + ") (bool)")
}

// nextIteration ends the body and asks for the next value.
func (e *emitter) nextIteration() {
	e.p("*%s = 0\nreturn true", e.useName(e.ret.body.state, "*int"))
}

// exitBody ends the body and the loop; way says what follows: "stop", "return"
// stored results, "bare" return, or "break L", "continue L", "goto L".
func (e *emitter) exitBody(way string) {
	b := e.ret.body
	code, ok := b.code[way]
	if !ok {
		code = len(b.codes) + 1
		b.code[way] = code
		b.codes = append(b.codes, code)
		b.actions = append(b.actions, func() { b.outer.follow(way) })
	}
	e.p("*%s = %d\nreturn false", e.useName(b.state, "*int"), code)
}

// follow goes where a body that was left by exitBody wanted to.
func (e *emitter) follow(way string) {
	verb, label, _ := strings.Cut(way, " ")
	switch verb {
	case "return":
		e.returnStored()
	case "bare":
		e.returnValues(nil)
	case "break":
		e.branch(token.BREAK, label)
	case "continue":
		e.branch(token.CONTINUE, label)
	case "goto":
		e.branch(token.GOTO, label)
	}
}

// leaveRangeFunc follows the way that the body has left by.
func (e *emitter) leaveRangeFunc(b *rangeBody) {
	state := e.saveR("*"+b.state, "int")
	e.p("*%s = -2", b.state)
	for i, code := range b.codes {
		text := e.capture(b.actions[i])
		if text == "" {
			continue
		}
		e.p("if %s == %d {", state, code)
		e.write(text)
		e.p("}")
	}
}
