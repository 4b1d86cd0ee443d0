package lower

// Signatures that the other files of this package rely on, until their own
// files take them over.

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"reflect"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

type (
	typeEnv   struct{} // type parameters -> types
	typeEntry struct{}
	analysis  struct{}
	function  struct{}
	deferBody struct{ ast.Node }
	// Unit is one lowered cell.
	Unit struct{ pos token.Pos }
)

func newAnalysis(e *emitter) *analysis { panic("pending") }

// types (key.go, subst.go, rep.go, lossy.go, typename.go, typeinfo.go)
func under(t types.Type) types.Type                            { panic("pending") }
func isIface(t types.Type) bool                                { panic("pending") }
func isUntyped(t types.Type) bool                              { panic("pending") }
func tupleVars(t *types.Tuple) []*types.Var                    { panic("pending") }
func fieldName(f *types.Var, i int) string                     { panic("pending") } // in rep
func (s *Session) key(t types.Type) string                     { panic("pending") }
func (s *Session) subst(t types.Type, env *typeEnv) types.Type { panic("pending") }
func (s *Session) rep(t types.Type) reflect.Type               { panic("pending") }
func (s *Session) lossy(t types.Type) bool                     { panic("pending") }
func (s *Session) isRec(t types.Type) bool                     { panic("pending") }
func (s *Session) nativeIface(t types.Type) bool               { panic("pending") }
func (s *Session) nativeStruct(t types.Type) bool              { panic("pending") } // t or *t is a native named type
func (s *Session) mentionsUser(t types.Type) bool              { panic("pending") }
func (s *Session) typeName(t types.Type) string                { panic("pending") } // as Go prints it
func (s *Session) typeInfo(t types.Type) *native.TypeInfo      { panic("pending") }
func (s *Session) boxType(t types.Type) (reflect.Type, string) { panic("pending") }
func (s *Session) ty(t types.Type) string                      { panic("pending") } // rep in lowered text
func (s *Session) tyR(r reflect.Type) string                   { panic("pending") }
func (s *Session) basic(k types.BasicKind) reflect.Type        { panic("pending") }
func (s *Session) impl(t types.Type) string                    { panic("pending") } // symbol func(any) bool
func (s *Session) must(t types.Type) string                    { panic("pending") } // symbol func(any, string) any

// symbols.go
func (s *Session) sym(key any, v reflect.Value) string { panic("pending") } // "ty.S7"; same key, same symbol
func (e *emitter) native(key string, v any) string     { panic("pending") }

// std.go
func (s *Session) lookup(path, name string) (reflect.Value, bool)                { panic("pending") }
func (e *emitter) funcName(id *ast.Ident, f *types.Func) (name string, nat bool) { panic("pending") }
func (e *emitter) instArgs(id *ast.Ident) []types.Type                           { panic("pending") }

// variables (vars.go, consts.go, zero.go)
func (e *emitter) varType(v *types.Var) types.Type                { panic("pending") }
func (e *emitter) name(v *types.Var) string                       { panic("pending") }
func (e *emitter) declare(v *types.Var) string                    { panic("pending") }
func (e *emitter) celled(v *types.Var) bool                       { panic("pending") }
func (e *emitter) use(v *types.Var) string                        { panic("pending") }
func (e *emitter) useName(name, typ string) string                { panic("pending") }
func (e *emitter) addCapture(name, typ string)                    { panic("pending") }
func (e *emitter) isGlobal(v *types.Var) bool                     { panic("pending") }
func (e *emitter) ref(v *types.Var) string                        { panic("pending") }
func (e *emitter) addrOf(v *types.Var) string                     { panic("pending") }
func (e *emitter) initVar(v *types.Var, val string)               { panic("pending") } // "" is zero
func (e *emitter) zero(t types.Type) string                       { panic("pending") }
func (e *emitter) nilOf(t types.Type) string                      { panic("pending") }
func (e *emitter) constant(v constant.Value, t types.Type) string { panic("pending") }
func (s *Session) globalPtr(v *types.Var) string                  { panic("pending") }

// conversions (convert.go, recursive.go, assert.go)
func (e *emitter) conv(x string, from, to types.Type) string                      { panic("pending") }
func (e *emitter) toAny(x string, from types.Type) string                         { panic("pending") }
func (e *emitter) open(x string, t types.Type) string                             { panic("pending") }
func (e *emitter) opened(x string, t types.Type) (string, types.Type)             { panic("pending") }
func (e *emitter) close(x string, t types.Type) string                            { panic("pending") }
func (e *emitter) convertFunc(from, to reflect.Type) string                       { panic("pending") } // symbol func(from) to
func (e *emitter) assertTo(x string, t types.Type) (val func() string, ok string) { panic("pending") }
func (e *emitter) ifaceTest(x string, t types.Type, v, ok string)                 { panic("pending") }

// functions (function.go, closure.go, method.go, generic.go, display.go)
func (s *Session) function(src *check.Source, f *types.Func, targs []types.Type, pos token.Pos) string {
	panic("pending")
}
func namedArgs(t types.Type) []types.Type                      { panic("pending") }
func (e *emitter) checkpoint()                                 { panic("pending") }
func (e *emitter) closure(header string) string                { panic("pending") } // header "(a0 int) (bool)"
func (e *emitter) funcLit(x *ast.FuncLit, dsLex string) string { panic("pending") }
func (e *emitter) usesRecover(body *ast.BlockStmt) bool        { panic("pending") }
func (e *emitter) mayRecover(f *types.Func) bool               { panic("pending") }
func (e *emitter) methodValue(x *ast.SelectorExpr, t types.Type, m *types.Func, index []int) string {
	panic("pending")
}
func (e *emitter) methodExpr(x *ast.SelectorExpr) string                  { panic("pending") }
func (e *emitter) paramList(sig *types.Signature) (params, args []string) { panic("pending") }
func (e *emitter) resultList(sig *types.Signature) string                 { panic("pending") }
func (e *emitter) emitCallReturn(call string, sig *types.Signature)       { panic("pending") }
func (e *emitter) display(x ast.Expr)                                     { panic("pending") }
func (s *Session) shown(st *ast.ExprStmt) bool                            { panic("pending") }
