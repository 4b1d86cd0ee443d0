package process

import "sync/atomic"

// A claim is the right to take messages out of a mailbox. One goroutine has it
// at a time. When it is free it tells how many messages the owner has taken
// over and not read yet. It is void when the process is dead.
type claim struct{ word atomic.Uint64 }

const (
	claimed = 1 << 63
	void    = 1 << 62
)

// take takes the claim; it fails if somebody has it, or it is void.
func (c *claim) take() bool {
	w := c.word.Load()
	return w&(claimed|void) == 0 && c.word.CompareAndSwap(w, w|claimed)
}

// release gives it back.
func (c *claim) release(unread int) {
	if c.word.Swap(uint64(unread))&void != 0 {
		c.revoke()
	}
}

// revoke makes it void for ever.
func (c *claim) revoke() { c.word.Or(void) }

func (c *claim) unread() int { return int(c.word.Load() &^ (claimed | void)) }
