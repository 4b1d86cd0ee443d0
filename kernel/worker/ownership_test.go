package worker_test

import (
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/kernel/link"
)

// rerun runs code twice as the same notebook cell.
func (n *notebook) rerun(code string) (first, second answer) {
	n.t.Helper()
	first = n.finish(n.beginEval(link.Eval{Key: "cell", Code: code}))
	return first, n.finish(n.beginEval(link.Eval{Key: "cell", Code: code}))
}

// TestRunAgain: a cell that runs again first ends what it owned; names are free.
func TestRunAgain(t *testing.T) {
	for _, tt := range []struct {
		name, code string
		alive      string // processes beside the notebook's after the second run
		atMost     time.Duration
	}{
		{"waiting", `pid := self.Spawn(func(self *process.Self) { self.Receive() }, process.WithName("server"))`, "1", gentle},
		{"linked", `pid := self.SpawnLink(func(self *process.Self) { self.Receive() }, process.WithName("server"))`, "1", gentle},
		{"monitored", `pid, ref := self.SpawnMonitor(func(self *process.Self) { self.Receive() }, process.WithName("server"))`, "1", gentle},
		{"children", "pid := self.Spawn(func(self *process.Self) {\n\tself.SpawnLink(func(self *process.Self) { self.Receive() }, process.WithName(\"child\"))\n\tself.Receive()\n}, process.WithName(\"server\"))", "2", gentle},
		{"a loop", `pid := self.Spawn(func(self *process.Self) { for {} }, process.WithName("server"))`, "1", patience},
		{"trapping exits", "pid := self.Spawn(func(self *process.Self) { self.TrapExit(true); for { self.Receive() } }, process.WithName(\"server\"))\ntime.Sleep(time.Millisecond)", "1", patience},
		{"respawning", "pid := self.Spawn(again)\ntime.Sleep(time.Millisecond)", "1", patience},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n := open(t)
			n.run("func again(self *process.Self) {\n\tself.TrapExit(true)\n\tself.Receive()\n\tself.Spawn(again)\n}")
			first := n.finish(n.beginEval(link.Eval{Key: "cell", Code: tt.code}))
			began := time.Now()
			second := n.finish(n.beginEval(link.Eval{Key: "cell", Code: tt.code}))
			if took := time.Since(began); took > tt.atMost {
				t.Errorf("running it again took %v", took)
			}
			if first.fault()+second.fault() != "" {
				t.Errorf("it failed: %s, %s", first.fault(), second.fault())
			}
			n.run("time.Sleep(20 * time.Millisecond)") // children are spawned
			if got := n.run("len(self.System().Processes()) - 1").value; got != tt.alive {
				t.Errorf("%s processes live, want %s", got, tt.alive)
			}
			if a := n.run("self.IsAlive(pid)"); a.value != "true" {
				t.Errorf("pid lives: %s %s", a.value, a.fault())
			}
		})
	}
}

// gentle is more than the time that a cell's processes have to end by
// themselves need when they do.
const gentle = 450 * time.Millisecond

// TestRunAgainEndsGoroutines: goroutines of go statements end too; those of
// other cells live on.
func TestRunAgainEndsGoroutines(t *testing.T) {
	n := open(t)
	n.run("var ticks, others atomic.Int64\ngo func() { for { others.Add(1); time.Sleep(time.Millisecond) } }()")
	const code = "ticks.Store(0)\nif again { time.Sleep(20 * time.Millisecond) } else { go func() { for { ticks.Add(1); time.Sleep(time.Millisecond) } }() }"
	n.run("again := false")
	n.finish(n.beginEval(link.Eval{Key: "cell", Code: code}))
	n.run("again = true")
	n.finish(n.beginEval(link.Eval{Key: "cell", Code: code}))
	if got := n.run("ticks.Load()").value; got != "0" && got != "1" { // one that was under way
		t.Errorf("the goroutine ticked %s times after its end", got)
	}
	n.run("others.Store(0)\ntime.Sleep(20 * time.Millisecond)")
	if got := n.run("others.Load() > 0").value; got != "true" {
		t.Error("the goroutine of another cell ended too")
	}
}

// TestKeep: what is kept lives on with its children when its cell runs again.
func TestKeep(t *testing.T) {
	n := open(t)
	const code = `server, child := self.Whereis("server")
if !child {
	server = self.Spawn(func(self *process.Self) {
		self.SpawnLink(func(self *process.Self) { self.Receive() }, process.WithName("child"))
		self.Receive()
	}, process.WithName("server"))
	notebook.Keep(self, server)
}
other := self.Spawn(func(self *process.Self) { self.Receive() })
time.Sleep(10 * time.Millisecond)`
	first, second := n.rerun(code)
	if first.fault()+second.fault() != "" {
		t.Fatalf("it failed: %s, %s", first.fault(), second.fault())
	}
	if got := n.run("_, alive := self.Whereis(\"child\")\nself.IsAlive(server) && alive").value; got != "true" {
		t.Error("the kept process or its child ended")
	}
	if got := n.run("len(self.System().Processes()) - 1").value; got != "3" {
		t.Errorf("%s processes live, want 3", got)
	}
}

// TestCellsAreToldApart: by their key, else by their text.
func TestCellsAreToldApart(t *testing.T) {
	const code = `self.Spawn(func(self *process.Self) { self.Receive() })`
	for _, tt := range []struct {
		name string
		keys [2]string
		want string
	}{
		{"the same key", [2]string{"a", "a"}, "1"},
		{"other keys", [2]string{"a", "b"}, "2"},
		{"the same text", [2]string{"", ""}, "1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := open(t)
			for _, key := range tt.keys {
				n.finish(n.beginEval(link.Eval{Key: key, Code: code}))
			}
			if got := n.run("len(self.System().Processes()) - 1").value; got != tt.want {
				t.Errorf("%s processes live, want %s", got, tt.want)
			}
		})
	}
}

// TestLateOutput: what a process prints belongs to the cell that spawned it,
// whatever runs now.
func TestLateOutput(t *testing.T) {
	n := open(t)
	printer := n.run(`printer := self.Spawn(func(self *process.Self) {
	for {
		from := process.Receive[process.PID](self)
		fmt.Println("late")
		go func() { os.Stderr.WriteString("later\n"); self.Send(from, 1) }()
	}
})`).id
	other := n.run("self.Send(printer, self.PID())\nprocess.Receive[int](self)\nfmt.Println(\"mine\")")
	if other.stdout != "mine\n" || other.stderr != "" {
		t.Errorf("the cell that asked has %q and %q", other.stdout, other.stderr)
	}
	if a := n.answer(printer); a.stdout != "late\n" || a.stderr != "later\n" {
		t.Errorf("the cell of the process has %q and %q", a.stdout, a.stderr)
	}
	o := await(n, func(o link.Output) bool { return o.Text == "late\n" })
	if o.Process != "<0.2>" {
		t.Errorf("the printing process is %q", o.Process)
	}
}
