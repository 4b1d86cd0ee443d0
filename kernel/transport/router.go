package transport

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"sync"

	"github.com/go-zeromq/zmq4"

	"github.com/spawnlab/spawnlab/kernel/wire"
)

// A router is one of the sockets on which requests come: zmq4's ROUTER behind
// a guard.
type router struct {
	channel  wire.Channel
	guard    *guard
	socket   zmq4.Socket
	entrance *entrance
	inbound  chan wire.Inbound
	closing  <-chan struct{} // closed: requests are dropped
	receiver sync.WaitGroup

	mu    sync.Mutex
	conns map[string]*conn // by routing id, as long as zmq4 knows it
}

// newRouter starts to listen; requests wait for serve.
func newRouter(ch wire.Channel, g *guard, closing <-chan struct{}) (*router, error) {
	r := &router{
		channel: ch,
		guard:   g,
		socket:  zmq4.NewRouter(context.Background(), quiet),
		inbound: make(chan wire.Inbound),
		closing: closing,
		conns:   map[string]*conn{},
	}
	var err error
	if r.entrance, err = open(r.socket, g); err != nil {
		return nil, fmt.Errorf("%s: %w", ch, err)
	}
	g.deliver = deliverAll
	g.admit = r.admit
	r.receiver.Go(r.receive)
	g.start()
	return r, nil
}

// quiet keeps zmq4 from writing to stderr, which clients show to people.
var quiet = zmq4.WithLogger(log.New(io.Discard, "", 0))

func deliverAll(from *conn, frames [][]byte) error {
	if !from.in.Put(frames) {
		return net.ErrClosed
	}
	return nil
}

// admit introduces a peer to zmq4.
func (r *router) admit(c *conn) bool {
	id := routingID(c.serial)
	r.mu.Lock()
	r.conns[id] = c
	r.mu.Unlock()
	left := func() {
		r.mu.Lock()
		delete(r.conns, id)
		r.mu.Unlock()
		r.entrance.leave()
	}
	if r.entrance.enter(r.guard.ctx, newStandin(c, c.send, left)) {
		return true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.conns, id)
	return false
}

// receive takes requests from zmq4 until the socket is closed. It goes on while
// the transport closes: zmq4's readers would be stuck otherwise.
func (r *router) receive() {
	for {
		m, err := r.socket.Recv()
		if err != nil {
			return
		}
		if len(m.Frames) < 2 {
			continue
		}
		select {
		case r.inbound <- r.request(m.Frames[0], m.Frames[1:]):
		case <-r.closing:
		}
	}
}

// request makes an Inbound of a message from the peer that zmq4 calls id.
func (r *router) request(id []byte, frames [][]byte) wire.Inbound {
	route, message := wire.SplitRoute(frames)
	if message == nil {
		route, message = nil, frames // whoever decodes it says what is wrong
	}
	return wire.Inbound{Channel: r.channel, Peer: peer{router: r, conn: r.conn(id), route: joinRoute(route)}, Frames: message}
}

// conn gives the connection that zmq4 calls id, or a dead one when the peer
// left while its request was under way.
func (r *router) conn(id []byte) *conn {
	r.mu.Lock()
	defer r.mu.Unlock()
	if c, ok := r.conns[string(id)]; ok {
		return c
	}
	return departed(r.guard)
}

// newest gives the latest connection whose peer announced identity.
func (r *router) newest(identity string) *conn {
	if identity == "" {
		return nil
	}
	var found *conn
	for _, c := range r.guard.peers() {
		if c.peer.Identity == identity && c.seated.Load() && (found == nil || c.serial > found.serial) {
			found = c
		}
	}
	return found
}

// serve gives requests to handle, one after the other, until the transport
// closes.
func (r *router) serve(handle func(wire.Inbound)) {
	for {
		select {
		case in := <-r.inbound:
			handle(in)
		case <-r.closing:
			return
		}
	}
}

// send sends a message to one peer. A peer that leaves meanwhile may have it
// or not: nobody can know.
func (r *router) send(c *conn, route string, frames [][]byte) error {
	if c.gone() {
		return ErrGone
	}
	all := append([][]byte{[]byte(routingID(c.serial))}, splitRoute(route)...)
	if err := r.socket.SendMulti(zmq4.NewMsgFrom(append(all, frames...)...)); err != nil {
		return ErrGone
	}
	return nil
}

// close ends the socket; the guard must be closed.
func (r *router) close() {
	r.entrance.inside.Wait()
	r.socket.Close()
	r.receiver.Wait()
}
