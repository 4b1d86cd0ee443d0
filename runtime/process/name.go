package process

import (
	"fmt"
	"sync"
)

// names are the registered names of a System. Lock order: names, then a process.
type names struct {
	mu sync.RWMutex
	of map[Name]*Self
}

// Register gives pid a name. A process has at most one. The error wraps
// [ErrNameTaken] if the name is taken or the process has one, [ErrNoProc] if it
// is dead, [ErrBadArg] if the name is empty. The name is free again before
// anybody is told of the process's death. (OTP: register/2, which raises.)
func (s *Self) Register(name Name, pid PID) error {
	to := s.sys.find("Register", pid)
	if !s.begin() {
		return nil
	}
	defer s.end()
	return s.sys.names.register(name, to)
}

// Unregister takes a name away. The error wraps [ErrBadArg] if nobody has it.
// (OTP: unregister/1, which raises.)
func (s *Self) Unregister(name Name) error {
	if !s.begin() {
		return nil
	}
	defer s.end()
	return s.sys.names.unregister(name)
}

// Whereis returns the process that has the name; false if none has. (OTP:
// whereis/1.)
func (s *Self) Whereis(name Name) (PID, bool) { return s.sys.names.lookup(name) }

// Whereis returns the process that has the name; false if none has.
func (sys *System) Whereis(name Name) (PID, bool) { return sys.names.lookup(name) }

func (n *names) lookup(name Name) (PID, bool) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	s, ok := n.of[name]
	return pidOf(s), ok
}

func (n *names) register(name Name, s *Self) error {
	if name == "" {
		return fmt.Errorf("%w: the name is empty", ErrBadArg)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if owner, ok := n.of[name]; ok {
		return fmt.Errorf("%w: %q belongs to %s", ErrNameTaken, string(name), owner)
	}
	if err := s.takeName(name); err != nil {
		return err
	}
	if n.of == nil {
		n.of = map[Name]*Self{}
	}
	n.of[name] = s
	return nil
}

// takeName notes the name in the process itself.
func (s *Self) takeName(name Name) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state.isDying() {
		return fmt.Errorf("%w: %s", ErrNoProc, s)
	}
	e := s.extras()
	if e.name != "" {
		return fmt.Errorf("%w: %s is registered as %q already", ErrNameTaken, s, string(e.name))
	}
	e.name = name
	s.retitle()
	s.tellName(EventRegister, name)
	return nil
}

func (n *names) unregister(name Name) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	s, ok := n.of[name]
	if !ok {
		return fmt.Errorf("%w: no process is registered as %q", ErrBadArg, string(name))
	}
	delete(n.of, name)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tellName(EventUnregister, name)
	if s.extra.name == name {
		s.extra.name = ""
		s.retitle()
	}
	return nil
}

// forget frees the name of a process that died.
func (n *names) forget(name Name, s *Self) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.of[name] == s {
		delete(n.of, name)
		s.tellName(EventUnregister, name)
	}
}

// tellName emits an event of a name.
func (s *Self) tellName(kind Kind, name Name) {
	if s.sys.wants(kind) {
		s.sys.emit(s, &Event{Kind: kind, Name: name})
	}
}
