//go:build !js

package worker

import (
	"context"
	"os"
	"os/signal"
)

// overrideSignals counts what waits for signals: one can come at any time.
func (c *countingClock) overrideSignals(own overrides) {
	own.set("os/signal", map[string]any{
		"Notify": func(to chan<- os.Signal, which ...os.Signal) {
			c.promises.Add(1) // for good
			signal.Notify(to, which...)
		},
		"NotifyContext": func(parent context.Context, which ...os.Signal) (context.Context, context.CancelFunc) {
			return c.counted(signal.NotifyContext(parent, which...))
		},
	})
}
