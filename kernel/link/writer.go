package link

import (
	"bufio"
	"errors"
	"io"
	"sync"
)

// Backlog is how many bytes of data frames a Writer keeps for a reader that
// does not keep up; then Send waits. One frame is always kept.
const Backlog = 256 << 10

// ErrClosed is the error of Send after Close.
var ErrClosed = errors.New("link: writer is closed")

// A Writer puts frames on a stream from any number of goroutines. Control
// frames go first and their Send never waits; data frames stay in order and
// their Send waits while more than Backlog bytes are unsent, so that a reader
// which stops holds up output but neither interrupts nor answers. Send of an
// Accepted waits until the stream has it: whoever reads the stream to its end
// knows whether the cell's statements may have run, whatever they did.
type Writer struct {
	mu      sync.Mutex
	changed sync.Cond // of everything below
	control [][]byte
	data    [][]byte
	unsent  int // bytes in data
	queued  int // data frames so far
	taken   int // of these, by the goroutine
	written int // of these, to the stream
	closed  bool
	err     error // of the stream; nothing is sent after it

	done chan struct{} // closed when the goroutine has ended
}

// StartWriter starts the goroutine that writes to w. Close ends it, and so does
// an error of w; while a write blocks, only closing the stream beneath ends it.
func StartWriter(w io.Writer) *Writer {
	q := &Writer{done: make(chan struct{})}
	q.changed.L = &q.mu
	go q.run(w)
	return q
}

// Send queues a frame. It returns ErrClosed after Close, the error of the
// stream when that broke, and NewMessage's errors, which leave the stream in
// order. Except for an Accepted, a nil error does not mean that the frame was
// sent.
func (w *Writer) Send(kind Kind, body any) error {
	m, err := NewMessage(kind, body)
	if err != nil {
		return err
	}
	frame := m.AppendTo(make([]byte, 0, header+len(m.Raw)))
	w.mu.Lock()
	defer w.mu.Unlock()
	if kinds[kind].lane == data {
		w.waitForRoom()
	}
	err = w.enqueue(kinds[kind].lane, frame)
	if err == nil && kind == KindAccepted {
		err = w.waitUntilWritten()
	}
	return err
}

// Close sends what is queued, ends the goroutine and waits for that. It returns
// the error of the stream, if any.
func (w *Writer) Close() error {
	w.mu.Lock()
	w.closed = true
	w.changed.Broadcast()
	w.mu.Unlock()
	<-w.done
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

func (w *Writer) waitForRoom() {
	for w.unsent >= Backlog && w.err == nil && !w.closed {
		w.changed.Wait()
	}
}

// waitUntilWritten returns when the stream has all data frames queued so far.
func (w *Writer) waitUntilWritten() error {
	for mine := w.queued; w.written < mine && w.err == nil; {
		w.changed.Wait()
	}
	return w.err
}

func (w *Writer) enqueue(l lane, frame []byte) error {
	switch {
	case w.err != nil:
		return w.err
	case w.closed:
		return ErrClosed
	case l == control:
		w.control = append(w.control, frame)
	default:
		w.data = append(w.data, frame)
		w.unsent += len(frame)
		w.queued++
	}
	w.changed.Broadcast()
	return nil
}

// run flushes only when nothing is queued, so that many small frames make one
// write.
func (w *Writer) run(out io.Writer) {
	defer close(w.done)
	b := bufio.NewWriterSize(out, 64<<10)
	for {
		frame := w.next()
		switch {
		case frame != nil:
			_, err := b.Write(frame)
			if b.Buffered() == 0 { // a long frame goes through at once
				w.flushed(err)
			}
			w.fail(err)
		case b.Buffered() > 0:
			w.flushed(b.Flush())
		}
		if !w.wait(b.Buffered() > 0) {
			return
		}
	}
}

// next takes the frame that goes out next, nil when none waits.
func (w *Writer) next() []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	if frame := pop(&w.control); frame != nil {
		return frame
	}
	frame := pop(&w.data)
	if frame != nil {
		w.taken++
		w.unsent -= len(frame)
		w.changed.Broadcast()
	}
	return frame
}

// flushed notes that all frames taken so far are on the stream, or its error.
func (w *Writer) flushed(err error) {
	w.fail(err)
	w.mu.Lock()
	defer w.mu.Unlock()
	if err == nil && w.written < w.taken {
		w.written = w.taken
		w.changed.Broadcast()
	}
}

// wait returns true as soon as there is something to write, false when there
// never will be.
func (w *Writer) wait(buffered bool) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for {
		switch {
		case w.err != nil:
			return false
		case buffered, len(w.control) > 0, len(w.data) > 0:
			return true
		case w.closed:
			return false
		}
		w.changed.Wait()
	}
}

// fail makes err the end of the stream; what is queued is dropped.
func (w *Writer) fail(err error) {
	if err == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.err, w.control, w.data, w.unsent = err, nil, nil, 0
	w.changed.Broadcast()
}

func pop(queue *[][]byte) []byte {
	if len(*queue) == 0 {
		return nil
	}
	frame := (*queue)[0]
	(*queue)[0] = nil
	*queue = (*queue)[1:]
	return frame
}
