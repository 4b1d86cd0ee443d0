package process

// indexedLinks is the number of links from which on they are found by a map.
const indexedLinks = 32

// Link links the calling process with pid, both ways: when one ends, the other
// gets an exit signal with its reason. There is at most one link between two
// processes, and none with oneself. If pid is dead, a caller that traps exits
// gets an [ExitSignal] with [NoProc]; for any other Link panics. (OTP: link/1.)
func (s *Self) Link(pid PID) {
	to := s.sys.find("Link", pid)
	if to == s || !s.begin() {
		return
	}
	defer s.end()
	if !s.linkTo(to) {
		panic(&argError{"Link", ErrNoProc, "there is no process " + pid.String()})
	}
}

// linkTo links two processes; false if the other is dead and the caller does
// not trap exits.
func (s *Self) linkTo(to *Self) bool {
	unlock := lockBoth(s, to)
	if to.state.isDying() {
		trapping := s.trapping
		if trapping {
			s.takeSignal(to, NoProc, fromLink)
		}
		unlock()
		return trapping
	}
	added := s.addLink(to)
	if added {
		to.addLink(s)
	}
	unlock()
	if added {
		s.sys.tell(EventLink, s, to, nil)
	}
	return true
}

// Unlink removes the link with pid, if there is one. No exit signal of that
// link is received afterwards; an [ExitSignal] that is a message already stays
// one. (OTP: unlink/1.)
func (s *Self) Unlink(pid PID) {
	to := s.sys.find("Unlink", pid)
	if to == s || !s.begin() {
		return
	}
	defer s.end()
	unlock := lockBoth(s, to)
	dropped := s.dropLink(to)
	to.dropLink(s)
	unlock()
	if dropped {
		s.sys.tell(EventUnlink, s, to, nil)
	}
}

// lockBoth locks two processes, the older one first.
func lockBoth(a, b *Self) (unlock func()) {
	if a.id > b.id {
		a, b = b, a
	}
	a.mu.Lock()
	b.mu.Lock()
	return func() {
		b.mu.Unlock()
		a.mu.Unlock()
	}
}

// linkEnded tells the process that peer, linked with it, has ended, and appends
// the process to fallen if that ends it too.
func (s *Self) linkEnded(peer *Self, fallen []*Self) []*Self {
	s.mu.Lock()
	if !s.dropLink(peer) {
		s.mu.Unlock()
		return fallen
	}
	doomed, parked := s.takeSignal(peer, peer.reason, fromLink)
	s.mu.Unlock()
	wake(parked)
	if doomed {
		return append(fallen, s)
	}
	return fallen
}

// addLink notes a link on this side and reports whether it is new. Called with
// mu held, as are the following.
func (s *Self) addLink(peer *Self) bool {
	if s.findLink(peer) >= 0 {
		return false
	}
	s.links = append(s.links, peer)
	if len(s.links) >= indexedLinks || s.linkIndex() != nil {
		s.indexLinks()
	}
	return true
}

// dropLink forgets a link on this side and reports whether there was one.
func (s *Self) dropLink(peer *Self) bool {
	i := s.findLink(peer)
	if i < 0 {
		return false
	}
	last := len(s.links) - 1
	moved := s.links[last]
	s.links[i], s.links[last] = moved, nil
	s.links = s.links[:last]
	if index := s.linkIndex(); index != nil {
		index[moved] = i
		delete(index, peer)
	}
	return true
}

// findLink returns the place of a link, -1 if there is none.
func (s *Self) findLink(peer *Self) int {
	if index := s.linkIndex(); index != nil {
		if i, ok := index[peer]; ok {
			return i
		}
		return -1
	}
	for i, l := range s.links {
		if l == peer {
			return i
		}
	}
	return -1
}

func (s *Self) linkIndex() map[*Self]int {
	if s.extra == nil {
		return nil
	}
	return s.extra.linkIndex
}

// indexLinks enters the newest link into the index, or makes the index.
func (s *Self) indexLinks() {
	e := s.extras()
	if e.linkIndex != nil {
		e.linkIndex[s.links[len(s.links)-1]] = len(s.links) - 1
		return
	}
	e.linkIndex = make(map[*Self]int, 2*indexedLinks)
	for i, l := range s.links {
		e.linkIndex[l] = i
	}
}
