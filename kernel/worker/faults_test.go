package worker_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/kernel/link"
)

// TestFaults runs what would end a compiled program. Here it costs the cell,
// and says what Go says.
func TestFaults(t *testing.T) {
	for _, tt := range []struct {
		name, code, want string
	}{
		{"panic", `panic("boom")`, "panic: panic: boom"},
		{"error as panic", `panic(fmt.Errorf("lost %d", 3))`, "panic: panic: lost 3"},
		{"nil map", `var m map[string]int; m["a"] = 1`, "panic: panic: assignment to entry in nil map"},
		{"nil pointer", `var p *struct{ x int }; p.x = 1`, "panic: panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation]"},
		{"index", `s := []int{1}; i := 1; s[i]++`, "panic: panic: runtime error: index out of range [1] with length 1"},
		{"division", `a, b := 1, 0; a / b`, "panic: panic: runtime error: integer divide by zero"},
		{"closed channel", `c := make(chan int); close(c); close(c)`, "panic: panic: close of closed channel"},
		{"send on closed channel", `c := make(chan int); close(c); c <- 1`, "panic: panic: send on closed channel"},
		{"close of nil channel", `var c chan int; close(c)`, "panic: panic: close of nil channel"},
		{"type assertion", `var v any = 1; v.(string)`, "panic: panic: interface conversion: interface {} is int, not string"},
		{"unlocked mutex", `var mu sync.Mutex; mu.Unlock()`, "panic: fatal error: sync: unlock of unlocked mutex"},
		{"recursion of a function", "func f(n int) int { return f(n+1) + 1 }\nf(0)", "panic: fatal error: stack overflow"},
		{"recursion of a closure", "var f func(int) int\nf = func(n int) int { return f(n+1) + f(n+2) }\nf(0)", "panic: fatal error: stack overflow"},
		{"recursion of a method", "type T struct{ a, b string }\nfunc (t T) m(n int) T { u := t.m(n + 1); u.a = t.b; return u }\nT{}.m(0)", "panic: fatal error: stack overflow"},
		{"exit", `os.Exit(3)`, "exit: os.Exit: exit status 3"},
		{"good exit", `os.Exit(0)`, ""},
		{"exit in a goroutine", "go func() { os.Exit(4) }()\ntime.Sleep(time.Minute)", "exit: os.Exit: exit status 4"},
		{"exit in a process", "self.Spawn(func(self *process.Self) { os.Exit(5) })\nself.Receive()", "exit: os.Exit: exit status 5"},
		{"exit skips deferred functions", "defer panic(1)\nos.Exit(6)", "exit: os.Exit: exit status 6"},
		{"log.Fatal", `log.Fatal("gone")`, "exit: os.Exit: exit status 1"},
		{"exit of the process", `self.Exit("enough")`, `exit: exit: "enough"`},
		{"exit signal", `self.ExitTo(self.PID(), process.Kill)`, "exit: exit signal: killed"},
		{"goexit", `runtime.Goexit()`, ""},
		{"unknown name", `nobody`, "compile: compile error: undefined: nobody"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n := open(t)
			n.run("kept := 41")
			if got := n.run(tt.code).fault(); got != tt.want {
				t.Errorf("%s\nends with %q\nwant      %q", tt.code, got, tt.want)
			}
			if got := n.run("kept + 1").value; got != "42" {
				t.Errorf("the next cell's value is %q, want 42", got)
			}
		})
	}
}

// TestDeadlock: a cell that nothing will ever wake ends with Go's words; one
// that something may still wake goes on.
func TestDeadlock(t *testing.T) {
	for _, tt := range []struct {
		name, code string
		want       string // what it waits for; "": there is no deadlock
	}{
		{"select", `select {}`, "select (no cases)"},
		{"receive", `<-make(chan int)`, "chan receive"},
		{"send", `make(chan int) <- 1`, "chan send"},
		{"nil channel", "var c chan int\n<-c", "chan receive (nil chan)"},
		{"mutex", "var mu sync.Mutex\nmu.Lock()\nmu.Lock()", "sync.Mutex.Lock"},
		{"wait group", "var wg sync.WaitGroup\nwg.Add(1)\nwg.Wait()", "sync.WaitGroup.Wait"},
		{"goroutines that wait too", "a, b := make(chan int), make(chan int)\ngo func() { a <- <-b }()\n<-a", "chan receive"},
		{"stopped timer", "tm := time.NewTimer(time.Hour)\ntm.Stop()\n<-tm.C", "chan receive"},

		{"timer", `<-time.After(400 * time.Millisecond)`, ""},
		{"ticker", "tick := time.NewTicker(150 * time.Millisecond)\nfor range 3 { <-tick.C }", ""},
		{"sleep", `time.Sleep(400 * time.Millisecond)`, ""},
		{"timer's function", "c := make(chan int)\ntime.AfterFunc(400*time.Millisecond, func() { c <- 1 })\n<-c", ""},
		{"context", "ctx, cancel := context.WithTimeout(context.Background(), 400*time.Millisecond)\ndefer cancel()\n<-ctx.Done()", ""},
		{"context with cause", "ctx, cancel := context.WithTimeoutCause(context.Background(), 400*time.Millisecond, nil)\ndefer cancel()\n<-ctx.Done()", ""},
		{"goroutine that sleeps", "c := make(chan int)\ngo func() { time.Sleep(400 * time.Millisecond); c <- 1 }()\n<-c", ""},
		{"goroutine that works", "c := make(chan int)\ngo func() { for s := time.Now(); time.Since(s) < 400*time.Millisecond; {} ; c <- 1 }()\n<-c", ""},
		{"process", "c := make(chan int, 1)\nself.Spawn(func(self *process.Self) { process.ReceiveFor[int](self, 400*time.Millisecond); c <- 1 })\n<-c", ""},
		{"message to itself", "self.SendAfter(self.PID(), 1, 400*time.Millisecond)\nself.Receive()", ""},
		{"goroutine that a library blocks", "r, w := io.Pipe()\ncmd := exec.Command(\"sleep\", \"0.4\")\ncmd.Stdout = w\ngo func() { cmd.Run(); w.Close() }()\nio.ReadAll(r)", ""},
		{"goroutine of a library", "type line chan string\nfunc (l line) Write(p []byte) (int, error) { l <- string(p); return len(p), nil }\nl := make(line)\ncmd := exec.Command(\"sh\", \"-c\", \"sleep 0.4; echo x\")\ncmd.Stdout = l\ncmd.Start()\n<-l", ""},
	} {
		t.Run(tt.name, func(t *testing.T) { // goroutines of all notebooks of the process count
			n := open(t)
			a := n.run(tt.code)
			switch {
			case tt.want == "" && a.fault() == "":
				return
			case tt.want != "" && a.fault() == "deadlock: fatal error: all goroutines are asleep - deadlock!" &&
				len(a.failed.Notes) == 1 && strings.Contains(a.failed.Notes[0], "("+tt.want+")") && len(a.failed.Frames) == 1:
				return
			}
			t.Errorf("%s\nends with %q, %q, %v, want a wait for %q", tt.code, a.fault(), a.failed.Notes, a.failed.Frames, tt.want)
		})
	}
}

// TestDeadlockOfAnEarlierCell: goroutines that an earlier cell left asleep do
// not keep a deadlock from being certain, and are not ended by it.
func TestDeadlockOfAnEarlierCell(t *testing.T) {
	n := open(t)
	n.run("in, out := make(chan int), make(chan int)\ngo func() { for v := range in { out <- v * 2 } }()")
	if got := n.run("<-out").failed.Kind; got != "deadlock" {
		t.Errorf("the cell ended with %q, want deadlock", got)
	}
	if got := n.run("in <- 21\n<-out").value; got != "42" {
		t.Errorf("the goroutine answers %q, want 42", got)
	}
}

// TestProcessRecursesBetweenCells: the watch does not need a cell.
func TestProcessRecursesBetweenCells(t *testing.T) {
	n := open(t)
	n.run("func f(n int) int { return f(n+1) + 1 }\npid := self.Spawn(func(self *process.Self) { f(0) })\nref := self.Monitor(pid)")
	card := await(n, func(c link.Card) bool { return c.Kind == "process" })
	if want := "fatal error: stack overflow"; card.Reason != want {
		t.Errorf("the card says %q, want %q", card.Reason, want)
	}
	if got := n.run("process.Receive[process.Down](self).Ref == ref").value; got != "true" {
		t.Errorf("the monitor was not told: %s", got)
	}
}

// TestGoroutinesCrash: what crashes beside the cell gets a card in the cell that
// started it, with the lines of the cells.
func TestGoroutinesCrash(t *testing.T) {
	const compiled = "Compiled, this would have ended the whole program."
	for _, tt := range []struct {
		name, code string
		want       string // reason
		frames     []string
		means      string
	}{
		{"goroutine", "\ngo work()", "panic: boom", []string{"work In[1] 2", "a function literal In[2] 2"}, compiled},
		{
			"literal", "go func() {\n\twork()\n}()", "panic: boom",
			[]string{"work In[1] 2", "a function literal In[2] 1"}, compiled,
		},
		{
			"process", "pid := self.Spawn(func(self *process.Self) {\n\n\twork()\n})", "panic: boom",
			[]string{"work In[1] 2", "a function literal In[2] 1"}, "Nobody is linked to it or monitors it: nobody is told.",
		},
		{
			"monitored process", "_, ref := self.SpawnMonitor(func(self *process.Self) { work() })", "panic: boom",
			[]string{"work In[1] 2", "a function literal In[2] 1"}, "A down message goes to the process monitoring it.",
		},
		{"map", "m := map[int]int{}\nfor range 2 { go func() { for i := 0; ; i++ { m[i%9] = i } }() }", "fatal error: concurrent map writes", nil, compiled},
		{"recursion", "func f(n int) int { return f(n+1) + 1 }\ngo f(0)", "fatal error: stack overflow", nil, compiled},
		{"late exit", "pid := self.Spawn(func(self *process.Self) { self.Receive(); os.Exit(3) })\nself.SendAfter(pid, 1, 50*time.Millisecond)", "os.Exit(3)", nil, compiled},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n := open(t)
			n.run("func work() {\n\tpanic(\"boom\")\n}")
			id := n.begin(tt.code)
			card := await(n, func(c link.Card) bool { return c.Cell == id })
			text, _ := card.Data["text/plain"].(string)
			if got := lines(card.Frames); card.Reason != tt.want || !equal(got, tt.frames) || !strings.Contains(text, tt.means) {
				t.Errorf("the card says %q at %v\n%s\nwant %q at %v, %q", card.Reason, got, text, tt.want, tt.frames, tt.means)
			}
			if a := n.finish(id); a.fault() != "" {
				t.Errorf("the cell failed: %s", a.fault())
			}
			if got := n.run("1 + 1").value; got != "2" {
				t.Errorf("the next cell's value is %q", got)
			}
		})
	}
}

func lines(frames []link.Frame) (out []string) {
	for _, f := range frames {
		out = append(out, f.Func+" In["+itoa(f.Count)+"] "+itoa(f.Line))
	}
	return out
}

// TestFramesOfAFailure: the lines of all cells on the way, the innermost first,
// with their text.
func TestFramesOfAFailure(t *testing.T) {
	n := open(t)
	n.run("func inner(s []int) int {\n\treturn s[len(s)]\n}")
	n.run("type T struct{}\n\nfunc (T) outer() int { return inner(nil) }")
	f := n.run("x := 1\nx += T{}.outer()").failed.Frames
	want := []link.Frame{
		{Func: "inner", Count: 1, Line: 2, Source: "return s[len(s)]"},
		{Func: "outer", Count: 2, Line: 3, Source: "func (T) outer() int { return inner(nil) }"},
		{Func: "the cell", Count: 3, Line: 2, Source: "x += T{}.outer()"},
	}
	if !equal(f, want) {
		t.Errorf("frames are\n%v, want\n%v", f, want)
	}
}

// TestRecursionEndsSoon: an endless recursion ends within the limits that the
// watch promises, on a computer that has nothing else to do.
func TestRecursionEndsSoon(t *testing.T) {
	n := open(t)
	n.run("func f(n int) int { return f(n+1) + 1 }")
	began := time.Now()
	a := n.run("f(0)")
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
	if want := []string{"the cell In[2] 1"}; !equal(lines(a.failed.Frames), want) {
		t.Errorf("frames are %v, want %v", a.failed.Frames, want)
	}
}
