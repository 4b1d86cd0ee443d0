package check

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// placeholder stands for a name that is still being typed. It is exported, so
// that packages are imported for it.
const placeholder = "Placeholder__"

// probe checks code as far as it can be understood, and has look see what was
// found. Nothing of it stays; a cell in work is not disturbed.
func (s *Session) probe(code string, look func(r *run)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lib.checking.Lock()
	defer s.lib.checking.Unlock()
	defer func() {
		// Code that is being typed may be anything; then there is no answer.
		_ = recover()
	}()
	scope := elements(s.pkg.Scope())
	saved := *scope
	*scope = map[string]types.Object{}
	defer func() { *scope = saved }()

	p, _ := parse(looseText(code))
	r := s.newRun(arrange(p, s.newCell(code, p.fset)))
	defer r.tx.undo()
	defer r.restoreNames()
	r.resolve()
	look(r)
}

// pathTo lists the nodes around a byte offset of the cell, outermost first.
func (r *run) pathTo(offset int) []ast.Node {
	pos := token.Pos(r.file0() + offset)
	var path []ast.Node
	for _, top := range r.nodes {
		if pos < top.Pos() || top.End() < pos {
			continue
		}
		ast.Inspect(top, func(n ast.Node) bool {
			if n == nil || pos < n.Pos() || n.End() < pos {
				return false
			}
			path = append(path, n)
			return true
		})
	}
	return path
}

func (r *run) file0() int { return r.text.file.Base() }

// closed is code cut off at offset, with what it opened closed again.
func closed(code string, offset int) string {
	cut := code[:offset]
	all, _ := scan(cut)
	var closers []string
	for _, x := range all {
		switch x.tok {
		case token.LPAREN:
			closers = append(closers, ")")
		case token.LBRACK:
			closers = append(closers, "]")
		case token.LBRACE:
			closers = append(closers, "}")
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if len(closers) > 0 {
				closers = closers[:len(closers)-1]
			}
		}
	}
	var b strings.Builder
	b.WriteString(cut)
	for i := len(closers) - 1; i >= 0; i-- {
		if closers[i] == "}" && i != len(closers)-1 {
			b.WriteString("\n")
		}
		b.WriteString(closers[i])
	}
	return b.String()
}
