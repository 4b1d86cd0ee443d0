package native_test

import (
	"errors"
	"log"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// eventually waits for a condition that other goroutines bring about.
func eventually(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !cond(); runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatalf("never happened: %s", what)
		}
	}
}

func TestCurrentFollowsGoroutines(t *testing.T) {
	w := newWorld()
	th := w.m.NewThread("cell7", "<0.12>")
	var inside, inNative, inGo *native.Thread
	w.start(th, func() {
		inside = native.Current()
		done := make(chan bool)
		go func() { inNative = native.Current(); close(done) }()
		<-done
		done = make(chan bool)
		w.m.Go(func() { inGo = native.Current(); close(done) })
		<-done
	})()
	if inside != th || inNative != th {
		t.Errorf("inside %p, in a plain goroutine %p, want %p", inside, inNative, th)
	}
	if inGo == th || inGo.Root() != th || inGo.Owner() != "cell7" || inGo.Label() != "<0.12>" {
		t.Errorf("a go statement has thread %+v", inGo)
	}
	if native.Current() != nil {
		t.Error("a thread outside of any")
	}
}

func TestForeignLabelsAreNoThreads(t *testing.T) {
	pprof.Do(t.Context(), pprof.Labels("a", "b"), func(profiled) {
		if native.Current() != nil {
			t.Error("a profiler label was taken for a thread")
		}
	})
	w := newWorld()
	w.run(t, func() {
		var b strings.Builder
		if err := pprof.Lookup("goroutine").WriteTo(&b, 1); err != nil || !strings.Contains(b.String(), `"thread":"notebook"`) {
			t.Errorf("profile with threads: %v\n%s", err, b.String())
		}
	})
}

func TestPanicOutcome(t *testing.T) {
	w := newWorld()
	for _, tt := range []struct {
		name string
		body func()
		want string
	}{
		{"builtin", func() { native.Panic("x") }, "panic: x"},
		{"nil", func() { native.Panic(nil) }, "panic: panic called with nil argument"},
		{"int", func() { native.Panic(42) }, "panic: 42"},
		{"float", func() { native.Panic(1.5) }, "panic: 1.5"},
		{"error", func() { native.Panic(errors.New("bad\nnews")) }, "panic: bad\n\tnews"},
		{"learner's", func() { native.Panic(w.erase(word("w"))) }, `panic: native_test.word("w")`},
		{"learner's with String", func() { native.Panic(w.erase(color(1))) }, "panic: color#1"},
		{"index", func() { native.PanicIndex(5, 3) }, "panic: runtime error: index out of range [5] with length 3"},
		{"negative index", func() { native.PanicIndex(-1, 3) }, "panic: runtime error: index out of range [-1]"},
		{"nil dereference", func() { native.PanicNil() }, "panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation]"},
		{"native", func() { var p *int; *p = 1 }, "panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation]"},
		{"division", native.DivZero, "panic: runtime error: integer divide by zero"},
		{"deep", func() { deep(20000, func() { native.Panic("deep") }) }, "panic: deep"},
		{"send on closed", func() { c := make(chan int); close(c); c <- 1 }, "panic: send on closed channel"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := w.run(t, tt.body)
			if o.Ending != native.Panicked || o.Crash.Text() != tt.want {
				t.Errorf("ending %v, text %q, want %q", o.Ending, o.Crash.Text(), tt.want)
			}
		})
	}
}

func deep(n int, f func()) int {
	if n == 0 {
		f()
		return 0
	}
	return deep(n-1, f) + 1
}

func TestEndings(t *testing.T) {
	w := newWorld()
	if o := w.run(t, func() {}); o.Ending != native.Returned {
		t.Errorf("return: %v", o.Ending)
	}
	if o := w.run(t, runtime.Goexit); o.Ending != native.Goexit {
		t.Errorf("Goexit: %v", o.Ending)
	}
	if o := w.run(t, func() { w.m.Exit(3) }); o.Ending != native.Exited || w.code != 3 {
		t.Errorf("os.Exit: %v, code %d", o.Ending, w.code)
	}
}

func TestExitRunsNoDeferred(t *testing.T) {
	w := newWorld()
	ran := false
	w.run(t, func() {
		d := native.NewDefers()
		d.Push(func() { ran = true })
		d.Run(func() { w.m.Exit(0) })
	})
	if ran {
		t.Error("os.Exit ran a deferred function")
	}
}

// loop is what a loop of lowered code looks like.
func loop(m *native.Machine) {
	for {
		m.Checkpoint()
	}
}

// polled: where there is one thread, nobody could raise the flag while code
// runs, so it is always up.
const polled = runtime.GOARCH == "wasm"

func TestInterrupt(t *testing.T) {
	w := newWorld()
	never := make(chan int)
	var mu native.Mutex
	mu.Lock()
	blockers := map[string]func(){
		"loop":      func() { loop(w.m) },
		"send":      func() { send[int](w.m)(never, 1) },
		"receive":   func() { receive[int](w.m)(never) },
		"select":    func() { w.m.NewSelect(0).Run() },
		"sleep":     func() { w.m.Sleep(time.Hour) },
		"mutex":     mu.Lock,
		"waitgroup": func() { var g native.WaitGroup; g.Add(1); g.Wait() },
		"rwmutex":   func() { var x native.RWMutex; x.RLock(); x.Lock() },
		"cond":      func() { var x native.Mutex; x.Lock(); native.NewCond(&x).Wait() },
	}
	for name, body := range blockers {
		t.Run(name, func(t *testing.T) {
			th := w.m.NewThread("cell1", "")
			var recovered any = "untouched"
			deferred := false
			wait := w.start(th, func() {
				d := native.NewDefers()
				d.Push(func() { recovered = d.Recover(); deferred = true })
				d.Run(body)
			})
			if name != "loop" {
				eventually(t, "blocking", func() bool { return th.Waiting() != nil })
			}
			w.m.Interrupt(th)
			if o := wait(); o.Ending != native.Interrupted {
				t.Errorf("ending %v, want Interrupted", o.Ending)
			}
			if !deferred || recovered != nil {
				t.Errorf("deferred ran: %v, recovered %v", deferred, recovered)
			}
			if atomic.LoadInt32(w.m.Flag) != 0 && !polled {
				t.Error("the flag stays up")
			}
		})
	}
}

func TestInterruptOthersRun(t *testing.T) {
	w := newWorld()
	var stop atomic.Bool
	other := w.start(w.m.NewThread("cell2", ""), func() {
		for !stop.Load() {
			w.m.Checkpoint()
		}
	})
	th := w.m.NewThread("cell1", "")
	wait := w.start(th, func() { loop(w.m) })
	w.m.Interrupt(th)
	wait()
	stop.Store(true)
	if o := other(); o.Ending != native.Returned {
		t.Errorf("the other thread: %v", o.Ending)
	}
}

func TestDeferredLoopsEnd(t *testing.T) {
	w := newWorld()
	th := w.m.NewThread("", "")
	var after int
	var again func()
	again = func() {
		d := native.NewDefers()
		d.Push(func() { after++; again() })
		d.Run(func() { loop(w.m) })
	}
	wait := w.start(th, func() {
		d := native.NewDefers()
		d.Push(func() { after += 1000 })
		d.Push(func() { loop(w.m) })
		d.Run(func() { loop(w.m) })
	})
	w.m.Interrupt(th)
	if o := wait(); o.Ending != native.Interrupted || after != 1000 {
		t.Errorf("ending %v, the other deferred function ran: %v", o.Ending, after == 1000)
	}
}

func TestGraceOfDeferred(t *testing.T) {
	w := newWorld()
	th := w.m.NewThread("", "")
	sum, sent := 0, make(chan int, 1)
	wait := w.start(th, func() {
		d := native.NewDefers()
		d.Push(func() {
			for range 1000 {
				w.m.Checkpoint()
				sum++
			}
			send[int](w.m)(sent, sum)
		})
		d.Run(func() { loop(w.m) })
	})
	w.m.Interrupt(th)
	wait()
	if got := <-sent; got != 1000 {
		t.Errorf("the deferred function came to %d, want 1000", got)
	}
}

func TestKillTakesGoroutines(t *testing.T) {
	w := newWorld()
	th := w.m.NewThread("", "")
	wait := w.start(th, func() {
		w.m.Go(func() { loop(w.m) })
		w.m.Go(func() { w.m.Sleep(time.Hour) })
		loop(w.m)
	})
	eventually(t, "three threads", func() bool { return len(w.m.Threads()) == 3 })
	th.Kill()
	if o := wait(); o.Ending != native.Killed {
		t.Errorf("ending %v, want Killed", o.Ending)
	}
	eventually(t, "no threads", func() bool { return len(w.m.Threads()) == 0 })
	if len(w.crashes) != 0 {
		t.Errorf("killed goroutines reported %v", w.crashes)
	}
}

func TestGoCrashEndsNothingElse(t *testing.T) {
	w := newWorld()
	var group sync.WaitGroup
	group.Add(1)
	o := w.run(t, func() {
		w.m.Go(func() { defer group.Done(); native.Panic("lost") })
		group.Wait()
	})
	eventually(t, "a crash", func() bool { w.mu.Lock(); defer w.mu.Unlock(); return len(w.crashes) == 1 })
	if got := w.crashes[0].Text(); got != "panic: lost" || o.Ending != native.Returned {
		t.Errorf("crash %q, ending of the other %v", got, o.Ending)
	}
}

func TestNativeGoroutineCrash(t *testing.T) {
	w := newWorld()
	done := make(chan bool)
	w.run(t, func() {
		go func() { // as a library starts them
			defer close(done)
			native.Panic("foreign")
		}()
		<-done
	})
	if len(w.crashes) != 1 || w.crashes[0].Text() != "panic: foreign" {
		t.Errorf("crashes %v", w.crashes)
	}
}

func TestPanicOfHTTPHandler(t *testing.T) {
	w := newWorld()
	var logged strings.Builder
	failed := false
	w.run(t, func() {
		ts := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { native.Panic("handler") }))
		ts.Config.ErrorLog = log.New(&logged, "", 0)
		ts.Start()
		defer ts.Close()
		_, err := http.Get(ts.URL)
		failed = err != nil
	})
	if !failed || len(w.crashes) != 0 || !strings.Contains(logged.String(), "panic serving") || !strings.Contains(logged.String(), ": handler\n") {
		t.Errorf("request failed: %v, crashes %v, log %q", failed, w.crashes, logged.String())
	}
}

func TestStackAlarm(t *testing.T) {
	w := newWorld()
	w.m.StackAlarm(5000)
	o := w.run(t, func() { deep(10000, func() { loop(w.m) }) })
	if o.Crash == nil || o.Crash.Text() != "fatal error: stack overflow" {
		t.Errorf("outcome %+v", o)
	}
	shallow := w.start(w.m.NewThread("", ""), func() { w.m.Checkpoint() })
	if o := shallow(); o.Ending != native.Returned {
		t.Errorf("a shallow thread: %v", o.Ending)
	}
	w.m.StackQuiet()
	if atomic.LoadInt32(w.m.Flag) != 0 && !polled {
		t.Error("the flag stays up after StackQuiet")
	}
}

func TestFail(t *testing.T) {
	w := newWorld()
	th := w.m.NewThread("", "")
	wait := w.start(th, func() { receive[int](w.m)(nil) })
	eventually(t, "blocking", func() bool { return th.Waiting() != nil })
	if got := th.Waiting().What; got != "chan receive (nil chan)" {
		t.Errorf("waits for %q", got)
	}
	th.Fail("all goroutines are asleep - deadlock!")
	if o := wait(); o.Crash == nil || o.Crash.Text() != "fatal error: all goroutines are asleep - deadlock!" {
		t.Errorf("outcome %+v", o)
	}
}

func TestTraceFrames(t *testing.T) {
	w := newWorld()
	o := w.run(t, func() {
		defer w.m.Trace().Write([]byte("cell7:3:2: panic: F(...)\ncell7:9:1: panic: main(...)\nnoise\n"))
		native.Panic("x")
	})
	want := []native.Frame{{File: "cell7", Line: 3, Col: 2, Func: "F"}, {File: "cell7", Line: 9, Col: 1, Func: "main"}}
	if len(o.Crash.Frames) != 2 || o.Crash.Frames[0] != want[0] || o.Crash.Frames[1] != want[1] {
		t.Errorf("frames %v, want %v", o.Crash.Frames, want)
	}
}
