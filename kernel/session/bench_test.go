package session_test

import (
	"testing"

	"github.com/spawnlab/spawnlab/kernel/session"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

// replies counts the replies that a session sends and drops the rest.
type replies chan struct{}

func (r replies) Reply(wire.Peer, [][]byte) error        { r <- struct{}{}; return nil }
func (r replies) Publish([][]byte) error                 { return nil }
func (r replies) RequestInput(wire.Peer, [][]byte) error { return nil }

// What the session itself costs for a cell: queue, signatures, busy, reply, idle.
func BenchmarkExecute(b *testing.B) {
	for _, bm := range []struct{ name, code string }{{"empty", ""}, {"prints", "hello"}} {
		b.Run(bm.name, func(b *testing.B) {
			s := session.New(session.Config{Evaluator: newFake(), Key: key})
			port := make(replies)
			if err := s.Start(port); err != nil {
				b.Fatal(err)
			}
			defer s.Close(b.Context())
			signer := wire.NewSigner(key)
			b.ReportAllocs()
			for b.Loop() {
				s.Handle(wire.Inbound{Peer: peer("p"), Frames: signer.Encode(wire.Message{
					Header: wire.NewHeader("client", "execute_request"), Content: []byte(`{"code":"` + bm.code + `"}`),
				})})
				<-port
			}
		})
	}
}
