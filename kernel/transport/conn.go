package transport

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"sync/atomic"

	"github.com/spawnlab/spawnlab/kernel/transport/internal/queue"
	"github.com/spawnlab/spawnlab/kernel/transport/internal/zmtp"
)

// writeStep is how many bytes must leave to count as progress of a peer.
const writeStep = 128 << 10

// Why a connection was ended by us.
var (
	errStalled  = errors.New("peer does not read: its queue is full and stands still")
	errOverflow = errors.New("peer does not read: its queue is full")
	errPeer     = errors.New("peer reported an error")
)

// A conn is the connection to one peer of a guard, from the end of the
// handshake on. What is read goes to the guard's deliver, what is put into its
// outbox is written.
type conn struct {
	guard  *guard
	net    net.Conn
	peer   zmtp.Peer
	serial uint32 // later ones are greater
	in     *queue.In
	out    *queue.Out
	topics topics      // of a subscriber
	seated atomic.Bool // zmq4 knows the connection
}

func newConn(g *guard, nc net.Conn, peer zmtp.Peer, serial uint32) *conn {
	return &conn{
		guard: g, net: nc, peer: peer, serial: serial,
		in:  queue.NewIn(g.limits.inbox),
		out: queue.NewOut(g.limits.outbox),
	}
}

// read reads until the peer or the guard ends the connection.
func (c *conn) read(r *zmtp.Reader) {
	for {
		frames, command, err := r.Next()
		switch {
		case err != nil:
		case frames != nil:
			err = c.guard.deliver(c, frames)
		default:
			err = c.obey(command)
		}
		if err != nil {
			c.close(err)
			return
		}
	}
}

// obey does what a command asks for; unknown ones are skipped, as the
// specification has it. Clients that speak ZMTP 3.1 may subscribe by command.
func (c *conn) obey(command zmtp.Command) error {
	switch command.Name {
	case "PING":
		return c.send(zmtp.AppendCommand(nil, zmtp.Pong(command.Body)))
	case "SUBSCRIBE":
		return c.subscription(subscribe, command.Body)
	case "CANCEL":
		return c.subscription(cancel, command.Body)
	case "ERROR":
		return errPeer
	}
	return nil
}

// subscription delivers a command as the message that older clients send.
func (c *conn) subscription(kind byte, topic []byte) error {
	if c.guard.socket != zmtp.XPub {
		return nil
	}
	return c.guard.deliver(c, [][]byte{append([]byte{kind}, topic...)})
}

// send queues an encoded message. A peer that lets its queue overflow is ended:
// dropping one message of many would hang it.
func (c *conn) send(encoded []byte) error {
	switch c.out.Put(encoded) {
	case queue.Full:
		c.close(errOverflow)
		return errOverflow
	case queue.Gone:
		return net.ErrClosed
	}
	return nil
}

// write writes what is put into the outbox until the connection ends.
func (c *conn) write() {
	for {
		batch, ok := c.out.Take()
		if !ok {
			return
		}
		for step := range slices.Chunk(batch, writeStep) {
			if _, err := c.net.Write(step); err != nil {
				c.close(err)
				return
			}
			c.out.Wrote(len(step))
		}
	}
}

// waitRoom waits until n more bytes fit into the outbox. A peer that stands
// still meanwhile is cut; its client reconnects when it lives again.
func (c *conn) waitRoom(n int, stop <-chan struct{}) {
	if c.out.WaitRoom(n, c.guard.limits.stall, stop) {
		return
	}
	select {
	case <-stop:
	default:
		c.close(errStalled)
	}
}

// closeWrite tells the peer that nothing more comes.
func (c *conn) closeWrite() {
	if half, ok := c.net.(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
}

// close ends the connection; what has been read stays readable. It may be
// called again.
func (c *conn) close(why error) {
	if errors.Is(why, errStalled) || errors.Is(why, errOverflow) {
		c.guard.log.Warn("peer cut", "peer", c, "reason", why)
	}
	c.net.Close()
	c.out.Close()
	c.in.Finish()
	c.guard.forget(c)
}

// gone reports whether the connection has ended.
func (c *conn) gone() bool {
	select {
	case <-c.out.Done():
		return true
	default:
		return false
	}
}

func (c *conn) String() string {
	return fmt.Sprintf("%s peer %d (%s)", c.guard.port, c.serial, c.net.RemoteAddr())
}

// departed makes a connection that has ended.
func departed(g *guard) *conn {
	c := newConn(g, noConn{}, zmtp.Peer{}, 0)
	c.out.Close()
	return c
}

// noConn is the network side of a departed connection.
type noConn struct{ net.Conn }

func (noConn) RemoteAddr() net.Addr { return &net.UnixAddr{Name: "departed"} }
func (noConn) Close() error         { return nil }
