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
	after  func()   // what to do when zmq4 has processed them
	follow func(message [][]byte) (after func())

	split zmtp.Splitter
	once  sync.Once
}

// newStandin stands in for c. zmq4 comes for the next message when it has
// processed one: then it knows the peer, or has stored a subscription.
func newStandin(c *conn, send func([]byte) error, left func()) *standin {
	posed := zmtp.Peer{Type: c.peer.Type, Identity: routingID(c.serial)}
	return &standin{
		Conn: c.net, conn: c, send: send, left: left,
		pieces: [][]byte{zmtp.AppendReady(zmtp.Greeting(), posed)},
		after:  func() { c.seated.Store(true) },
		follow: func([][]byte) func() { return func() {} },
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
	s.after()
	frames, ok := s.conn.in.Take()
	if !ok {
		return false
	}
	s.after = s.follow(frames)
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
