package process

import "strconv"

// An Alias is a second address of a process that can be taken back: messages to
// it are dropped before the mailbox from then on. It is comparable. (OTP:
// alias/1.)
type Alias struct{ of *alias }

type alias struct {
	refID
	owner  *Self
	active bool     // guarded by owner.mu
	once   bool     // ends with the first message
	asked  *Request // the message is its answer and not for the mailbox
}

// Alias returns a new alias of the calling process. (OTP: alias/0.)
func (s *Self) Alias() Alias { return s.newAlias(false) }

// AliasOnce returns an alias that ends with the first message sent to it. (OTP:
// alias([reply]).)
func (s *Self) AliasOnce() Alias { return s.newAlias(true) }

func (s *Self) newAlias(once bool) Alias {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Alias{&alias{refID: s.nextRef(), owner: s, active: true, once: once}}
}

// Unalias takes an alias of the caller's back and reports whether it was in
// use. (OTP: unalias/1.)
func (s *Self) Unalias(a Alias) (active bool) {
	if a.of == nil || a.of.owner != s {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	active, a.of.active = a.of.active, false
	return active
}

// String returns #Alias<0.12.3>.
func (a Alias) String() string {
	if a.of == nil {
		return "#Alias<0>"
	}
	return "#Alias<0." + strconv.FormatUint(a.of.refID.owner, 10) + "." + strconv.FormatUint(uint64(a.of.n), 10) + ">"
}

// IsZero reports whether a is no alias at all.
func (a Alias) IsZero() bool { return a.of == nil }

// Whereis returns the owner, while the alias is in use and it is alive.
func (a Alias) Whereis(*System) (PID, bool) {
	if a.of == nil {
		return PID{}, false
	}
	s := a.of.owner
	s.mu.Lock()
	defer s.mu.Unlock()
	return pidOf(s), a.of.active && !s.state.isDying()
}

// sendAlias sends a message to an alias.
func (s *Self) sendAlias(a Alias, message any) {
	s.sys.checkAlias("Send", a)
	m := s.sys.outgoing(message)
	if !s.begin() {
		return
	}
	a.of.deliver(s, m)
	s.end()
}

// checkAlias panics if the alias is none of this System's.
func (sys *System) checkAlias(call string, a Alias) {
	if a.of == nil {
		panic(&argError{call, ErrBadArg, "the alias is empty"})
	}
	if a.of.owner.sys != sys {
		panic(&argError{call, ErrOtherSystem, a.String() + " belongs to another System"})
	}
}

// deliver puts a message where the alias leads and reports whether it still
// leads anywhere.
func (a *alias) deliver(from *Self, message any) bool {
	to := a.owner
	m := to.sys.posted(from, to, message)
	to.mu.Lock()
	if !a.active || to.state.isDying() {
		to.mu.Unlock()
		to.sys.dropped(to, m)
		return false
	}
	a.active = !a.once
	var parked Parker
	if a.asked != nil {
		parked = a.asked.answered(m)
	} else {
		parked = to.push(m)
	}
	to.mu.Unlock()
	wake(parked)
	return true
}
