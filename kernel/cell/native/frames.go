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
	parts := strings.Split(at, ":")
	if n := len(parts); n >= 3 {
		l, err1 := strconv.Atoi(parts[n-2])
		c, err2 := strconv.Atoi(parts[n-1])
		if err1 == nil && err2 == nil {
			f = Frame{strings.TrimSuffix(strings.Join(parts[:n-2], ":"), lineSuffix), l, c, name}
		}
	}
	return f, true
}

func (t *Thread) takeFrames() []Frame {
	f := t.frames
	t.frames = nil
	return f
}
