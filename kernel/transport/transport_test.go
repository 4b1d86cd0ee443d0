package transport_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/spawnlab/spawnlab/kernel/transport"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestRequestAndReply(t *testing.T) {
	for _, tt := range []struct {
		name          string
		sends, inside []string
	}{
		{"plain", []string{"<IDS|MSG>", "a"}, []string{"<IDS|MSG>", "a"}},
		{"one frame", []string{"x"}, []string{"x"}},
		{"empty frames", []string{"", "", ""}, []string{"", "", ""}},
		{"from a REQ socket", []string{"", "<IDS|MSG>", "a"}, []string{"<IDS|MSG>", "a"}},
		{"through a proxy", []string{"id", strings.Repeat("i", 200), "", "<IDS|MSG>"}, []string{"<IDS|MSG>"}},
		{"large", []string{"<IDS|MSG>", strings.Repeat("l", 3_000_000)}, []string{"<IDS|MSG>", strings.Repeat("l", 3_000_000)}},
	} {
		for _, port := range []string{"shell", "control", "stdin"} {
			t.Run(tt.name+" on "+port, func(t *testing.T) {
				tr := listen(t, transport.Config{})
				run(t, tr, func(in wire.Inbound) {
					if in.Channel.String() != port || !equal(in.Frames, tt.inside) {
						t.Errorf("%v: %.100q, want %s: %.100q", in.Channel, in.Frames, port, tt.inside)
					}
					if err := tr.Reply(in.Peer, in.Frames); err != nil {
						t.Error(err)
					}
				})
				c := connect(t, tr, port, "")
				c.send(tt.sends...)
				if got := c.mustRecv(t); !equal(bytesOf(got), tt.sends) {
					t.Errorf("reply %.100q, want %.100q", got, tt.sends)
				}
			})
		}
	}
}

func TestReplyGoesToTheConnectionOnly(t *testing.T) {
	tr := echo(t, transport.Config{})
	one, two := connect(t, tr, "shell", "same"), connect(t, tr, "shell", "same")
	for i := range 100 {
		one.send("<IDS|MSG>", fmt.Sprint("one ", i))
		two.send("<IDS|MSG>", fmt.Sprint("two ", i))
	}
	for i := range 100 {
		if got := one.mustRecv(t)[1]; got != fmt.Sprint("one ", i) {
			t.Fatalf("one got %q as reply %d", got, i)
		}
		if got := two.mustRecv(t)[1]; got != fmt.Sprint("two ", i) {
			t.Fatalf("two got %q as reply %d", got, i)
		}
	}
}

func TestPeersAreComparable(t *testing.T) {
	tr := listen(t, transport.Config{})
	peers := make(chan wire.Peer)
	run(t, tr, func(in wire.Inbound) { peers <- in.Peer })
	one, two := connect(t, tr, "shell", "same"), connect(t, tr, "shell", "same")
	one.send("a")
	first := <-peers
	one.send("b")
	if again := <-peers; again != first || again.String() != first.String() {
		t.Errorf("one connection is two peers: %v and %v", first, again)
	}
	two.send("c")
	if other := <-peers; other == first {
		t.Errorf("two connections are one peer: %v", other)
	}
}

func TestControlIsServedWhileShellIsBusy(t *testing.T) {
	tr := listen(t, transport.Config{})
	release := make(chan struct{})
	run(t, tr, func(in wire.Inbound) {
		if in.Channel == wire.Shell {
			<-release
		}
		tr.Reply(in.Peer, in.Frames)
	})
	shell, control, hb := connect(t, tr, "shell", ""), connect(t, tr, "control", ""), connect(t, tr, "hb", "")
	for i := range 200 { // more than anybody wants to queue
		shell.send("cell", fmt.Sprint(i))
	}
	control.send("interrupt")
	if got := control.mustRecv(t); got[0] != "interrupt" {
		t.Errorf("control got %q", got)
	}
	hb.send("", "ping")
	if got := hb.mustRecv(t); got[1] != "ping" {
		t.Errorf("heart beat %q", got)
	}
	shell.write(command("PING", "\x00\x00ctx"))
	if got := shell.mustRecv(t); got[1] != "\x04PONGctx" {
		t.Errorf("PING on the busy channel was answered with %q", got)
	}
	close(release)
	for i := range 200 {
		if got := shell.mustRecv(t); got[1] != fmt.Sprint(i) {
			t.Fatalf("reply %d is %q", i, got)
		}
	}
}

func TestRequestBeforeLeaving(t *testing.T) {
	tr := listen(t, transport.Config{})
	got := make(chan wire.Inbound)
	run(t, tr, func(in wire.Inbound) { got <- in })
	c := connect(t, tr, "control", "")
	c.send("<IDS|MSG>", "shutdown_request")
	c.Close()
	in := <-got
	if string(in.Frames[1]) != "shutdown_request" {
		t.Errorf("got %q", in.Frames)
	}
	await(t, func() bool { return errors.Is(tr.Reply(in.Peer, frames("x")), transport.ErrGone) })
	if err := tr.RequestInput(in.Peer, frames("x")); !errors.Is(err, transport.ErrNoStdin) {
		t.Errorf("RequestInput of one who left: %v, want %v", err, transport.ErrNoStdin)
	}
}

func TestHeartbeat(t *testing.T) {
	tr := listen(t, transport.Config{}) // nobody runs it
	c := connect(t, tr, "hb", "")
	for _, message := range [][]string{{"", "ping"}, {"", ""}, {"x"}, {"", strings.Repeat("p", 60_000)}} {
		c.send(message...)
		if diff := cmp.Diff(message, c.mustRecv(t)); diff != "" {
			t.Errorf("echo (-sent +got):\n%s", diff)
		}
	}
	c.send("", strings.Repeat("p", 70_000))
	c.ended(t)
}

func TestRequestInput(t *testing.T) {
	for _, tt := range []struct {
		name         string
		shell, route string
		stdin        []string
		asks         int // index into stdin, -1 for nobody
	}{
		{"same identity", "me", "", []string{"you", "me"}, 1},
		{"the newest of them", "me", "", []string{"me", "you", "me"}, 2},
		{"with the route of the request", "me", "proxy", []string{"me"}, 0},
		{"other identities", "me", "", []string{"you"}, -1},
		{"no identity", "", "", []string{""}, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tr := listen(t, transport.Config{})
			asked := make(chan error)
			run(t, tr, func(in wire.Inbound) {
				if in.Channel == wire.Shell {
					asked <- tr.RequestInput(in.Peer, frames("<IDS|MSG>", "name?"))
				} else {
					tr.Reply(in.Peer, in.Frames)
				}
			})
			var clients []*client
			for _, identity := range tt.stdin {
				c := connect(t, tr, "stdin", identity)
				c.send("known?")
				c.mustRecv(t)
				clients = append(clients, c)
			}
			c := connect(t, tr, "shell", tt.shell)
			want := []string{"<IDS|MSG>", "name?"}
			if tt.route != "" {
				c.send(tt.route, "<IDS|MSG>")
				want = append([]string{tt.route}, want...)
			} else {
				c.send("<IDS|MSG>")
			}
			err := <-asked
			if tt.asks < 0 {
				if !errors.Is(err, transport.ErrNoStdin) {
					t.Errorf("error = %v, want %v", err, transport.ErrNoStdin)
				}
				return
			}
			if diff := cmp.Diff(want, clients[tt.asks].mustRecv(t)); err != nil || diff != "" {
				t.Errorf("error %v, input_request (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestSendingNothing(t *testing.T) {
	tr := listen(t, transport.Config{})
	peers := make(chan wire.Peer)
	run(t, tr, func(in wire.Inbound) { peers <- in.Peer })
	c := connect(t, tr, "shell", "")
	c.send("x")
	peer := <-peers
	for name, err := range map[string]error{
		"Publish":      tr.Publish(nil),
		"Reply":        tr.Reply(peer, nil),
		"foreign peer": tr.Reply(stranger{}, frames("x")),
		"nil peer":     tr.RequestInput(nil, frames("x")),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

type stranger struct{}

func (stranger) String() string { return "stranger" }

func TestClosed(t *testing.T) {
	tr := listen(t, transport.Config{})
	peers := make(chan wire.Peer, 1)
	ran := make(chan struct{})
	go func() {
		defer close(ran)
		tr.Run(context.Background(), func(in wire.Inbound) {
			peers <- in.Peer
			tr.Close() // as a shutdown_request does
			tr.Close()
		})
	}()
	c := connect(t, tr, "control", "")
	c.send("shutdown")
	c.ended(t)
	<-ran
	peer := <-peers
	for name, err := range map[string]error{
		"Publish":      tr.Publish(frames("x")),
		"Reply":        tr.Reply(peer, frames("x")),
		"RequestInput": tr.RequestInput(peer, frames("x")),
	} {
		if !errors.Is(err, transport.ErrClosed) && !errors.Is(err, transport.ErrNoStdin) {
			t.Errorf("%s after Close: error = %v, want %v", name, err, transport.ErrClosed)
		}
	}
	tr.Run(context.Background(), func(wire.Inbound) { t.Error("a request after Close") })
}

func TestRunEndsWithItsContext(t *testing.T) {
	tr := listen(t, transport.Config{})
	ctx, cancel := context.WithCancel(context.Background())
	c := connect(t, tr, "shell", "")
	c.send("x")
	tr.Run(ctx, func(wire.Inbound) { cancel() })
	c.ended(t)
}

func TestPortsAreFreeAfterClose(t *testing.T) {
	first := echo(t, transport.Config{})
	connect(t, first, "shell", "").send("x")
	first.Close()
	again := listen(t, transport.Config{Connection: first.Connection()})
	if again.Connection() != first.Connection() {
		t.Errorf("listens on %+v, want %+v", again.Connection(), first.Connection())
	}
}

func TestTakenPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c := local()
	c.StdinPort = l.Addr().(*net.TCPAddr).Port
	_, err = transport.Listen(transport.Config{Connection: c})
	if err == nil || !strings.Contains(err.Error(), "stdin port") {
		t.Errorf("error = %v, want one that names the stdin port", err)
	}
}

func TestIPC(t *testing.T) {
	c := transport.Connection{
		Transport: "ipc", IP: filepath.Join(t.TempDir(), "k"),
		ShellPort: 1, ControlPort: 2, StdinPort: 3, IOPubPort: 4, HeartbeatPort: 5,
	}
	for range 2 { // restart on the same files
		tr := echo(t, transport.Config{Connection: c})
		sub := subscribed(t, tr, "")
		shell := connect(t, tr, "shell", "")
		shell.send("<IDS|MSG>", "hello")
		if got := shell.mustRecv(t); got[1] != "hello" {
			t.Errorf("reply %q", got)
		}
		if got := sub.mustRecv(t); got[1] != "hello" {
			t.Errorf("published %q", got)
		}
		hb := connect(t, tr, "hb", "")
		hb.send("", "ping")
		hb.mustRecv(t)
		tr.Close()
	}
}

func equal(a [][]byte, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if string(a[i]) != b[i] {
			return false
		}
	}
	return true
}

func bytesOf(texts []string) [][]byte { return frames(texts...) }
