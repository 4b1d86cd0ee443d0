package lower

import (
	"go/ast"
	"go/token"
	"go/types"
)

// An analysis says which variables of a function and of the functions in it
// need a cell: their address is taken, or a closure uses them and they are
// assigned after their declaration. All others closures capture by value.
type analysis struct {
	e      *emitter
	vars   map[*types.Var]*varUse
	defers map[ast.Node]bool // functions with defer statements
	stack  []ast.Node        // functions around the node being looked at
}

// A varUse is how one variable is used.
type varUse struct {
	owner     ast.Node // the emitted function that declares it
	captured  bool
	assigned  bool // after its declaration
	addressed bool
}

// A deferBody is the body of a function that defers: a function of its own.
type deferBody struct{ ast.Node }

func newAnalysis(e *emitter) *analysis {
	return &analysis{e: e, vars: map[*types.Var]*varUse{}, defers: map[ast.Node]bool{}}
}

// celled reports whether v lives in a cell.
func (a *analysis) celled(v *types.Var) bool {
	u := a.vars[v]
	return u != nil && (u.addressed || u.captured && u.assigned)
}

func (a *analysis) use(v *types.Var) *varUse {
	u := a.vars[v]
	if u == nil {
		u = &varUse{}
		a.vars[v] = u
	}
	return u
}

func (a *analysis) owner() ast.Node {
	if len(a.stack) == 0 {
		return nil
	}
	return a.stack[len(a.stack)-1]
}

// within looks at what walk visits as parts of the emitted function node.
func (a *analysis) within(node ast.Node, walk func()) {
	a.stack = append(a.stack, node)
	walk()
	a.stack = a.stack[:len(a.stack)-1]
}

// function looks at a function and its parameters.
func (a *analysis) function(node ast.Node, recv *ast.FieldList, ft *ast.FuncType, body *ast.BlockStmt) {
	a.within(node, func() {
		a.declareFields(recv)
		a.declareFields(ft.Params)
		a.declareFields(ft.Results)
		a.body(node, ft.Results, body)
	})
}

// body looks at the body of node. If it defers it is a nested function, which
// sets the named results.
func (a *analysis) body(node ast.Node, named *ast.FieldList, body *ast.BlockStmt) {
	if body == nil {
		return
	}
	if !hasDefer(body) {
		a.walk(body)
		return
	}
	a.defers[node] = true
	a.eachField(named, func(v *types.Var) {
		u := a.use(v)
		u.captured, u.assigned = true, true
	})
	a.within(deferBody{node}, func() { a.walk(body) })
}

func (a *analysis) eachField(list *ast.FieldList, visit func(*types.Var)) {
	if list == nil {
		return
	}
	for _, f := range list.List {
		for _, id := range f.Names {
			if v, ok := a.e.src.Info.Defs[id].(*types.Var); ok {
				visit(v)
			}
		}
	}
}

func (a *analysis) declareFields(list *ast.FieldList) {
	a.eachField(list, func(v *types.Var) { a.use(v).owner = a.owner() })
}

// hasDefer reports whether a defer statement stands in body itself.
func hasDefer(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.DeferStmt:
			found = true
		}
		return !found
	})
	return found
}

func (a *analysis) walk(n ast.Node) {
	ast.Inspect(n, a.visit)
}

// visit notes what one node does; it reports whether to look into it.
func (a *analysis) visit(n ast.Node) bool {
	switch x := n.(type) {
	case *ast.FuncLit:
		a.function(x, nil, x.Type, x.Body)
		return false
	case *ast.Ident:
		a.ident(x)
	case *ast.AssignStmt:
		for _, lhs := range x.Lhs {
			a.assign(lhs)
		}
	case *ast.IncDecStmt:
		a.assign(x.X)
	case *ast.UnaryExpr:
		if x.Op == token.AND {
			a.address(x.X)
		}
	case *ast.SliceExpr:
		if _, ok := under(a.e.typ(x.X)).(*types.Array); ok {
			a.address(x.X)
		}
	case *ast.SelectorExpr:
		a.receiver(x)
	case *ast.RangeStmt:
		return a.rangeStmt(x)
	case *ast.TypeSwitchStmt:
		for _, c := range x.Body.List {
			if v, ok := a.e.src.Info.Implicits[c].(*types.Var); ok {
				a.use(v).owner = a.owner()
			}
		}
	}
	return true
}

func (a *analysis) ident(id *ast.Ident) {
	if v, ok := a.e.src.Info.Uses[id].(*types.Var); ok && !v.IsField() {
		if u := a.use(v); u.owner != nil && u.owner != a.owner() {
			u.captured = true
		}
	}
	if v, ok := a.e.src.Info.Defs[id].(*types.Var); ok && !v.IsField() {
		if u := a.use(v); u.owner == nil {
			u.owner = a.owner()
		}
	}
}

// assign notes the variable that an assignment to x changes.
func (a *analysis) assign(x ast.Expr) {
	if id := a.variable(x); id != nil {
		if v, ok := a.e.src.Info.Uses[id].(*types.Var); ok {
			a.use(v).assigned = true
		}
	}
}

// address notes the variable whose address &x takes.
func (a *analysis) address(x ast.Expr) {
	if id := a.variable(x); id != nil {
		if v, ok := a.e.obj(id).(*types.Var); ok {
			a.use(v).addressed = true
		}
	}
}

// variable is the variable that x, an operand, is or is part of; nil if there
// is none or a pointer is followed on the way.
func (a *analysis) variable(x ast.Expr) *ast.Ident {
	switch x := x.(type) {
	case *ast.Ident:
		return x
	case *ast.ParenExpr:
		return a.variable(x.X)
	case *ast.SelectorExpr:
		sel := a.e.src.Info.Selections[x]
		if sel == nil || sel.Kind() != types.FieldVal {
			return nil
		}
		t := a.e.typ(x.X)
		if _, ptr := under(t).(*types.Pointer); !ptr && !selIndirect(t, sel.Index()) {
			return a.variable(x.X)
		}
	case *ast.IndexExpr:
		if _, ok := under(a.e.typ(x.X)).(*types.Array); ok {
			return a.variable(x.X)
		}
	}
	return nil
}

// receiver notes the variable whose address a call of a pointer method takes.
func (a *analysis) receiver(x *ast.SelectorExpr) {
	sel := a.e.src.Info.Selections[x]
	if sel == nil || sel.Kind() != types.MethodVal {
		return
	}
	t := a.e.typ(x.X)
	obj, index, _ := types.LookupFieldOrMethod(t, true, a.e.src.Pkg, x.Sel.Name)
	m, ok := obj.(*types.Func)
	if !ok || isIface(t) || !hasPointerReceiver(m) {
		return
	}
	path := index[:len(index)-1]
	if _, ptr := under(t).(*types.Pointer); ptr || selIndirect(t, path) {
		return
	}
	for _, k := range path {
		t = under(t).(*types.Struct).Field(k).Type()
	}
	if _, ptr := under(t).(*types.Pointer); !ptr {
		a.address(x.X)
	}
}

func hasPointerReceiver(m *types.Func) bool {
	_, ok := types.Unalias(m.Signature().Recv().Type()).(*types.Pointer)
	return ok
}

// rangeStmt notes the variables of a range loop. The body of a loop over a
// function is a function of its own, which sets the variables.
func (a *analysis) rangeStmt(x *ast.RangeStmt) bool {
	if x.Tok == token.ASSIGN {
		a.assign(x.Key)
		a.assign(x.Value)
	}
	if _, ok := under(a.e.typ(x.X)).(*types.Signature); !ok {
		return true
	}
	a.walk(x.X)
	a.within(x, func() {
		for _, v := range []ast.Expr{x.Key, x.Value} {
			if v != nil {
				a.walk(v)
			}
		}
		a.walk(x.Body)
	})
	return false
}

// returnsFromRangeFunc reports whether a return statement stands in the body
// of a range-over-func loop of body.
func (e *emitter) returnsFromRangeFunc(body *ast.BlockStmt) bool {
	found := false
	var look func(n ast.Node, inside bool)
	look = func(n ast.Node, inside bool) {
		ast.Inspect(n, func(m ast.Node) bool {
			switch x := m.(type) {
			case *ast.FuncLit:
				return false
			case *ast.RangeStmt:
				if _, ok := under(e.typ(x.X)).(*types.Signature); ok {
					look(x.Body, true)
					return false
				}
			case *ast.ReturnStmt:
				found = found || inside
			}
			return !found
		})
	}
	look(body, false)
	return found
}
