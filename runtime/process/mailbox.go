package process

// The mailbox is two slices. Senders append to in under the process's mutex;
// the owner swaps it against its emptied out and reads that without a lock.
// Messages that a selective receive passes over stay in out, in order.

// A wait is what the owner is parked for.
type wait uint8

const (
	running  wait = iota // not parked
	messages             // any new message
	answer               // the answer to awaited
)

// An emptied slice of keepSlots or fewer slots is always kept; a larger one until
// it has been nearly empty leanTurns times running.
const (
	keepSlots = 64
	leanTurns = 32
)

// push puts a message into the mailbox. The caller wakes what it returns, if
// anything, when it has let go of mu. Called with mu held, on a live process.
func (s *Self) push(m any) Parker {
	s.in = append(s.in, m)
	if s.waiting != messages {
		return nil
	}
	return s.stir()
}

// stir makes the owner run again; the caller wakes what it returns. Called with
// mu held.
func (s *Self) stir() Parker {
	if s.waiting == running {
		return nil
	}
	s.waiting = running
	return s.parker
}

// wake wakes a parked owner, if there is one.
func wake(p Parker) {
	if p != nil {
		p.Wake()
	}
}

// empty reports whether the owner has read all it took over.
func (s *Self) empty() bool { return s.head == len(s.out) }

// pop takes the oldest message out of out.
func (s *Self) pop() any {
	m := s.out[s.head]
	s.out[s.head] = nil
	s.head++
	return m
}

// remove takes message i out of out, moving the shorter side.
func (s *Self) remove(i int) any {
	m := s.out[i]
	if i-s.head <= len(s.out)-1-i {
		copy(s.out[s.head+1:i+1], s.out[s.head:i])
		s.out[s.head] = nil
		s.head++
		return m
	}
	copy(s.out[i:], s.out[i+1:])
	last := len(s.out) - 1
	s.out[last] = nil
	s.out = s.out[:last]
	return m
}

// takeOver moves the new messages behind the unread ones and returns by how
// much the places of the unread ones moved down. Called by the owner with mu
// held.
func (s *Self) takeOver() (moved int) {
	if s.empty() {
		moved = s.head
		s.out, s.in, s.head = s.in, s.spare(), 0
		return moved
	}
	if s.head > len(s.out)/2 {
		moved = s.head
		n := copy(s.out, s.out[s.head:])
		clear(s.out[n:])
		s.out, s.head = s.out[:n], 0
	}
	s.out = append(s.out, s.in...)
	clear(s.in)
	s.in = s.in[:0]
	return moved
}

// spare returns the emptied out for reuse, unless it has been much larger than
// needed for a while: a burst must not keep its memory.
func (s *Self) spare() []any {
	switch {
	case cap(s.out) <= keepSlots:
	case len(s.out) > cap(s.out)/8:
		s.lean = 0
	case s.lean < leanTurns:
		s.lean++
	default:
		return nil
	}
	return s.out[:0]
}
