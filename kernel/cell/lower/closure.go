package lower

import (
	"fmt"
	"go/ast"
	"go/types"
	"strconv"
	"strings"
)

// closure makes the finished nested function e a function of its own that
// returns it, given exactly the variables that it captures, and returns the
// expression that makes the closure. header is "(params) (results)".
func (e *emitter) closure(header string) string {
	s := e.s
	s.nlit++
	name := "L" + strconv.Itoa(s.nlit)
	var params, args []string
	for _, c := range e.captures {
		params = append(params, c.name+" "+c.typ)
		args = append(args, c.name)
	}
	fmt.Fprintf(&s.unit.text, "func %s(%s) func%s {\nreturn func%s {\n%s}\n}\n",
		name, strings.Join(params, ", "), header, header, e.body())
	return name + "(" + strings.Join(args, ", ") + ")"
}

// funcLit emits a function literal and returns the expression that makes the
// closure. dsLex is the Defers object that defers the literal directly, or "".
func (e *emitter) funcLit(x *ast.FuncLit, dsLex string) string {
	in := e.s.newEmitter(e.src, e.env, e)
	in.node, in.dsLex = x, dsLex
	sig := e.src.Info.Types[x].Type.(*types.Signature)
	in.position(x.Pos())
	header := in.emitFunc(tupleVars(sig.Params()), sig, x.Body, x, nil)
	e.position(e.posAt)
	return in.closure(header)
}
