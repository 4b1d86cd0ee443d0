package native

import "sync"

// The types of package sync as cells see them: waiting in them ends with the
// thread. Their zero values are usable and they must not be copied after
// first use, as there.

// queue is a list of waiting goroutines, the longest waiting first.
type queue []chan struct{}

func (q *queue) push() chan struct{} {
	c := make(chan struct{})
	*q = append(*q, c)
	return c
}

func (q *queue) pop() bool {
	if len(*q) == 0 {
		return false
	}
	close((*q)[0])
	*q = (*q)[1:]
	return true
}

// drop takes a goroutine out that gave up and reports whether it was still
// waiting.
func (q *queue) drop(c chan struct{}) bool {
	for i, x := range *q {
		if x == c {
			*q = append((*q)[:i:i], (*q)[i+1:]...)
			return true
		}
	}
	return false
}

// Mutex is sync.Mutex.
type Mutex struct {
	mu      sync.Mutex
	locked  bool
	waiters queue
}

// Lock locks the mutex, waiting as long as it is locked.
func (x *Mutex) Lock() { x.lock("sync.Mutex.Lock") }

func (x *Mutex) lock(what string) {
	x.mu.Lock()
	if !x.locked {
		x.locked = true
		x.mu.Unlock()
		return
	}
	c := x.waiters.push()
	x.mu.Unlock()
	waiting().await(c, what, func() {
		x.mu.Lock()
		defer x.mu.Unlock()
		if !x.waiters.drop(c) {
			x.release() // it had just been handed over
		}
	})
}

// TryLock locks the mutex if it is free and reports whether it did.
func (x *Mutex) TryLock() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.locked {
		return false
	}
	x.locked = true
	return true
}

// Unlock unlocks the mutex. Unlocking a free one is a fatal error.
func (x *Mutex) Unlock() {
	x.mu.Lock()
	locked := x.locked
	if locked {
		x.release()
	}
	x.mu.Unlock()
	if !locked {
		here().fatal("sync: unlock of unlocked mutex")
	}
}

// release hands the lock to who waits longest. x.mu is held.
func (x *Mutex) release() {
	if !x.waiters.pop() {
		x.locked = false
	}
}
