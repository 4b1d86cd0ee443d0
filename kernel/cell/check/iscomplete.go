package check

import (
	"go/token"
	"strings"
)

// A Completeness says whether code may be run: Status is "complete",
// "incomplete" or "invalid"; Indent is what the next line of incomplete code
// should begin with.
type Completeness struct {
	Status, Indent string
}

// IsComplete says whether code is a whole cell. It is incomplete when a
// bracket, a raw string or a comment is open at its end or an operator waits
// for its operand.
func (s *Session) IsComplete(code string) Completeness {
	all, errs := scan(code)
	for _, e := range errs {
		if e.Msg != "comment not terminated" && e.Msg != "raw string literal not terminated" {
			return Completeness{Status: "invalid"}
		}
		return Completeness{Status: "incomplete"}
	}
	depth, ok := openBrackets(code, all)
	switch {
	case !ok:
		return Completeness{Status: "invalid"}
	case depth > 0:
		return Completeness{"incomplete", strings.Repeat("\t", depth)}
	case waits(all):
		return Completeness{"incomplete", "\t"}
	}
	if _, errs := parse(looseText(code)); len(errs) > 0 {
		return Completeness{Status: "invalid"}
	}
	return Completeness{Status: "complete"}
}

// openBrackets counts the lines that have opened a bracket which is still
// open; ok is false when brackets do not match.
func openBrackets(code string, all []lexeme) (lines int, ok bool) {
	partner := map[token.Token]token.Token{token.RPAREN: token.LPAREN, token.RBRACK: token.LBRACK, token.RBRACE: token.LBRACE}
	type bracket struct {
		tok  token.Token
		line int
	}
	var open []bracket
	line, at := 0, 0
	for _, x := range all {
		line, at = line+strings.Count(code[at:x.off], "\n"), x.off
		switch x.tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			if n := len(open); n == 0 || open[n-1].line != line {
				lines++
			}
			open = append(open, bracket{x.tok, line})
		case token.RPAREN, token.RBRACK, token.RBRACE:
			n := len(open) - 1
			if n < 0 || open[n].tok != partner[x.tok] {
				return 0, false
			}
			if n == 0 || open[n-1].line != open[n].line {
				lines--
			}
			open = open[:n]
		}
	}
	return lines, true
}

// waits reports whether the last token needs something after it.
func waits(all []lexeme) bool {
	if len(all) < 2 {
		return false
	}
	switch t := all[len(all)-2].tok; t {
	case token.INC, token.DEC, token.RPAREN, token.RBRACK, token.RBRACE, token.SEMICOLON, token.COLON:
		return false
	default:
		return t.IsOperator() || t == token.ELSE || t == token.VAR || t == token.TYPE || t == token.CONST || t == token.IMPORT
	}
}
