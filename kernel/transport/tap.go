package transport

import (
	"io"
	"net"
	"runtime"
	"sync"

	"github.com/spawnlab/spawnlab/kernel/transport/internal/zmtp"
)

// maxPending is how many bytes may wait in zmq4's own queue.
const maxPending = 8 << 20

// A tap is a subscriber of our own, the first that zmq4's publishing socket
// has and the first to which it writes each message. By it we see how far
// zmq4's private, unbounded queue has come.
type tap struct {
	net.Conn // nil: zmq4 calls Read, Write and Close only
	hello    []byte
	ready    chan struct{} // closed when zmq4 has stored the subscription
	closed   chan struct{}
	moved    chan struct{} // holds one token when pending has become less
	stored   sync.Once
	once     sync.Once
	left     func()

	mu      sync.Mutex
	open    bool // the handshake is over
	pending int  // bytes that zmq4 has still to write to us
	ending  bool // the last of them ends zmq4's goroutine
}

func newTap(left func()) *tap {
	hello := zmtp.AppendReady(zmtp.Greeting(), zmtp.Peer{Type: "SUB"})
	return &tap{
		hello:  zmtp.AppendMessage(hello, []byte{subscribe}),
		ready:  make(chan struct{}),
		closed: make(chan struct{}),
		moved:  make(chan struct{}, 1),
		left:   left,
	}
}

// Read gives the handshake and a subscription to everything. When zmq4 comes
// for more, it has stored that.
func (t *tap) Read(p []byte) (int, error) {
	if len(t.hello) > 0 {
		n := copy(p, t.hello)
		t.hello = t.hello[n:]
		return n, nil
	}
	t.stored.Do(t.begin)
	<-t.closed
	return 0, io.EOF
}

func (t *tap) begin() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.open = true
	close(t.ready)
}

// Write sees what goes to every subscriber, in order. zmq4 gives its publishing
// goroutine no end: here, in a call that it makes, is the place to end it.
func (t *tap) Write(p []byte) (int, error) {
	if t.passed(len(p)) {
		runtime.Goexit()
	}
	return len(p), nil
}

// passed counts n bytes and reports whether they were the very last.
func (t *tap) passed(n int) (last bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.open {
		return false
	}
	t.pending -= n
	select {
	case t.moved <- struct{}{}:
	default:
	}
	return t.ending && t.pending == 0
}

// expect announces a message of n bytes.
func (t *tap) expect(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.pending += n
}

// expectLast announces the message, of n bytes, that ends zmq4's goroutine.
func (t *tap) expectLast(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.pending += n
	t.ending = true
}

func (t *tap) behind() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.pending
}

// wait waits until at most limit bytes are pending; false when stop is closed.
func (t *tap) wait(limit int, stop <-chan struct{}) bool {
	for t.behind() > limit {
		select {
		case <-t.moved:
		case <-stop:
			return false
		}
	}
	return true
}

func (t *tap) Close() error {
	t.once.Do(func() {
		close(t.closed)
		t.left()
	})
	return nil
}
