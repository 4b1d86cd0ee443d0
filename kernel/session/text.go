package session

import (
	"time"
	"unicode/utf8"
)

// Text is published when this much has come or this much time has passed.
// (jupyter_server cuts clients off at 1,000 messages a second.)
const (
	textSize  = 16 << 10
	textDelay = 25 * time.Millisecond
)

// text collects what one execution prints on one stream.
type text struct {
	of   *execution
	name string
	buf  []byte
}

// accepts reports whether text of that execution and stream may be added.
func (t *text) accepts(x *execution, name string) bool {
	return len(t.buf) == 0 || t.of == x && t.name == name
}

func (t *text) add(x *execution, name, s string) {
	t.of, t.name = x, name
	t.buf = append(t.buf, s...)
}

func (t *text) full() bool { return len(t.buf) >= textSize }

// take gives everything and empties t.
func (t *text) take() (x *execution, name, s string) {
	s = string(t.buf)
	t.buf = t.buf[:0]
	return t.of, t.name, s
}

// takeWhole gives everything but a character that is not complete yet, which
// stays.
func (t *text) takeWhole() (x *execution, name, s string) {
	n := wholeRunes(t.buf)
	s = string(t.buf[:n])
	t.buf = t.buf[:copy(t.buf, t.buf[n:])]
	return t.of, t.name, s
}

// wholeRunes is the length of b without an incomplete character at its end.
func wholeRunes(b []byte) int {
	for back := 1; back < utf8.UTFMax && back <= len(b); back++ {
		tail := b[len(b)-back:]
		if !utf8.RuneStart(tail[0]) {
			continue
		}
		if utf8.FullRune(tail) {
			break
		}
		return len(b) - back
	}
	return len(b)
}
