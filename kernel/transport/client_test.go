package transport_test

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/kernel/transport"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

// patience is how long a test waits for what must happen.
const patience = 20 * time.Second

// A client is one ZMTP connection, made by hand: it sends any bytes and reads
// frame by frame.
type client struct {
	net.Conn
	in *bufio.Reader
}

// clientTypes are the socket types that Jupyter clients use for each port.
var clientTypes = map[string]string{"shell": "DEALER", "control": "DEALER", "stdin": "DEALER", "iopub": "SUB", "hb": "REQ"}

func greeting() []byte {
	return append(append([]byte("\xff\x00\x00\x00\x00\x00\x00\x00\x00\x7f\x03\x00"), "NULL"...), make([]byte, 48)...)
}

// command makes a command, of any size up to 255 bytes.
func command(name, body string) []byte {
	return append([]byte{4, byte(1 + len(name) + len(body)), byte(len(name))}, name+body...)
}

func property(name, value string) string {
	size := binary.BigEndian.AppendUint32(nil, uint32(len(value)))
	return string(byte(len(name))) + name + string(size) + value
}

// hello is the whole of what a well-behaved client says first.
func hello(port, identity string) []byte {
	return append(greeting(), command("READY", property("Socket-Type", clientTypes[port])+property("Identity", identity))...)
}

// address gives what to dial for a port.
func address(c transport.Connection, port string) (network, addr string) {
	number := map[string]int{"shell": c.ShellPort, "control": c.ControlPort, "stdin": c.StdinPort, "iopub": c.IOPubPort, "hb": c.HeartbeatPort}[port]
	if c.Transport == "ipc" {
		return "unix", fmt.Sprintf("%s-%d", c.IP, number)
	}
	return "tcp", net.JoinHostPort(c.IP, strconv.Itoa(number))
}

// dial opens a bare connection to a port.
func dial(t testing.TB, tr *transport.Transport, port string) *client {
	t.Helper()
	network, addr := address(tr.Connection(), port)
	nc, err := net.DialTimeout(network, addr, patience)
	if err != nil {
		t.Fatal(err)
	}
	nc.SetDeadline(time.Now().Add(3 * patience))
	c := &client{Conn: nc, in: bufio.NewReader(nc)}
	t.Cleanup(func() { c.Close() })
	return c
}

// connect opens a connection and shakes hands.
func connect(t testing.TB, tr *transport.Transport, port, identity string) *client {
	t.Helper()
	c := dial(t, tr, port)
	c.write(hello(port, identity))
	if err := c.greeted(); err != nil {
		t.Fatalf("%s: handshake: %v", port, err)
	}
	return c
}

// subscribed opens a connection to IOPub, subscribes and waits until that
// holds: published messages come.
func subscribed(t testing.TB, tr *transport.Transport, topic string) *client {
	t.Helper()
	c := connect(t, tr, "iopub", "")
	c.send("\x01" + topic)
	await(t, func() bool {
		tr.Publish(frames(topic, "probe"))
		c.SetReadDeadline(time.Now().Add(10 * time.Millisecond))
		_, err := c.in.Peek(1)
		return err == nil
	})
	c.SetReadDeadline(time.Now().Add(3 * patience))
	tr.Publish(frames(topic, "end of probes"))
	for {
		if m := c.mustRecv(t); m[1] == "end of probes" {
			return c
		}
	}
}

func (c *client) greeted() error {
	if _, err := io.CopyN(io.Discard, c.in, 64); err != nil {
		return err
	}
	_, _, err := c.frame() // READY
	return err
}

func (c *client) write(b []byte) { c.Conn.Write(b) }

// send sends a message.
func (c *client) send(frames ...string) {
	var b []byte
	for i, f := range frames {
		var more byte
		if i < len(frames)-1 {
			more = 1
		}
		b = append(b, 2|more)
		b = binary.BigEndian.AppendUint64(b, uint64(len(f)))
		b = append(b, f...)
	}
	c.write(b)
}

// frame reads one frame or command.
func (c *client) frame() (flags byte, body []byte, err error) {
	flags, err = c.in.ReadByte()
	if err != nil {
		return 0, nil, err
	}
	size := make([]byte, 8)
	short := size[7:]
	if flags&2 != 0 {
		short = size
	}
	if _, err := io.ReadFull(c.in, short); err != nil {
		return 0, nil, err
	}
	body = make([]byte, binary.BigEndian.Uint64(size))
	_, err = io.ReadFull(c.in, body)
	return flags, body, err
}

// recv reads one message; a command comes as one frame behind "command".
func (c *client) recv() (message []string, err error) {
	for {
		flags, body, err := c.frame()
		if err != nil {
			return nil, err
		}
		if flags&4 != 0 {
			return []string{"command", string(body)}, nil
		}
		message = append(message, string(body))
		if flags&1 == 0 {
			return message, nil
		}
	}
}

func (c *client) mustRecv(t testing.TB) []string {
	t.Helper()
	m, err := c.recv()
	if err != nil {
		t.Fatalf("receive: %v", err)
	}
	return m
}

// ended waits until the kernel has ended the connection.
func (c *client) ended(t testing.TB) {
	t.Helper()
	if _, err := io.Copy(io.Discard, c.in); errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("the connection is still open")
	}
}

// await waits until ok. The pauses grow: the condition depends on the network.
func await(t testing.TB, ok func() bool) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for pause := time.Millisecond; !ok(); pause = min(2*pause, 100*time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("waited in vain")
		}
		<-time.After(pause)
	}
}

func frames(texts ...string) [][]byte {
	var all [][]byte
	for _, s := range texts {
		all = append(all, []byte(s))
	}
	return all
}

func local() transport.Connection { return transport.Connection{Transport: "tcp", IP: "127.0.0.1"} }

// listen starts a transport that ends with the test.
func listen(t testing.TB, cfg transport.Config) *transport.Transport {
	t.Helper()
	if cfg.Connection.IP == "" {
		cfg.Connection = local()
	}
	tr, err := transport.Listen(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tr.Close)
	return tr
}

// run serves a transport until the test ends.
func run(t testing.TB, tr *transport.Transport, handle func(wire.Inbound)) {
	done := make(chan struct{})
	go func() { defer close(done); tr.Run(t.Context(), handle) }()
	t.Cleanup(func() { tr.Close(); <-done })
}

// echo makes a transport that answers requests with themselves and publishes
// their second frame under the topic "t".
func echo(t testing.TB, cfg transport.Config) *transport.Transport {
	t.Helper()
	tr := listen(t, cfg)
	run(t, tr, func(in wire.Inbound) {
		tr.Reply(in.Peer, in.Frames)
		tr.Publish([][]byte{[]byte("t"), in.Frames[min(1, len(in.Frames)-1)]})
	})
	return tr
}
