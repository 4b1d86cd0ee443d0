package lower

import (
	"fmt"
	"go/token"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// Places in cells. The interpreter reports the functions that a panic leaves,
// but not where in them: it names the place of their first statement, which is
// made that of the function. Where the text itself finds a reason to panic it
// says the place before.

// position makes pos the cell position of the lines that follow.
func (e *emitter) position(pos token.Pos) {
	if !pos.IsValid() {
		return
	}
	e.posAt = pos
	e.s.unit.pos = pos
	if e.src.Pkg == e.s.pkg {
		e.at = e.s.lineAt(pos)
	}
}

// lineOf is a line directive for a place in a source. Functions of libraries
// get one that no cell has.
func (s *Session) lineOf(src *check.Source, pos token.Pos) string {
	if src.Pkg != s.pkg {
		return "/*line " + src.Path + "/_.go:1:1*/"
	}
	return s.lineAt(pos)
}

// lineAt is a line directive for a place in a cell. The interpreter finds the
// symbols of a file by the last element of its name, which therefore is the
// same in all directives: that of a text without a name.
func (s *Session) lineAt(pos token.Pos) string {
	p := s.fset.Position(pos)
	return fmt.Sprintf("/*line %s/_.go:%d:%d*/", p.Filename, p.Line, p.Column)
}

// panicIf emits a check: call panics if cond holds.
func (e *emitter) panicIf(cond, call string) {
	e.p("if %s {\n%s%s\n}", cond, e.atPlace(), call)
}

// atPlace is the line that tells where the panic is that the next one makes.
func (e *emitter) atPlace() string {
	if e.src.Pkg != e.s.pkg || !e.posAt.IsValid() {
		return ""
	}
	return fmt.Sprintf("%s(%q)\n", e.native("At", native.At), e.s.fset.Position(e.posAt))
}

// topStatement notes that a statement of the cell itself begins: what is known
// of the place of a panic that this text does not make.
func (e *emitter) topStatement(pos token.Pos) {
	e.p("%s(%q)", e.native("AtStatement", native.AtStatement), e.s.fset.Position(pos))
}
