package worker

import (
	"runtime/metrics"
	"time"
)

const (
	// maxStack is where Go ends the process for a goroutine's stack: far beyond
	// what watchStacks lets through.
	maxStack = 2 << 30
	// stackLimit is how much memory all stacks may take before deep ones are
	// ended.
	stackLimit = 256 << 20
	// stackDepth is how many native frames a deep one has.
	stackDepth = 400_000
	stackEvery = 20 * time.Millisecond
)

// watchStacks watches the memory of stacks until stop is called: while there is
// too much of it, goroutines that recursed too deep end with Go's stack
// overflow, which is an ordinary crash here.
func (w *worker) watchStacks() (stop func()) {
	done := make(chan struct{})
	go func() {
		tick := time.NewTicker(stackEvery)
		defer tick.Stop()
		sample := []metrics.Sample{{Name: "/memory/classes/heap/stacks:bytes"}}
		alarmed := false
		for {
			select {
			case <-done:
				if alarmed {
					w.machine.StackQuiet()
				}
				return
			case <-tick.C:
			}
			metrics.Read(sample)
			high := sample[0].Value.Uint64() > stackLimit
			switch {
			case high:
				w.machine.StackAlarm(stackDepth)
			case alarmed:
				w.machine.StackQuiet()
			}
			alarmed = high
		}
	}()
	return func() { close(done) }
}
