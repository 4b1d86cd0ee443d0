package check

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"
)

// An Error is one thing that is wrong with a cell. Msg is what Go's compiler
// says; Hint, when there is one, is help for a learner.
type Error struct {
	// Pos is in the cell; columns count bytes from 1, as Go's do.
	Pos token.Position
	// Width is how many bytes of Source, from the column on, are meant; 0 when
	// that is not known.
	Width  int
	Msg    string
	Hint   string
	Source string // the line of the cell, without its end
}

func (e Error) Error() string {
	if e.Hint == "" {
		return fmt.Sprintf("%s: %s", e.Pos, e.Msg)
	}
	return fmt.Sprintf("%s: %s (%s)", e.Pos, e.Msg, e.Hint)
}

// Caret is a line that, printed below Source, points at what is meant. Tabs
// stay tabs and each character counts as one column.
func (e Error) Caret() string {
	col := min(max(e.Pos.Column-1, 0), len(e.Source))
	var b strings.Builder
	for _, r := range e.Source[:col] {
		if r == '\t' {
			b.WriteRune(r)
		} else {
			b.WriteByte(' ')
		}
	}
	meant := e.Source[col:min(col+max(e.Width, 0), len(e.Source))]
	b.WriteString(strings.Repeat("^", max(1, utf8.RuneCountInString(meant))))
	return b.String()
}

// Errors are all that is wrong with a cell, in text order.
type Errors []Error

func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i := range e {
		lines[i] = e[i].Error()
	}
	return strings.Join(lines, "\n")
}

func (e Errors) sort() {
	slices.SortStableFunc(e, func(a, b Error) int { return cmp.Compare(a.Pos.Offset, b.Pos.Offset) })
}

// An Internal error is a bug of this package or of go/types, met while a cell
// was checked; the session is as it was before.
type Internal struct {
	Cell  string
	Value any    // of the panic
	Stack string // where it came from
}

func (e *Internal) Error() string {
	return fmt.Sprintf("%s could not be checked: this is a bug of the notebook, not of your code (%v)", e.Cell, e.Value)
}

// errorAt makes an error at a byte offset of the cell. The width is that of
// the token there when it is 0.
func (t *text) errorAt(offset, width int, msg string) Error {
	offset = min(max(offset, 0), len(t.src))
	start := strings.LastIndexByte(t.src[:offset], '\n') + 1
	line, _, _ := strings.Cut(t.src[start:], "\n")
	line = strings.TrimSuffix(line, "\r")
	rest := line[min(offset-start, len(line)):]
	if width == 0 {
		width = tokenWidth(rest)
	}
	return Error{
		Pos:    t.file.Position(t.file.Pos(offset)),
		Width:  min(width, len(rest)),
		Msg:    msg,
		Source: line,
	}
}

// tokenWidth is the length of the token at the beginning of a line's rest.
func tokenWidth(rest string) int {
	all, errs := scan(rest)
	if len(errs) > 0 || len(all) == 0 || all[0].off != 0 {
		return min(1, len(rest))
	}
	if all[0].lit != "" && all[0].lit != "\n" {
		return len(all[0].lit)
	}
	return min(len(all[0].tok.String()), len(rest))
}

// at makes an error that means a node.
func (t *text) at(n ast.Node, msg string) Error {
	return t.errorAt(t.offset(n.Pos()), int(n.End()-n.Pos()), msg)
}

// offset is where pos is in the cell; positions outside are moved to its ends.
func (t *text) offset(pos token.Pos) int {
	return min(max(int(pos)-t.file.Base(), 0), len(t.src))
}

// typeError turns an error of go/types into one of the cell.
func (t *text) typeError(err types.Error) Error {
	width := 0
	if start, end := span(err); start == err.Pos && end > start {
		width = int(end - start)
	}
	return t.errorAt(t.offset(err.Pos), width, err.Msg)
}

// span is the stretch of source that an error of go/types means, which it
// keeps to itself so far; without it start and end are 0.
func span(err types.Error) (start, end token.Pos) {
	v := reflect.ValueOf(err)
	s, e := v.FieldByName("go116start"), v.FieldByName("go116end")
	if !s.IsValid() || !e.IsValid() {
		return 0, 0
	}
	return token.Pos(s.Int()), token.Pos(e.Int())
}
