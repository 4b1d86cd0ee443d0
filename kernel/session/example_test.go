package session_test

import (
	"context"
	"fmt"

	"github.com/spawnlab/spawnlab/kernel/session"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

// printer is a port whose replies are printed.
type printer struct{ signer *wire.Signer }

func (p printer) Reply(_ wire.Peer, frames [][]byte) error {
	m, err := p.signer.Decode(frames)
	fmt.Println(m.Header.MsgType, err)
	return nil
}
func (p printer) Publish([][]byte) error                 { return nil }
func (p printer) RequestInput(wire.Peer, [][]byte) error { return nil }

// A transport hands messages to Handle; answers go to its port.
func Example() {
	s := session.New(session.Config{Evaluator: newFake(), Key: []byte("secret")})
	if err := s.Start(printer{wire.NewSigner([]byte("secret"))}); err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close(context.Background())

	client := wire.NewSigner([]byte("secret"))
	request := wire.Message{Header: wire.NewHeader("client", "kernel_info_request")}
	s.Handle(wire.Inbound{Channel: wire.Control, Frames: client.Encode(request)})
	// Output: kernel_info_reply <nil>
}
