// Package queue holds the messages of one peer, in and out, within bounds. It
// knows bytes only: no sockets and no protocol.
package queue

import (
	"sync"
	"time"
)

// batchSize is how many bytes of small messages are taken in one piece.
const batchSize = 64 << 10

// An Out holds encoded messages on their way to one peer. It is bounded in
// bytes and loses nothing: who fills it has to wait for room, or to give the
// peer up. Many may put, one takes, one at a time waits.
type Out struct {
	limit int
	done  chan struct{} // closed: the peer is gone
	work  chan struct{} // holds one token when there is something to take
	moved chan struct{} // holds one token when something has left

	mu    sync.Mutex
	queue [][]byte
	size  int       // bytes in the queue and on their way into the socket
	last  time.Time // of progress
	gone  bool

	joined []byte // the taker's: several messages in one piece
}

// NewOut makes a queue of limit bytes.
func NewOut(limit int) *Out {
	return &Out{
		limit: limit,
		done:  make(chan struct{}),
		work:  make(chan struct{}, 1),
		moved: make(chan struct{}, 1),
	}
}

// A Result says what became of a message: it was accepted, or refused because
// the queue is full or the peer gone.
type Result int

// The results.
const (
	Accepted Result = iota
	Full
	Gone
)

// Put queues m, of any size if the queue is empty. It does not wait.
func (o *Out) Put(m []byte) Result {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.gone {
		return Gone
	}
	if !o.fits(len(m)) {
		return Full
	}
	o.add(m)
	return Accepted
}

// Push queues m whether it fits or not: its sender has waited for room.
func (o *Out) Push(m []byte) Result {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.gone {
		return Gone
	}
	o.add(m)
	return Accepted
}

func (o *Out) add(m []byte) {
	if o.size == 0 {
		o.last = time.Now() // nothing was there to make progress with
	}
	o.queue = append(o.queue, m)
	o.size += len(m)
	signal(o.work)
}

func (o *Out) fits(n int) bool { return o.size == 0 || o.size+n <= o.limit }

// Take waits for messages and gives the next ones in one piece that is good
// until the next take; ok is false when the queue is closed.
func (o *Out) Take() (batch []byte, ok bool) {
	for {
		if batch := o.next(); batch != nil {
			return batch, true
		}
		select {
		case <-o.work:
		case <-o.done:
			return nil, false
		}
	}
}

// next gives the next messages, nil if there are none.
func (o *Out) next() []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	n, size := 0, 0
	for n < len(o.queue) && (n == 0 || size+len(o.queue[n]) <= batchSize) {
		size += len(o.queue[n])
		n++
	}
	batch := o.join(o.queue[:n])
	clear(o.queue[:n])
	o.queue = o.queue[n:]
	return batch
}

// join puts several messages into one piece and gives a single one as it is.
func (o *Out) join(messages [][]byte) []byte {
	switch len(messages) {
	case 0:
		return nil
	case 1:
		return messages[0]
	}
	o.joined = o.joined[:0]
	for _, m := range messages {
		o.joined = append(o.joined, m...)
	}
	return o.joined
}

// Wrote tells that n bytes have left.
func (o *Out) Wrote(n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.size -= n
	o.last = time.Now()
	signal(o.moved)
}

// patience tells whether n more bytes fit and, if not, how much longer than
// now the peer may go without progress.
func (o *Out) patience(n int, stall time.Duration) (fits bool, left time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.gone || o.fits(n), stall - time.Since(o.last)
}

// WaitRoom waits until n more bytes fit or the queue is closed (true), the
// peer has made no progress for stall, or stop is closed (false).
func (o *Out) WaitRoom(n int, stall time.Duration, stop <-chan struct{}) bool {
	for {
		fits, left := o.patience(n, stall)
		if fits || left <= 0 {
			return fits
		}
		timer := time.NewTimer(left)
		select {
		case <-o.moved:
		case <-o.done:
		case <-timer.C:
		case <-stop:
			timer.Stop()
			return false
		}
		timer.Stop()
	}
}

// Flush waits until everything has left or the queue is closed, at most until
// the deadline fires.
func (o *Out) Flush(deadline <-chan struct{}) {
	for !o.empty() {
		select {
		case <-o.moved:
		case <-o.done:
			return
		case <-deadline:
			return
		}
	}
}

func (o *Out) empty() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.size == 0
}

// Done is closed when the queue is.
func (o *Out) Done() <-chan struct{} { return o.done }

// Close drops what is left. It may be called again.
func (o *Out) Close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.gone {
		return
	}
	o.gone = true
	o.queue, o.size = nil, 0
	close(o.done)
}

// signal leaves a token in c if there is none.
func signal(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
