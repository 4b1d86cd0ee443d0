package check

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
)

// An arrangement is a cell in the form in which go/types can check it: all
// names declared at its top level are package-level declarations, a := too,
// and the other statements are the body of one function. It shares its
// expressions with the cell, so that the facts found are about the cell's
// nodes.
type arrangement struct {
	*parsed
	imports, types, consts, funcs, vars []ast.Decl

	body    []ast.Stmt
	methods []*ast.FuncDecl      // all methods declared
	begin   map[string]token.Pos // where a variable's scope begins, by name
	values  []*ast.ExprStmt      // expression statements that may have a value
	added   map[*ast.Ident]bool  // names that are not the cell's own
	defines [][2]token.Pos       // extents of the :=
	broken  map[string]bool      // names whose declaration was refused here
	errs    Errors               // found here

	cell *Cell
}

// mark is in names made here; no identifier of a cell can contain it.
const mark = "·"

var marks = regexp.MustCompile(mark + `(outer|new\d+)`)

// unmark takes the marks out of a message.
func unmark(msg string) string { return marks.ReplaceAllString(msg, "") }

func arrange(p *parsed, c *Cell) *arrangement {
	a := &arrangement{
		parsed: p, cell: c,
		begin:  map[string]token.Pos{},
		added:  map[*ast.Ident]bool{},
		broken: map[string]bool{},
	}
	for _, n := range p.nodes {
		switch n := n.(type) {
		case *ast.GenDecl:
			a.genDecl(n)
		case *ast.FuncDecl:
			a.funcDecl(n)
		case ast.Stmt:
			a.stmt(n)
		}
	}
	return a
}

func (a *arrangement) genDecl(d *ast.GenDecl) {
	switch d.Tok {
	case token.IMPORT:
		for _, s := range d.Specs {
			a.importSpec(s.(*ast.ImportSpec))
		}
	case token.TYPE:
		a.types = append(a.types, d)
	case token.CONST:
		a.consts = append(a.consts, d)
	case token.VAR:
		for _, s := range d.Specs {
			spec := s.(*ast.ValueSpec)
			a.declare(spec, spec.End())
			a.cell.Items = append(a.cell.Items, Item{Spec: spec})
		}
	}
}

// importSpec adds an import. The same one again is forgiven: cells are often
// pasted together.
func (a *arrangement) importSpec(s *ast.ImportSpec) {
	for _, other := range a.cell.Imports {
		if other.Path.Value == s.Path.Value && importedName(other) == importedName(s) {
			return
		}
	}
	a.cell.Imports = append(a.cell.Imports, s)
	a.imports = append(a.imports, &ast.GenDecl{Tok: token.IMPORT, TokPos: s.Pos(), Specs: []ast.Spec{s}})
}

func importedName(s *ast.ImportSpec) string {
	if s.Name == nil {
		return ""
	}
	return s.Name.Name
}

// declare adds a package-level variable declaration; the scopes of its names
// begin at from.
func (a *arrangement) declare(spec *ast.ValueSpec, from token.Pos) {
	a.vars = append(a.vars, &ast.GenDecl{Tok: token.VAR, TokPos: spec.Pos(), Specs: []ast.Spec{spec}})
	for _, n := range spec.Names {
		if _, ok := a.begin[n.Name]; !ok && n.Name != "_" && !a.added[n] {
			a.begin[n.Name] = from
		}
	}
}

func (a *arrangement) funcDecl(d *ast.FuncDecl) {
	a.funcs = append(a.funcs, d)
	switch {
	case d.Recv != nil:
		a.methods = append(a.methods, d)
		a.cell.Funcs = append(a.cell.Funcs, d)
	case d.Name.Name == "init" || d.Name.Name == "_":
		a.cell.Inits = append(a.cell.Inits, d)
	default:
		a.cell.Funcs = append(a.cell.Funcs, d)
	}
}

func (a *arrangement) stmt(s ast.Stmt) {
	a.cell.Items = append(a.cell.Items, Item{Stmt: s})
	switch s := s.(type) {
	case *ast.AssignStmt:
		if s.Tok == token.DEFINE {
			a.define(s)
			return
		}
	case *ast.ExprStmt:
		a.values = append(a.values, s)
		if !mayBeStmt(s.X) {
			a.body = append(a.body, useOf(s.X))
			return
		}
	}
	a.body = append(a.body, s)
}

// mayBeStmt reports whether an expression may stand as a statement in Go:
// calls and receives. Of a call it only looks so: it may be a conversion.
func mayBeStmt(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		return true
	case *ast.UnaryExpr:
		return e.Op == token.ARROW
	}
	return false
}

// useOf is the statement "_ = e".
func useOf(e ast.Expr) ast.Stmt { return assignment(&ast.Ident{Name: "_", NamePos: e.Pos()}, e) }

func assignment(to, e ast.Expr) ast.Stmt {
	return &ast.AssignStmt{Lhs: []ast.Expr{to}, TokPos: to.Pos(), Tok: token.ASSIGN, Rhs: []ast.Expr{e}}
}

// define arranges a top-level :=. Names that the cell has not declared above
// are declared, the others assigned.
func (a *arrangement) define(s *ast.AssignStmt) {
	names, ok := a.newNames(s)
	switch {
	case !ok || len(s.Rhs) != 1 && len(s.Rhs) != len(s.Lhs):
		a.body = append(a.body, s) // go/types says what is wrong
		a.breaks(s)
	case !anyTrue(names):
		a.errs = append(a.errs, a.errorAt(a.offset(s.TokPos), 2, "no new variables on left side of :="))
		again := *s
		again.Tok = token.ASSIGN
		a.body = append(a.body, &again)
	case len(s.Rhs) == len(s.Lhs):
		a.definePairs(s, names)
	default:
		a.defineTuple(s, names)
	}
	a.defines = append(a.defines, [2]token.Pos{s.Pos(), s.End()})
}

// newNames says which names on the left side are new; ok is false when
// something else stands there or a name stands twice.
func (a *arrangement) newNames(s *ast.AssignStmt) (isNew []bool, ok bool) {
	seen := map[string]bool{}
	for _, l := range s.Lhs {
		id, isName := l.(*ast.Ident)
		if !isName || seen[id.Name] && id.Name != "_" {
			return nil, false
		}
		seen[id.Name] = true
		_, old := a.begin[id.Name]
		isNew = append(isNew, !old && id.Name != "_")
	}
	return isNew, true
}

func (a *arrangement) definePairs(s *ast.AssignStmt, isNew []bool) {
	for i, l := range s.Lhs {
		if id := l.(*ast.Ident); isNew[i] {
			a.declare(&ast.ValueSpec{Names: []*ast.Ident{id}, Values: s.Rhs[i : i+1]}, s.End())
		} else {
			a.body = append(a.body, assignment(id, s.Rhs[i]))
		}
	}
}

// defineTuple arranges a, b := f(): what goes to an older variable is given
// a name first and assigned then.
func (a *arrangement) defineTuple(s *ast.AssignStmt, isNew []bool) {
	spec := &ast.ValueSpec{Values: s.Rhs}
	for i, l := range s.Lhs {
		id := l.(*ast.Ident)
		if !isNew[i] && id.Name != "_" {
			given := id.Name + mark + "new" + strconv.Itoa(len(a.added))
			value := &ast.Ident{Name: given, NamePos: id.NamePos}
			use := &ast.Ident{Name: given, NamePos: id.NamePos}
			a.added[value], a.added[use] = true, true
			a.body = append(a.body, assignment(id, use))
			id = value
		}
		spec.Names = append(spec.Names, id)
	}
	a.declare(spec, s.End())
}

// breaks remembers the names of a refused declaration: that they are
// undefined need not be said as well.
func (a *arrangement) breaks(s *ast.AssignStmt) {
	for _, l := range s.Lhs {
		if id, ok := l.(*ast.Ident); ok {
			a.broken[id.Name] = true
		}
	}
}

func anyTrue(bs []bool) bool {
	for _, b := range bs {
		if b {
			return true
		}
	}
	return false
}

// file puts the arrangement together. more are imports that the cell does not
// write. Functions stand before variables: their signatures must be known
// before a variable is initialised by a method added to an older type.
func (a *arrangement) file(more []ast.Spec) *ast.File {
	start := token.Pos(a.text.file.Base())
	f := &ast.File{Package: start, Name: &ast.Ident{Name: "main", NamePos: start}}
	f.Decls = append(f.Decls, a.imports...)
	if len(more) > 0 {
		f.Decls = append(f.Decls, &ast.GenDecl{Tok: token.IMPORT, Lparen: 1, Specs: more})
	}
	for _, ds := range [][]ast.Decl{a.types, a.consts, a.funcs, a.vars} {
		f.Decls = append(f.Decls, ds...)
	}
	f.Decls = append(f.Decls, &ast.FuncDecl{
		Name: &ast.Ident{Name: "_", NamePos: start},
		Type: &ast.FuncType{Func: start, Params: &ast.FieldList{}},
		Body: &ast.BlockStmt{Lbrace: start, List: a.body, Rbrace: start + token.Pos(len(a.src))},
	}, hook())
	return f
}
