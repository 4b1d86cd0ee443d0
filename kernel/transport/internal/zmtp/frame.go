// Package zmtp speaks the server's side of ZMTP 3.0 with the NULL mechanism
// (https://rfc.zeromq.org/spec/23): greeting, READY, frames and commands. It
// knows bytes only: no sockets, no deadlines, no Jupyter. Whatever a peer
// sends, nothing here panics or allocates much more than has arrived.
package zmtp

import "encoding/binary"

// Flags of a frame. The other bits are reserved.
const (
	flagMore    = 1 << iota // more frames of this message follow
	flagLong                // the length has eight bytes
	flagCommand             // a command, not part of a message

	flagsKnown = flagMore | flagLong | flagCommand
)

// AppendMessage appends a message of one frame or more.
func AppendMessage(dst []byte, frames ...[]byte) []byte {
	for i, f := range frames {
		dst = AppendHeader(dst, len(f), i < len(frames)-1)
		dst = append(dst, f...)
	}
	return dst
}

// AppendHeader appends what goes before the body of a message's frame.
func AppendHeader(dst []byte, size int, more bool) []byte {
	var flags byte
	if more {
		flags = flagMore
	}
	return appendHeader(dst, flags, size)
}

// A Command is a frame from one ZMTP engine to the other.
type Command struct {
	Name string
	Body []byte
}

// AppendCommand appends a command.
func AppendCommand(dst []byte, c Command) []byte {
	dst = appendHeader(dst, flagCommand, 1+len(c.Name)+len(c.Body))
	dst = append(dst, byte(len(c.Name)))
	dst = append(dst, c.Name...)
	return append(dst, c.Body...)
}

// Pong gives the answer to a PING with this body: two bytes of time to live
// come in, the context after them goes back (ZMTP 3.1, heartbeating).
func Pong(ping []byte) Command {
	return Command{Name: "PONG", Body: ping[min(2, len(ping)):]}
}

// MessageSize gives the bytes that AppendMessage appends.
func MessageSize(frames ...[]byte) int {
	n := 0
	for _, f := range frames {
		n += headerSize(len(f)) + len(f)
	}
	return n
}

func headerSize(size int) int {
	if size > 255 {
		return 9
	}
	return 2
}

func appendHeader(dst []byte, flags byte, size int) []byte {
	if size > 255 {
		return binary.BigEndian.AppendUint64(append(dst, flags|flagLong), uint64(size))
	}
	return append(dst, flags, byte(size))
}
