package native

import (
	"bytes"
	"io"
	"strconv"
	"strings"
)

// A Frame is one call on the way of a panic, the innermost first.
type Frame struct {
	File string // "cell7"
	Line int
	Col  int
	Func string // name in lowered text
}

// lineSuffix ends the file names in the line directives of lowered text.
const lineSuffix = "/_.go"

// maxFrames bounds what is kept of one panic.
const maxFrames = 1000

// Trace is where the interpreter reports the calls that a panic passes
// ("cell7:3:2: panic: F(...)"): they are kept for the panic of the goroutine
// that writes. It never fails.
func (m *Machine) Trace() io.Writer { return tracer{} }

type tracer struct{}

func (tracer) Write(text []byte) (int, error) {
	for line := range bytes.Lines(text) {
		if f, ok := parseFrame(string(line)); ok {
			if t := here(); len(t.frames) < maxFrames {
				t.frames = append(t.frames, f)
			}
		}
	}
	return len(text), nil
}

// parseFrame reads a line of the interpreter's report.
func parseFrame(line string) (Frame, bool) {
	at, what, ok := strings.Cut(strings.TrimSpace(line), ": panic: ")
	if !ok {
		return Frame{}, false
	}
	name, _, _ := strings.Cut(what, "(")
	f := Frame{File: at, Func: name}
	if file, l, c, ok := parsePlace(at); ok {
		f = Frame{strings.TrimSuffix(file, lineSuffix), l, c, name}
	}
	return f, true
}

// parsePlace takes "cell7:3:2" apart.
func parsePlace(at string) (file string, line, col int, ok bool) {
	parts := strings.Split(at, ":")
	n := len(parts)
	if n < 3 {
		return at, 0, 0, false
	}
	line, err1 := strconv.Atoi(parts[n-2])
	col, err2 := strconv.Atoi(parts[n-1])
	return strings.Join(parts[:n-2], ":"), line, col, err1 == nil && err2 == nil
}

// At tells where in a cell ("cell7:3:2") the panic stands that the caller is
// about to begin. The interpreter's report names only the functions.
func At(place string) { here().at = place }

// AtStatement tells where in a cell the statement of the cell itself stands
// that begins.
func AtStatement(place string) { here().statement = place }

// takeFrames is what is known of the calls that a panic left: at least, in a
// cell's own goroutine, the statement.
func (t *Thread) takeFrames() []Frame {
	frames := t.frames
	if t.at != "" {
		if len(frames) == 0 {
			frames = []Frame{{}}
		}
		frames[0].move(t.at)
	}
	if len(frames) == 0 && t.statement != "" {
		frames = []Frame{{Func: cellFunc}}
	}
	for i := range frames {
		if t.statement != "" && strings.HasPrefix(frames[i].Func, cellFunc) {
			frames[i].move(t.statement)
		}
	}
	t.frames, t.at = nil, ""
	return frames
}

// cellFunc begins the name of the function of a cell's statements.
const cellFunc = "main.Cell"

// move gives a frame another place.
func (f *Frame) move(place string) {
	f.File, f.Line, f.Col, _ = parsePlace(place)
}
