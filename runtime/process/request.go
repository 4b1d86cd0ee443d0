package process

import "time"

// A Request is a question whose answer does not go through the mailbox: the
// first message to [Request.ReplyTo], or the end of the process that was asked,
// is kept for [Request.Await], however many messages are unread. Later answers
// are dropped. It is what calls of servers are made of. (OTP: a monitor with
// {alias, reply_demonitor}; unlike there a late second answer never reaches the
// mailbox.)
type Request struct {
	monitor
	alias
	settled bool // guarded by monitor.watcher.mu
	answer  any
	exit    *any // reason of the target's end
}

// Request monitors target and opens an address for its answer. Sending the
// question is the caller's. A Request is used by its process alone and ends
// with Await or Cancel. As it is made in order to wait, it ends the goroutine of
// a dead process, in deferred functions too.
func (s *Self) Request(target Target) *Request {
	to := s.sys.find("Request", target)
	if !s.begin() {
		s.quit()
	}
	defer s.end()
	r := &Request{monitor: monitor{watcher: s, target: to, shown: target}}
	r.monitor.request = r
	r.alias = alias{owner: s, active: true, once: true, asked: r}
	r.monitor.start()
	r.alias.refID = r.monitor.refID
	return r
}

// ReplyTo returns the address to which the answer is sent.
func (r *Request) ReplyTo() Alias { return Alias{&r.alias} }

// Await waits for the answer. It returns an [*ExitError] if the process that
// was asked ended first, with [NoProc] if there was none, and [ErrTimeout] after
// d ([Infinity]: never). The Request is over then.
func (r *Request) Await(d time.Duration) (any, error) {
	r.settleWithin(d)
	s := r.monitor.watcher
	switch {
	case !r.settled:
		return nil, ErrTimeout
	case r.exit != nil:
		return nil, &ExitError{*r.exit}
	}
	return s.open(r.answer), nil
}

// settleWithin waits, and ends the request, also when the goroutine is ended
// meanwhile. An answer that came just before that is kept.
func (r *Request) settleWithin(d time.Duration) {
	defer r.Cancel()
	s := r.monitor.watcher
	s.beginReceive()
	r.wait(s.sys.deadlineIn(d))
	s.endReceive()
}

// Cancel gives the request up: an answer or a death is not told any more. It
// does no harm afterwards.
func (r *Request) Cancel() {
	s := r.monitor.watcher
	s.mu.Lock()
	r.alias.active = false
	s.mu.Unlock()
	r.monitor.cancel()
}

// wait parks until the request is settled or the deadline passes.
func (r *Request) wait(until deadline) {
	s := r.monitor.watcher
	for {
		s.mu.Lock()
		s.waiting = running
		s.stopIfEnded()
		if r.settled || until.passed() {
			s.mu.Unlock()
			return
		}
		s.awaited = r
		parker := s.prepare(answer, &until)
		s.mu.Unlock()
		parker.Park()
		until.look(s.sys.clock)
	}
}

// answered settles the request with a message. Called with the asker's mu held.
func (r *Request) answered(m any) Parker {
	r.answer = m
	return r.settle()
}

// ended settles the request with the target's death. Called with the asker's mu
// held.
func (r *Request) ended(reason any) Parker {
	if r.settled {
		return nil
	}
	r.alias.active = false
	r.exit = &reason
	return r.settle()
}

func (r *Request) settle() Parker {
	r.settled = true
	s := r.monitor.watcher
	if s.waiting != answer || s.awaited != r {
		return nil
	}
	return s.stir()
}
