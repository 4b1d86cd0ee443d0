package native

import "sync"

// A Pull runs an iterator function as a coroutine, for iter.Pull. It is used
// by one goroutine at a time.
type Pull struct {
	m        *Machine
	run      func(yield func() bool)
	started  bool
	done     bool
	ask      chan bool // true: go on, false: stop
	answer   chan bool // a value is there
	panicked *Crash
	value    any
}

// NewPull returns a Pull of run, which calls yield for each value.
func (m *Machine) NewPull(run func(yield func() bool)) *Pull {
	return &Pull{m: m, run: run, ask: make(chan bool), answer: make(chan bool)}
}

// Next runs the iterator up to its next value and reports whether there is
// one.
func (p *Pull) Next() bool {
	if p.done {
		return false
	}
	return p.resume(true)
}

// Stop ends the iterator: its yield returns false.
func (p *Pull) Stop() {
	if p.done {
		return
	}
	if !p.started {
		p.done = true
		return
	}
	p.resume(false)
}

func (p *Pull) resume(more bool) bool {
	if !p.started {
		p.started = true
		p.start()
	}
	sendTo(p.ask, more)
	ok, _ := receiveFrom(p.answer)
	if q := p.panicked; q != nil {
		p.panicked = nil
		here().throw(q)
	}
	return ok
}

// start runs the iterator in a goroutine of the caller's thread.
func (p *Pull) start() {
	t := newThread(p.m, here().root, "", "")
	p.m.join(t)
	go p.m.Enter(t, p.iterate, func(o Outcome) {
		p.done = true
		p.panicked = o.Crash
		select {
		case p.answer <- false:
		case <-t.life.done:
		}
	})
}

func (p *Pull) iterate() {
	if more, _ := receiveFrom(p.ask); !more {
		return
	}
	p.run(func() bool {
		sendTo(p.answer, true)
		more, _ := receiveFrom(p.ask)
		return more
	})
}

// AtomicAny holds a value of one dynamic type, for atomic.Pointer. The zero
// AtomicAny holds nil.
type AtomicAny struct {
	mu sync.Mutex
	v  any
}

// Load returns the value.
func (a *AtomicAny) Load() any {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.v
}

// Store sets the value.
func (a *AtomicAny) Store(v any) { a.Swap(v) }

// Swap sets the value and returns the old one.
func (a *AtomicAny) Swap(v any) any {
	a.mu.Lock()
	defer a.mu.Unlock()
	old := a.v
	a.v = v
	return old
}

// CompareAndSwap sets the value to v if it is old.
func (a *AtomicAny) CompareAndSwap(old, v any) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.v != old {
		return false
	}
	a.v = v
	return true
}

// CompareAndSwapNil is CompareAndSwap for a typed nil old, which the zero
// AtomicAny equals.
func (a *AtomicAny) CompareAndSwapNil(old, v any) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.v != nil && a.v != old {
		return false
	}
	a.v = v
	return true
}
