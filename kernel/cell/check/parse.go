package check

import (
	"cmp"
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"
	"strings"
)

// A text is a cell's source with its place in the file set.
type text struct {
	src  string
	fset *token.FileSet
	file *token.File // its offsets are those of src
	base int         // where a parser has to put its file so that positions agree
}

// Declarations and statements are parsed one after the other, each with the
// text of the other blanked. Both get prefixes of the same length, in file
// sets that begin where the cell stands in the library's: so every node has
// its true position at once. The line's end lets the comment on a cell's first
// line belong to a declaration.
const (
	stmtPrefix = "package main;func _(){"
	declPrefix = "package main;        \n"
	suffix     = "\n}"
)

// newText gives a cell its place in the library's file set.
func (l *Library) newText(name, src string) *text {
	l.mu.Lock()
	defer l.mu.Unlock()
	return placeText(l.fset, name, src)
}

// looseText is a text outside of the library's file set, of which nothing
// shall stay.
func looseText(src string) *text {
	fset := token.NewFileSet()
	fset.AddFile("", -1, 16)
	return placeText(fset, "", src)
}

func placeText(fset *token.FileSet, name, src string) *text {
	t := &text{src: src, fset: fset, base: fset.Base()}
	t.file = fset.AddFile(name, t.base+len(stmtPrefix), len(src)+len(suffix))
	t.file.SetLinesForContent([]byte(src))
	return t
}

// A parsed cell: its declarations and statements in text order.
type parsed struct {
	*text
	program bool // begins with a package clause: a Go file, all declarations
	nodes   []ast.Node
}

// parse reads a cell. The errors are syntax errors; with them the nodes are
// what could be understood.
func parse(t *text) (*parsed, Errors) {
	p := &parsed{text: t}
	all, lexical := scan(t.src)
	if len(lexical) > 0 {
		return p, t.syntaxErrors(lexical, 0)
	}
	if first := firstToken(all); first == token.PACKAGE {
		p.program = true
		return p, p.parseProgram()
	}
	chunks, stray := split(all)
	if stray >= 0 {
		return p, Errors{t.errorAt(stray, 1, "syntax error: unexpected "+t.src[stray:stray+1]+", nothing is open here")}
	}
	return p, p.parseChunks(chunks)
}

func firstToken(all []lexeme) token.Token {
	for _, x := range all {
		if x.tok != token.SEMICOLON {
			return x.tok
		}
	}
	return token.EOF
}

func (p *parsed) parseProgram() Errors {
	pad := strings.Repeat(" ", len(stmtPrefix))
	f, errs := p.parseFile(pad+p.src, parser.ParseComments)
	for _, d := range f.Decls {
		if _, bad := d.(*ast.BadDecl); !bad {
			p.nodes = append(p.nodes, d)
		}
	}
	if len(errs) > 0 {
		return errs
	}
	if f.Name.Name != "main" {
		e := p.at(f.Name, "package "+f.Name.Name+" in a cell: all cells are package main")
		e.Hint = "leave the package line out"
		return Errors{e}
	}
	return p.refuseDirectives(f)
}

func (p *parsed) parseChunks(chunks []chunk) Errors {
	decls, stmts := []byte(p.src), []byte(p.src)
	for _, c := range chunks {
		if c.decl {
			blank(stmts[c.from:c.to])
		} else {
			blank(decls[c.from:c.to])
		}
	}
	d, errs := p.parseFile(declPrefix+string(decls), parser.ParseComments)
	s, more := p.parseFile(stmtPrefix+string(stmts)+suffix, 0)
	p.merge(d, s)
	if errs = append(errs, more...); len(errs) > 0 {
		return errs.withoutEnd()
	}
	return p.refuseDirectives(d)
}

// merge lists the nodes of both parses in text order.
func (p *parsed) merge(decls, stmts *ast.File) {
	for _, d := range decls.Decls {
		if _, bad := d.(*ast.BadDecl); !bad {
			p.nodes = append(p.nodes, d)
		}
	}
	for _, s := range bodyOf(stmts) {
		if _, empty := s.(*ast.EmptyStmt); !empty {
			p.nodes = append(p.nodes, s)
		}
	}
	slices.SortStableFunc(p.nodes, func(a, b ast.Node) int { return cmp.Compare(a.Pos(), b.Pos()) })
}

// bodyOf are the statements of a parse; a wrong cell may have none.
func bodyOf(stmts *ast.File) []ast.Stmt {
	if len(stmts.Decls) == 0 {
		return nil
	}
	f, ok := stmts.Decls[0].(*ast.FuncDecl)
	if !ok || f.Body == nil {
		return nil
	}
	return f.Body.List
}

func blank(b []byte) {
	for i := range b {
		if b[i] != '\n' && b[i] != '\r' {
			b[i] = ' '
		}
	}
}

// parseFile parses text whose prefix puts the cell where it belongs.
func (t *text) parseFile(src string, mode parser.Mode) (*ast.File, Errors) {
	fset := token.NewFileSet()
	fset.AddFile("", fset.Base(), t.base-2) // the next file has base t.base
	f, err := parser.ParseFile(fset, "", src, mode|parser.SkipObjectResolution)
	var list scanner.ErrorList
	if err != nil && !errors.As(err, &list) {
		return &ast.File{}, Errors{t.errorAt(0, 0, err.Error())}
	}
	if f == nil {
		f = &ast.File{}
	}
	list = slices.DeleteFunc(list, func(e *scanner.Error) bool {
		return e.Msg == "imports must appear before other declarations"
	})
	return f, t.syntaxErrors(list, len(stmtPrefix))
}

// refuseDirectives reports comments that tell the go command to do what a
// cell has not.
func (p *parsed) refuseDirectives(f *ast.File) Errors {
	var errs Errors
	for _, g := range f.Comments {
		for _, c := range g.List {
			word, _, _ := strings.Cut(c.Text, " ")
			if word == "//go:embed" || word == "//go:linkname" {
				errs = append(errs, p.at(c, word[2:]+" is not available in a notebook"))
			}
		}
	}
	return errs
}
