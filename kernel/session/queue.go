package session

import "sync"

// queueBytes is how much may wait for execution; more makes the channel wait.
const queueBytes = 64 << 20

// A queued is an execute_request that waits for its turn.
type queued struct {
	*request
	aborted bool
}

// A queue holds requests to execute, in the order in which they came.
type queue struct {
	mu     sync.Mutex
	change sync.Cond
	list   []queued
	bytes  int
	closed bool
}

func newQueue() *queue {
	q := &queue{}
	q.change.L = &q.mu
	return q
}

// push adds a request. It waits while the queue is full; a closed queue aborts
// it.
func (q *queue) push(r *request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.list) > 0 && q.bytes+r.size() > queueBytes && !q.closed {
		q.change.Wait()
	}
	q.list = append(q.list, queued{request: r, aborted: q.closed})
	q.bytes += r.size()
	q.change.Broadcast()
}

// pop waits for the next request; ok is false when the queue is closed and
// empty.
func (q *queue) pop() (next queued, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.list) == 0 && !q.closed {
		q.change.Wait()
	}
	if len(q.list) == 0 {
		return queued{}, false
	}
	next = q.list[0]
	q.list[0] = queued{}
	q.list = q.list[1:]
	q.bytes -= next.size()
	q.change.Broadcast()
	return next, true
}

// abort marks everything that waits now: it will be answered but not run.
func (q *queue) abort() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.abortLocked()
}

func (q *queue) abortLocked() {
	for i := range q.list {
		q.list[i].aborted = true
	}
}

// close aborts everything that waits and will come.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.abortLocked()
	q.change.Broadcast()
}
