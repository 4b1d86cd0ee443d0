package check

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
)

// A cell that is run again says most of its types and constants again. What
// says the same as before is the same: it keeps its object, and the values,
// processes and cells that know it go on understanding each other.
//
// Such a spec takes part in the check without its name. The name means the
// session's object then, also to the cell's methods, which become later
// methods of an earlier type. All that stands in the cell is checked where it
// stands.

// A definition is what a spec of the session's types or constants said. The
// same words say the same as long as the names among them mean the same.
type definition struct {
	text string             // of the spec
	uses map[string]meaning // names that stand in it and are not its own
}

// A meaning is what a name stands for: an object of a cell, of Go or of a
// dot-imported package, or else the package of a path. An undefined name has
// the zero meaning.
type meaning struct {
	obj  types.Object
	path string
}

// A repetition finds which of a cell's specs only repeat the session's.
type repetition struct {
	*run
	dotted map[string][]string // uses of packages
	specs  map[string]*spec    // that may be repetitions, by name; run.specs are all
}

// keep finds what the cell only repeats and takes its names out of the check.
func (r *run) keep() {
	r.writtenImports()
	rep := repetition{run: r, specs: r.candidates()}
	if len(rep.specs) == 0 {
		return
	}
	rep.dotted = r.packageUses()
	for rep.narrow() {
	}
	for name, s := range rep.specs {
		for _, id := range s.names {
			if id.Name == name {
				r.tx.kept[id] = r.s.outer.Lookup(name)
			}
		}
	}
	if len(r.tx.kept) > 0 {
		isKept := func(id *ast.Ident) bool { return r.tx.kept[id] != nil }
		r.arrangement.types = withoutNames(r.arrangement.types, isKept)
		r.consts = withoutNames(r.consts, isKept)
	}
}

// candidates are the specs whose text is that of the current declaration of
// their names, and which are the only ones to declare these in the cell.
func (r *run) candidates() map[string]*spec {
	times := r.timesDeclared()
	found := map[string]*spec{}
	for _, s := range r.specs {
		for _, id := range s.names {
			d := r.s.definitions[r.s.outer.Lookup(id.Name)]
			if d != nil && d.text == s.text && times[id.Name] == 1 && r.imported(id.Name) == (meaning{}) {
				found[id.Name] = s
			}
		}
	}
	return found
}

// timesDeclared counts how often the cell declares each of its names.
func (r *run) timesDeclared() map[string]int {
	times := map[string]int{}
	for _, n := range r.nodes {
		if d, ok := n.(*ast.FuncDecl); ok && d.Recv != nil {
			continue
		}
		for _, id := range topNames(n) {
			times[id.Name]++
		}
	}
	return times
}

// imported is what the cell's import declarations make of a name.
func (r *run) imported(name string) meaning {
	if p := r.tx.imports[name]; p != "" {
		return meaning{path: p}
	}
	for _, p := range r.tx.dots {
		if obj := p.Scope().Lookup(name); obj != nil && obj.Exported() {
			return meaning{obj: obj}
		}
	}
	return meaning{}
}

// narrow drops specs that are no repetitions, given that the others are, and
// reports whether there were any.
func (r *repetition) narrow() bool {
	before := len(r.specs)
	maps.DeleteFunc(r.specs, func(name string, s *spec) bool {
		return !r.whole(s) || !r.saysTheSame(r.s.definitions[r.s.outer.Lookup(name)])
	})
	return len(r.specs) < before
}

// whole reports whether all names of a spec may be kept; they are declared
// together.
func (r *repetition) whole(s *spec) bool {
	for _, id := range s.names {
		if r.specs[id.Name] != s {
			return false
		}
	}
	return true
}

// saysTheSame reports whether the names that a declaration uses mean in the
// cell what they meant to it.
func (r *repetition) saysTheSame(d *definition) bool {
	for name, m := range d.uses {
		if r.means(name) != m {
			return false
		}
	}
	return true
}

// means is what a name means in the cell, if its candidates are repetitions.
// Names that the cell declares anew have the zero meaning.
func (r *repetition) means(name string) meaning {
	if r.declares(name) && r.specs[name] == nil {
		return meaning{}
	}
	if m := r.imported(name); m != (meaning{}) {
		return m
	}
	if members, ok := r.dotted[name]; ok {
		if p := r.s.resolve(name, members); p != "" {
			return meaning{path: p}
		}
	}
	_, obj := r.s.outer.LookupParent(name, token.NoPos)
	return meaning{obj: obj}
}

// defineKept notes the objects that the names of repetitions mean.
func (r *run) defineKept() {
	maps.Copy(r.cell.Info.Defs, r.tx.kept)
}

// definitions are what the cell's new types and constants say, by object.
func (r *run) definitions() map[types.Object]*definition {
	found := map[types.Object]*definition{}
	for _, s := range r.specs {
		d := &definition{s.text, r.usesIn(s.node)}
		for _, id := range s.names {
			if obj := r.cell.Info.Defs[id]; obj != nil && r.tx.kept[id] == nil {
				found[obj] = d
			}
		}
	}
	return found
}

// usesIn are the names in a spec that are declared at the top level of a cell
// or outside of all cells, with their meanings.
func (r *run) usesIn(spec ast.Node) map[string]meaning {
	uses := map[string]meaning{}
	var visit func(n ast.Node) bool
	visit = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			ast.Inspect(n.X, visit) // what stands behind the dot follows from it
			return false
		case *ast.Ident:
			if m := meaningOf(r.cell.Info.Uses[n]); m != (meaning{}) {
				uses[unmark(n.Name)] = m
			}
		}
		return true
	}
	ast.Inspect(spec, visit)
	return uses
}

// meaningOf is the meaning of a name that stands for obj, the zero one when
// obj is local, a field or a method.
func meaningOf(obj types.Object) meaning {
	switch {
	case obj == nil:
	case isPackage(obj):
		return meaning{path: obj.(*types.PkgName).Imported().Path()}
	case obj.Parent() == types.Universe, obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope():
		return meaning{obj: obj}
	}
	return meaning{}
}
