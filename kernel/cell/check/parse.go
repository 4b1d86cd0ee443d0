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
	file *token.File // its offsets are those of src
	base int         // where a parser has to put its file so that positions agree
}

// Declarations and statements are parsed one after the other, each with the
// text of the other blanked. Both get prefixes of the same length, in file
// sets that begin where the cell stands in the library's: so every node has
// its true position at once.
const (
	stmtPrefix = "package main;func _(){"
	declPrefix = "package main;         "
	suffix     = "\n}"
)

// newText gives a cell its place in the file set.
func (l *Library) newText(name, src string) *text {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := &text{src: src, base: l.fset.Base()}
	t.file = l.fset.AddFile(name, t.base+len(stmtPrefix), len(src)+len(suffix))
	t.file.SetLinesForContent([]byte(src))
	return t
}

// A parsed cell: its declarations and statements in text order.
type parsed struct {
	*text
	program bool // begins with a package clause: a Go file, all declarations
	nodes   []ast.Node
}

// parse reads a cell. The errors are syntax errors.
func parse(t *text) (*parsed, Errors) {
	all, lexical := scan(t.src)
	if len(lexical) > 0 {
		return nil, t.syntaxErrors(lexical, 0)
	}
	p := &parsed{text: t}
	if first := firstToken(all); first == token.PACKAGE {
		p.program = true
		return p, p.parseProgram()
	}
	chunks, stray := split(all)
	if stray >= 0 {
		return nil, Errors{t.errorAt(stray, 1, "syntax error: unexpected "+t.src[stray:stray+1]+", nothing is open here")}
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
	if len(errs) > 0 {
		return errs
	}
	if f.Name.Name != "main" {
		e := p.at(f.Name, "package "+f.Name.Name+" in a cell: all cells are package main")
		e.Hint = "leave the package line out"
		return Errors{e}
	}
	for _, d := range f.Decls {
		p.nodes = append(p.nodes, d)
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
	if errs = append(errs, more...); len(errs) > 0 {
		return errs.withoutEnd()
	}
	p.merge(d, s)
	return p.refuseDirectives(d)
}

// merge lists the nodes of both parses in text order.
func (p *parsed) merge(decls, stmts *ast.File) {
	for _, d := range decls.Decls {
		p.nodes = append(p.nodes, d)
	}
	for _, s := range stmts.Decls[0].(*ast.FuncDecl).Body.List {
		if _, empty := s.(*ast.EmptyStmt); !empty {
			p.nodes = append(p.nodes, s)
		}
	}
	slices.SortStableFunc(p.nodes, func(a, b ast.Node) int { return cmp.Compare(a.Pos(), b.Pos()) })
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
		return nil, Errors{t.errorAt(0, 0, err.Error())}
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
