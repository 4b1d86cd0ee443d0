package wire

// A Channel is one of the sockets on which requests reach a kernel.
type Channel int

// The channels that carry signed messages. The heartbeat carries none.
const (
	Shell Channel = iota
	Control
	Stdin
	IOPub
)

// String gives the channel's name as the Jupyter specification spells it.
func (c Channel) String() string {
	return [...]string{"shell", "control", "stdin", "iopub"}[c]
}

// A Peer is the connection on which a request came: replies go back to it and
// to nobody else, whatever identity the client announced. Transports implement
// it; everyone else passes it on. Peers are comparable.
type Peer interface {
	String() string
}

// A Port is what a session needs of a transport: three ways out. All methods
// may be called from any goroutine, never panic, and return an error only when
// the frames can no longer be delivered (the peer is gone, the port closed).
type Port interface {
	// Reply sends frames to the peer on the channel on which it asked.
	Reply(to Peer, frames [][]byte) error
	// Publish sends frames to every IOPub subscriber, in the order of calls. It
	// waits while a slow but living subscriber's queue is full.
	Publish(frames [][]byte) error
	// RequestInput sends frames on the stdin channel to the client that owns
	// the shell peer.
	RequestInput(to Peer, frames [][]byte) error
}

// An Inbound is one multipart message as it came from a peer: the frames from
// the delimiter on (routing identities are the transport's business).
type Inbound struct {
	Channel Channel
	Peer    Peer
	Frames  [][]byte
}
