package transport_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/kernel/transport"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

// A badPeer is what somebody sends who is no Jupyter client.
type badPeer struct {
	name  string
	says  func(port string) []byte
	after string // what it does then: "", "close", "reset"
	times int    // 0: once
}

// saying makes the same bytes for every port.
func saying(b ...[]byte) func(string) []byte {
	return func(string) []byte { return bytes.Join(b, nil) }
}

// afterHello says b after a good handshake.
func afterHello(b ...[]byte) func(string) []byte {
	return func(port string) []byte { return append(hello(port, "x"), bytes.Join(b, nil)...) }
}

func noise(n int) []byte {
	source := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(source.Uint32())
	}
	return b
}

var badPeers = []badPeer{
	{name: "noise", says: saying(noise(4096)), after: "close"},
	{name: "HTTP", says: saying([]byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n"))},
	{name: "nothing", says: saying()},
	{name: "half a greeting", says: saying(greeting()[:30])},
	{name: "greeting only", says: saying(greeting())},
	{name: "reset in the handshake", says: saying(greeting()[:40]), after: "reset"},
	{name: "READY of unknown type", says: saying(greeting(), command("READY", property("Socket-Type", "STREAM")))},
	{name: "READY without type", says: saying(greeting(), command("READY", property("Identity", "x")))},
	{name: "READY of wrong type", says: saying(greeting(), command("READY", property("Socket-Type", "PUSH")))},
	{name: "READY with a long name", says: saying(greeting(), command("READY", "\x20abc"))},
	{name: "READY with half a property", says: saying(greeting(), command("READY", "\x03abc"))},
	{name: "empty command", says: saying(greeting(), []byte("\x04\x00"))},
	{name: "READY of 2^63-1 bytes", says: saying(greeting(), []byte("\x06\x7f\xff\xff\xff\xff\xff\xff\xff"))},
	{name: "frame of 2^62 bytes", says: afterHello([]byte("\x02\x40\x00\x00\x00\x00\x00\x00\x00"))},
	{name: "frame of -1 bytes", says: afterHello([]byte("\x02\xff\xff\xff\xff\xff\xff\xff\xff"))},
	{name: "frame of 64 GB", says: afterHello([]byte("\x02\x00\x00\x00\x10\x00\x00\x00\x00abc"))},
	{name: "frames of 1 GB", says: afterHello([]byte("\x02\x00\x00\x00\x00\x3f\xff\xff\xffabc")), times: 4},
	{name: "one empty frame", says: afterHello([]byte("\x00\x00"))},
	{name: "odd frames", says: afterHello(bytes.Repeat([]byte("\x00\x05\x07abcd"), 100))},
	{name: "PING", says: afterHello(command("PING", "\x00\x0actx"))},
	{name: "unknown command", says: afterHello(command("FOO", "x"))},
	{name: "message without end", says: afterHello(bytes.Repeat([]byte("\x01\x01a"), 100_000))},
}

func (b badPeer) act(t *testing.T, tr *transport.Transport, port string) {
	for range max(1, b.times) {
		c := dial(t, tr, port)
		c.write(b.says(port))
		switch b.after {
		case "close":
			c.Close()
		case "reset":
			c.Conn.(*net.TCPConn).SetLinger(0)
			c.Close()
		}
	}
}

func TestBadPeers(t *testing.T) {
	for _, bad := range badPeers {
		t.Run(bad.name, func(t *testing.T) {
			tr := echo(t, transport.Config{})
			old := newcomer(t, tr)
			for _, port := range []string{"shell", "control", "stdin", "iopub", "hb"} {
				bad.act(t, tr, port)
			}
			old.works(t, "old client")
			newcomer(t, tr).works(t, "new client")
		})
	}
}

// A jupyter is a whole client.
type jupyter struct{ shell, control, stdin, iopub, hb *client }

func newcomer(t *testing.T, tr *transport.Transport) jupyter {
	return jupyter{
		shell: connect(t, tr, "shell", "id"), control: connect(t, tr, "control", "id"), stdin: connect(t, tr, "stdin", "id"),
		iopub: subscribed(t, tr, "t"), hb: connect(t, tr, "hb", ""),
	}
}

// works tries every channel. Other peers cause messages on IOPub too.
func (j jupyter) works(t *testing.T, who string) {
	t.Helper()
	text := fmt.Sprint(who, rand.Uint64())
	for _, c := range []*client{j.shell, j.control, j.stdin} {
		c.send("<IDS|MSG>", text)
		if got := c.mustRecv(t); got[len(got)-1] != text {
			t.Errorf("%s: reply %q, want %q", who, got, text)
		}
		for j.iopub.mustRecv(t)[1] != text {
		}
	}
	j.hb.send("", text)
	if got := j.hb.mustRecv(t); got[1] != text {
		t.Errorf("%s: heart beat %q, want %q", who, got, text)
	}
}

func TestSilentPeersAreDropped(t *testing.T) {
	for name, says := range map[string][]byte{
		"nothing": nil, "one byte": {0xff}, "a greeting": greeting(), "half a READY": hello("shell", "")[:70],
	} {
		t.Run(name, func(t *testing.T) {
			var cfg transport.Config
			cfg.Impatient(50*time.Millisecond, time.Second, 100, 1<<20)
			tr := echo(t, cfg)
			c := dial(t, tr, "shell")
			c.write(says)
			c.ended(t)
		})
	}
}

func TestPeersOfAPortAreLimited(t *testing.T) {
	var cfg transport.Config
	cfg.Impatient(time.Minute, time.Second, 3, 1<<20)
	tr := echo(t, cfg)
	connect(t, tr, "shell", "")
	second := connect(t, tr, "shell", "")
	dial(t, tr, "shell") // says nothing and counts
	await(t, func() bool {
		c := dial(t, tr, "shell")
		defer c.Close()
		c.write(hello("shell", ""))
		return c.greeted() != nil
	})
	second.Close()
	await(t, func() bool {
		c := dial(t, tr, "shell")
		defer c.Close()
		c.write(hello("shell", ""))
		return c.greeted() == nil
	})
	connect(t, tr, "control", "") // other ports have their own
}

// A client that does not read its replies is cut; the others get theirs.
func TestClientThatDoesNotRead(t *testing.T) {
	var cfg transport.Config
	cfg.Impatient(time.Minute, time.Minute, 100, 16<<20)
	tr := listen(t, cfg)
	run(t, tr, func(in wire.Inbound) { tr.Reply(in.Peer, in.Frames) })
	stalled, healthy := connect(t, tr, "shell", ""), connect(t, tr, "shell", "")
	go func() {
		for range 100 {
			stalled.send("x", strings.Repeat("x", 1<<20))
		}
	}()
	for i := range 20 {
		healthy.send("x", fmt.Sprint(i))
		if got := healthy.mustRecv(t); got[1] != fmt.Sprint(i) {
			t.Fatalf("reply %.20q in place of %d", got, i)
		}
	}
	await(t, func() bool { return tr.Peers() == 1 })
}

// Clients come and go; nothing of them stays.
func TestChurn(t *testing.T) {
	tr := echo(t, welcoming())
	stays := newcomer(t, tr)
	stays.works(t, "client that stays") // all its goroutines are there
	peers, goroutines := tr.Peers(), runtime.NumGoroutine()
	for i := range 1000 {
		port := []string{"shell", "control", "stdin", "iopub", "hb"}[i%5]
		c := connect(t, tr, port, "me")
		switch i % 3 {
		case 0:
			c.send("\x01")
		case 1:
			c.send("<IDS|MSG>", "x")
			c.Conn.(*net.TCPConn).SetLinger(0)
		}
		c.Close()
	}
	await(t, func() bool { return tr.Peers() == peers && runtime.NumGoroutine() <= goroutines })
	stays.works(t, "client that stayed")
}

func TestPausesOfAFailingAcceptLoop(t *testing.T) {
	var pause time.Duration
	for _, want := range []time.Duration{5, 10, 20, 40, 80, 160, 320, 640, 1000, 1000} {
		if pause = transport.NextPause(pause); pause != want*time.Millisecond {
			t.Errorf("pause = %v, want %v", pause, want*time.Millisecond)
		}
	}
}
