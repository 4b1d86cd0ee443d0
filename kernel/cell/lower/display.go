package lower

import (
	"go/ast"
	"go/types"
	"strings"
)

// shown reports whether the values of st are the displayed value of the cell.
func (s *Session) shown(st *ast.ExprStmt) bool { return s.unit.show == st }

// display shows the value or values of an expression statement, with their
// static types.
func (e *emitter) display(x ast.Expr) {
	values, ts := e.shownValues(x)
	list := e.tmpR("[]interface{}")
	e.p("%s = make([]interface{}, %d)", list, len(values))
	var names []string
	for i, v := range values {
		e.p("%s[%d] = %s", list, i, e.conv(v, ts[i], types.NewInterfaceType(nil, nil)))
		names = append(names, e.s.typeName(ts[i]))
	}
	show := e.native("Machine.Display", e.s.machine.Display)
	e.p("%s(%s, %s)", show, list, e.native("types:"+strings.Join(names, ";"), names))
}

func (e *emitter) shownValues(x ast.Expr) ([]string, []types.Type) {
	if c, ok := ast.Unparen(x).(*ast.CallExpr); ok && !e.src.Info.Types[c.Fun].IsType() {
		return e.call(c), e.resultTypes(c)
	}
	t := e.typ(x)
	if isUntyped(t) {
		t = types.Default(t)
	}
	return []string{e.exprTo(x, t)}, []types.Type{t}
}
