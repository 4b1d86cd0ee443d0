package transport

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"

	"github.com/go-zeromq/zmq4"
	"github.com/go-zeromq/zmq4/transport"
)

// The guard stands in front of zmq4 as a transport of its own: an endpoint
// such as guard+tcp://ROUTER@127.0.0.1:5555 leads zmq4 to the entrance of the
// guard that already listens there.
func init() {
	for _, network := range []string{"tcp", "unix"} {
		if err := zmq4.RegisterTransport("guard+"+network, gate{}); err != nil {
			panic(err)
		}
	}
}

// entrances hold, by address, those that zmq4 has been sent to.
var entrances sync.Map

// gate is zmq4's way to the entrances.
type gate struct{}

var _ transport.Transport = gate{}

func (gate) Listen(_ context.Context, address string) (net.Listener, error) {
	e, ok := entrances.LoadAndDelete(address)
	if !ok {
		return nil, fmt.Errorf("transport: no guard at %s", address)
	}
	return e.(*entrance), nil
}

func (gate) Addr(address string) (string, error) { return address, nil }

func (gate) Dial(context.Context, transport.Dialer, string) (net.Conn, error) {
	return nil, errors.New("transport: a guard does not dial")
}

// An entrance is the listener that zmq4 sees: only guarded connections come
// through.
type entrance struct {
	addr   net.Addr
	come   chan net.Conn
	closed chan struct{}
	once   sync.Once
	inside sync.WaitGroup // connections that zmq4 has and has not closed
}

// open sends a socket to an entrance in front of g.
func open(socket zmq4.Socket, g *guard) (*entrance, error) {
	addr := g.listener.Addr()
	e := &entrance{addr: addr, come: make(chan net.Conn), closed: make(chan struct{})}
	address := fmt.Sprintf("%s@%s", socket.Type(), addr)
	entrances.Store(address, e)
	defer entrances.Delete(address)
	return e, socket.Listen("guard+" + addr.Network() + "://" + address)
}

// enter gives c to zmq4, which closes it in the end by calling leave; false
// when zmq4 takes no more or ctx has ended.
func (e *entrance) enter(ctx context.Context, c net.Conn) bool {
	e.inside.Add(1)
	select {
	case e.come <- c:
		return true
	case <-e.closed:
	case <-ctx.Done():
	}
	e.inside.Done()
	return false
}

// leave is called once for each connection that entered.
func (e *entrance) leave() { e.inside.Done() }

// Accept waits for the next connection. It blocks as long as zmq4 has not
// closed its listener: zmq4 accepts again at once after an error.
func (e *entrance) Accept() (net.Conn, error) {
	select {
	case c := <-e.come:
		return c, nil
	case <-e.closed:
		return nil, net.ErrClosed
	}
}

func (e *entrance) Close() error {
	e.once.Do(func() { close(e.closed) })
	return nil
}

func (e *entrance) Addr() net.Addr { return e.addr }
