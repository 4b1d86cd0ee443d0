package transport

import (
	"time"

	"github.com/spawnlab/spawnlab/kernel/transport/internal/zmtp"
)

// Impatient makes a transport with these limits on time, peers of a port and
// bytes that wait for a peer (a quarter of it on IOPub).
func (c *Config) Impatient(handshake, stall time.Duration, peers, outbox int) {
	c.limits = &limits{
		peers: peers, handshake: handshake, stall: stall, outbox: outbox, inbox: 1 << 20,
		traffic: zmtp.Limits{Message: 1 << 30, Frames: 1024},
	}
}

// Peers counts the connections of all ports.
func (t *Transport) Peers() (n int) {
	for _, g := range t.guards() {
		n += len(g.peers())
	}
	return n
}

// Pending counts the bytes that zmq4 has not yet handed to subscribers.
func (t *Transport) Pending() int { return t.publisher.tap.behind() }

// NextPause is how long an accept loop pauses that failed again.
var NextPause = nextPause
