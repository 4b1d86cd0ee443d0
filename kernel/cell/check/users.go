package check

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// A user is something declared in a cell that goes on using another cell's
// object after its cell has ended.
type user struct {
	obj     types.Object // nil for a function literal of a statement
	cell    string
	literal string // its text
	started bool   // the literal was given to a call
}

func (u user) String() string {
	switch {
	case u.obj != nil:
		return docName(u.obj) + " of " + inName(u.cell)
	case u.started:
		return "a function started in " + inName(u.cell)
	}
	return "a function of " + inName(u.cell)
}

// inName is what a learner sees beside a cell: "In[7]" for "cell7".
func inName(cell string) string { return "In[" + strings.TrimPrefix(cell, "cell") + "]" }

// addUsers notes what in a committed cell goes on using objects of the
// session's cells.
func (s *Session) addUsers(c *Cell) {
	for _, d := range append(slices.Clone(c.Funcs), c.Inits...) {
		s.addUses(c, d, user{obj: c.Info.Defs[d.Name], cell: c.Name})
	}
	for _, l := range c.literals() {
		s.addUses(c, l.node, l.user)
	}
	for _, obj := range c.Declared {
		u := user{obj: obj, cell: c.Name}
		for _, named := range namedIn(obj.Type()) {
			s.addUser(named.Obj(), u)
		}
		if d := s.definitions[obj]; d != nil {
			for _, m := range d.uses {
				s.addUser(m.obj, u)
			}
		}
	}
}

// isBuiltin reports whether a call is one of a function of Go itself.
func isBuiltin(info *types.Info, call *ast.CallExpr) bool {
	return info.Types[call.Fun].IsBuiltin()
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

// addUser notes that u uses obj, in the place of what was noted for an earlier
// run of u's cell and of what is gone.
func (s *Session) addUser(obj types.Object, u user) {
	if obj == nil || obj.Parent() != s.pkg.Scope() || obj == u.obj {
		return
	}
	kept := slices.DeleteFunc(s.users[obj], func(old user) bool {
		return old.obj == u.obj && old.literal == u.literal || !s.isCurrent(old.obj)
	})
	if len(kept) == maxUsers {
		kept = slices.Delete(kept, 0, 1)
	}
	s.users[obj] = append(kept, u)
}

// maxUsers is how many users of an object are remembered.
const maxUsers = 32

// isCurrent reports whether obj is what its name means, or the method that its
// type has, which may be an older type; nil is.
func (s *Session) isCurrent(obj types.Object) bool {
	if obj == nil || obj.Name() == "init" || obj.Name() == "_" {
		return true
	}
	if isMethod(obj) {
		t := receiverType(obj.(*types.Func))
		return t != nil && slices.Contains(methodsOf(t), obj.(*types.Func))
	}
	return s.outer.Lookup(obj.Name()) == obj
}

// receiverType is the type that a method is declared for, nil when it is
// none with a name.
func receiverType(m *types.Func) *types.Named {
	t := types.Unalias(m.Signature().Recv().Type())
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	if n, ok := t.(*types.Named); ok {
		return n.Origin()
	}
	return nil
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
			r.note("%s is a new %s; the one of %s is still used by %s", obj.Name(), kindOf(obj), r.cellOf(old), enumerate(users))
		}
	}
}

// takesOver reports whether obj is the same variable as old, a function that
// old's callers call from now on, or a constant that means the same.
func takesOver(obj, old types.Object) bool {
	same := types.Identical(obj.Type(), old.Type())
	switch obj := obj.(type) {
	case *types.Var:
		_, isVar := old.(*types.Var)
		return same && isVar
	case *types.Func:
		_, isFunc := old.(*types.Func)
		return same && isFunc
	case *types.Const:
		c, isConst := old.(*types.Const)
		return same && isConst && constant.Compare(obj.Val(), token.EQL, c.Val())
	}
	return false
}

// usersOf names what uses an object and is not replaced itself. A literal
// that the cell has too is: the cell is run again, and what it had started
// before has ended.
func (r *run) usersOf(old types.Object) []string {
	again := map[string]bool{}
	for _, l := range r.cell.literals() {
		again[l.user.literal] = l.user.literal != ""
	}
	var list []string
	for _, u := range r.s.users[old] {
		name := u.String()
		if r.s.isCurrent(u.obj) && !r.replaces(u.obj) && !isMethodOf(u.obj, old) && !again[u.literal] && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

// enumerate joins names; of many it gives the first and says how many more
// there are.
func enumerate(names []string) string {
	last := len(names) - 1
	switch {
	case last > 2:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:3], ", "), len(names)-3)
	case last > 0:
		return strings.Join(names[:last], ", ") + " and " + names[last]
	}
	return names[last]
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
		return inName(cell)
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
