package process

// Send puts a message into target's mailbox. It never waits and never fails: a
// message to the dead is dropped. A name that nobody has panics, as OTP raises
// badarg. How the message crosses is the System's [Policy].
func (s *Self) Send(target Target, message any) {
	if alias, ok := target.(Alias); ok {
		s.sendAlias(alias, message)
		return
	}
	to := s.addressee(target)
	m := s.sys.outgoing(message)
	if !s.begin() {
		return
	}
	s.sys.post(s, to, m)
	s.end()
}

// addressee returns the process that a message is for.
func (s *Self) addressee(target Target) *Self {
	if pid, ok := target.(PID); ok && pid.self != nil && pid.self.sys == s.sys {
		return pid.self
	}
	to := s.sys.find("Send", target)
	if to == nil {
		panic(&argError{"Send", ErrBadArg, "no process is registered as " + target.String()})
	}
	return to
}

// Send sends a message from outside any process. It reports whether there was a
// live process to send it to.
func (sys *System) Send(target Target, message any) bool {
	if alias, ok := target.(Alias); ok {
		sys.checkAlias("Send", alias)
		return alias.of.deliver(nil, sys.outgoing(message))
	}
	to := sys.find("Send", target)
	return to != nil && sys.post(nil, to, sys.outgoing(message))
}

// post delivers a message, and reports whether the receiver is alive. from is
// nil for timers and the world outside.
func (sys *System) post(from, to *Self, message any) bool {
	m := sys.posted(from, to, message)
	to.mu.Lock()
	if to.state.isDying() {
		to.mu.Unlock()
		sys.dropped(to, m)
		return false
	}
	parked := to.push(m)
	to.mu.Unlock()
	wake(parked)
	return true
}

// An envelope is put around a message while somebody listens to events, or
// wants to know of mutations.
type envelope struct {
	content  any
	from     *Self
	cause    uint64 // Seq of the event of its sending
	snapshot any    // of the content, for the policy Detect
}

// content returns the message in a mailbox's slot.
func content(m any) any {
	if e, ok := m.(*envelope); ok {
		return e.content
	}
	return m
}

// posted emits the event of a message's sending and wraps it if need be.
func (sys *System) posted(from, to *Self, message any) any {
	if sys.policy != Detect && !sys.wants(EventSend|EventReceive|EventDrop) {
		return message
	}
	return sys.enclosed(from, to, message)
}

//go:noinline
func (sys *System) enclosed(from, to *Self, message any) any {
	e := &envelope{content: message, from: from}
	if sys.policy == Detect {
		e.snapshot = sys.hooks.Copy(message)
	}
	if sys.wants(EventSend) {
		e.cause = sys.report(EventSend, from, to, message, Ref{})
	}
	return e
}

// wrapped emits the event of a signal that becomes a message of to's, and wraps
// the message. Called with locks held, after wants.
func (sys *System) wrapped(kind Kind, to, from *Self, message, value any, ref Ref) any {
	e := &envelope{content: message, from: from}
	if sys.wants(kind) {
		e.cause = sys.report(kind, to, from, value, ref)
	}
	return e
}

// dropped emits the event of a message that found nobody.
func (sys *System) dropped(to *Self, m any) {
	if sys.wants(EventDrop) {
		sys.reportDrop(to, m)
	}
}

//go:noinline
func (sys *System) reportDrop(to *Self, m any) {
	ev := Event{Kind: EventDrop, Other: pidOf(to), Value: content(m)}
	var from *Self
	if e, ok := m.(*envelope); ok {
		ev.Cause, from = e.cause, e.from
	}
	sys.emit(from, &ev)
}

// open returns the message that was taken out of a mailbox's slot.
func (s *Self) open(m any) any {
	e, ok := m.(*envelope)
	if ok {
		s.received(e)
		return e.content
	}
	s.sys.tell(EventReceive, s, nil, m)
	return m
}

// received emits the events of a message's receipt.
//
//go:noinline
func (s *Self) received(e *envelope) {
	if s.sys.wants(EventReceive) {
		s.sys.emit(s, &Event{Kind: EventReceive, Other: pidOf(e.from), Value: e.content, Cause: e.cause})
	}
	if s.sys.policy == Detect {
		s.inspect(e)
	}
}

// inspect reports a message that was changed after it was sent.
func (s *Self) inspect(e *envelope) {
	if e.snapshot == nil || !s.sys.wants(EventMutation) {
		return
	}
	if where := s.sys.hooks.Difference(e.snapshot, e.content); where != "" {
		s.sys.emit(s, &Event{Kind: EventMutation, Other: pidOf(e.from), Value: e.content, Cause: e.cause, Where: where})
	}
}
