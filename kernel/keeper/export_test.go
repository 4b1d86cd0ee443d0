package keeper

import (
	"io"
	"strings"

	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/kernel/session"
)

// What the golden tests render.

// Readable renders a failed frame.
func Readable(f link.Failed) *session.Error { return readable(f) }

// Diagnose renders the end of a worker that ran a cell.
func Diagnose(e Exit, words, source string, lost map[string]int, order ...string) *session.Error {
	return reportFor(e, words, source, lost, order).err()
}

// DeathCard renders the end of a worker between cells.
func DeathCard(e Exit, words, source string, lost map[string]int, order ...string) session.Bundle {
	return reportFor(e, words, source, lost, order).card()
}

func reportFor(e Exit, words, source string, lost map[string]int, order []string) report {
	r := report{death: diagnose(e, words), source: source}
	for _, name := range order {
		r.lost = append(r.lost, variable{name, lost[name]})
	}
	return r
}

// CrashCard renders a process's crash report.
func CrashCard(f link.Card) session.Bundle { return crashCard(f) }

// Underline renders a source line with its carets.
var Underline = underline

// Pressed names what an interrupt does.
var Pressed = pressed

// What Pressed returns.
const (
	Ignore  = ignore
	Ask     = ask
	Give    = give
	Replace = replace
)

// LineTypes makes a keeper's mirror understand the cells of fake workers: a
// line "var x" declares x, "complete y" is answered by y.
func (k *Keeper) LineTypes() {
	k.mirror.make = func() types { return lineTypes{} }
	k.mirror.types = lineTypes{}
}

type lineTypes struct{}

func (lineTypes) accept(c link.Eval) (declared, error) {
	d := declared{nothing: true}
	for line := range strings.Lines(c.Code) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "var "); ok {
			d.variables, d.nothing = append(d.variables, name), false
		}
	}
	return d, nil
}

func (lineTypes) complete(code string, cursor int) session.Completion {
	if code == "panic" {
		panic("a fault of the checker")
	}
	return session.Completion{Start: 0, End: cursor, Matches: []session.Match{{Text: code + "!"}}}
}

func (lineTypes) inspect(code string, _, _ int) session.Inspection {
	return session.Inspection{Found: true, Data: map[string]any{"text/plain": code}}
}

func (lineTypes) isComplete(code string) session.Completeness {
	return session.Completeness{Status: code}
}

// Listen gives a worker's stderr to a lastWords: the lines of libraries, and
// what was kept.
func Listen(r io.Reader) (lines []string, kept string) {
	var words lastWords
	words.listen(r, func(line string) { lines = append(lines, line) })
	return lines, words.String()
}
