package process

import "runtime"

// A Scheduler decides when goroutines of a System run. The default leaves that
// to Go; a simulation supplies one that lets a single goroutine run at a time,
// in an order drawn from a seed. It is called without any lock of the runtime
// held, except Wake.
type Scheduler interface {
	// Go starts task on a goroutine of its own.
	Go(task func())
	// Yield is a schedule point: every runtime call begins with one. (Go's own
	// scheduler, which can do without, is asked every few thousand calls.)
	Yield()
	// NewParker makes the place where one process waits.
	NewParker() Parker
}

// A Parker is where one process waits. It holds at most one permit.
type Parker interface {
	// Park takes the permit, waiting until there is one. Only one goroutine
	// parks at a time.
	Park()
	// Wake leaves a permit, if there is none. It never blocks; anybody may call
	// it, also with locks of the runtime held.
	Wake()
}

// goScheduler leaves scheduling to Go.
type goScheduler struct{}

func (goScheduler) Go(task func())    { go task() }
func (goScheduler) Yield()            { runtime.Gosched() }
func (goScheduler) NewParker() Parker { return make(channelParker, 1) }

// A channelParker is a channel that holds the permit: unlike a mutex, waiting
// on it counts as idle in a synctest bubble.
type channelParker chan struct{}

func (c channelParker) Park() { <-c }

func (c channelParker) Wake() {
	select {
	case c <- struct{}{}:
	default:
	}
}
