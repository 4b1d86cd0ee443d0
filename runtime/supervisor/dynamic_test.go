package supervisor_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/runtime/genserver"
	"github.com/spawnlab/spawnlab/runtime/internal/oracle"
	"github.com/spawnlab/spawnlab/runtime/internal/proctest"
	"github.com/spawnlab/spawnlab/runtime/process"
	. "github.com/spawnlab/spawnlab/runtime/supervisor"
)

// TestDynamicOracle compares dynamic supervisors with Elixir's.
func TestDynamicOracle(t *testing.T) {
	table := oracle.Table{}
	for name, f := range dynamic {
		table["dyn | "+name] = func(self *process.Self) any {
			return proctest.Iso(self, func(self *process.Self) any {
				spec := DynamicSpec{}
				if name == "max_children" {
					spec.MaxChildren = 1
				}
				return f(self, process.Must(StartDynamic(self, spec)))
			})
		}
	}
	oracle.Run(t, table, func(t *testing.T, f any) (got any) {
		proctest.VirtualWith(t, quiet(), func(self *process.Self) { got = f.(func(self *process.Self) any)(self) })
		return got
	}, "dyn")
}

// failingChild is a child d1 whose Init is init.
func failingChild(self *process.Self, init func() *genserver.Result) Child {
	me := self.PID()
	return child("d1", func() *worker { return &worker{to: me, init: init} })
}

// okOrIgnore is ok, or the atom ignore.
func okOrIgnore(pid process.PID, err error) any {
	if errors.Is(err, genserver.ErrIgnore) {
		return atom("ignore")
	}
	return ok(pid, err)
}

var dynamic = map[string]func(self *process.Self, sup process.PID) any{
	"max_children": func(self *process.Self, sup process.PID) any {
		return tuple{ok(StartChild(self, sup, telling(self, "d1"))), ok(StartChild(self, sup, telling(self, "d2")))}
	},
	"same id twice is fine": func(self *process.Self, sup process.PID) any {
		var oks []any
		for _, id := range []string{"d1", "d2"} {
			oks = append(oks, ok(StartChild(self, sup, with(telling(self, id), func(c *Child) { c.ID = "same" }))))
		}
		return tuple{list(proctest.Keywords(oks)), count(self, sup), which(self, sup)}
	},
	"start_child error / ignore leave nothing": func(self *process.Self, sup process.PID) any {
		return tuple{
			okOrIgnore(StartChild(self, sup, failingChild(self, bad))),
			okOrIgnore(StartChild(self, sup, failingChild(self, ignored))), count(self, sup),
		}
	},
	"terminate_child unknown pid": func(self *process.Self, sup process.PID) any {
		return okAlone(TerminatePID(self, sup, self.PID()))
	},
	"child crash restarts": func(self *process.Self, sup process.PID) any {
		pid, _ := StartChild(self, sup, telling(self, "d1"))
		proctest.All(self, 20*ms)
		genserver.Cast(self, process.Name("d1"), stop{boom})
		came := messages(self, 40*ms)
		now, _ := self.Whereis("d1")
		return tuple{came, now != pid, count(self, sup)}
	},
	"stop kills all children in parallel (3 x 300 ms terminate)": func(self *process.Self, sup process.PID) any {
		me := self.PID()
		for _, id := range []string{"d1", "d2", "d3"} {
			process.Must(StartChild(self, sup, child(id, func() *worker { return &worker{to: me, slow: 300 * ms} })))
		}
		began := time.Now()
		Stop(self, sup)
		return time.Since(began) == 300*ms
	},
}

func TestDynamicChildren(t *testing.T) {
	proctest.VirtualWith(t, quiet(), func(self *process.Self) {
		self.TrapExit(true)
		sup := process.Must(StartDynamic(self, DynamicSpec{Name: "dyn"}))
		start := func(id string, restart Restart) process.PID {
			return process.Must(StartChild(self, process.Name("dyn"), with(telling(self, id), func(c *Child) { c.Restart = restart })))
		}
		a := start("a", Permanent)
		b := start("b", Transient)
		c := start("c", Temporary)
		for i, want := range []process.PID{c, b, a} {
			if got := WhichChildren(self, sup)[i].PID; got != want {
				t.Errorf("child %d is %v, want %v", i, got, want)
			}
		}
		genserver.Cast(self, b, stop{process.Normal})
		genserver.Cast(self, c, stop{boom})
		proctest.Sleep(self, ms)
		if n := CountChildren(self, sup); n != (Count{Specs: 1, Active: 1, Workers: 1}) {
			t.Errorf("after the ends of b and c: %+v", n)
		}
		if err := TerminatePID(self, sup, a); err != nil || self.IsAlive(a) {
			t.Errorf("terminating a: %v", err)
		}
		if err := TerminatePID(self, sup, a); err != ErrNotFound {
			t.Errorf("again: %v", err)
		}
		if err := TerminateChild(self, sup, "a"); err == nil {
			t.Error("it knows a by its ID")
		}
		if _, err := RestartChild(self, sup, "a"); err == nil {
			t.Error("it restarts a by its ID")
		}
		if _, err := StartChild(self, sup, with(telling(self, "s"), significant(Transient))); !errors.Is(err, process.ErrBadArg) {
			t.Errorf("a significant child: %v", err)
		}
	})
}

func TestDynamicGivesUp(t *testing.T) {
	proctest.VirtualWith(t, quiet(), func(self *process.Self) {
		self.TrapExit(true)
		sup := process.Must(StartDynamic(self, DynamicSpec{MaxRestarts: 2}))
		starts := 0
		c := failingChild(self, func() *genserver.Result {
			if starts++; starts == 1 {
				return nil
			}
			return bad()
		})
		process.Must(StartChild(self, sup, c))
		process.Must(StartChild(self, sup, telling(self, "other")))
		genserver.Cast(self, process.Name("d1"), stop{boom})
		if exit := process.Receive[process.ExitSignal](self); exit.From != sup || exit.Reason != process.Shutdown || starts != 3 {
			t.Errorf("after %d starts it ended with %v", starts, exit)
		}
		if _, there := self.Whereis("other"); there {
			t.Error("the other child lives")
		}
	})
}

// TestAChildThatIsSlowToEnd: the time of each counts from when all were asked.
func TestAChildThatIsSlowToEnd(t *testing.T) {
	proctest.VirtualWith(t, quiet(), func(self *process.Self) {
		me := self.PID()
		sup := process.Must(StartDynamic(self, DynamicSpec{}))
		for i := range 5 {
			c := child(fmt.Sprint("slow", i), func() *worker { return &worker{to: me, slow: time.Hour} })
			process.Must(StartChild(self, sup, with(c, func(c *Child) { c.Shutdown = time.Second })))
		}
		process.Must(StartChild(self, sup, with(telling(self, "brutal"), func(c *Child) { c.Shutdown = BrutalKill })))
		began := time.Now()
		Stop(self, sup)
		if d := time.Since(began); d != time.Second {
			t.Errorf("stopping took %v", d)
		}
	})
}

func BenchmarkDynamicStartTerminate(b *testing.B) {
	proctest.Run(b, quiet(), func(self *process.Self) {
		sup := process.Must(StartDynamic(self, DynamicSpec{}))
		c := Child{Start: genserver.Starter[genserverIdle](), Restart: Temporary}
		for b.Loop() {
			pid := process.Must(StartChild(self, sup, c))
			process.Must(0, TerminatePID(self, sup, pid))
		}
	})
}

type genserverIdle struct{ genserver.Base }

// BenchmarkDynamicStop100000 stops a supervisor with that many children.
func BenchmarkDynamicStop100000(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		proctest.Run(b, quiet(), func(self *process.Self) {
			sup := process.Must(StartDynamic(self, DynamicSpec{}))
			for range 100_000 {
				process.Must(StartChild(self, sup, Child{Start: genserver.Starter[genserverIdle](), Restart: Temporary}))
			}
			b.StartTimer()
			Stop(self, sup)
			b.StopTimer()
		})
		b.StartTimer()
	}
}
