package check

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// A user is something declared in a cell that goes on using another cell's
// object after its cell has ended.
type user struct {
	obj  types.Object // nil for a function literal of a statement
	cell string
}

func (u user) String() string {
	if u.obj == nil {
		return "a function literal of " + u.cell
	}
	return fmt.Sprintf("%s of %s", docName(u.obj), u.cell)
}

// addUsers notes what in a committed cell goes on using objects of the
// session's cells.
func (s *Session) addUsers(c *Cell) {
	for _, d := range append(slices.Clone(c.Funcs), c.Inits...) {
		s.addUses(c, d, user{c.Info.Defs[d.Name], c.Name})
	}
	for _, it := range c.Items {
		s.addLiterals(c, it.node())
	}
	for _, obj := range c.Declared {
		for _, named := range namedIn(obj.Type()) {
			s.addUser(named.Obj(), user{obj, c.Name})
		}
	}
}

// addLiterals notes function literals that may outlive their statement. One
// that is given to a function of the standard library does not.
func (s *Session) addLiterals(c *Cell, n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			s.addUses(c, n, user{nil, c.Name})
			return false
		case *ast.CallExpr:
			return !isStd(c.Info, n)
		}
		return true
	})
}

func isStd(info *types.Info, call *ast.CallExpr) bool {
	id := calledName(call.Fun)
	if id == nil || info.Uses[id] == nil {
		return false
	}
	p := info.Uses[id].Pkg()
	return p != nil && p.Path() != "main" && !own(p.Path())
}

func (it Item) node() ast.Node {
	if it.Stmt != nil {
		return it.Stmt
	}
	return it.Spec
}

func (s *Session) addUses(c *Cell, n ast.Node, u user) {
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			s.addUser(c.Info.Uses[id], u)
		}
		return true
	})
}

func (s *Session) addUser(obj types.Object, u user) {
	if obj == nil || obj.Parent() != s.pkg.Scope() || obj == u.obj || slices.Contains(s.users[obj], u) {
		return
	}
	kept := slices.DeleteFunc(s.users[obj], func(u user) bool { return !s.isCurrent(u.obj) })
	if len(kept) == maxUsers {
		kept = slices.Delete(kept, 0, 1)
	}
	s.users[obj] = append(kept, u)
}

// maxUsers is how many users of an object are remembered.
const maxUsers = 32

// isCurrent reports whether obj is what its name means; methods and nil are.
func (s *Session) isCurrent(obj types.Object) bool {
	return obj == nil || isMethod(obj) || obj.Name() == "init" || obj.Name() == "_" || s.outer.Lookup(obj.Name()) == obj
}

func isMethod(obj types.Object) bool {
	f, ok := obj.(*types.Func)
	return ok && f.Signature().Recv() != nil
}

// namedIn are the named types that a type is written with.
func namedIn(t types.Type) []*types.Named {
	switch t := t.(type) {
	case *types.Named:
		list := []*types.Named{t}
		for a := range t.TypeArgs().Types() {
			list = append(list, namedIn(a)...)
		}
		return list
	case *types.Map:
		return append(namedIn(t.Key()), namedIn(t.Elem())...)
	case interface{ Elem() types.Type }: // pointer, slice, array, channel
		return namedIn(t.Elem())
	}
	return nil
}

// noteReplaced tells of the objects that have a new version which does not
// take the place of the older one, and of what still uses that.
func (r *run) noteReplaced() {
	for _, obj := range r.cell.Declared {
		old := r.cell.Replaced[obj]
		if old == nil || takesOver(obj, old) {
			continue
		}
		if users := r.usersOf(old); len(users) > 0 {
			r.note("%s is a new %s; the one of %s is still used by %s", obj.Name(), kindOf(obj), r.cellOf(old), strings.Join(users, ", "))
		}
	}
}

// takesOver reports whether obj is the same variable as old, or a function
// that old's callers call from now on.
func takesOver(obj, old types.Object) bool {
	switch obj.(type) {
	case *types.Var:
		_, same := old.(*types.Var)
		return same && types.Identical(obj.Type(), old.Type())
	case *types.Func:
		_, same := old.(*types.Func)
		return same && types.Identical(obj.Type(), old.Type())
	}
	return false
}

// usersOf names what uses an object and is not replaced itself.
func (r *run) usersOf(old types.Object) []string {
	var list []string
	for _, u := range r.s.users[old] {
		if r.s.isCurrent(u.obj) && !r.replaces(u.obj) && !isMethodOf(u.obj, old) {
			list = append(list, u.String())
		}
	}
	if len(list) > 4 {
		list = append(list[:3], fmt.Sprintf("%d more", len(list)-3))
	}
	return list
}

// replaces reports whether the cell takes obj's name.
func (r *run) replaces(obj types.Object) bool {
	return obj != nil && !isMethod(obj) && r.s.pkg.Scope().Lookup(obj.Name()) != nil
}

// isMethodOf reports whether obj is a method of the type that t names.
func isMethodOf(obj, t types.Object) bool {
	return obj != nil && isMethod(obj) && strings.HasPrefix(docName(obj), t.Name()+".") && obj.Pkg() == t.Pkg()
}

func (r *run) cellOf(obj types.Object) string {
	if cell := r.s.cells[obj]; cell != "" {
		return cell
	}
	return "the notebook"
}

// kindOf says what an object is, with the type of a variable or function.
func kindOf(obj types.Object) string {
	switch obj.(type) {
	case *types.TypeName:
		return "type"
	case *types.Func:
		return "function of type " + types.TypeString(obj.Type(), byName)
	case *types.Const:
		return "constant"
	}
	return "variable of type " + types.TypeString(obj.Type(), byName)
}
