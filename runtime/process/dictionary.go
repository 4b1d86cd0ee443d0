package process

import "maps"

// Put keeps value under key in the process dictionary, which is the process's
// own, and returns the value it had, or nil. (OTP: put/2.)
func (s *Self) Put(key, value any) (old any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.extras()
	if e.dict == nil {
		e.dict = map[any]any{}
	}
	old = e.dict[key]
	e.dict[key] = value
	return old
}

// Get returns the value under key in the process dictionary, or nil. (OTP:
// get/1.)
func (s *Self) Get(key any) any {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.extra == nil {
		return nil
	}
	return s.extra.dict[key]
}

// Erase takes the value under key out of the process dictionary and returns it,
// or nil. (OTP: erase/1.)
func (s *Self) Erase(key any) (old any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.extra == nil {
		return nil
	}
	old = s.extra.dict[key]
	delete(s.extra.dict, key)
	return old
}

// Dictionary returns a copy of the process dictionary. (OTP: get/0.)
func (s *Self) Dictionary() map[any]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.extra == nil {
		return nil
	}
	return maps.Clone(s.extra.dict)
}
