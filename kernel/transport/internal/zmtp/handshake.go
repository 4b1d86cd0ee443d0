package zmtp

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A SocketType is a ZeroMQ socket type as READY spells it.
type SocketType string

// The types that a server of this package announces.
const (
	Router SocketType = "ROUTER"
	Rep    SocketType = "REP"
	XPub   SocketType = "XPUB"
)

// mayTalkTo says which types of peers each of ours accepts (RFC 23, 28, 29).
var mayTalkTo = map[SocketType][]SocketType{
	Router: {"REQ", "DEALER", Router},
	Rep:    {"REQ", "DEALER"},
	XPub:   {"SUB", "XSUB"},
}

// ErrHandshake is what a peer gets for anything wrong before traffic begins.
var ErrHandshake = errors.New("zmtp: handshake failed")

const (
	greetingSize = 64
	maxReady     = 8 << 10 // bytes; more is nobody who wants to talk
	maxIdentity  = 255     // bytes (RFC 23)
)

// A Peer is what the other side says about itself.
type Peer struct {
	Type     SocketType
	Identity string
}

// Handshake greets a peer as a socket of type own and gives what the peer says
// about itself. It refuses at the first byte that is wrong. Our greeting goes
// out at once: libzmq sends ten bytes and waits for it. The caller bounds the
// time. Errors are those of the stream or wrap ErrHandshake.
func Handshake(out io.Writer, in *bufio.Reader, own SocketType) (Peer, error) {
	if _, err := out.Write(Greeting()); err != nil {
		return Peer{}, err
	}
	if err := readGreeting(in); err != nil {
		return Peer{}, err
	}
	if _, err := out.Write(AppendReady(nil, Peer{Type: own})); err != nil {
		return Peer{}, err
	}
	peer, err := readReady(in)
	if err != nil {
		return Peer{}, err
	}
	if !slices.Contains(mayTalkTo[own], peer.Type) {
		return Peer{}, fmt.Errorf("%w: socket type %.20q can't talk to %s", ErrHandshake, peer.Type, own)
	}
	return peer, nil
}

// Greeting gives the greeting of a ZMTP 3.0 server with the NULL mechanism.
func Greeting() []byte {
	g := make([]byte, greetingSize)
	g[0], g[8], g[9] = 0xff, 1, 0x7f
	g[10] = 3
	copy(g[12:32], "NULL")
	return g
}

// AppendReady appends the READY command in which p speaks of itself.
func AppendReady(dst []byte, p Peer) []byte {
	var properties []byte
	for _, property := range [][2]string{{"Socket-Type", string(p.Type)}, {"Identity", p.Identity}} {
		properties = append(properties, byte(len(property[0])))
		properties = append(properties, property[0]...)
		properties = binary.BigEndian.AppendUint32(properties, uint32(len(property[1])))
		properties = append(properties, property[1]...)
	}
	return AppendCommand(dst, Command{Name: "READY", Body: properties})
}

// readGreeting reads in three steps, so that a peer who speaks something else
// is refused before it has sent 64 bytes.
func readGreeting(in *bufio.Reader) error {
	var g [greetingSize]byte
	for _, part := range []struct {
		from, to int
		ok       func() bool
		says     string
	}{
		{0, 1, func() bool { return g[0] == 0xff }, "not ZMTP"},
		{1, 11, func() bool { return g[9]&1 == 1 && g[10] >= 3 }, "ZMTP older than 3.0"},
		{11, 64, func() bool { return strings.TrimRight(string(g[12:32]), "\x00") == "NULL" }, "mechanism is not NULL"},
	} {
		if _, err := io.ReadFull(in, g[part.from:part.to]); err != nil {
			return err
		}
		if !part.ok() {
			return fmt.Errorf("%w: %s", ErrHandshake, part.says)
		}
	}
	return nil
}

func readReady(in *bufio.Reader) (Peer, error) {
	flags, size, err := readHeader(in)
	if err != nil {
		return Peer{}, err
	}
	if flags&flagCommand == 0 || size > maxReady {
		return Peer{}, fmt.Errorf("%w: no READY command", ErrHandshake)
	}
	command, err := readCommand(in, size)
	if err != nil {
		return Peer{}, err
	}
	if command.Name != "READY" {
		return Peer{}, fmt.Errorf("%w: %.20q in place of READY", ErrHandshake, command.Name)
	}
	return parseReady(command.Body)
}

// parseReady reads properties: a length and a name, a longer length and a
// value. Names differ in case between implementations.
func parseReady(body []byte) (Peer, error) {
	var p Peer
	for len(body) > 0 {
		name, rest, ok := cut(body[1:], uint64(body[0]))
		if !ok || len(name) == 0 || len(rest) < 4 {
			return Peer{}, fmt.Errorf("%w: bad name of a property", ErrHandshake)
		}
		value, rest, ok := cut(rest[4:], uint64(binary.BigEndian.Uint32(rest)))
		if !ok {
			return Peer{}, fmt.Errorf("%w: bad value of %.20q", ErrHandshake, name)
		}
		switch strings.ToLower(string(name)) {
		case "socket-type":
			p.Type = SocketType(value)
		case "identity":
			p.Identity = string(value)
		}
		body = rest
	}
	if len(p.Identity) > maxIdentity {
		return Peer{}, fmt.Errorf("%w: identity of %d bytes", ErrHandshake, len(p.Identity))
	}
	return p, nil
}

// cut divides b after n bytes, if it has them.
func cut(b []byte, n uint64) (head, rest []byte, ok bool) {
	if n > uint64(len(b)) {
		return nil, nil, false
	}
	return b[:n], b[n:], true
}
