package native

import "sync"

// WaitGroup is sync.WaitGroup.
type WaitGroup struct {
	mu      sync.Mutex
	n       int
	waiters queue
}

// Add adds delta to the counter and wakes who waits when it becomes 0. A
// negative counter panics.
func (w *WaitGroup) Add(delta int) {
	w.mu.Lock()
	w.n += delta
	n := w.n
	for n == 0 && w.waiters.pop() {
	}
	w.mu.Unlock()
	if n < 0 {
		raise("sync: negative WaitGroup counter")
	}
}

// Done is Add(-1).
func (w *WaitGroup) Done() { w.Add(-1) }

// Wait waits until the counter is 0.
func (w *WaitGroup) Wait() {
	w.mu.Lock()
	if w.n == 0 {
		w.mu.Unlock()
		return
	}
	c := w.waiters.push()
	w.mu.Unlock()
	waiting().await(c, "sync.WaitGroup.Wait", func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.waiters.drop(c)
	})
}

// Go calls f in a new goroutine that the group counts.
func (w *WaitGroup) Go(f func()) {
	w.Add(1)
	task := func() {
		defer w.Done()
		f()
	}
	if t := Current(); t != nil && t.machine != nil {
		t.machine.Go(task)
		return
	}
	go task()
}

// Once is sync.Once.
type Once struct {
	m    Mutex
	done bool
}

// Do calls f if no call of Do has done so yet, and returns when f has been
// called.
func (o *Once) Do(f func()) {
	o.m.lock("sync.Once.Do")
	defer o.m.Unlock()
	if o.done {
		return
	}
	defer func() { o.done = true }()
	f()
}

// Cond is sync.Cond.
type Cond struct {
	// L is held while the condition is looked at or changed.
	L sync.Locker

	mu      sync.Mutex
	waiters queue
}

// NewCond returns a Cond with the given lock.
func NewCond(l sync.Locker) *Cond { return &Cond{L: l} }

// Wait unlocks L, waits for Signal or Broadcast and locks L again.
func (c *Cond) Wait() {
	c.mu.Lock()
	w := c.waiters.push()
	c.mu.Unlock()
	c.L.Unlock()
	defer c.L.Lock() // also when the thread ends: a deferred Unlock follows
	waiting().await(w, "sync.Cond.Wait", func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if !c.waiters.drop(w) {
			c.waiters.pop() // the signal is for somebody else
		}
	})
}

// Signal wakes who waits longest, if anybody does.
func (c *Cond) Signal() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiters.pop()
}

// Broadcast wakes all who wait.
func (c *Cond) Broadcast() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.waiters.pop() {
	}
}
