package check

import "go/ast"

// A literal is a function literal in a statement of a cell that may outlive
// the statement.
type literal struct {
	node *ast.FuncLit
	user user
}

// literals are the function literals of the cell's statements, without those
// inside of others. One that is given to a function of the standard library
// does not outlive its statement.
func (c *Cell) literals() []literal {
	var list []literal
	users := map[ast.Expr]user{} // that are not just functions of the cell
	for _, it := range c.Items {
		ast.Inspect(it.node(), func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				list = append(list, literal{n, c.literalUser(n, users[n])})
				return false
			case *ast.CallExpr:
				for _, e := range append([]ast.Expr{n.Fun}, n.Args...) {
					users[e] = user{started: !isBuiltin(c.Info, n)}
				}
				return !isStd(c.Info, n)
			case *ast.AssignStmt:
				c.nameLiterals(users, n.Lhs, n.Rhs)
			case *ast.ValueSpec:
				c.nameLiterals(users, exprs(n.Names), n.Values)
			}
			return true
		})
	}
	return list
}

// literalUser completes what is known of a literal as a user.
func (c *Cell) literalUser(n *ast.FuncLit, u user) user {
	u.cell = c.Name
	if u.obj == nil {
		from, to := c.Fset.Position(n.Pos()), c.Fset.Position(n.End())
		u.literal = tokens(c.Src[from.Offset:to.Offset])
	}
	return u
}

// nameLiterals notes the session's variables that values are given to.
func (c *Cell) nameLiterals(users map[ast.Expr]user, names, values []ast.Expr) {
	if len(names) != len(values) {
		return
	}
	for i, e := range names {
		if id, ok := e.(*ast.Ident); ok {
			if obj := c.Info.ObjectOf(id); obj != nil && obj.Parent() == c.Pkg.Scope() {
				users[values[i]] = user{obj: obj}
			}
		}
	}
}

func exprs(names []*ast.Ident) []ast.Expr {
	list := make([]ast.Expr, len(names))
	for i, id := range names {
		list[i] = id
	}
	return list
}
