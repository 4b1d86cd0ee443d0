package check

import (
	"go/scanner"
	"go/token"
	"slices"
	"strings"
)

const endOfCell = "syntax error: unexpected end of cell"

// syntaxErrors turns errors of scanner and parser into errors of the cell, in
// the words of Go's compiler; offset is where the cell begins in their text.
func (t *text) syntaxErrors(list scanner.ErrorList, offset int) Errors {
	var errs Errors
	for _, e := range list {
		at := e.Pos.Offset - offset
		if at >= len(strings.TrimRight(t.src, " \t\r\n")) {
			errs = append(errs, t.errorAt(len(strings.TrimRight(t.src, " \t\r\n")), 0, endOfCell))
			continue
		}
		errs = append(errs, t.errorAt(at, 0, "syntax error: "+compilerWords(e.Msg)))
	}
	return errs
}

// withoutEnd sorts syntax errors and drops those about the end of the cell
// that follow from others.
func (e Errors) withoutEnd() Errors {
	e.sort()
	e = slices.CompactFunc(e, func(a, b Error) bool { return a.Pos == b.Pos })
	first := e[0]
	e = slices.DeleteFunc(e, func(x Error) bool { return x.Msg == endOfCell })
	if len(e) == 0 {
		return Errors{first}
	}
	return e
}

// compilerWords says what go/parser found as Go's compiler says it.
func compilerWords(msg string) string {
	expected, found, ok := strings.Cut(msg, ", found ")
	expected, isExpected := strings.CutPrefix(expected, "expected ")
	if !ok || !isExpected {
		return msg
	}
	found = foundWords(found)
	switch expected {
	case "';'":
		return "unexpected " + found + " at end of statement"
	case "declaration":
		return "non-declaration statement outside function body"
	case "operand":
		expected = "expression"
	case "'IDENT'":
		expected = "name"
	}
	return "unexpected " + found + ", expected " + strings.Trim(expected, "'")
}

// foundWords names a token: name x, literal 3, keyword for, newline, or the
// token itself.
func foundWords(found string) string {
	if bare := strings.Trim(found, "'"); bare != found && len(found) > 2 && !strings.HasPrefix(found, "'\\") {
		if token.IsKeyword(bare) {
			return "keyword " + bare
		}
		if len(bare) <= 3 && !token.IsIdentifier(bare) || bare == "EOF" {
			return bare
		}
	}
	if token.IsIdentifier(found) && found != "newline" {
		return "name " + found
	}
	if found == "newline" || found == "EOF" {
		return found
	}
	return "literal " + found
}
