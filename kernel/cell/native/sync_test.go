package native_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

func TestMutexExcludes(t *testing.T) {
	var mu native.Mutex
	var rw native.RWMutex
	var all sync.WaitGroup
	n, r := 0, 0
	for range 20 {
		all.Go(func() {
			for range 100 {
				mu.Lock()
				n++
				mu.Unlock()
				rw.Lock()
				r++
				rw.Unlock()
				rw.RLock()
				_ = r
				rw.RUnlock()
			}
		})
	}
	all.Wait()
	if n != 2000 || r != 2000 {
		t.Errorf("counted %d and %d, want 2000", n, r)
	}
	if !mu.TryLock() || mu.TryLock() || !rw.TryRLock() || rw.TryLock() {
		t.Error("TryLock is wrong about a free or taken lock")
	}
}

func TestFatalUnlocks(t *testing.T) {
	w := newWorld()
	for want, body := range map[string]func(){
		"fatal error: sync: unlock of unlocked mutex":     func() { new(native.Mutex).Unlock() },
		"fatal error: sync: Unlock of unlocked RWMutex":   func() { new(native.RWMutex).Unlock() },
		"fatal error: sync: RUnlock of unlocked RWMutex":  func() { new(native.RWMutex).RUnlock() },
		"panic: sync: negative WaitGroup counter":         func() { new(native.WaitGroup).Done() },
		"panic: time: Stop called on uninitialized Timer": func() { new(native.Timer).Stop() },
		"panic: non-positive interval for NewTicker":      func() { w.m.NewTicker(0) },
	} {
		if o := w.run(t, body); o.Crash == nil || o.Crash.Text() != want {
			t.Errorf("outcome %+v, want %s", o, want)
		}
	}
}

func TestInterruptedWaitersPassLocksOn(t *testing.T) {
	w := newWorld()
	var mu native.Mutex
	mu.Lock()
	gone := w.m.NewThread("", "")
	wait := w.start(gone, mu.Lock)
	eventually(t, "blocking", func() bool { return gone.Waiting() != nil })
	got := make(chan bool)
	go func() { mu.Lock(); close(got) }()
	w.m.Interrupt(gone)
	wait()
	mu.Unlock()
	<-got
}

func TestOnceAndCond(t *testing.T) {
	var once native.Once
	n := 0
	for range 3 {
		once.Do(func() { n++ })
	}
	if n != 1 {
		t.Errorf("Once called %d times", n)
	}
	w := newWorld()
	var mu native.Mutex
	cond := native.NewCond(&mu)
	woken, waits := 0, []func() native.Outcome{}
	var threads []*native.Thread
	for range 3 {
		th := w.m.NewThread("", "")
		threads = append(threads, th)
		waits = append(waits, w.start(th, func() {
			mu.Lock()
			defer mu.Unlock()
			cond.Wait()
			woken++
		}))
	}
	for _, th := range threads {
		eventually(t, "waiting", func() bool { x := th.Waiting(); return x != nil && x.What == "sync.Cond.Wait" })
	}
	cond.Signal()
	eventually(t, "one woken", func() bool { mu.Lock(); defer mu.Unlock(); return woken == 1 })
	cond.Broadcast()
	for _, wait := range waits {
		wait()
	}
	if woken != 3 {
		t.Errorf("%d woken, want 3", woken)
	}
}

func TestWaitGroupGo(t *testing.T) {
	w := newWorld()
	var mu native.Mutex
	n := 0
	w.run(t, func() {
		var g native.WaitGroup
		for range 10 {
			g.Go(func() { mu.Lock(); n++; mu.Unlock() })
		}
		g.Wait()
	})
	if n != 10 {
		t.Errorf("%d functions ran, want 10", n)
	}
}

func TestTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := native.New(native.Hooks{})
		start := m.Now()
		m.Sleep(3 * time.Second)
		if got := m.Since(start); got != 3*time.Second {
			t.Errorf("slept %v, want 3s", got)
		}
		timer := m.NewTimer(time.Second)
		if !timer.Stop() || timer.Reset(2*time.Second) {
			t.Error("Stop of a running or Reset of a stopped timer is wrong")
		}
		<-timer.C
		if got := m.Since(start); got != 5*time.Second {
			t.Errorf("the timer fired after %v, want 5s", got)
		}
		ticker := m.NewTicker(time.Second)
		<-ticker.C
		<-ticker.C
		ticker.Stop()
		<-m.After(time.Second)
		select {
		case <-ticker.C:
			t.Error("a stopped ticker ticks")
		default:
		}
		done := make(chan bool)
		m.AfterFunc(time.Second, func() { close(done) })
		<-done
		if got := m.Since(start); got != 9*time.Second {
			t.Errorf("now %v, want 9s", got)
		}
	})
}
