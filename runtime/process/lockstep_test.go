package process_test

import (
	"container/heap"
	"math/rand/v2"
	"sync"
	"time"

	. "github.com/spawnlab/spawnlab/runtime/process"
)

// lockstep is a scheduler and clock of the least sort: one goroutine runs at a
// time, the next one is drawn from a seed, and time passes only when none can
// run. It shows that a System needs nothing else.
type lockstep struct {
	mu     sync.Mutex
	random *rand.Rand
	ready  []*strand
	now    time.Time
	alarms alarms
	count  int
	back   chan struct{} // to run: the running strand stopped
	active *strand
}

// A strand is a goroutine that runs when it is given the turn.
type strand struct{ turn chan struct{} }

func newLockstep(seed uint64) *lockstep {
	return &lockstep{random: rand.New(rand.NewPCG(seed, 0)), now: time.Unix(0, 0).UTC(), back: make(chan struct{})}
}

// run gives turns until nothing can run any more.
func (l *lockstep) run() {
	for {
		if f := l.next(); f != nil {
			f()
			continue
		}
		if l.active == nil {
			return
		}
		l.active.turn <- struct{}{}
		<-l.back
	}
}

// next chooses who runs, as l.active; if nobody can it returns the alarm that
// is due next, if any.
func (l *lockstep) next() (due func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.active = nil
	if n := len(l.ready); n > 0 {
		i := l.random.IntN(n)
		l.active = l.ready[i]
		l.ready = append(l.ready[:i], l.ready[i+1:]...)
		return nil
	}
	if len(l.alarms) == 0 {
		return nil
	}
	a := heap.Pop(&l.alarms).(*alarm)
	l.now = a.at
	return a.f
}

func (l *lockstep) enqueue(s *strand) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ready = append(l.ready, s)
}

// Go implements Scheduler.
func (l *lockstep) Go(task func()) {
	s := &strand{make(chan struct{})}
	go func() {
		<-s.turn
		defer func() { l.back <- struct{}{} }()
		task()
	}()
	l.enqueue(s)
}

// Yield implements Scheduler.
func (l *lockstep) Yield() {
	s := l.active
	l.enqueue(s)
	l.back <- struct{}{}
	<-s.turn
}

// NewParker implements Scheduler.
func (l *lockstep) NewParker() Parker { return &place{l: l} }

// A place is a Parker.
type place struct {
	l      *lockstep
	permit bool
	parked *strand
}

func (p *place) Park() {
	s := p.l.active
	p.l.mu.Lock()
	if p.permit {
		p.permit = false
		p.l.mu.Unlock()
		return
	}
	p.parked = s
	p.l.mu.Unlock()
	p.l.back <- struct{}{}
	<-s.turn
}

func (p *place) Wake() {
	p.l.mu.Lock()
	defer p.l.mu.Unlock()
	if p.parked == nil {
		p.permit = true
		return
	}
	p.l.ready = append(p.l.ready, p.parked)
	p.parked = nil
}

// Now implements Clock.
func (l *lockstep) Now() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.now
}

// AfterFunc implements Clock.
func (l *lockstep) AfterFunc(d time.Duration, f func()) Timer {
	a := &alarm{l: l, f: f, index: -1}
	a.Reset(d)
	return a
}

// An alarm is a Timer; alarms is a heap of them by time and age.
type alarm struct {
	l     *lockstep
	at    time.Time
	order int
	f     func()
	index int
}

type alarms []*alarm

func (a *alarm) Stop() bool {
	a.l.mu.Lock()
	defer a.l.mu.Unlock()
	return a.stop()
}

func (a *alarm) stop() bool {
	if a.index < 0 {
		return false
	}
	heap.Remove(&a.l.alarms, a.index)
	return true
}

func (a *alarm) Reset(d time.Duration) bool {
	a.l.mu.Lock()
	defer a.l.mu.Unlock()
	was := a.stop()
	a.l.count++
	a.at, a.order = a.l.now.Add(d), a.l.count
	heap.Push(&a.l.alarms, a)
	return was
}

func (h alarms) Len() int { return len(h) }
func (h alarms) Less(i, j int) bool {
	if h[i].at.Equal(h[j].at) {
		return h[i].order < h[j].order
	}
	return h[i].at.Before(h[j].at)
}
func (h alarms) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}
func (h *alarms) Push(x any) {
	x.(*alarm).index = len(*h)
	*h = append(*h, x.(*alarm))
}
func (h *alarms) Pop() any {
	last := len(*h) - 1
	a := (*h)[last]
	*h, a.index = (*h)[:last], -1
	return a
}
