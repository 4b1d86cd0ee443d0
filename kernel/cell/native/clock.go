package native

import (
	"sync"
	"time"
)

// Time of cells: that of the thread's clock, which is the real one unless the
// Clock hook says otherwise. Waiting ends with the thread.

// realClock is Go's.
type realClock struct{}

func (realClock) Now() time.Time { return time.Now() }
func (realClock) AfterFunc(d time.Duration, f func()) func() bool {
	return time.AfterFunc(d, f).Stop
}

func (m *Machine) clock() Clock {
	if c := m.hooks.Clock(m.thread()); c != nil {
		return c
	}
	return realClock{}
}

// Now is time.Now.
func (m *Machine) Now() time.Time { return m.clock().Now() }

// Since is time.Since.
func (m *Machine) Since(t time.Time) time.Duration { return m.Now().Sub(t) }

// Until is time.Until.
func (m *Machine) Until(t time.Time) time.Duration { return t.Sub(m.Now()) }

// Sleep is time.Sleep.
func (m *Machine) Sleep(d time.Duration) {
	m.point()
	if d <= 0 {
		return
	}
	over := make(chan struct{})
	stop := m.clock().AfterFunc(d, func() { close(over) })
	waiting().await(over, "sleep", func() { stop() })
}

// After is time.After.
func (m *Machine) After(d time.Duration) <-chan time.Time { return m.NewTimer(d).C }

// Tick is time.Tick.
func (m *Machine) Tick(d time.Duration) <-chan time.Time {
	if d <= 0 {
		return nil
	}
	return m.NewTicker(d).C
}

// AfterFunc is time.AfterFunc. f runs in a goroutine that belongs where the
// caller belongs.
func (m *Machine) AfterFunc(d time.Duration, f func()) *Timer {
	t := m.thread()
	return newTimer(m.clock(), nil, d, func() { m.startAs(t, f) })
}

// NewTimer is time.NewTimer.
func (m *Machine) NewTimer(d time.Duration) *Timer {
	c, clock := make(chan time.Time, 1), m.clock()
	return newTimer(clock, c, d, func() { tell(c, clock) })
}

// NewTicker is time.NewTicker.
func (m *Machine) NewTicker(d time.Duration) *Ticker {
	if d <= 0 {
		raise("non-positive interval for NewTicker")
	}
	t := &Ticker{clock: m.clock(), c: make(chan time.Time, 1)}
	t.C = t.c
	t.arm(d)
	return t
}

// tell sends the time if nobody is behind with taking it.
func tell(c chan time.Time, clock Clock) {
	select {
	case c <- clock.Now():
	default:
	}
}

// Timer is time.Timer.
type Timer struct {
	C <-chan time.Time

	clock Clock
	c     chan time.Time
	fire  func()
	mu    sync.Mutex
	stop  func() bool
}

func newTimer(clock Clock, c chan time.Time, d time.Duration, fire func()) *Timer {
	t := &Timer{C: c, c: c, clock: clock, fire: fire}
	t.stop = clock.AfterFunc(d, fire)
	return t
}

// Stop prevents the timer from firing and reports whether it did.
func (t *Timer) Stop() bool {
	if t.clock == nil {
		raise("time: Stop called on uninitialized Timer")
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.cancel()
}

// Reset makes the timer fire after d. It reports whether it had been running.
func (t *Timer) Reset(d time.Duration) bool {
	if t.clock == nil {
		raise("time: Reset called on uninitialized Timer")
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	running := t.cancel()
	t.stop = t.clock.AfterFunc(d, t.fire)
	return running
}

// cancel stops the timer; a time that was not yet taken is taken back, as
// since Go 1.23.
func (t *Timer) cancel() bool {
	running := t.stop()
	select {
	case <-t.c:
		return true
	default:
		return running
	}
}

// Ticker is time.Ticker.
type Ticker struct {
	C <-chan time.Time

	clock Clock
	c     chan time.Time
	mu    sync.Mutex
	gen   int // of the period
	stop  func() bool
}

// Stop turns the ticker off.
func (t *Ticker) Stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.gen++
	if t.stop != nil {
		t.stop()
	}
	select {
	case <-t.c:
	default:
	}
}

// Reset makes d the period, beginning now.
func (t *Ticker) Reset(d time.Duration) {
	if d <= 0 {
		raise("non-positive interval for Ticker.Reset")
	}
	t.Stop()
	t.arm(d)
}

func (t *Ticker) arm(d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.schedule(t.clock.Now().Add(d), d, t.gen)
}

// schedule plans the tick at next and those that follow it. t.mu is held.
func (t *Ticker) schedule(next time.Time, d time.Duration, gen int) {
	t.stop = t.clock.AfterFunc(next.Sub(t.clock.Now()), func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.gen != gen {
			return
		}
		tell(t.c, t.clock)
		next = next.Add(d)
		if now := t.clock.Now(); next.Before(now) {
			next = now.Add(d)
		}
		t.schedule(next, d, gen)
	})
}
