package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// Expressions lower to operands: source text that yaegi evaluates where it is
// put. An operand is a constant, a name, or an expression over names that has
// no effects; everything with effects has been assigned to a temporary by then.

// exprTo evaluates x and converts it to t, as an assignment does.
func (e *emitter) exprTo(x ast.Expr, t types.Type) string {
	tv := e.src.Info.Types[x]
	from := e.typ(x)
	switch {
	case tv.Value != nil && isIface(t):
		d := types.Default(from)
		return e.conv(e.constant(tv.Value, d), d, t)
	case tv.Value != nil:
		return e.constant(tv.Value, t)
	case tv.IsNil():
		return e.nilOf(t)
	case isUntyped(from) && !isIface(t): // a comparison
		s := e.expr(x)
		if e.s.rep(t) != basics[types.Bool] {
			return e.s.ty(t) + "(" + s + ")"
		}
		return s
	}
	return e.conv(e.expr(x), from, t)
}

// value evaluates x with its own type, or the default type of an untyped one.
func (e *emitter) value(x ast.Expr) (string, types.Type) {
	t := e.defaultTyp(x)
	return e.exprTo(x, t), t
}

// defaultTyp is the type of x, or its default type when it is untyped.
func (e *emitter) defaultTyp(x ast.Expr) types.Type {
	t := e.typ(x)
	if isUntyped(t) {
		return types.Default(t)
	}
	return t
}

// expr evaluates x and returns its operand.
func (e *emitter) expr(x ast.Expr) string {
	if s, ok := e.takeReady(x); ok {
		return s
	}
	if tv, ok := e.src.Info.Types[x]; ok && tv.Value != nil {
		return e.constant(tv.Value, e.typ(x))
	}
	switch x := x.(type) {
	case *ast.ParenExpr:
		return e.expr(x.X)
	case *ast.Ident:
		return e.ident(x)
	case *ast.FuncLit:
		return e.save(e.funcLit(x, ""), e.typ(x))
	case *ast.CompositeLit:
		return e.composite(x, e.typ(x))
	case *ast.SelectorExpr:
		return e.selector(x)
	case *ast.IndexExpr, *ast.IndexListExpr:
		if id := e.instantiated(x); id != nil {
			return e.funcValue(id, e.typ(x))
		}
		return e.index(x.(*ast.IndexExpr))
	case *ast.SliceExpr:
		return e.slice(x)
	case *ast.StarExpr:
		return e.deref(x)
	case *ast.UnaryExpr:
		return e.unary(x)
	case *ast.BinaryExpr:
		return e.binary(x)
	case *ast.TypeAssertExpr:
		v, _ := e.typeAssert(x, false)
		return v
	case *ast.CallExpr:
		return e.call(x)[0]
	}
	e.s.fail(x.Pos(), "this expression (%T)", x)
	return ""
}

// instantiated is the name of the generic function in f[T], or nil when x is
// an ordinary index expression.
func (e *emitter) instantiated(x ast.Expr) *ast.Ident {
	var id *ast.Ident
	switch x := x.(type) {
	case *ast.IndexExpr:
		id = calledName(x.X)
	case *ast.IndexListExpr:
		id = calledName(x.X)
	}
	if id == nil {
		return nil
	}
	if _, ok := e.src.Info.Instances[id]; !ok {
		return nil
	}
	return id
}

// calledName is the identifier of f or pkg.f.
func calledName(x ast.Expr) *ast.Ident {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return x
	case *ast.SelectorExpr:
		return x.Sel
	}
	return nil
}

func (e *emitter) ident(x *ast.Ident) string {
	if v, ok := e.synth[x]; ok {
		return v.s
	}
	switch o := e.obj(x).(type) {
	case *types.Nil:
		return "nil"
	case *types.Var:
		return e.ref(o)
	case *types.Func:
		return e.funcValue(x, e.typ(x))
	case *types.Const:
		return e.constant(o.Val(), e.typ(x))
	}
	e.s.fail(x.Pos(), "the identifier %s here", x.Name)
	return ""
}

// deref is *p as a place or a value.
func (e *emitter) deref(x *ast.StarExpr) string {
	s, t := e.opened(e.expr(x.X), e.typ(x.X))
	return "(*" + e.atom(s, t) + ")"
}

func (e *emitter) unary(x *ast.UnaryExpr) string {
	switch x.Op {
	case token.AND:
		return e.addr(x.X)
	case token.ARROW:
		v, _ := e.recv(x, false)
		return v
	case token.NOT:
		return "!" + paren(e.expr(x.X))
	case token.ADD:
		return e.expr(x.X)
	case token.SUB, token.XOR:
		return e.negate(x)
	}
	e.s.fail(x.Pos(), "the operator %s", x.Op)
	return ""
}

func (e *emitter) negate(x *ast.UnaryExpr) string {
	t := e.typ(x)
	b, _ := under(t).(*types.Basic)
	switch {
	case b != nil && b.Info()&types.IsComplex != 0:
		return e.complexNeg(e.expr(x.X), t)
	case b != nil && b.Info()&types.IsFloat != 0:
		// -x and not 0-x, which loses the sign of zero
		return e.save("-"+e.atom(e.expr(x.X), t), t)
	}
	return "(" + x.Op.String() + paren(e.expr(x.X)) + ")"
}

// paren puts s in parentheses unless it binds tightly by itself.
func paren(s string) string {
	if isAtom(s) || strings.HasPrefix(s, "(") && closesAtEnd(s) {
		return s
	}
	return "(" + s + ")"
}

// closesAtEnd reports whether the parenthesis that opens s is closed by its
// last byte. Strings are not looked into: a false no costs two parentheses.
func closesAtEnd(s string) bool {
	depth := 0
	for i, c := range s {
		switch c {
		case '(':
			depth++
		case ')':
			depth--
			if depth == 0 {
				return i == len(s)-1
			}
		case '"':
			return false
		}
	}
	return false
}

// isSlot reports whether s names a local variable or a temporary.
func isSlot(s string) bool {
	return isAtom(s) && (strings.HasPrefix(s, "v_") || s[0] == 't' && isTemp(s))
}

// slot puts s in a variable: yaegi's builtins and native calls want typed,
// simple operands.
func (e *emitter) slot(s string, t types.Type) string {
	if isSlot(s) {
		return s
	}
	return e.save(s, t)
}

func basicInfo(t types.Type) types.BasicInfo {
	if b, ok := under(t).(*types.Basic); ok {
		return b.Info()
	}
	return 0
}
