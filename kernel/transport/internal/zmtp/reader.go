package zmtp

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// What a peer may do wrong once it is through the handshake.
var (
	ErrFrame = errors.New("zmtp: malformed frame")
	ErrLimit = errors.New("zmtp: limit exceeded")
)

// Limits bound what a peer may send. Commands have one of their own.
type Limits struct {
	Message int64 // bytes of all frames of a message
	Frames  int   // of a message
}

// maxCommand is the longest command in bytes. Those that we know are short;
// only a subscription may carry a long topic.
const maxCommand = 64 << 10

// step is how much is allocated for a frame before any of it has arrived.
const step = 64 << 10

// A Reader reads the traffic of one peer after the handshake.
type Reader struct {
	in     *bufio.Reader
	limits Limits

	frames [][]byte // of the message that is being read
	size   int64
}

// NewReader reads from in within limits.
func NewReader(in *bufio.Reader, limits Limits) *Reader {
	return &Reader{in: in, limits: limits}
}

// Next gives the next message or, when frames is nil, the next command.
// Commands are given as they come, also between the frames of a message. After
// an error (of the stream, ErrFrame, ErrLimit) there is nothing more to read.
func (r *Reader) Next() (frames [][]byte, command Command, err error) {
	for {
		flags, size, err := readHeader(r.in)
		if err != nil {
			return nil, Command{}, err
		}
		if flags&flagCommand != 0 {
			command, err := readCommand(r.in, size)
			return nil, command, err
		}
		if err := r.readFrame(size); err != nil {
			return nil, Command{}, err
		}
		if flags&flagMore == 0 {
			frames, r.frames, r.size = r.frames, nil, 0
			return frames, Command{}, nil
		}
	}
}

// readFrame adds a frame to the message that is being read.
func (r *Reader) readFrame(size uint64) error {
	if len(r.frames) >= r.limits.Frames {
		return fmt.Errorf("%w: more than %d frames", ErrLimit, r.limits.Frames)
	}
	if size > uint64(r.limits.Message-r.size) {
		return fmt.Errorf("%w: message of more than %d bytes", ErrLimit, r.limits.Message)
	}
	body, err := readBody(r.in, int(size))
	if err != nil {
		return err
	}
	r.frames = append(r.frames, body)
	r.size += int64(size)
	return nil
}

func readCommand(in *bufio.Reader, size uint64) (Command, error) {
	if size > maxCommand {
		return Command{}, fmt.Errorf("%w: command of more than %d bytes", ErrLimit, maxCommand)
	}
	body, err := readBody(in, int(size))
	if err != nil {
		return Command{}, err
	}
	return parseCommand(body)
}

func parseCommand(body []byte) (Command, error) {
	if len(body) == 0 || int(body[0]) > len(body)-1 {
		return Command{}, fmt.Errorf("%w: command without a name", ErrFrame)
	}
	end := 1 + int(body[0])
	return Command{Name: string(body[1:end]), Body: body[end:]}, nil
}

func readHeader(in *bufio.Reader) (flags byte, size uint64, err error) {
	flags, err = in.ReadByte()
	if err != nil {
		return 0, 0, err
	}
	if flags&^flagsKnown != 0 || flags&flagCommand != 0 && flags&flagMore != 0 {
		return 0, 0, fmt.Errorf("%w: flags %#x", ErrFrame, flags)
	}
	var length [8]byte
	bytes := length[7:]
	if flags&flagLong != 0 {
		bytes = length[:]
	}
	_, err = io.ReadFull(in, bytes)
	return flags, binary.BigEndian.Uint64(length[:]), err
}

// readBody reads size bytes into memory that grows as they arrive: an announced
// length alone costs nothing.
func readBody(in *bufio.Reader, size int) ([]byte, error) {
	body := make([]byte, 0, min(size, step))
	for len(body) < size {
		if len(body) == cap(body) {
			grown := make([]byte, len(body), min(size, 2*cap(body)))
			copy(grown, body)
			body = grown
		}
		n, err := in.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		if err != nil {
			return nil, err
		}
	}
	return body, nil
}
