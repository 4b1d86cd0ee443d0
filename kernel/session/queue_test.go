package session_test

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/spawnlab/spawnlab/kernel/session"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

// A channel waits while very much is queued, and goes on when there is room.
func TestFullQueueMakesTheChannelWait(t *testing.T) {
	for _, tt := range []struct {
		name string
		end  func(c *client, release func())
		ran  int
	}{
		{"room comes", func(_ *client, release func()) { release() }, 3},
		{"the kernel ends", func(c *client, release func()) { c.s.Close(c.t.Context()); release() }, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := bare(t)
				gate := make(chan struct{})
				c.eval.on("first", func(ctx context.Context, _ session.Cell) session.Result {
					select {
					case <-gate:
					case <-ctx.Done():
					}
					return session.Result{}
				})
				c.send(wire.Shell, "execute_request", content{"code": "first"})
				synctest.Wait()
				large := make([]byte, 40<<20)
				handled := 0
				go func() {
					for range 2 {
						c.sendMessage(wire.Shell, wire.Message{
							Header: wire.NewHeader("client", "execute_request"), Content: []byte(`{"code":"large"}`), Buffers: [][]byte{large},
						})
						handled++
					}
				}()
				synctest.Wait()
				if handled != 1 {
					t.Errorf("%d large requests were taken, want 1", handled)
				}
				tt.end(c, func() { close(gate) })
				synctest.Wait()
				if handled != 2 || len(c.eval.ran()) != tt.ran {
					t.Errorf("%d large requests were taken, %d cells ran, want 2 and %d", handled, len(c.eval.ran()), tt.ran)
				}
				if tt.ran == 3 {
					c.close()
				}
			})
		})
	}
}
