package link

import (
	"encoding/binary"
	"errors"
	"io"
)

// step is how much room a body gets at a time, so that an announced length
// alone costs nothing.
const step = 256 << 10

// A Reader takes frames off a stream. It is for one goroutine.
type Reader struct {
	r       io.Reader
	head    [header]byte
	skipped int
}

// NewReader reads from r, and never more than the frames it returns.
func NewReader(r io.Reader) *Reader { return &Reader{r: r} }

// Next waits for the next frame of a known kind and returns it; the body is the
// caller's. io.EOF means that the stream ended between frames,
// io.ErrUnexpectedEOF that it ended inside one. After ErrTooLong or ErrEmpty
// the stream is of no use any more. Frames of unknown kinds are skipped.
func (r *Reader) Next() (Message, error) {
	for {
		m, err := r.frame()
		if err != nil {
			return Message{}, err
		}
		if _, ok := kinds[m.Kind]; ok {
			return m, nil
		}
		r.skipped++
	}
}

// Skipped counts the frames of unknown kinds so far.
func (r *Reader) Skipped() int { return r.skipped }

func (r *Reader) frame() (Message, error) {
	if _, err := io.ReadFull(r.r, r.head[:4]); err != nil {
		return Message{}, err
	}
	n := binary.BigEndian.Uint32(r.head[:])
	switch {
	case n == 0:
		return Message{}, ErrEmpty
	case n > MaxFrame:
		return Message{}, ErrTooLong
	}
	if _, err := io.ReadFull(r.r, r.head[4:]); err != nil {
		return Message{}, inside(err)
	}
	raw, err := body(r.r, int(n)-1)
	return Message{Kind(r.head[4]), raw}, inside(err)
}

// body reads n bytes into room that grows as they arrive.
func body(r io.Reader, n int) ([]byte, error) {
	var b []byte
	for len(b) < n {
		have := len(b)
		b = append(b, make([]byte, min(step, n-have))...)
		if _, err := io.ReadFull(r, b[have:]); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// inside turns an end of the stream into one that came inside a frame.
func inside(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
