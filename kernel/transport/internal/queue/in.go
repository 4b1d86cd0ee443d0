package queue

import "sync"

// An In holds checked messages on their way from one peer to zmq4. It is
// bounded in bytes, one message always fits; a full one holds up that peer
// alone. One puts, one takes.
type In struct {
	limit int

	mu       sync.Mutex
	changed  *sync.Cond
	queue    [][][]byte // messages of frames
	size     int
	finished bool
}

// NewIn makes a queue of limit bytes.
func NewIn(limit int) *In {
	b := &In{limit: limit}
	b.changed = sync.NewCond(&b.mu)
	return b
}

// Put waits for room and queues a message; false when the queue is finished.
func (b *In) Put(frames [][]byte) bool {
	size := sizeOf(frames)
	b.mu.Lock()
	defer b.mu.Unlock()
	for !b.finished && len(b.queue) > 0 && b.size+size > b.limit {
		b.changed.Wait()
	}
	if b.finished {
		return false
	}
	b.queue = append(b.queue, frames)
	b.size += size
	b.changed.Broadcast()
	return true
}

// Take waits for a message; false when the queue is finished and empty. What a
// peer sent before it left still arrives: often that is a shutdown_request.
func (b *In) Take() (frames [][]byte, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for !b.finished && len(b.queue) == 0 {
		b.changed.Wait()
	}
	if len(b.queue) == 0 {
		return nil, false
	}
	frames, b.queue[0] = b.queue[0], nil
	b.queue = b.queue[1:]
	b.size -= sizeOf(frames)
	b.changed.Broadcast()
	return frames, true
}

// Finish lets no more in. It may be called again.
func (b *In) Finish() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.finished = true
	b.changed.Broadcast()
}

// sizeOf counts a message's bytes; an empty frame costs something too.
func sizeOf(frames [][]byte) int {
	n := 0
	for _, f := range frames {
		n += len(f) + 32
	}
	return n
}
