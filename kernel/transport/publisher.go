package transport

import (
	"context"
	"fmt"
	"net"
	"sync"

	"github.com/go-zeromq/zmq4"

	"github.com/spawnlab/spawnlab/kernel/transport/internal/queue"
	"github.com/spawnlab/spawnlab/kernel/transport/internal/zmtp"
)

// A publisher is the IOPub socket: zmq4's XPUB behind a guard.
type publisher struct {
	guard    *guard
	socket   zmq4.Socket
	entrance *entrance
	tap      *tap
	welcome  func(topic []byte) [][]byte
	closing  <-chan struct{}

	mu sync.Mutex // held by the one that publishes, waiting included
}

// newPublisher starts to listen, with the tap as the first subscriber.
func newPublisher(g *guard, welcome func([]byte) [][]byte, closing <-chan struct{}) (*publisher, error) {
	p := &publisher{
		guard:   g,
		socket:  zmq4.NewXPub(context.Background(), quiet),
		welcome: welcome,
		closing: closing,
	}
	var err error
	if p.entrance, err = open(p.socket, g); err != nil {
		return nil, fmt.Errorf("iopub: %w", err)
	}
	p.tap = newTap(p.entrance.leave)
	p.entrance.enter(g.ctx, p.tap)
	<-p.tap.ready
	g.deliver = deliverSubscription
	g.admit = p.admit
	g.start()
	return p, nil
}

// deliverSubscription passes on what subscribers are meant to send. They may
// send other messages (RFC 29); nobody reads those here.
func deliverSubscription(from *conn, frames [][]byte) error {
	if len(frames) != 1 || len(frames[0]) == 0 || frames[0][0] > subscribe {
		return nil
	}
	if err := from.topics.change(frames[0]); err != nil {
		return err
	}
	return deliverAll(from, frames)
}

// admit introduces a subscriber to zmq4.
func (p *publisher) admit(c *conn) bool {
	send := func(message []byte) error {
		if c.out.Push(message) != queue.Accepted {
			return net.ErrClosed
		}
		return nil
	}
	s := newStandin(c, send, p.entrance.leave)
	s.follow = func(message [][]byte) func() { return func() { p.greet(c, message[0]) } }
	return p.entrance.enter(p.guard.ctx, s)
}

// greet welcomes a subscriber when zmq4 has stored its subscription: from now
// on it misses nothing.
func (p *publisher) greet(c *conn, message []byte) {
	if message[0] != subscribe || p.welcome == nil {
		return
	}
	if frames := p.welcome(message[1:]); len(frames) > 0 {
		c.send(zmtp.AppendMessage(nil, frames...))
	}
}

// publish sends to every subscriber, as soon as there is room for it.
func (p *publisher) publish(frames [][]byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	size := zmtp.MessageSize(frames...)
	if !p.waitRoom(size) {
		return ErrClosed
	}
	p.tap.expect(size)
	return p.socket.SendMulti(zmq4.NewMsgFrom(frames...))
}

// waitRoom waits until zmq4 is not far behind and each subscriber has room for
// what is under way and size bytes more; false when the transport closes.
func (p *publisher) waitRoom(size int) bool {
	if !p.tap.wait(maxPending, p.closing) {
		return false
	}
	for _, c := range p.guard.peers() {
		c.waitRoom(p.tap.behind()+size, p.closing)
	}
	return !isClosed(p.closing)
}

// drain waits until zmq4 has handed everything over and ends zmq4's publishing
// goroutine with a last message that only the tap sees.
func (p *publisher) drain(deadline <-chan struct{}) {
	last := []byte("end")
	p.tap.expectLast(zmtp.MessageSize(last))
	p.socket.SendMulti(zmq4.NewMsg(last))
	p.tap.wait(0, deadline)
}

// close ends the socket; the guard must be closed and the queue drained.
func (p *publisher) close() {
	p.tap.Close()
	p.entrance.inside.Wait()
	p.socket.Close()
}
