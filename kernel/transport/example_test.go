package transport_test

import (
	"context"
	"fmt"

	"github.com/spawnlab/spawnlab/kernel/transport"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

// A kernel in a nutshell: it answers every request with itself.
func Example() {
	tr, err := transport.Listen(transport.Config{
		Connection: transport.Connection{Transport: "tcp", IP: "127.0.0.1"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	stop() // at once; a kernel runs until shutdown_request
	tr.Run(ctx, func(in wire.Inbound) { tr.Reply(in.Peer, in.Frames) })
	fmt.Println(tr.Connection().ShellPort > 0, tr.Publish([][]byte{[]byte("topic")}))
	// Output: true transport: closed
}
