package check

import (
	"go/scanner"
	"go/token"
)

// A chunk is a stretch of a cell's text between two top-level semicolons.
type chunk struct {
	decl     bool // a declaration, else part of a statement
	from, to int  // byte offsets; the semicolon belongs to it
}

// A lexeme is a token with its offset.
type lexeme struct {
	off int
	tok token.Token
	lit string
}

// scan returns all tokens of src, EOF included, and what the scanner found
// wrong.
func scan(src string) ([]lexeme, scanner.ErrorList) {
	fset := token.NewFileSet()
	f := fset.AddFile("", -1, len(src))
	var errs scanner.ErrorList
	var s scanner.Scanner
	s.Init(f, []byte(src), func(p token.Position, msg string) { errs.Add(p, msg) }, 0)
	var all []lexeme
	for {
		pos, tok, lit := s.Scan()
		all = append(all, lexeme{f.Offset(pos), tok, lit})
		if tok == token.EOF {
			return all, errs
		}
	}
}

// split finds the chunks of a cell. Statements may be cut at the semicolons
// in their heads: only where declarations begin and end matters. stray is the
// offset of a closing bracket that nothing opened, or -1.
func split(all []lexeme) (chunks []chunk, stray int) {
	for i := 0; all[i].tok != token.EOF; {
		end, unopened := chunkEnd(all, i)
		if unopened {
			return chunks, all[end].off
		}
		to := all[end].off
		if all[end].tok == token.SEMICOLON {
			to = min(to+1, all[len(all)-1].off) // EOF has a semicolon of no width
		}
		chunks = append(chunks, chunk{beginsDecl(all[i:]), all[i].off, to})
		i = min(end+1, len(all)-1)
	}
	return chunks, -1
}

// chunkEnd is the index of the semicolon (or EOF) that ends the chunk which
// begins at i, or of a closing bracket without an opening one.
func chunkEnd(all []lexeme, i int) (end int, unopened bool) {
	depth := 0
	for ; all[i].tok != token.EOF; i++ {
		switch all[i].tok {
		case token.LPAREN, token.LBRACE, token.LBRACK:
			depth++
		case token.RPAREN, token.RBRACE, token.RBRACK:
			if depth--; depth < 0 {
				return i, true
			}
		case token.SEMICOLON:
			if depth == 0 {
				return i, false
			}
		}
	}
	return i, false
}

// beginsDecl reports whether a declaration begins here. A func does unless it
// is a literal.
func beginsDecl(rest []lexeme) bool {
	switch rest[0].tok {
	case token.IMPORT, token.TYPE, token.CONST, token.VAR:
		return true
	case token.FUNC:
		if rest[1].tok != token.LPAREN {
			return true
		}
		return beginsMethod(afterBrackets(rest[1:]))
	}
	return false
}

// beginsMethod reports whether a method's name and parameters stand here, and
// not the result type and body of a literal.
func beginsMethod(rest []lexeme) bool {
	if rest[0].tok != token.IDENT {
		return false
	}
	if rest[1].tok == token.LBRACK {
		rest = append([]lexeme{rest[0]}, afterBrackets(rest[1:])...)
	}
	return rest[1].tok == token.LPAREN
}

// afterBrackets is what follows the bracketed text at the beginning.
func afterBrackets(rest []lexeme) []lexeme {
	depth := 0
	for i, x := range rest {
		switch x.tok {
		case token.LPAREN, token.LBRACE, token.LBRACK:
			depth++
		case token.RPAREN, token.RBRACE, token.RBRACK:
			if depth--; depth == 0 {
				return rest[i+1:]
			}
		}
	}
	return rest[len(rest)-1:]
}
