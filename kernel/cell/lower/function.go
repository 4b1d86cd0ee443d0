package lower

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"strconv"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
)

// A function is one emitted function or method, with its type arguments if it
// is generic. In the text of its own unit it is called by name, in later units
// through its cell, which always holds the newest version.
type function struct {
	obj   *types.Func
	targs []types.Type
	key   string
	name  string
	unit  int

	signature string // key of its type

	cell    string        // symbol of the cell
	current reflect.Value // the cell, a pointer to a func variable
	own     reflect.Value // what Reg sets: the cell, or what Commit copies to it
	stale   *int32        // not 0 when a newer version has taken over; nil in libraries
}

// function is the name by which the text of this unit calls f with type
// arguments targs. The function is emitted if no unit has it yet.
func (s *Session) function(src *check.Source, f *types.Func, targs []types.Type, pos token.Pos) string {
	f = f.Origin()
	key := s.functionKey(f, targs)
	fn, ok := s.funcs[key]
	if !ok {
		fn = s.emitFunction(src, f, targs, key, pos)
	}
	if fn.unit == s.unit.number {
		return fn.name
	}
	return s.newest(fn)
}

// functionKey names a function instance. That of a method does not depend on
// its declaration, so that a method declared again replaces the older one.
func (s *Session) functionKey(f *types.Func, targs []types.Type) string {
	key := s.baseKey(f)
	if len(targs) > 0 {
		key += "[" + s.keyList(targs) + "]"
	}
	return key
}

func (s *Session) baseKey(f *types.Func) string {
	if r := f.Signature().Recv(); r != nil {
		if n := namedReceiver(r.Type()); n != nil {
			return "method:" + strconv.Itoa(s.objID(n.Origin().Obj())) + "." + f.Name()
		}
	}
	return "func:" + strconv.Itoa(s.objID(f))
}

// namedReceiver is the named type of a receiver type T or *T.
func namedReceiver(t types.Type) *types.Named {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	n, _ := t.(*types.Named)
	return n
}

// emitFunction queues a function instance for emission in this unit.
func (s *Session) emitFunction(src *check.Source, f *types.Func, targs []types.Type, key string, pos token.Pos) *function {
	decl := declOf(src, f)
	if decl == nil || decl.Body == nil {
		s.fail(pos, "function %s has no body", f.FullName())
	}
	env := s.newEnv(f, targs)
	env.lo, env.hi = decl.Pos(), decl.End()
	if len(targs) > 0 {
		env.key = key
	}
	s.nfun++
	fn := &function{obj: f, targs: targs, key: key, unit: s.unit.number, name: "F" + strconv.Itoa(s.nfun) + "_" + asciiName(f.Name())}
	s.makeCell(fn, env, src.Pkg == s.pkg)
	s.unit.addFunction(fn)
	s.unit.enqueue(func() { s.emitDecl(fn, src, decl, env) })
	return fn
}

// makeCell gives fn the cell by which other units call it.
func (s *Session) makeCell(fn *function, env *typeEnv, swappable bool) {
	sig := s.subst(plainSignature(fn.obj.Signature()), env)
	fn.own = reflect.New(s.rep(sig))
	own := s.sym(fn.own.Interface(), fn.own)
	fmt.Fprintf(&s.unit.exports, "*%s = %s\n", own, fn.name)
	fn.signature = s.key(sig)
	if old := s.unit.predecessor(fn); old != nil && old.signature == fn.signature {
		fn.cell, fn.current = old.cell, old.current
		s.unit.swaps = append(s.unit.swaps, swap{old, fn})
	} else {
		fn.cell, fn.current = own, fn.own
	}
	if swappable {
		fn.stale = new(int32)
	}
}

// plainSignature is the signature of a method as a function of its receiver.
func plainSignature(sig *types.Signature) *types.Signature {
	params := tupleVars(sig.Params())
	if sig.Recv() != nil {
		params = append([]*types.Var{types.NewParam(0, nil, "", sig.Recv().Type())}, params...)
	}
	return types.NewSignatureType(nil, nil, nil, types.NewTuple(params...), sig.Results(), sig.Variadic())
}

// emitDecl emits a declared function.
func (s *Session) emitDecl(fn *function, src *check.Source, decl *ast.FuncDecl, env *typeEnv) {
	e := s.newEmitter(src, env, nil)
	e.node = decl
	e.an.function(decl, decl.Recv, decl.Type, decl.Body)
	sig := src.Info.Defs[decl.Name].(*types.Func).Signature()
	params := tupleVars(sig.Params())
	if sig.Recv() != nil {
		params = append([]*types.Var{sig.Recv()}, params...)
	}
	e.position(decl.Pos())
	header := e.emitFunc(params, sig, decl.Body, decl, fn)
	fmt.Fprintf(&s.unit.text, "%sfunc %s%s {\n%s}\n", s.lineOf(src, decl.Pos()), fn.name, header, e.body())
}
