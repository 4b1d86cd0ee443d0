package native

import "sync"

// RWMutex is sync.RWMutex: a waiting writer keeps new readers out.
type RWMutex struct {
	mu      sync.Mutex
	readers int
	writing bool
	writers queue
	reads   queue
}

// Lock locks for writing.
func (x *RWMutex) Lock() {
	x.mu.Lock()
	if !x.writing && x.readers == 0 {
		x.writing = true
		x.mu.Unlock()
		return
	}
	c := x.writers.push()
	x.mu.Unlock()
	waiting().await(c, "sync.RWMutex.Lock", func() {
		x.mu.Lock()
		defer x.mu.Unlock()
		if !x.writers.drop(c) {
			x.writing = false
		}
		x.admit()
	})
}

// TryLock locks for writing if the lock is free.
func (x *RWMutex) TryLock() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.writing || x.readers > 0 {
		return false
	}
	x.writing = true
	return true
}

// Unlock ends writing. It is a fatal error if nobody writes.
func (x *RWMutex) Unlock() {
	x.mu.Lock()
	ok := x.writing
	if ok {
		x.writing = false
		x.letReaders()
		x.admit()
	}
	x.mu.Unlock()
	if !ok {
		here().fatal("sync: Unlock of unlocked RWMutex")
	}
}

// RLock locks for reading.
func (x *RWMutex) RLock() {
	x.mu.Lock()
	if !x.writing && len(x.writers) == 0 {
		x.readers++
		x.mu.Unlock()
		return
	}
	c := x.reads.push()
	x.mu.Unlock()
	waiting().await(c, "sync.RWMutex.RLock", func() {
		x.mu.Lock()
		defer x.mu.Unlock()
		if !x.reads.drop(c) {
			x.readers--
		}
		x.admit()
	})
}

// TryRLock locks for reading if that is possible at once.
func (x *RWMutex) TryRLock() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.writing || len(x.writers) > 0 {
		return false
	}
	x.readers++
	return true
}

// RUnlock ends reading. It is a fatal error if nobody reads.
func (x *RWMutex) RUnlock() {
	x.mu.Lock()
	ok := x.readers > 0
	if ok {
		x.readers--
		x.admit()
	}
	x.mu.Unlock()
	if !ok {
		here().fatal("sync: RUnlock of unlocked RWMutex")
	}
}

// admit lets in who may enter now: a waiting writer first. x.mu is held.
func (x *RWMutex) admit() {
	if x.writing {
		return
	}
	if x.readers == 0 && x.writers.pop() {
		x.writing = true
		return
	}
	if len(x.writers) == 0 {
		x.letReaders()
	}
}

// letReaders lets all waiting readers in, as the end of writing does.
func (x *RWMutex) letReaders() {
	for x.reads.pop() {
		x.readers++
	}
}

// RLocker returns a Locker whose methods are RLock and RUnlock.
func (x *RWMutex) RLocker() sync.Locker { return (*readLocker)(x) }

type readLocker RWMutex

func (r *readLocker) Lock()   { (*RWMutex)(r).RLock() }
func (r *readLocker) Unlock() { (*RWMutex)(r).RUnlock() }
