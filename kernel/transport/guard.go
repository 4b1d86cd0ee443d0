package transport

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/spawnlab/spawnlab/kernel/transport/internal/zmtp"
)

// limits bound what peers may take and how long they may take it.
type limits struct {
	peers     int           // connections of a port, silent ones too
	handshake time.Duration // from accept to READY
	stall     time.Duration // how long a full outbox may stand still
	traffic   zmtp.Limits   // of a message from a peer
	inbox     int           // bytes read ahead from a peer
	outbox    int           // bytes waiting for a peer
}

// A guard listens on one port and lets in who speaks ZMTP properly. It accepts
// and nothing else in its accept loop; each peer then has a goroutine that
// shakes hands and reads and one that writes, so that no peer holds up another.
type guard struct {
	port     port
	socket   zmtp.SocketType // that we pretend to be
	limits   limits
	listener net.Listener
	log      *slog.Logger
	// deliver takes a message that arrived, on the peer's reading goroutine. An
	// error ends the peer.
	deliver func(from *conn, frames [][]byte) error
	// admit is called with a new peer before anything is read from it; false
	// ends the peer.
	admit func(c *conn) bool

	ctx  context.Context // ends when the guard stops listening
	stop context.CancelFunc
	all  sync.WaitGroup // of its goroutines

	mu     sync.Mutex
	serial uint32
	conns  map[*conn]struct{}
	silent map[net.Conn]struct{} // not through the handshake
}

func newGuard(p port, socket zmtp.SocketType, l net.Listener, lim limits, log *slog.Logger) *guard {
	ctx, stop := context.WithCancel(context.Background())
	return &guard{
		port: p, socket: socket, limits: lim, listener: l, log: log.With("port", string(p)),
		ctx: ctx, stop: stop,
		admit:  func(*conn) bool { return true },
		conns:  map[*conn]struct{}{},
		silent: map[net.Conn]struct{}{},
	}
}

// start begins to accept. Stop with stopListening, then close.
func (g *guard) start() { g.all.Go(g.accept) }

func (g *guard) accept() {
	var pause time.Duration
	for g.ctx.Err() == nil {
		c, err := g.listener.Accept()
		if err == nil {
			pause = 0
			g.take(c)
			continue
		}
		if errors.Is(err, net.ErrClosed) {
			return
		}
		pause = nextPause(pause)
		g.log.Warn("accept", "error", err, "pause", pause)
		sleep(g.ctx, pause)
	}
}

// nextPause paces an accept loop that fails, mostly for want of descriptors.
func nextPause(last time.Duration) time.Duration {
	return min(max(2*last, 5*time.Millisecond), time.Second)
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// take gives c its goroutine, or turns it away.
func (g *guard) take(c net.Conn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.ctx.Err() != nil || len(g.conns)+len(g.silent) >= g.limits.peers {
		c.Close()
		return
	}
	g.silent[c] = struct{}{}
	g.all.Go(func() { g.serve(c) })
}

// serve shakes hands with a peer and reads from it until it ends.
func (g *guard) serve(nc net.Conn) {
	nc.SetDeadline(time.Now().Add(g.limits.handshake))
	in := bufio.NewReaderSize(nc, 16<<10)
	peer, err := zmtp.Handshake(nc, in, g.socket)
	nc.SetDeadline(time.Time{})
	c := g.register(nc, peer, err)
	if c == nil {
		nc.Close()
		return
	}
	defer c.close(nil)
	g.all.Go(c.write)
	if g.admit(c) {
		c.read(zmtp.NewReader(in, g.limits.traffic))
	}
}

// register moves a peer from the silent ones to those we talk to; nil if it
// failed or the guard has stopped.
func (g *guard) register(nc net.Conn, peer zmtp.Peer, err error) *conn {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.silent, nc)
	if err != nil || g.ctx.Err() != nil {
		g.log.Debug("refused", "peer", nc.RemoteAddr(), "error", err)
		return nil
	}
	g.serial++
	c := newConn(g, nc, peer, g.serial)
	g.conns[c] = struct{}{}
	return c
}

func (g *guard) forget(c *conn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.conns, c)
}

// peers gives those who are connected now.
func (g *guard) peers() []*conn {
	g.mu.Lock()
	defer g.mu.Unlock()
	conns := make([]*conn, 0, len(g.conns))
	for c := range g.conns {
		conns = append(conns, c)
	}
	return conns
}

// stopListening turns newcomers away and those who have not said who they are.
func (g *guard) stopListening() {
	g.stop()
	g.listener.Close()
	g.mu.Lock()
	defer g.mu.Unlock()
	for c := range g.silent {
		c.Close()
	}
}

// flush waits until everything queued has left, at most until the deadline.
func (g *guard) flush(deadline <-chan struct{}) {
	for _, c := range g.peers() {
		c.out.Flush(deadline)
	}
}

// finish tells the peers that nothing more comes and waits until they have
// read all of it and hung up, at most until the deadline. Closing at once
// would reset connections with unread input and destroy what is on its way.
func (g *guard) finish(deadline <-chan struct{}) {
	conns := g.peers()
	for _, c := range conns {
		c.closeWrite()
	}
	for _, c := range conns {
		select {
		case <-c.out.Done():
		case <-deadline:
		}
	}
}

// close ends all connections and waits for every goroutine of the guard, which
// must have stopped listening.
func (g *guard) close() {
	for _, c := range g.peers() {
		c.close(nil)
	}
	g.all.Wait()
}

// routingID gives the identity under which zmq4 knows a connection. It is ours
// and unique: clients may announce one twice, and zmq4 would answer both.
func routingID(serial uint32) string {
	return string(binary.BigEndian.AppendUint32([]byte{1}, serial))
}

func (g *guard) String() string { return fmt.Sprintf("%s on %s", g.port, g.listener.Addr()) }
