package lower

import (
	"go/ast"
	"go/types"
	"reflect"
	"strconv"
	"strings"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// emitFunc emits the parameters and the body of the function e.node and
// returns the text of its parameters and results. fn is nil for literals.
func (e *emitter) emitFunc(params []*types.Var, sig *types.Signature, body *ast.BlockStmt, node ast.Node, fn *function) string {
	e.entry = e.s.lineOf(e.src, e.posAt)
	list := e.parameters(params, sig)
	e.sig, e.ret = sig, &results{}
	for v := range sig.Results().Variables() {
		e.ret.vars = append(e.ret.vars, v)
		e.ret.types = append(e.ret.types, e.varType(v))
	}
	e.forward(fn, list, sig)
	for _, p := range list {
		e.cellParameter(p)
	}
	if e.hasNamedResults() {
		for _, v := range e.ret.vars {
			e.initVar(v, "")
		}
	}
	e.checkpoint()
	if e.an.defers[node] {
		e.deferringBody(body, node)
	} else {
		e.plainBody(body)
	}
	return "(" + joinParameters(list) + ") (" + e.s.typeList(e.ret.types) + ")"
}

// A parameter is one parameter in lowered text.
type parameter struct {
	v        *types.Var
	name     string
	typ      string
	variadic bool
	celled   bool // copied to a cell at entry
}

// parameters declares the parameters of a function.
func (e *emitter) parameters(params []*types.Var, sig *types.Signature) []parameter {
	var list []parameter
	for i, v := range params {
		t := e.varType(v)
		p := parameter{v: v, name: e.name(v), typ: e.s.ty(t)}
		if sig.Variadic() && i == len(params)-1 {
			p.variadic = true
			p.typ = "..." + e.s.ty(under(t).(*types.Slice).Elem())
		}
		switch {
		case v.Name() == "" || v.Name() == "_":
			p.name = "p_" + strconv.Itoa(i)
		case e.celled(v):
			p.celled, p.name = true, "p_"+p.name
		default:
			e.local[v] = true
		}
		list = append(list, p)
	}
	return list
}

func joinParameters(list []parameter) string {
	var out []string
	for _, p := range list {
		out = append(out, p.name+" "+p.typ)
	}
	return strings.Join(out, ", ")
}

func (s *Session) typeList(ts []types.Type) string {
	var out []string
	for _, t := range ts {
		out = append(out, s.ty(t))
	}
	return strings.Join(out, ", ")
}

// cellParameter copies a parameter to its cell.
func (e *emitter) cellParameter(p parameter) {
	if p.celled {
		e.initVar(p.v, p.name)
	}
}

// forward passes the call on when a newer version of fn has taken over.
// Calls inside of a unit are direct; this is what makes them hot swappable.
func (e *emitter) forward(fn *function, list []parameter, sig *types.Signature) {
	if fn == nil || fn.stale == nil {
		return
	}
	var args []string
	for _, p := range list {
		arg := p.name
		if p.variadic {
			arg += "..."
		}
		args = append(args, arg)
	}
	call := e.s.newest(fn) + "(" + strings.Join(args, ", ") + ")"
	if sig.Results().Len() == 0 {
		call += "\nreturn"
	} else {
		call = "return " + call // without a temporary, which would cost each call
	}
	e.p("if %s {\n%s\n}", e.s.isStale(fn), call)
}

func (e *emitter) hasNamedResults() bool {
	return len(e.ret.vars) > 0 && e.ret.vars[0].Name() != ""
}

// plainBody emits the body of a function without defer statements.
func (e *emitter) plainBody(body *ast.BlockStmt) {
	if e.dsLex == "" {
		e.recoverToken(body)
	}
	if e.returnsFromRangeFunc(body) {
		e.resultCells()
	}
	e.stmts(body.List)
	switch {
	case e.hasNamedResults() && !endsInReturn(body):
		e.returnValues(nil)
	case len(e.ret.types) > 0 && !strings.HasPrefix(lastLine(e.buf.String()), "return "):
		e.p("panic(0)") // never reached, but the interpreter wants it
	}
}

// deferringBody emits the body of a function with defer statements: a nested
// function that a Defers object runs. Results live in cells.
func (e *emitter) deferringBody(body *ast.BlockStmt, node ast.Node) {
	e.ds = e.ownName(e.defersType())
	e.p("%s = %s()", e.ds, e.native("NewDefers", native.NewDefers))
	e.resultCells()
	e.recoverToken(body)
	in := e.s.newEmitter(e.src, e.env, e)
	in.node, in.sig = deferBody{node}, e.sig
	in.ds, in.rtok, in.dsLex = e.ds, e.rtok, e.dsLex
	in.ret = &results{stored: true, types: e.ret.types, vars: e.ret.vars, cells: e.ret.cells}
	in.stmts(body.List)
	e.p("%s.Run(%s)", e.ds, e.saveR(in.closure("()"), "func()"))
	if len(e.ret.cells) > 0 {
		e.p("return *%s", strings.Join(e.ret.cells, ", *"))
	}
}

// resultCells makes sure that all results have cells that nested functions
// can store to.
func (e *emitter) resultCells() {
	for i, v := range e.ret.vars {
		if v.Name() != "" && e.celled(v) {
			n := e.name(v)
			e.captured[n] = true
			e.ret.cells = append(e.ret.cells, n)
			continue
		}
		typ := e.s.ty(e.ret.types[i])
		n := e.ownName("*" + typ)
		e.p("%s = new(%s)", n, typ)
		e.ret.cells = append(e.ret.cells, n)
	}
}

func (e *emitter) defersType() string { return "*" + e.s.tyR(reflect.TypeFor[native.Defers]()) }

// recoverToken notes at entry who deferred this function, if it may recover.
func (e *emitter) recoverToken(body *ast.BlockStmt) {
	if e.rtok == "" && e.usesRecover(body) {
		e.rtok = e.ownName(e.defersType())
		e.p("%s = %s()", e.rtok, e.native("RecEntry", native.RecEntry))
	}
}

// usesRecover reports whether body itself calls recover.
func (e *emitter) usesRecover(body *ast.BlockStmt) bool {
	return callsRecover(e.src.Info, body)
}

// mayRecover reports whether f is lowered and calls recover.
func (e *emitter) mayRecover(f *types.Func) bool {
	src := e.s.sourceOf(f)
	if src == nil || e.s.sources[f.Origin()] != nil {
		return e.s.recovers[f.Origin()]
	}
	decl := declOf(src, f.Origin())
	return decl != nil && decl.Body != nil && callsRecover(src.Info, decl.Body)
}

func callsRecover(info *types.Info, body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.Ident:
			if b, ok := info.Uses[x].(*types.Builtin); ok && b.Name() == "recover" {
				found = true
			}
		}
		return !found
	})
	return found
}

func endsInReturn(b *ast.BlockStmt) bool {
	if len(b.List) == 0 {
		return false
	}
	_, ok := b.List[len(b.List)-1].(*ast.ReturnStmt)
	return ok
}

// lastLine is the last line of text without its position.
func lastLine(text string) string {
	text = strings.TrimSuffix(text, "\n")
	line := text[strings.LastIndexByte(text, '\n')+1:]
	if _, rest, ok := strings.Cut(line, "*/"); ok && strings.HasPrefix(line, "/*line") {
		return rest
	}
	return line
}

// checkpoint lets the machine end or switch this goroutine.
func (e *emitter) checkpoint() {
	m := e.s.machine
	if e.s.nativeReads {
		e.p("%s()", e.native("Machine.Checkpoint", m.Checkpoint))
		return
	}
	e.p("if *%s != 0 {\n%s()\n}", e.s.sym("Machine.Flag", reflect.ValueOf(m.Flag)), e.native("Machine.Check", m.Check))
}
