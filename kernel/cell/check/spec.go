package check

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// A spec is a type or constant spec of the cell.
type spec struct {
	names []*ast.Ident // without blank ones
	text  string       // what it says: its tokens
	node  ast.Node     // where the names stand that it uses
}

// specs are the type and constant specs of the arrangement.
func (a *arrangement) specs() []*spec {
	var list []*spec
	for _, d := range a.types {
		for _, s := range d.(*ast.GenDecl).Specs {
			list = append(list, a.typeSpec(s.(*ast.TypeSpec)))
		}
	}
	for _, d := range a.consts {
		list = append(list, a.constSpecs(d.(*ast.GenDecl).Specs)...)
	}
	return list
}

func (a *arrangement) typeSpec(s *ast.TypeSpec) *spec {
	return &spec{withoutBlanks([]*ast.Ident{s.Name}), a.tokens(s.Pos(), s.End()), s}
}

// constSpecs are the specs of one constant declaration. One without values
// says what the last one with values says; where that has iota, its place is
// part of the text.
func (a *arrangement) constSpecs(specs []ast.Spec) []*spec {
	var list []*spec
	var says *ast.ValueSpec
	for i, s := range specs {
		s := s.(*ast.ValueSpec)
		if s.Type != nil || len(s.Values) > 0 {
			says = s
		}
		if says == nil {
			continue // go/types says what is missing
		}
		text := a.tokens(endOf(says.Names), says.End())
		if slices.Contains(strings.Fields(text), "iota") {
			text += " " + strconv.Itoa(i)
		}
		text = a.tokens(s.Pos(), endOf(s.Names)) + " " + text
		list = append(list, &spec{withoutBlanks(s.Names), text, says})
	}
	return list
}

func endOf(names []*ast.Ident) token.Pos { return names[len(names)-1].End() }

func withoutBlanks(names []*ast.Ident) []*ast.Ident {
	return slices.DeleteFunc(slices.Clone(names), func(id *ast.Ident) bool { return id.Name == "_" })
}

// tokens is the text between two positions without comments and layout.
func (t *text) tokens(from, to token.Pos) string {
	begin := t.offset(from)
	return tokens(t.src[begin:max(begin, t.offset(to))])
}

// tokens are the tokens of Go text; the same code in another layout has the
// same.
func tokens(src string) string {
	all, _ := scan(src)
	var words []string
	for i, x := range all {
		switch {
		case x.tok == token.EOF || x.tok == token.SEMICOLON && needless(all[i+1].tok):
		case x.tok == token.SEMICOLON || x.lit == "":
			words = append(words, x.tok.String())
		default:
			words = append(words, x.lit)
		}
	}
	return strings.Join(words, " ")
}

// needless reports whether a semicolon may be left out before next.
func needless(next token.Token) bool {
	return next == token.RBRACE || next == token.RPAREN || next == token.EOF
}

// withoutNames replaces the names of specs for which keep says so by blank
// ones. The specs share their types and values with the cell.
func withoutNames(decls []ast.Decl, keep func(*ast.Ident) bool) []ast.Decl {
	list := make([]ast.Decl, len(decls))
	for i, d := range decls {
		bare := *d.(*ast.GenDecl)
		bare.Specs = slices.Clone(bare.Specs)
		for j, s := range bare.Specs {
			bare.Specs[j] = withoutName(s, keep)
		}
		list[i] = &bare
	}
	return list
}

func withoutName(s ast.Spec, keep func(*ast.Ident) bool) ast.Spec {
	switch s := s.(type) {
	case *ast.TypeSpec:
		bare := *s
		bare.Name = blankFor(s.Name, keep)
		return &bare
	case *ast.ValueSpec:
		bare := *s
		bare.Names = make([]*ast.Ident, len(s.Names))
		for i, id := range s.Names {
			bare.Names[i] = blankFor(id, keep)
		}
		return &bare
	}
	return s
}

func blankFor(id *ast.Ident, keep func(*ast.Ident) bool) *ast.Ident {
	if keep(id) {
		return &ast.Ident{Name: "_", NamePos: id.NamePos}
	}
	return id
}
