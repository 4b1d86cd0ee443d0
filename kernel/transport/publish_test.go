package transport_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spawnlab/spawnlab/kernel/transport"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

func welcoming() transport.Config {
	return transport.Config{Welcome: func(topic []byte) [][]byte {
		return [][]byte{topic, []byte("welcome")}
	}}
}

func TestWelcome(t *testing.T) {
	for _, tt := range []struct {
		name, topic string
		subscribe   func(c *client)
	}{
		{"everything", "", func(c *client) { c.send("\x01") }},
		{"a topic", "kernel.x", func(c *client) { c.send("\x01kernel.x") }},
		{"by command", "abc", func(c *client) { c.write(command("SUBSCRIBE", "abc")) }},
		{"everything by command", "", func(c *client) { c.write(command("SUBSCRIBE", "")) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tr := listen(t, welcoming())
			other := connect(t, tr, "iopub", "")
			other.send("\x01other")
			other.mustRecv(t)
			c := connect(t, tr, "iopub", "")
			tt.subscribe(c)
			if diff := cmp.Diff([]string{tt.topic, "welcome"}, c.mustRecv(t)); diff != "" {
				t.Errorf("welcome (-want +got):\n%s", diff)
			}
			tr.Publish(frames("other", "1"))
			if got := other.mustRecv(t); got[1] != "1" {
				t.Errorf("the other subscriber got %q", got)
			}
		})
	}
}

// Who waits for the welcome misses nothing afterwards.
func TestConnectThenExecute(t *testing.T) {
	tr := echo(t, welcoming())
	for i := range 50 {
		sub, shell := connect(t, tr, "iopub", ""), connect(t, tr, "shell", "")
		sub.send("\x01")
		sub.mustRecv(t)
		shell.send("<IDS|MSG>", fmt.Sprint(i))
		if got := sub.mustRecv(t); got[1] != fmt.Sprint(i) {
			t.Fatalf("round %d: first message is %q", i, got)
		}
		sub.Close()
		shell.Close()
	}
}

func TestTopics(t *testing.T) {
	tr := listen(t, welcoming())
	c := connect(t, tr, "iopub", "")
	c.send("\x01a")
	c.send("\x01b")
	c.mustRecv(t)
	c.mustRecv(t)
	tr.Publish(frames("a", "1"))
	tr.Publish(frames("c", "2"))
	tr.Publish(frames("abc", "3"))
	tr.Publish(frames("b", "4"))
	for _, want := range []string{"1", "3", "4"} {
		if got := c.mustRecv(t); got[1] != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	c.send("\x00a")
	c.write(command("CANCEL", "b"))
	c.send("\x02not a subscription")
	c.send("\x01x", "not one either")
	c.send("\x01end")
	c.mustRecv(t)
	tr.Publish(frames("a", "5"))
	tr.Publish(frames("b", "6"))
	tr.Publish(frames("x", "7"))
	tr.Publish(frames("end", "8"))
	if got := c.mustRecv(t); got[1] != "8" {
		t.Errorf("got %q, want 8 only", got)
	}
}

func TestTooManySubscriptions(t *testing.T) {
	tr := listen(t, transport.Config{})
	c := connect(t, tr, "iopub", "")
	for i := range 10_000 {
		c.send("\x01" + fmt.Sprint(i))
	}
	c.ended(t)
}

func TestOrderIsThatOfTheCalls(t *testing.T) {
	tr := listen(t, transport.Config{})
	subs := []*client{subscribed(t, tr, ""), subscribed(t, tr, "t"), subscribed(t, tr, "t")}
	const n = 20_000
	var readers sync.WaitGroup
	for _, sub := range subs {
		readers.Go(func() {
			next := 0
			for next < n {
				m, err := sub.recv()
				if err != nil {
					t.Errorf("after %d messages: %v", next, err)
					return
				}
				if m[0] != "t" {
					continue // another subscriber's probe
				}
				if !strings.Contains(m[1], "probe") && m[1] != fmt.Sprint(next) {
					t.Errorf("message %q in place of %d", m, next)
					return
				}
				if !strings.Contains(m[1], "probe") {
					next++
				}
			}
		})
	}
	for i := range n {
		if err := tr.Publish(frames("t", fmt.Sprint(i))); err != nil {
			t.Error(err)
		}
	}
	readers.Wait()
	await(t, func() bool { return tr.Pending() == 0 })
}

// One subscriber stops reading; another gets everything, and the first is cut.
func TestStalledSubscriber(t *testing.T) {
	var cfg transport.Config
	cfg.Impatient(10*time.Second, 300*time.Millisecond, 100, 16<<20)
	tr := listen(t, cfg)
	healthy, stalled := subscribed(t, tr, "t"), subscribed(t, tr, "t")
	const n, size = 3000, 10_000
	go func() {
		for i := range n {
			tr.Publish(frames("t", fmt.Sprintf("%d %s", i, strings.Repeat("x", size))))
		}
	}()
	next := 0
	for next < n {
		m := healthy.mustRecv(t)
		if strings.Contains(m[1], "probe") {
			continue
		}
		if !strings.HasPrefix(m[1], fmt.Sprint(next, " ")) {
			t.Fatalf("got %.20q in place of %d", m[1], next)
		}
		next++
	}
	stalled.ended(t)
	again := subscribed(t, tr, "t") // it comes back
	tr.Publish(frames("t", "last"))
	for again.mustRecv(t)[1] != "last" {
	}
}

// A slow subscriber that lives is waited for and loses nothing.
func TestSlowSubscriberIsWaitedFor(t *testing.T) {
	var cfg transport.Config
	cfg.Impatient(10*time.Second, 20*time.Second, 100, 4<<20) // 1 MB on IOPub
	tr := listen(t, cfg)
	sub := subscribed(t, tr, "")
	const n, size = 400, 100_000
	published := make(chan int, n)
	go func() {
		for i := range n {
			tr.Publish(frames("t", strings.Repeat("x", size)))
			published <- i
		}
		close(published)
	}()
	// The system's buffers take some; then the publisher stands still.
	await(t, func() bool {
		before := len(published)
		<-time.After(50 * time.Millisecond)
		return len(published) == before && before > 0
	})
	if len(published) == n {
		t.Skip("the system's buffers take everything")
	}
	for i := range n {
		if m := sub.mustRecv(t); len(m[1]) != size {
			t.Fatalf("message %d has %d bytes", i, len(m[1]))
		}
	}
	for range published {
	}
}

// Close does not wait for a publisher that waits for a stalled subscriber.
func TestCloseWhilePublishing(t *testing.T) {
	var cfg transport.Config
	cfg.Impatient(10*time.Second, time.Hour, 100, 4<<20)
	tr := listen(t, cfg)
	subscribed(t, tr, "")
	result := make(chan error)
	go func() {
		for {
			if err := tr.Publish(frames("t", strings.Repeat("x", 100_000))); err != nil {
				result <- err
				return
			}
		}
	}()
	await(t, func() bool { return tr.Pending() == 0 })
	start := time.Now()
	tr.Close()
	if err := <-result; !errors.Is(err, transport.ErrClosed) {
		t.Errorf("Publish error = %v, want %v", err, transport.ErrClosed)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("Close took %v", took)
	}
}

// What was queued before Close arrives, also if the client begins to read only
// now and has sent what nobody has read.
func TestCloseDelivers(t *testing.T) {
	tr := listen(t, transport.Config{})
	peers := make(chan wire.Peer, 200)
	run(t, tr, func(in wire.Inbound) { peers <- in.Peer })
	sub, shell := subscribed(t, tr, ""), connect(t, tr, "shell", "")
	shell.send("x")
	peer := <-peers
	const n = 2000
	text := strings.Repeat("x", 1000)
	for i := range n {
		tr.Publish(frames("t", fmt.Sprint(i), text))
		tr.Reply(peer, frames(fmt.Sprint(i), text))
	}
	for range 100 {
		shell.send("unread", text)
		sub.send("\x01" + text[:50])
	}
	var readers sync.WaitGroup
	for name, c := range map[string]*client{"iopub": sub, "shell": shell} {
		readers.Go(func() {
			for i := range n {
				m, err := c.recv()
				if err != nil || m[len(m)-2] != fmt.Sprint(i) {
					t.Errorf("%s: message %d: %.20q, %v", name, i, m, err)
					return
				}
			}
			c.ended(t)
			c.Close()
		})
	}
	tr.Close()
	readers.Wait()
}
