package worker

import (
	"sync"
	"time"
	"unicode/utf8"

	"github.com/spawnlab/spawnlab/kernel/link"
)

// When printed text is sent on: at the latest after flushAfter, or when
// flushAt bytes have come together.
const (
	flushAfter = 20 * time.Millisecond
	flushAt    = 16 << 10
)

// A sender takes frames; link.Writer is one.
type sender interface {
	Send(kind link.Kind, body any) error
}

// An output sends everything that belongs to cells, in order: printed text,
// collected into few frames, and whole frames. Its methods may be called from
// any goroutine and wait while the front does not read. Errors of the link are
// dropped: when it broke the worker ends.
type output struct {
	to sender

	mu     sync.Mutex
	source link.Output // of the pending text; Text is not used
	text   []byte
	timer  *time.Timer
	closed bool
}

func newOutput(to sender) *output { return &output{to: to} }

// print adds text that was printed.
func (o *output) print(cell, process, stream string, text []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return
	}
	source := link.Output{Cell: cell, Process: process, Stream: stream}
	if source != o.source {
		o.flushLocked(true)
		o.source = source
	}
	if len(o.text) == 0 {
		o.schedule()
	}
	o.text = append(o.text, text...)
	if len(o.text) >= flushAt {
		o.flushLocked(false)
	}
}

// send sends a frame after the text that was printed before it.
func (o *output) send(kind link.Kind, body any) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return
	}
	o.flushLocked(true)
	_ = o.to.Send(kind, body)
}

// flush sends what is pending.
func (o *output) flush() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.flushLocked(true)
}

// close sends what is pending and ends the timer; what comes later is dropped.
func (o *output) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.flushLocked(true)
	o.closed = true
	if o.timer != nil {
		o.timer.Stop()
	}
}

func (o *output) schedule() {
	if o.timer == nil {
		o.timer = time.AfterFunc(flushAfter, o.flush)
		return
	}
	o.timer.Reset(flushAfter)
}

// flushLocked sends the pending text; unless whole, a rune that is cut off at
// the end waits for its other bytes.
func (o *output) flushLocked(whole bool) {
	n := len(o.text)
	if !whole {
		n -= cutRune(o.text)
	}
	if n == 0 {
		return
	}
	frame := o.source
	frame.Text = string(o.text[:n])
	_ = o.to.Send(link.KindOutput, frame)
	o.text = append(o.text[:0], o.text[n:]...)
}

// cutRune is the number of bytes at the end that begin a rune without ending
// it.
func cutRune(text []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if b := text[len(text)-n]; utf8.RuneStart(b) {
			if utf8.FullRune(text[len(text)-n:]) {
				return 0
			}
			return n
		}
	}
	return 0
}
