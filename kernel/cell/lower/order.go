package lower

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Order of evaluation. The language leaves much of it open, but what a program
// prints must be what gc prints. gc evaluates a statement in two phases: first
// its calls, receives, assertions and slicings, from left to right, into
// temporaries; then everything else, which therefore sees what the calls did
// and panics after them. callsFirst is the first phase.

// callsFirst evaluates the calls in operands ahead of the rest of them, unless
// only the first operand has any: then plain left to right is the same.
func (e *emitter) callsFirst(operands ...ast.Expr) {
	last := len(operands) - 1
	for last > 0 && !e.hasCall(operands[last]) {
		last--
	}
	if last <= 0 {
		return
	}
	for _, x := range operands[:last+1] {
		e.hoist(x)
	}
}

// hoist evaluates the calls in x and leaves their values for expr to take.
func (e *emitter) hoist(x ast.Expr) {
	if x == nil || e.isOperand(x) {
		return
	}
	if !e.isCall(x) {
		for _, c := range subexpressions(x) {
			e.hoist(c)
		}
		return
	}
	if _, done := e.ready[x]; done || len(e.resultTypes(x)) != 1 {
		return
	}
	s := e.stable(e.expr(x), e.typ(x))
	if e.ready == nil {
		e.ready = map[ast.Expr]string{}
	}
	e.ready[x] = s
}

// isOperand reports whether x needs no evaluation: a constant or a type.
func (e *emitter) isOperand(x ast.Expr) bool {
	tv, ok := e.src.Info.Types[x]
	return ok && (tv.IsType() || tv.Value != nil)
}

// takeReady returns the value that hoist left for x, once: the same node may be
// lowered again later in another statement.
func (e *emitter) takeReady(x ast.Expr) (string, bool) {
	s, ok := e.ready[x]
	delete(e.ready, x)
	return s, ok
}

// hasCall reports whether x contains something of the first phase that has
// effects or may panic.
func (e *emitter) hasCall(x ast.Expr) bool {
	found := false
	look := func(n ast.Node) bool {
		x, ok := n.(ast.Expr)
		if !ok || found {
			return !found
		}
		if _, lit := x.(*ast.FuncLit); lit || e.isOperand(x) {
			return false
		}
		found = e.isCall(x) && !e.isPure(x)
		return !found
	}
	if x != nil {
		ast.Inspect(x, look)
	}
	return found
}

// isPure reports whether x is of the first phase but only reads.
func (e *emitter) isPure(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.BinaryExpr, *ast.CompositeLit:
		return true
	case *ast.CallExpr:
		switch e.builtinName(x) {
		case "len", "cap", "new":
			return true
		}
		return e.src.Info.Types[x.Fun].IsType()
	}
	return false
}

// isCall reports whether gc evaluates x itself in the first phase.
func (e *emitter) isCall(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.CallExpr:
		return !e.src.Info.Types[x.Fun].IsType() || e.decodesString(x)
	case *ast.UnaryExpr:
		return x.Op == token.ARROW
	case *ast.BinaryExpr:
		return isLogical(x.Op)
	case *ast.TypeAssertExpr:
		return !isPointerShaped(e.typ(x))
	case *ast.CompositeLit:
		_, ok := under(e.typ(x)).(*types.Map)
		return ok
	case *ast.SliceExpr:
		return true
	}
	return false
}

// decodesString reports whether x converts a string to bytes or runes.
func (e *emitter) decodesString(x *ast.CallExpr) bool {
	_, ok := under(e.typ(x)).(*types.Slice)
	return ok && basicInfo(e.typ(x.Args[0]))&types.IsString != 0
}

// isPointerShaped reports whether an interface holds values of type t as they
// are. gc asserts those in place.
func isPointerShaped(t types.Type) bool {
	switch under(t).(type) {
	case *types.Pointer, *types.Chan, *types.Map, *types.Signature:
		return true
	}
	return false
}

func isLogical(op token.Token) bool { return op == token.LAND || op == token.LOR }

// builtinName is the name of the builtin that x calls, or "".
func (e *emitter) builtinName(x *ast.CallExpr) string {
	switch f := ast.Unparen(x.Fun).(type) {
	case *ast.Ident:
		if b, ok := e.obj(f).(*types.Builtin); ok {
			return b.Name()
		}
	case *ast.SelectorExpr:
		if b, ok := e.obj(f.Sel).(*types.Builtin); ok {
			return "unsafe." + b.Name()
		}
	}
	return ""
}

// subexpressions are the operands of x in text order; a function literal has
// none.
func subexpressions(x ast.Expr) []ast.Expr {
	switch x := x.(type) {
	case *ast.ParenExpr:
		return []ast.Expr{x.X}
	case *ast.SelectorExpr:
		return []ast.Expr{x.X}
	case *ast.StarExpr:
		return []ast.Expr{x.X}
	case *ast.UnaryExpr:
		return []ast.Expr{x.X}
	case *ast.BinaryExpr:
		return []ast.Expr{x.X, x.Y}
	case *ast.IndexExpr:
		return []ast.Expr{x.X, x.Index}
	case *ast.KeyValueExpr:
		return []ast.Expr{x.Key, x.Value}
	case *ast.CompositeLit:
		return x.Elts
	case *ast.CallExpr:
		return x.Args
	}
	return nil
}
