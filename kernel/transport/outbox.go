package transport

import (
	"sync"
	"time"
)

const (
	// batchSize is how many bytes of small messages go out in one write.
	batchSize = 64 << 10
	// writeStep is how many bytes must leave to count as progress of a peer.
	writeStep = 128 << 10
)

// An outbox holds encoded messages on their way to one peer. It is bounded in
// bytes and loses nothing: who fills it has to wait for room, or to give the
// peer up. Many may put, one takes, one at a time waits.
type outbox struct {
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

func newOutbox(limit int) *outbox {
	return &outbox{
		limit: limit,
		done:  make(chan struct{}),
		work:  make(chan struct{}, 1),
		moved: make(chan struct{}, 1),
	}
}

// A putResult says what became of a message.
type putResult int

const (
	accepted putResult = iota
	refusedFull
	refusedGone
)

// put queues m, of any size if the outbox is empty. It does not wait.
func (o *outbox) put(m []byte) putResult {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.gone {
		return refusedGone
	}
	if !o.fits(len(m)) {
		return refusedFull
	}
	o.add(m)
	return accepted
}

// push queues m whether it fits or not: its sender has waited for room.
func (o *outbox) push(m []byte) putResult {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.gone {
		return refusedGone
	}
	o.add(m)
	return accepted
}

func (o *outbox) add(m []byte) {
	if o.size == 0 {
		o.last = time.Now() // nothing was there to make progress with
	}
	o.queue = append(o.queue, m)
	o.size += len(m)
	signal(o.work)
}

func (o *outbox) fits(n int) bool { return o.size == 0 || o.size+n <= o.limit }

// take waits for messages and gives the next ones in one piece that is good
// until the next take; ok is false when the outbox is closed.
func (o *outbox) take() (batch []byte, ok bool) {
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
func (o *outbox) next() []byte {
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
func (o *outbox) join(messages [][]byte) []byte {
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

// wrote tells that n bytes have left.
func (o *outbox) wrote(n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.size -= n
	o.last = time.Now()
	signal(o.moved)
}

// patience tells whether n more bytes fit and, if not, how much longer than
// now the peer may go without progress.
func (o *outbox) patience(n int, stall time.Duration) (fits bool, left time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.gone || o.fits(n), stall - time.Since(o.last)
}

// waitRoom waits until n more bytes fit or the outbox is closed (true), the
// peer has made no progress for stall, or stop is closed (false).
func (o *outbox) waitRoom(n int, stall time.Duration, stop <-chan struct{}) bool {
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

// flush waits until everything has left or the outbox is closed, at most until
// the deadline fires.
func (o *outbox) flush(deadline <-chan struct{}) {
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

func (o *outbox) empty() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.size == 0
}

// close drops what is left. It may be called again.
func (o *outbox) close() {
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
