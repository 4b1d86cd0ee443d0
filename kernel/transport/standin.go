package transport

import (
	"io"
	"net"
	"sync"

	"github.com/spawnlab/spawnlab/kernel/transport/internal/zmtp"
)

// A standin is what zmq4 takes for the socket of a peer. It plays the peer's
// side of a handshake that has long happened, then gives whole checked
// messages to read; whole messages are made of what zmq4 writes. No call
// waits for the network.
//
// Its errors are io.EOF between two messages only: after any other, zmq4 would
// keep the dead connection for ever.
type standin struct {
	net.Conn // the peer's, for its addresses
	conn     *conn
	send     func(message []byte) error
	left     func() // zmq4 has closed its side

	pieces [][]byte // that zmq4 has still to read
	last   [][]byte // the message that they are, nil for the handshake
	taken  func(message [][]byte)

	split zmtp.Splitter
	once  sync.Once
}

// newStandin stands in for c. taken is called on zmq4's reading goroutine when
// zmq4 has processed a message and comes for the next, first with nil after
// the handshake.
func newStandin(c *conn, send func([]byte) error, taken func([][]byte), left func()) *standin {
	posed := zmtp.Peer{Type: c.peer.Type, Identity: routingID(c.serial)}
	return &standin{
		Conn: c.net, conn: c, send: send, taken: taken, left: left,
		pieces: [][]byte{zmtp.AppendReady(zmtp.Greeting(), posed)},
	}
}

func (s *standin) Read(p []byte) (int, error) {
	if len(s.pieces) == 0 && !s.refill() {
		return 0, io.EOF
	}
	n := copy(p, s.pieces[0])
	s.pieces[0] = s.pieces[0][n:]
	if len(s.pieces[0]) == 0 {
		s.pieces[0] = nil
		s.pieces = s.pieces[1:]
	}
	return n, nil
}

// refill waits for the next message of the peer; false when there is none.
func (s *standin) refill() bool {
	s.taken(s.last)
	frames, ok := s.conn.in.Take()
	if !ok {
		return false
	}
	s.last = frames
	s.pieces = make([][]byte, 0, 2*len(frames))
	for i, f := range frames {
		s.pieces = append(s.pieces, zmtp.AppendHeader(nil, len(f), i < len(frames)-1))
		if len(f) > 0 {
			s.pieces = append(s.pieces, f)
		}
	}
	return true
}

func (s *standin) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		var message []byte
		message, rest = s.split.Next(rest)
		if message == nil {
			continue
		}
		if err := s.send(message); err != nil {
			return 0, io.EOF
		}
	}
	return len(p), nil
}

// Close is called by zmq4 when it has done with the peer, often more than once.
func (s *standin) Close() error {
	s.once.Do(func() {
		s.conn.close(nil)
		s.left()
	})
	return nil
}
