package process

import "sync/atomic"

// A claim is the right to take messages out of a mailbox. One goroutine has it
// at a time. When it is free it tells how many messages the owner has taken
// over and not read yet.
type claim struct{ word atomic.Uint64 }

const claimed = 1 << 63

func (c *claim) take() bool {
	w := c.word.Load()
	return w&claimed == 0 && c.word.CompareAndSwap(w, w|claimed)
}

func (c *claim) release(unread int) { c.word.Store(uint64(unread)) }

func (c *claim) unread() int { return int(c.word.Load() &^ claimed) }
