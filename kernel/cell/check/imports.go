package check

import (
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"strconv"
	"strings"
)

// preferred says which package a name means that several packages have, when
// no import says it: the first of them that has all that the cell asks of it.
var preferred = map[string][]string{
	"rand":     {"math/rand/v2", "math/rand", "crypto/rand"},
	"template": {"text/template", "html/template"},
	"pprof":    {"runtime/pprof", "net/http/pprof"},
	"scanner":  {"text/scanner", "go/scanner"},
}

// moreImports are the imports that the cell needs and does not write: those
// of earlier cells, and packages that are simply used. Packages of this
// module come before those of the standard library.
func (r *run) moreImports() []ast.Spec {
	written := r.writtenImports()
	var specs []ast.Spec
	for name, members := range r.packageUses() {
		if written[name] || r.declares(name) {
			continue
		}
		if p := r.outer[name]; p != "" {
			specs = append(specs, importSpec(name, p))
		} else if p := r.s.resolve(name, members); p != "" {
			specs = append(specs, importSpec(name, p))
		}
	}
	return specs
}

// resolve is the path of the package that name means outside of the cell that
// is being checked, "" when it means none.
func (s *Session) resolve(name string, members []string) string {
	if p, ok := s.imports[name]; ok {
		return p
	}
	if s.outer.Lookup(name) != nil {
		return ""
	}
	return s.lib.named(name, members)
}

// named is the path of the package called name that has the members.
func (l *Library) named(name string, members []string) string {
	paths := l.byName[name]
	if p, ok := preferred[name]; ok {
		paths = p
	}
	for _, p := range paths {
		if len(paths) == 1 || l.hasAll(p, members) {
			return p
		}
	}
	if len(paths) > 0 {
		return paths[0]
	}
	return ""
}

func (l *Library) hasAll(p string, members []string) bool {
	pkg, err := l.Import(p)
	if err != nil {
		return false
	}
	for _, m := range members {
		if pkg.Scope().Lookup(m) == nil {
			return false
		}
	}
	return true
}

// packageUses are the names that stand before a dot in the cell, with what
// stands behind it, and those that are a whole statement.
func (r *run) packageUses() map[string][]string {
	uses := map[string][]string{}
	for _, s := range r.values {
		if id, ok := s.X.(*ast.Ident); ok {
			uses[id.Name] = nil
		}
	}
	for _, n := range r.nodes {
		ast.Inspect(n, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok && sel.Sel.IsExported() {
					uses[x.Name] = append(uses[x.Name], sel.Sel.Name)
				}
			}
			return true
		})
	}
	return uses
}

// writtenImports are the names that the cell's import declarations declare.
// They are noted for the session, too.
func (r *run) writtenImports() map[string]bool {
	names := map[string]bool{}
	r.tx.imports, r.tx.dots = map[string]string{}, nil
	for _, spec := range r.cell.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		switch name := r.s.lib.importName(spec, p); name {
		case "_":
		case ".":
			if pkg, err := r.s.lib.Import(p); err == nil {
				r.tx.dots = append(r.tx.dots, pkg)
			}
		default:
			names[name] = true
			r.tx.imports[name] = p
		}
	}
	return names
}

// importName is the name that an import declares.
func (l *Library) importName(spec *ast.ImportSpec, p string) string {
	if name := importedName(spec); name != "" {
		return name
	}
	for _, pkg := range l.packages {
		if pkg.Path == p {
			return pkg.Name
		}
	}
	return path.Base(p)
}

// declares reports whether the cell declares name at its top level.
func (r *run) declares(name string) bool {
	if _, ok := r.begin[name]; ok {
		return true
	}
	for _, ds := range [][]ast.Decl{r.arrangement.types, r.consts, r.funcs} {
		for _, d := range ds {
			if declaresName(d, name) {
				return true
			}
		}
	}
	return false
}

func declaresName(d ast.Decl, name string) bool {
	switch d := d.(type) {
	case *ast.FuncDecl:
		return d.Recv == nil && d.Name.Name == name
	case *ast.GenDecl:
		for _, s := range d.Specs {
			for _, id := range specNames(s) {
				if id.Name == name {
					return true
				}
			}
		}
	}
	return false
}

func specNames(s ast.Spec) []*ast.Ident {
	switch s := s.(type) {
	case *ast.TypeSpec:
		return []*ast.Ident{s.Name}
	case *ast.ValueSpec:
		return s.Names
	}
	return nil
}

func importSpec(name, p string) *ast.ImportSpec {
	return &ast.ImportSpec{
		Name: &ast.Ident{Name: name},
		Path: &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(p)},
	}
}

// isPackage reports whether the library has a package of that name.
func (s *Session) isPackage(name string) bool {
	_, imported := s.imports[name]
	return imported || len(s.lib.byName[strings.TrimSuffix(name, mark+"outer")]) > 0
}

var _ types.Importer = (*Library)(nil)
