package zmtp

import (
	"encoding/binary"
	"math"
)

// A Splitter cuts what a ZMTP engine of our own writes, in pieces of any size,
// into encoded messages. It leaves out the greeting and all commands.
type Splitter struct {
	greeted int    // bytes of the greeting seen
	header  []byte // of the frame, as far as it has come
	left    int    // bytes of the body to come
	message []byte // encoded, as far as it has come
}

// Next takes a part of p and gives the rest, and a message if p completed one.
// The message is the caller's.
func (s *Splitter) Next(p []byte) (message, rest []byte) {
	switch {
	case s.greeted < greetingSize:
		n := min(len(p), greetingSize-s.greeted)
		s.greeted += n
		return nil, p[n:]
	case s.left > 0:
		n := min(len(p), s.left)
		s.keep(p[:n])
		s.left -= n
		return s.complete(), p[n:]
	}
	s.header = append(s.header, p[0])
	if len(s.header) < headerLength(s.header[0]) {
		return nil, p[1:]
	}
	s.left = bodyLength(s.header)
	if s.message == nil && !s.command() {
		s.message = make([]byte, 0, min(s.left, step)+512)
	}
	s.keep(s.header)
	return s.complete(), p[1:]
}

// complete ends the frame if its body is there, and gives the message that
// ends with it.
func (s *Splitter) complete() (message []byte) {
	if s.left > 0 {
		return nil
	}
	if s.header[0]&(flagMore|flagCommand) == 0 {
		message, s.message = s.message, nil
	}
	s.header = s.header[:0]
	return message
}

func (s *Splitter) keep(b []byte) {
	if !s.command() {
		s.message = append(s.message, b...)
	}
}

func (s *Splitter) command() bool { return s.header[0]&flagCommand != 0 }

func headerLength(flags byte) int {
	if flags&flagLong != 0 {
		return 9
	}
	return 2
}

func bodyLength(header []byte) int {
	if len(header) == 9 {
		return int(min(binary.BigEndian.Uint64(header[1:]), math.MaxInt))
	}
	return int(header[1])
}
