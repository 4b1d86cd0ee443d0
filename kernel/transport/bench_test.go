package transport_test

import (
	"strings"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/transport"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

// A request and its reply over loopback, without signing.
func BenchmarkRequest(b *testing.B) {
	tr := listen(b, transport.Config{})
	run(b, tr, func(in wire.Inbound) { tr.Reply(in.Peer, in.Frames) })
	c := connect(b, tr, "shell", "")
	b.ReportAllocs()
	for b.Loop() {
		c.send("<IDS|MSG>", "", "{}", "{}", "{}", "{}")
		c.mustRecv(b)
	}
}

func BenchmarkHeartbeat(b *testing.B) {
	tr := listen(b, transport.Config{})
	c := connect(b, tr, "hb", "")
	for b.Loop() {
		c.send("", "ping")
		c.mustRecv(b)
	}
}

// Messages of 400 bytes, such as a line of output is, to one subscriber.
func BenchmarkPublish(b *testing.B) { publish(b, strings.Repeat("x", 100)) }

// Messages of 10 MB to one subscriber.
func BenchmarkPublishLarge(b *testing.B) { publish(b, strings.Repeat("x", 10<<20)) }

func publish(b *testing.B, content string) {
	tr := listen(b, transport.Config{})
	sub := subscribed(b, tr, "")
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			if m, err := sub.recv(); err != nil || m[0] == "end" {
				return
			}
		}
	}()
	message := frames("stream", "<IDS|MSG>", strings.Repeat("s", 64), strings.Repeat("h", 120), strings.Repeat("p", 120), "{}", content)
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		tr.Publish(message)
	}
	tr.Publish(frames("end"))
	<-done
}
