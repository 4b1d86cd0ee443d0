// Package transport carries a kernel's messages over its five sockets: it
// implements [wire.Port] with ZeroMQ and answers heartbeats. It knows frames
// and connections: neither signatures nor what messages say.
//
// zmq4 routes and publishes, and never meets a peer. In front of each of its
// sockets stands a guard, a listener of ours that speaks ZMTP with the peers
// itself. What zmq4 reads has been checked and what it writes goes into a
// bounded queue for each peer, so that no peer can crash, block or starve the
// others.
package transport

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/spawnlab/spawnlab/kernel/transport/internal/zmtp"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

// Why something could not be sent.
var (
	ErrClosed  = errors.New("transport: closed")
	ErrGone    = errors.New("transport: the peer is gone")
	ErrNoStdin = errors.New("transport: the client has no stdin connection")

	errEmpty = errors.New("transport: a message without frames")
)

// Config says where to listen and how.
type Config struct {
	// Connection comes from a connection file. A port 0 means any free one.
	Connection Connection
	// Welcome makes the frames of an iopub_welcome message for a subscriber
	// (Jupyter 5.5, JEP 65); nil sends none. The first frame must begin with
	// the topic, or the subscriber drops it. Called from several goroutines,
	// it must not wait for the transport.
	Welcome func(topic []byte) [][]byte
	// Log takes what happens to connections; nil keeps silent.
	Log *slog.Logger

	limits *limits // nil: the usual
}

// usual are the limits of a running kernel.
var usual = limits{
	peers:     512,
	handshake: 10 * time.Second,
	stall:     5 * time.Second,
	traffic:   zmtp.Limits{Message: 1 << 30, Frames: 1024},
	inbox:     16 << 20,
	outbox:    256 << 20,
}

// How long Close waits for peers to take what is queued, and then to hang up.
const (
	lingerFlush  = 2 * time.Second
	lingerHangUp = 250 * time.Millisecond
)

// A Transport is a kernel's five sockets; it implements [wire.Port]. All
// methods are safe for concurrent use. Close ends it.
type Transport struct {
	connection Connection
	heartbeat  *guard
	routers    map[wire.Channel]*router
	publisher  *publisher

	closing chan struct{}
	sending sync.RWMutex // held for reading while something is sent
	once    sync.Once
}

var _ wire.Port = (*Transport)(nil)

// Listen binds the five ports and starts to accept peers; heartbeats are
// answered from then on. Requests wait for Run.
func Listen(cfg Config) (*Transport, error) {
	t := &Transport{
		connection: cfg.Connection,
		routers:    map[wire.Channel]*router{},
		closing:    make(chan struct{}),
	}
	listeners, err := t.bind()
	if err != nil {
		return nil, fmt.Errorf("transport: %w", err)
	}
	if err := t.start(cfg, listeners); err != nil {
		t.Close()
		closeAll(listeners)
		return nil, fmt.Errorf("transport: %w", err)
	}
	return t, nil
}

// bind takes all five ports or none.
func (t *Transport) bind() (map[port]net.Listener, error) {
	bound := map[port]net.Listener{}
	for _, p := range allPorts {
		l, err := t.connection.listen(p)
		if err != nil {
			closeAll(bound)
			return nil, fmt.Errorf("%s port: %w", p, err)
		}
		bound[p] = l
	}
	return bound, nil
}

func closeAll(listeners map[port]net.Listener) {
	for _, l := range listeners {
		l.Close()
	}
}

// start puts the sockets behind the listeners. After an error Close ends what
// has been started.
func (t *Transport) start(cfg Config, listeners map[port]net.Listener) error {
	lim, log := usual, slog.New(slog.DiscardHandler)
	if cfg.limits != nil {
		lim = *cfg.limits
	}
	if cfg.Log != nil {
		log = cfg.Log
	}
	t.heartbeat = newHeartbeat(newGuard(heartbeatPort, zmtp.Rep, listeners[heartbeatPort], lim.small(), log))
	for ch, p := range map[wire.Channel]port{wire.Shell: shellPort, wire.Control: controlPort, wire.Stdin: stdinPort} {
		g := newGuard(p, zmtp.Router, listeners[p], lim, log)
		r, err := newRouter(ch, g, t.closing)
		if err != nil {
			return err
		}
		t.routers[ch] = r
	}
	g := newGuard(iopubPort, zmtp.XPub, listeners[iopubPort], lim.subscribers(), log)
	p, err := newPublisher(g, cfg.Welcome, t.closing)
	t.publisher = p
	return err
}

// Connection gives the connection with the port numbers that were chosen.
func (t *Transport) Connection() Connection { return t.connection }

// Run gives every request to handle until ctx ends or the transport is closed,
// then closes it and returns when all has ended. handle is called from one
// goroutine for each channel, so that control is served while shell is busy;
// while it runs, further messages of that channel wait.
func (t *Transport) Run(ctx context.Context, handle func(wire.Inbound)) {
	defer t.Close() // waits for the other one
	defer context.AfterFunc(ctx, t.Close)()
	var channels sync.WaitGroup
	defer channels.Wait()
	for _, r := range t.routers {
		channels.Go(func() { r.serve(handle) })
	}
}

// Reply sends frames to the peer on the channel on which it asked: to that
// connection and no other. The frames must not be changed afterwards.
func (t *Transport) Reply(to wire.Peer, frames [][]byte) error {
	p, ok := to.(peer)
	if !ok {
		return fmt.Errorf("transport: %v is no peer of this transport", to)
	}
	return t.guarded(frames, func() error { return p.router.send(p.conn, p.route, frames) })
}

// RequestInput sends frames to the stdin connection of the client that owns
// the shell peer: the newest one that announced the same identity. It gives
// ErrNoStdin if there is none.
func (t *Transport) RequestInput(to wire.Peer, frames [][]byte) error {
	p, ok := to.(peer)
	if !ok {
		return fmt.Errorf("transport: %v is no peer of this transport", to)
	}
	stdin := t.routers[wire.Stdin]
	c := stdin.newest(p.conn.peer.Identity)
	if c == nil {
		return fmt.Errorf("%w: %v", ErrNoStdin, p)
	}
	return t.guarded(frames, func() error { return stdin.send(c, p.route, frames) })
}

// Publish sends frames, the topic first, to every subscriber, in the order of
// calls. While a subscriber's queue is full it waits; one that takes nothing
// for five seconds is cut. The frames must not be changed afterwards.
func (t *Transport) Publish(frames [][]byte) error {
	return t.guarded(frames, func() error { return t.publisher.publish(frames) })
}

// guarded sends if there is something to send and the transport is open.
func (t *Transport) guarded(frames [][]byte, send func() error) error {
	t.sending.RLock()
	defer t.sending.RUnlock()
	if len(frames) == 0 {
		return errEmpty
	}
	if isClosed(t.closing) {
		return ErrClosed
	}
	return send()
}

// Close stops listening, sends what is queued for two seconds at most and ends
// all connections. It waits for all goroutines but those of Run, so that a
// handler may call it. It may be called again.
func (t *Transport) Close() { t.once.Do(t.shutdown) }

func (t *Transport) shutdown() {
	close(t.closing)
	t.awaitSenders()
	guards := t.guards()
	for _, g := range guards {
		g.stopListening()
	}
	within(lingerFlush, func(deadline <-chan struct{}) {
		if t.publisher != nil {
			t.publisher.drain(deadline)
		}
		for _, g := range guards {
			g.flush(deadline)
		}
	})
	within(lingerHangUp, func(deadline <-chan struct{}) {
		for _, g := range guards {
			g.finish(deadline)
		}
	})
	for _, g := range guards {
		g.close()
	}
	t.closeSockets()
}

// awaitSenders waits for those who send still; new ones are refused.
func (t *Transport) awaitSenders() {
	t.sending.Lock()
	defer t.sending.Unlock()
}

func (t *Transport) closeSockets() {
	for _, r := range t.routers {
		r.close()
	}
	if t.publisher != nil {
		t.publisher.close()
	}
}

// guards gives all of them, as far as Listen has come.
func (t *Transport) guards() []*guard {
	all := []*guard{t.heartbeat}
	for _, r := range t.routers {
		all = append(all, r.guard)
	}
	if t.publisher != nil {
		all = append(all, t.publisher.guard)
	}
	return all
}

// within runs act with a deadline.
func within(d time.Duration, act func(deadline <-chan struct{})) {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()
	act(ctx.Done())
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// small are the limits of a port that takes and gives short messages only.
func (l limits) small() limits {
	l.traffic.Message = 64 << 10
	l.outbox = 1 << 20
	return l
}

// subscribers are the limits of the IOPub port: short messages come, and a
// quarter of the usual may wait.
func (l limits) subscribers() limits {
	l.traffic.Message = 64 << 10
	l.outbox /= 4
	return l
}
