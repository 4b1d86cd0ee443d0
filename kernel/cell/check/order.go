package check

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// rebind finds uses that stand above the declaration of a variable in the
// cell and mean an older object of that name, or a package: go/types, for
// which package-level order is free, took them for the cell's variable. It
// gives them another name that means the outer object and reports whether
// there were any; then the check has to run again.
func (r *run) rebind() bool {
	if r.program {
		return false
	}
	again := false
	for id, obj := range r.cell.Info.Uses {
		if !r.above(id, obj) {
			continue
		}
		if outer := r.outerName(id); outer != "" {
			r.renamed[id] = id.Name
			id.Name = outer
			again = true
		}
	}
	return again
}

// above reports whether id is a use of one of the cell's variables above the
// end of its declaration.
func (r *run) above(id *ast.Ident, obj types.Object) bool {
	v, ok := obj.(*types.Var)
	if !ok || v.Parent() != r.s.pkg.Scope() {
		return false
	}
	begin, ok := r.begin[id.Name]
	return ok && v == r.s.pkg.Scope().Lookup(id.Name) && id.Pos() < begin
}

// outerName makes a name for what id means outside of the cell, "" when there
// is nothing or when the use is in a function, which sees the whole cell. A
// package is meant in functions as well.
func (r *run) outerName(id *ast.Ident) string {
	name := id.Name + mark + "outer"
	member := r.memberOf(id)
	if _, obj := r.s.outer.LookupParent(id.Name, token.NoPos); obj != nil {
		if r.inFunction(id) {
			return ""
		}
		(*elements(r.s.outer))[name] = obj
		return name
	}
	if member == "" {
		return ""
	}
	if p := r.s.resolve(id.Name, []string{member}); p != "" {
		r.outer[name] = p
		return name
	}
	return ""
}

// memberOf is what stands behind the dot after id, "" without one.
func (r *run) memberOf(id *ast.Ident) string {
	if r.members == nil {
		r.members = map[*ast.Ident]string{}
		for _, n := range r.nodes {
			ast.Inspect(n, func(n ast.Node) bool {
				if sel, ok := n.(*ast.SelectorExpr); ok {
					if x, ok := sel.X.(*ast.Ident); ok {
						r.members[x] = sel.Sel.Name
					}
				}
				return true
			})
		}
	}
	return r.members[id]
}

// inFunction reports whether n stands in a function declaration.
func (r *run) inFunction(n ast.Node) bool {
	for _, f := range r.funcs {
		if f.Pos() <= n.Pos() && n.Pos() < f.End() {
			return true
		}
	}
	return false
}

// restoreNames undoes the renaming.
func (r *run) restoreNames() {
	for id, name := range r.renamed {
		id.Name = name
	}
	for name := range *elements(r.s.outer) {
		if strings.HasSuffix(name, mark+"outer") {
			delete(*elements(r.s.outer), name)
		}
	}
}

// tooEarly are the uses of variables above their declaration.
func (r *run) tooEarly() Errors {
	if r.program {
		return nil
	}
	var errs Errors
	for id, obj := range r.cell.Info.Uses {
		if !r.above(id, obj) || r.inFunction(id) || r.added[id] {
			continue
		}
		e := r.at(id, "undefined: "+id.Name)
		line := r.fset.Position(obj.Pos()).Line
		e.Hint = fmt.Sprintf("%s is declared below, in line %d", id.Name, line)
		if obj.Pos() < id.Pos() {
			e.Hint = fmt.Sprintf("%s does not exist before this declaration is complete; declare it above with var", id.Name)
		}
		errs = append(errs, e)
	}
	return errs
}
