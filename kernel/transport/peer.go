package transport

import (
	"encoding/binary"

	"github.com/spawnlab/spawnlab/kernel/wire"
)

// A peer is the connection on which a request came and the route in front of
// it: the frames before the delimiter, which go back with the answer. (A REQ
// socket puts an empty one there, proxies add identities.)
type peer struct {
	router *router
	conn   *conn
	route  string // as joinRoute writes it, so that peers are comparable
}

var _ wire.Peer = peer{}

func (p peer) String() string { return p.conn.String() }

// joinRoute writes frames into one string, each after its length.
func joinRoute(frames [][]byte) string {
	var b []byte
	for _, f := range frames {
		b = append(binary.AppendUvarint(b, uint64(len(f))), f...)
	}
	return string(b)
}

// splitRoute reads what joinRoute wrote.
func splitRoute(route string) (frames [][]byte) {
	for b := []byte(route); len(b) > 0; {
		size, n := binary.Uvarint(b)
		end := n + int(size)
		frames = append(frames, b[n:end:end])
		b = b[end:]
	}
	return frames
}
