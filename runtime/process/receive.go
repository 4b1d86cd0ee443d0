package process

import (
	"runtime"
	"time"
)

// Receive returns the next message, waiting for one without limit.
func (s *Self) Receive() any {
	s.beginReceive()
	for s.empty() {
		s.more(&deadline{})
	}
	m := s.pop()
	s.endReceive()
	return s.open(m)
}

// ReceiveFor returns the next message; false if there is none within d. With a
// d of 0 it only looks.
func (s *Self) ReceiveFor(d time.Duration) (any, bool) {
	s.beginReceive()
	until := s.sys.deadlineIn(d)
	for s.empty() {
		if _, ok := s.more(&until); !ok {
			s.endReceive()
			return nil, false
		}
	}
	m := s.pop()
	s.endReceive()
	return s.open(m), true
}

// ReceiveMatch returns the oldest message that match accepts, waiting for one
// without limit; the others stay, in order. match may not wait for messages
// itself.
func (s *Self) ReceiveMatch(match func(any) bool) any {
	m, _ := s.receiveMatch(match, deadline{})
	return m
}

// ReceiveMatchFor is [Self.ReceiveMatch] with a time limit; false if no such
// message comes within d. Messages that do not match do not prolong it.
func (s *Self) ReceiveMatchFor(d time.Duration, match func(any) bool) (any, bool) {
	return s.receiveMatch(match, s.sys.deadlineIn(d))
}

func (s *Self) receiveMatch(match func(any) bool, until deadline) (any, bool) {
	m, ok := s.take(match, until)
	if !ok {
		return nil, false
	}
	return s.open(m), true
}

// take scans the mailbox from its oldest message, and after each wait
// only what is new. It parks in this frame, above none of the caller's code.
func (s *Self) take(match func(any) bool, until deadline) (any, bool) {
	s.beginReceive()
	for i := s.head; ; {
		at, found := s.search(i, match)
		if found {
			m := s.remove(at)
			s.endReceive()
			return m, true
		}
		moved, ok := s.more(&until)
		if !ok {
			s.endReceive()
			return nil, false
		}
		i = at - moved
	}
}

// search returns the place of the first message from place i on that match
// accepts, or the end. If match panics or ends the goroutine the claim is given
// back.
func (s *Self) search(i int, match func(any) bool) (at int, found bool) {
	returned := false
	defer func() {
		if !returned {
			s.endReceive()
		}
	}()
	for ; i < len(s.out) && !found; i++ {
		found = match(content(s.out[i]))
	}
	returned = true
	if found {
		i--
	}
	return i, found
}

// beginReceive takes the claim, or panics if the calling goroutine is not the
// process's. Of a dead process it ends the goroutine.
func (s *Self) beginReceive() {
	if s.sys.yields {
		s.sys.sched.Yield()
	}
	s.checkOwner()
	if !s.claim.take() {
		s.claimAgain()
	}
}

// claimAgain takes the claim after whoever only looks at the mailbox, which is
// done with mu held.
func (s *Self) claimAgain() {
	s.mu.Lock()
	taken := s.claim.take()
	s.mu.Unlock()
	if taken {
		return
	}
	if s.state.isDying() {
		s.quit()
	}
	panic(s.misuse())
}

// checkOwner panics if the host knows that the goroutine is another's.
func (s *Self) checkOwner() {
	if s.sys.hooks.Current == nil {
		return
	}
	if now := s.sys.hooks.Current(); now != nil && now != s {
		panic(s.misuse())
	}
}

// misuse is what a call that waits panics with in a foreign goroutine.
func (s *Self) misuse() error {
	return &argError{"Receive", ErrBadArg, "this Self belongs to process " + s.String()}
}

func (s *Self) endReceive() { s.claim.release(len(s.out) - s.head) }

// more waits until new messages have been taken over and returns by how much
// the places of the unread ones moved down; false when the deadline passed
// first. If the process dies meanwhile it ends the goroutine.
func (s *Self) more(until *deadline) (moved int, ok bool) {
	for {
		s.mu.Lock()
		s.waiting = running
		s.stopIfEnded()
		if n := len(s.in); n > 0 {
			moved = s.takeOver()
			s.mu.Unlock()
			s.Tick(n)
			return moved, true
		}
		if until.passed() {
			s.mu.Unlock()
			return 0, false
		}
		parker := s.prepare(messages, until)
		s.mu.Unlock()
		parker.Park()
		until.look(s.sys.clock)
	}
}

// prepare marks the owner as parked for w and sets its time-out. The caller
// lets go of mu and parks. Called with mu held.
func (s *Self) prepare(w wait, until *deadline) Parker {
	if s.parker == nil {
		s.parker = s.sys.sched.NewParker()
	}
	if until.set {
		s.extras().timeout.start(s, until)
	} else if s.extra != nil {
		s.extra.timeout.stop()
	}
	s.waiting = w
	return s.parker
}

// A timeout wakes a parked owner. It is left running when the wait ends early,
// and serves the next wait too if it is not later than that one's: most
// time-outs are never reached.
type timeout struct {
	timer   Timer
	at      time.Time
	running bool
}

func (t *timeout) start(s *Self, until *deadline) {
	if t.running && !t.at.After(until.at) && t.at.After(until.now) {
		return
	}
	t.at, t.running = until.at, true
	left := until.at.Sub(until.now)
	if t.timer == nil {
		t.timer = s.sys.clock.AfterFunc(left, s.parker.Wake)
		return
	}
	t.timer.Reset(left)
}

func (t *timeout) stop() {
	if t.running {
		t.timer.Stop()
		t.running = false
	}
}

// stopIfEnded ends the goroutine if its process is dead, or if it acts for a
// [Shell] that was interrupted. It holds the claim. Called with mu held.
func (s *Self) stopIfEnded() {
	dead := s.state.isDying()
	if !dead && (s.extra == nil || !s.extra.interrupted) {
		return
	}
	s.mu.Unlock()
	s.endReceive()
	if dead {
		s.quit()
	}
	runtime.Goexit()
}

// quit ends the goroutine of a dead process.
func (s *Self) quit() {
	s.state.unwind()
	runtime.Goexit()
}
