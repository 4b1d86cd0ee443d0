package process_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	. "github.com/spawnlab/spawnlab/runtime/process"
)

// reasonOf runs body as a process and returns the reason of its end.
func reasonOf(self *Self, body func(self *Self)) any {
	_, ref := self.SpawnMonitor(body)
	return downOf(self, ref).Reason
}

func TestHowABodyEnds(t *testing.T) {
	for _, tt := range []struct {
		name string
		body func(self *Self)
		want string
	}{
		{"returns", func(*Self) {}, "normal"},
		{"exits", func(self *Self) { self.Exit(boom) }, "boom"},
		{"exits with kill", func(self *Self) { self.Exit(Kill) }, "kill"},
		{"exits with nil", func(self *Self) { self.Exit(nil) }, "<nil>"},
		{"panics", func(*Self) { panic("x") }, "panic: x"},
		{"panics with an error", func(*Self) { Must(0, errors.New("no ink")) }, "panic: no ink"},
		{"panics with nil", func(*Self) { panic(nil) }, "panic: panic called with nil argument"},
		{"a deferred function exits with another reason", func(self *Self) {
			defer self.Exit(Atom("second"))
			self.Exit(Atom("first"))
		}, "second"},
		{"a panic in a deferred function replaces the exit", func(self *Self) {
			defer func() { panic("late") }()
			self.Exit(boom)
		}, "panic: late"},
		{"recover does not see an exit", func(self *Self) {
			defer func() {
				if r := recover(); r != nil {
					self.Exit(Atom("recovered"))
				}
			}()
			self.Exit(boom)
		}, "boom"},
		{"a recovered panic is a return", func(*Self) {
			defer func() { _ = recover() }()
			panic("x")
		}, "normal"},
		{"is told to by itself", func(self *Self) { self.ExitTo(self.PID(), boom) }, "boom"},
		{"kills itself", func(self *Self) { self.Kill(self.PID()) }, "killed"},
		{"sends to a name that nobody has", func(self *Self) { self.Send(Name("nobody"), 1) },
			"panic: process: Send: no process is registered as nobody (badarg)"},
		{"sends to the zero PID", func(self *Self) { self.Send(PID{}, 1) },
			"panic: process: Send: the PID is empty: it names no process: <0.0> (badarg)"},
		{"links with the dead", func(self *Self) { self.Link(dead(self)) },
			"panic: process: Link: there is no process <0.3> (noproc)"},
		{"two After cases", func(self *Self) { self.Select(After(0, func() {}), After(0, func() {})) },
			"panic: process: Select: two After cases (badarg)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			virtual(t, func(self *Self) {
				if got := self.System().FormatReason(reasonOf(self, tt.body)); got != tt.want {
					t.Errorf("reason %q, want %q", got, tt.want)
				}
			})
		})
	}
}

func TestCrashTellsWhere(t *testing.T) {
	virtual(t, func(self *Self) {
		crash := reasonOf(self, func(*Self) { panic("x") }).(Crash)
		if crash.Value != "x" || !strings.Contains(crash.Stack, "exit_test.go") {
			t.Errorf("crash %v, stack:\n%s", crash.Value, crash.Stack)
		}
	})
}

func TestDeferredFunctions(t *testing.T) {
	virtual(t, func(self *Self) {
		me := self.PID()
		body := func(self *Self) {
			defer self.Send(me, "deferred")
			self.Receive()
			self.Exit(boom)
		}
		t.Run("run while the process is alive when it ends itself", func(t *testing.T) {
			pid, ref := self.SpawnMonitor(body)
			self.Send(pid, "go")
			if first := self.Receive(); first != "deferred" {
				t.Errorf("first came %v", first)
			}
			downOf(self, ref)
		})
		t.Run("run without effect when it is killed", func(t *testing.T) {
			pid, ref := self.SpawnMonitor(body)
			self.Kill(pid)
			if d := downOf(self, ref); d.Reason != Killed {
				t.Errorf("reason %v", d.Reason)
			}
			if got := all(self, ms); len(got) != 0 {
				t.Errorf("received %v", got)
			}
		})
	})
}

func TestWaitingInADeferredFunctionOfTheDeadEndsIt(t *testing.T) {
	virtual(t, func(self *Self) {
		var steps []string
		pid, ref := self.SpawnMonitor(func(self *Self) {
			defer func() { steps = append(steps, "last") }()
			defer func() {
				steps = append(steps, "first")
				self.Receive()
				steps = append(steps, "never")
			}()
			self.Receive()
		})
		sleep(self, ms)
		self.Kill(pid)
		downOf(self, ref)
		synctest.Wait()
		if want := []string{"first", "last"}; !slices.Equal(steps, want) {
			t.Errorf("steps %v, want %v", steps, want)
		}
	})
}

// TestKillOfARunningProcess kills a process whose goroutine is busy with what
// is no runtime call.
func TestKillOfARunningProcess(t *testing.T) {
	killed := make(chan *Self, 1)
	o := Options{Hooks: Hooks{Killed: func(self *Self) { killed <- self }}}
	virtualWith(t, o, func(self *Self) {
		me, busy, calls := self.PID(), make(chan struct{}), 0
		pid, ref := self.SpawnMonitor(func(self *Self) {
			<-busy
			calls++
			self.Send(me, "from beyond")
			calls++
		}, WithName("busy"), WithOwner("cell 7"))
		sleep(self, ms)
		self.Kill(pid)
		if d := downOf(self, ref); d.Reason != Killed {
			t.Errorf("reason %v, want killed", d.Reason)
		}
		if _, there := self.Whereis("busy"); there || self.IsAlive(pid) {
			t.Error("it is still alive or named")
		}
		if k := <-killed; k.PID() != pid || !k.Dead() {
			t.Errorf("the hook was told of %v", k)
		}
		zs := self.System().Zombies()
		if len(zs) != 1 || zs[0].PID != pid || zs[0].Owner != "cell 7" || zs[0].Reason != Killed {
			t.Errorf("zombies %v", zs)
		}
		close(busy)
		synctest.Wait()
		if zs := self.System().Zombies(); len(zs) != 0 || calls != 1 {
			t.Errorf("it made %d calls; zombies %v", calls, zs)
		}
		if got := all(self, ms); len(got) != 0 {
			t.Errorf("received %v", got)
		}
	})
}

// TestEndlessCallsOfTheDead ends a loop of calls in a deferred function.
func TestEndlessCallsOfTheDead(t *testing.T) {
	virtual(t, func(self *Self) {
		me := self.PID()
		pid := self.Spawn(func(self *Self) {
			defer func() {
				for {
					self.Send(me, "again")
				}
			}()
			self.Receive()
		})
		sleep(self, ms)
		self.Kill(pid)
		if got := all(self, ms); len(got) != 0 || len(self.System().Zombies()) != 0 {
			t.Errorf("received %d messages, zombies %v", len(got), self.System().Zombies())
		}
	})
}

func TestContextIsCancelledByDeath(t *testing.T) {
	virtual(t, func(self *Self) {
		me := self.PID()
		pid := self.Spawn(func(self *Self) {
			ctx := self.Context()
			self.Send(me, ctx)
			self.Receive()
		})
		ctx := Receive[context.Context](self)
		if ctx.Err() != nil {
			t.Error("cancelled before the end")
		}
		self.ExitTo(pid, boom)
		<-ctx.Done()
		var exit *ExitError
		if !errors.As(context.Cause(ctx), &exit) || exit.Reason != boom {
			t.Errorf("cause %v, want exit: boom", context.Cause(ctx))
		}
	})
}

// TestDeathsPassAlongLinks breaks a chain at its head, and a ring.
func TestDeathsPassAlongLinks(t *testing.T) {
	const length = 1000
	for _, closed := range []bool{false, true} {
		virtual(t, func(self *Self) {
			var chain func(left int) func(self *Self)
			head := PID{}
			chain = func(left int) func(self *Self) {
				return func(self *Self) {
					if left > 0 {
						self.SpawnLink(chain(left - 1))
					} else if closed {
						self.Link(head)
					}
					forever(self)
				}
			}
			head = self.Spawn(chain(length))
			sleep(self, ms)
			if n := len(self.System().Processes()); n != length+2 {
				t.Fatalf("%d processes", n)
			}
			self.ExitTo(head, boom)
			if n := len(self.System().Processes()); n != 1 {
				t.Errorf("%d processes are left", n-1)
			}
		})
	}
}

func TestOnExit(t *testing.T) {
	virtual(t, func(self *Self) {
		sys, order := self.System(), []string{}
		pid, ref := self.SpawnMonitor(forever)
		keep := func(what string) func() { return func() { order = append(order, what) } }
		sys.OnExit(pid, keep("table"))
		drop, _ := sys.OnExit(pid, keep("given away"))
		sys.OnExit(pid, keep("another table"))
		drop()
		self.Kill(pid)
		if downOf(self, ref); !slices.Equal(order, []string{"table", "another table"}) {
			t.Errorf("released %v", order)
		}
		if _, ok := sys.OnExit(pid, keep("late")); ok {
			t.Error("OnExit of a dead process is said to be in force")
		}
	})
}

func TestShutdown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sys := NewSystem(Options{})
		polite, stubborn, stuck := false, false, make(chan struct{})
		sys.Spawn(func(self *Self) {
			self.TrapExit(true)
			polite = Receive[ExitSignal](self).Reason == Shutdown
		})
		sys.Spawn(func(self *Self) {
			self.TrapExit(true)
			for {
				stubborn = Receive[ExitSignal](self).Reason == Shutdown
			}
		})
		sys.Spawn(func(self *Self) {
			for {
				self.SendAfter(Name("nobody"), 1, time.Hour)
				self.SendAfter(self.PID(), 1, time.Hour)
				self.Receive()
			}
		})
		sys.Spawn(func(self *Self) { <-stuck })
		synctest.Wait()
		begin := time.Now()
		left := sys.Shutdown(time.Second)
		if took := time.Since(begin); took != 2*time.Second || !polite || !stubborn {
			t.Errorf("took %v, polite %v, stubborn %v", took, polite, stubborn)
		}
		if len(left) != 1 || left[0].PID.ID() != 4 {
			t.Errorf("left %v, want <0.4>", left)
		}
		late := sys.Spawn(forever)
		if sys.IsAlive(late) {
			t.Error("a process spawned after Shutdown lives")
		}
		close(stuck)
	})
}
