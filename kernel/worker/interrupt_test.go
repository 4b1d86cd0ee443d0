package worker_test

import (
	"testing"

	"github.com/spawnlab/spawnlab/kernel/link"
)

const interruptedFault = "interrupt: interrupted: the cell was interrupted; its processes live on"

// TestInterrupt: whatever a cell does it ends when it is interrupted, and the
// next one runs.
func TestInterrupt(t *testing.T) {
	for _, tt := range []struct{ name, code string }{
		{"loop", "fmt.Println(0)\nfor {}"},
		{"empty select", "fmt.Println(0)\ngo func() { for {} }()\nselect {}"},
		{"sleep", "fmt.Println(0)\ntime.Sleep(time.Hour)"},
		{"receive of messages", "fmt.Println(0)\nself.Receive()"},
		{"receive of some messages", "fmt.Println(0)\nprocess.Receive[int](self)"},
		{"channel", "fmt.Println(0)\nc := make(chan int)\ntime.AfterFunc(time.Hour, func() { c <- 1 })\n<-c"},
		{"mutex", "fmt.Println(0)\nvar mu sync.Mutex\nmu.Lock()\ngo func() { for {} }()\nmu.Lock()"},
		{"comparisons of a sort", "fmt.Println(0)\nsort.Slice(make([]int, 9), func(i, j int) bool { for {} })"},
		{"deferred loop", "defer func() { for {} }()\nfmt.Println(0)\nfor {}"},
		{"recover", "fmt.Println(0)\nfor { func() { defer func() { recover() }(); for {} }() }"},
		{"call of a server", "pid := self.Spawn(func(self *process.Self) { self.Receive(); self.Receive() })\nfmt.Println(0)\nself.Send(pid, 1)\nfor { process.ReceiveFor[int](self, time.Minute) }"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n := open(t)
			n.run(`echo := self.Spawn(func(self *process.Self) { for { self.Send(process.Receive[process.PID](self), "alive") } })`)
			id := n.begin(tt.code)
			await(n, func(o link.Output) bool { return o.Cell == id })
			n.send(link.KindInterrupt, link.Interrupt{Cell: id})
			if got := n.finish(id).fault(); got != interruptedFault {
				t.Errorf("%s\nends with %q", tt.code, got)
			}
			if got := n.run("self.Send(echo, self.PID())\nprocess.Receive[string](self)").value; got != `"alive"` {
				t.Errorf("the process of an earlier cell says %s", got)
			}
		})
	}
}

// TestInterruptOfInput: a cell that waits for a person ends, and what comes for
// it later is not taken for another's.
func TestInterruptOfInput(t *testing.T) {
	n := open(t)
	const code = "var s string\nfmt.Scanln(&s)\ns"
	id := n.begin(code)
	first := await(n, func(r link.InputRequest) bool { return r.Cell == id })
	n.send(link.KindInterrupt, link.Interrupt{Cell: id})
	if got := n.finish(id).fault(); got != interruptedFault {
		t.Errorf("the cell ends with %q", got)
	}
	id = n.begin(code)
	second := await(n, func(r link.InputRequest) bool { return r.Cell == id })
	n.send(link.KindInput, link.Input{Request: first.Request, Value: "late"})
	n.send(link.KindInput, link.Input{Request: second.Request, Value: "right"})
	if got := n.finish(id).value; got != `"right"` {
		t.Errorf("the second cell read %s", got)
	}
}

// TestInterruptBehindAReader: reading is done by one at a time; those that wait
// for their turn can be interrupted.
func TestInterruptBehindAReader(t *testing.T) {
	n := open(t)
	first := n.begin("go func() { var s string; fmt.Scanln(&s) }()\ntime.Sleep(time.Millisecond)")
	await(n, func(r link.InputRequest) bool { return r.Cell == first })
	id := n.begin("fmt.Println(0)\nvar s string\nfmt.Scanln(&s)")
	await(n, func(o link.Output) bool { return o.Cell == id })
	n.send(link.KindInterrupt, link.Interrupt{Cell: id})
	if got := n.finish(id).fault(); got != interruptedFault {
		t.Errorf("the cell ends with %q", got)
	}
}

// TestEarlyInterrupt: an interrupt may come before the cell has begun. The cell
// then does nothing; others are not touched.
func TestEarlyInterrupt(t *testing.T) {
	n := open(t)
	n.run("n := 0")
	first := n.begin("fmt.Println(0)\nself.Receive()")
	await(n, func(o link.Output) bool { return o.Cell == first })
	second, third := n.begin("n += 10"), n.begin("n += 1")
	n.send(link.KindInterrupt, link.Interrupt{Cell: second})
	n.send(link.KindInterrupt, link.Interrupt{Cell: "nobody"})
	n.send(link.KindInterrupt, link.Interrupt{}) // whose turn it is
	for id, want := range map[string]string{first: interruptedFault, second: interruptedFault, third: ""} {
		if got := n.finish(id).fault(); got != want {
			t.Errorf("%s ends with %q, want %q", id, got, want)
		}
	}
	if got := n.run("n").value; got != "1" {
		t.Errorf("n = %s, want 1", got)
	}
}

// TestInterruptAtOnce: an interrupt that follows its cell at once ends it,
// however far it is.
func TestInterruptAtOnce(t *testing.T) {
	n := open(t)
	for range 20 {
		id := n.begin("for {}")
		n.send(link.KindInterrupt, link.Interrupt{Cell: id})
		if got := n.finish(id).fault(); got != interruptedFault {
			t.Fatalf("the cell ends with %q", got)
		}
	}
	for range 20 {
		id := n.begin("self.Receive()")
		n.send(link.KindInterrupt, link.Interrupt{})
		if got := n.finish(id).fault(); got != interruptedFault {
			t.Fatalf("the cell ends with %q", got)
		}
	}
}

// TestLateInterrupt: an interrupt of a cell that is done ends no other.
func TestLateInterrupt(t *testing.T) {
	n := open(t)
	done := n.run("1").id
	n.send(link.KindInterrupt, link.Interrupt{Cell: done})
	n.send(link.KindInterrupt, link.Interrupt{})
	if a := n.run("self.Send(self.PID(), 2)\nself.Receive()"); a.value != "2" {
		t.Errorf("the next cell is %q, %s", a.value, a.fault())
	}
}
