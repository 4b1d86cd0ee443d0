package supervisor_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/runtime/genserver"
	"github.com/spawnlab/spawnlab/runtime/internal/oracle"
	"github.com/spawnlab/spawnlab/runtime/internal/proctest"
	"github.com/spawnlab/spawnlab/runtime/process"
	. "github.com/spawnlab/spawnlab/runtime/supervisor"
)

// TestTheMatrixLives does with processes what TestDecisions decides on paper:
// b of the children a b c d ends, and what came of it is written down.
func TestTheMatrixLives(t *testing.T) {
	var text strings.Builder
	for _, strategy := range []Strategy{OneForOne, OneForAll, RestForOne} {
		for _, restart := range []Restart{Permanent, Transient, Temporary} {
			for _, r := range reasons {
				fmt.Fprintf(&text, "%s, %s child b ends with %s\n", strategy, restart, r.name)
				for _, variant := range []string{"plain", "sibling fails", "no restarts"} {
					proctest.VirtualWith(t, quiet(), func(self *process.Self) {
						fmt.Fprintf(&text, "  %-13s %s\n", variant, live(self, strategy, restart, r.reason, variant))
					})
				}
			}
		}
	}
	golden(t, "lives.txt", text.String())
}

// live runs one case and tells what came of it.
func live(self *process.Self, strategy Strategy, restart Restart, reason any, variant string) string {
	self.TrapExit(true)
	spec := Spec{Strategy: strategy, Children: fourChildren(self, restart, strategy, variant)}
	if variant == "no restarts" {
		spec.MaxRestarts = NoRestarts
	}
	sup := process.Must(StartLink(self, spec))
	proctest.All(self, 10*ms)
	if reason == process.Killed {
		self.Kill(process.Name("b"))
	} else {
		genserver.Cast(self, process.Name("b"), stop{reason})
	}
	var came []string
	for _, m := range proctest.All(self, 50*ms) {
		switch m := m.(type) {
		case tuple:
			came = append(came, fmt.Sprint(m[0], " ", m[1]))
		case process.ExitSignal:
			came = append(came, fmt.Sprint("supervisor ended: ", m.Reason))
		}
	}
	if self.IsAlive(sup) {
		for _, c := range WhichChildren(self, sup) {
			if c.Status != Running {
				came = append(came, fmt.Sprintf("(%s %s)", c.ID, c.Status))
			}
		}
	}
	return strings.Join(came, " · ")
}

// fourChildren are a b c d; if the variant says so b, or c in a group, fails at
// its second start.
func fourChildren(self *process.Self, restart Restart, strategy Strategy, variant string) []Child {
	me := self.PID()
	failing := "c"
	if strategy == OneForOne {
		failing = "b"
	}
	starts := 0
	fragile := child(failing, func() *worker {
		return &worker{to: me, init: func() *genserver.Result {
			if starts++; starts == 2 && variant == "sibling fails" {
				return bad()
			}
			return nil
		}}
	})
	children := plain(same, "a", "b", "c", "d")(self)
	children[strings.Index("abc", failing)] = fragile
	children[1].Restart, children[3].Restart = restart, Temporary
	return children
}

// TestDeathsWhileBusy: a and c die while the supervisor can do nothing. Under
// one_for_one each counts as a restart; in a group the second death is that of a
// process replaced already.
func TestDeathsWhileBusy(t *testing.T) {
	for strategy, lives := range map[Strategy]bool{OneForOne: false, OneForAll: true, RestForOne: true} {
		t.Run(strategy.String(), func(t *testing.T) {
			proctest.VirtualWith(t, quiet(), func(self *process.Self) {
				self.TrapExit(true)
				sup := process.Must(StartLink(self, Spec{Strategy: strategy, MaxRestarts: 1, Children: plain(same, "a", "b", "c")(self)}))
				process.Must(0, genserver.Suspend(self, sup))
				self.Kill(process.Name("a"))
				self.Kill(process.Name("c"))
				process.Must(0, genserver.Resume(self, sup))
				proctest.Sleep(self, 50*ms)
				if self.IsAlive(sup) != lives {
					t.Errorf("alive is %t", !lives)
				}
			})
		})
	}
}

func TestSpecErrors(t *testing.T) {
	start := func(self *process.Self) (process.PID, error) { return process.PID{}, nil }
	for _, tt := range []struct {
		name string
		spec Spec
		want string
	}{
		{"no ID", Spec{Children: []Child{{Start: start}}}, `supervisor: child "": it has no ID`},
		{"no Start", Spec{Children: []Child{{ID: "a"}}}, `supervisor: child "a": it has no Start`},
		{"twice", Spec{Children: []Child{{ID: "a", Start: start}, {ID: "a", Start: start}}}, `supervisor: child "a": two children have this ID`},
		{"significant and permanent", Spec{AutoShutdown: AnySignificant, Children: []Child{{ID: "a", Start: start, Significant: true}}}, `supervisor: child "a": it is significant and permanent: it would never count`},
		{"significant for nothing", Spec{Children: []Child{{ID: "a", Start: start, Significant: true, Restart: Transient}}}, `supervisor: child "a": it is significant, but AutoShutdown is Never`},
		{"Start returns nothing", Spec{Children: []Child{{ID: "a", Start: start}}}, `supervisor: child "a" failed to start: supervisor: Start returned no PID`},
		{"Start panics", Spec{Children: []Child{{ID: "a", Start: func(*process.Self) (process.PID, error) { panic("oh") }}}}, `supervisor: child "a" failed to start: panic: oh`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			proctest.VirtualWith(t, quiet(), func(self *process.Self) {
				self.TrapExit(true)
				_, err := StartLink(self, tt.spec)
				if err == nil || err.Error() != tt.want {
					t.Errorf("the error is %v, want %s", err, tt.want)
				}
			})
		})
	}
}

// nested is a child that is a supervisor of c.
func nested(id string, c Child) Child {
	return Child{ID: id, Type: Supervisor, Start: func(self *process.Self) (process.PID, error) {
		return StartLink(self, Spec{Name: process.Name(id), Children: []Child{c}})
	}}
}

func TestNestedSupervisors(t *testing.T) {
	proctest.VirtualWith(t, quiet(), func(self *process.Self) {
		self.TrapExit(true)
		broken := errors.New("broken")
		_, err := StartLink(self, Spec{Children: []Child{nested("inner", Child{ID: "a", Start: func(*process.Self) (process.PID, error) {
			return process.PID{}, broken
		}})}})
		want := `supervisor: child "inner" failed to start: supervisor: child "a" failed to start: broken`
		if err == nil || err.Error() != want || !errors.Is(err, broken) {
			t.Errorf("the error is %v, want %s", err, want)
		}
		proctest.All(self, ms)

		sup := process.Must(StartLink(self, Spec{Children: []Child{nested("inner", telling(self, "a"))}}))
		if got := oracle.Text(count(self, sup)); got != "%{active: 1, specs: 1, supervisors: 1, workers: 0}" {
			t.Error(got)
		}
		for range 4 { // the fourth ends inner, which sup restarts
			genserver.Cast(self, process.Name("a"), stop{boom})
			proctest.Sleep(self, ms)
		}
		if _, there := self.Whereis("a"); !there || !self.IsAlive(sup) {
			t.Error("the tree did not recover")
		}
		Stop(self, sup)
		if n := len(self.System().Processes()); n != 1 {
			t.Errorf("%d processes are left", n-1)
		}
	})
}

func TestStartChild(t *testing.T) {
	proctest.VirtualWith(t, quiet(), func(self *process.Self) {
		self.TrapExit(true)
		sup := process.Must(StartLink(self, Spec{}))
		pid, err := StartChild(self, sup, telling(self, "a"))
		if at, _ := self.Whereis("a"); err != nil || at != pid {
			t.Errorf("a: %v, %v", pid, err)
		}
		var failed *FailedToStartError
		if _, err := StartChild(self, sup, with(telling(self, "b"), func(c *Child) { c.Start = failing })); !errors.As(err, &failed) || failed.ID != "b" {
			t.Errorf("one that fails: %v", err)
		}
		if _, err := StartChild(self, sup, Child{ID: "b"}); !errors.Is(err, process.ErrBadArg) {
			t.Errorf("one that is wrong: %v", err)
		}
		ignoring := with(telling(self, "i"), func(c *Child) {
			c.Start = func(*process.Self) (process.PID, error) { return process.PID{}, genserver.ErrIgnore }
		})
		if pid, err := StartChild(self, sup, ignoring); err != nil || !pid.IsZero() {
			t.Errorf("one that ignores: %v, %v", pid, err)
		}
		if pid, err := RestartChild(self, sup, "i"); err != nil || !pid.IsZero() {
			t.Errorf("again: %v, %v", pid, err)
		}
		if got := len(WhichChildren(self, sup)); got != 2 {
			t.Errorf("%d children", got)
		}
		if _, err := StartChild(self, sup, telling(self, "a")); err != ErrAlreadyStarted {
			t.Errorf("twice: %v", err)
		}
	})
}

func failing(*process.Self) (process.PID, error) { return process.PID{}, errors.New("no") }

// TestErrorsCrossAsTheyAre: also where messages are copied.
func TestErrorsCrossAsTheyAre(t *testing.T) {
	o := quiet()
	o.Messages = process.Copy
	proctest.VirtualWith(t, o, func(self *process.Self) {
		sup := process.Must(StartLink(self, Spec{}))
		if err := DeleteChild(self, sup, "a"); err != ErrNotFound {
			t.Errorf("the error is %v", err)
		}
	})
}

// TestRequestsDuringRetries: a restart that keeps failing leaves time for
// requests, and ends when the child is stopped.
func TestRequestsDuringRetries(t *testing.T) {
	proctest.VirtualWith(t, quiet(), func(self *process.Self) {
		self.TrapExit(true)
		first := true
		me := self.PID()
		sup := process.Must(StartLink(self, Spec{MaxRestarts: 1 << 30, Children: []Child{child("a", func() *worker {
			return &worker{to: me, init: func() *genserver.Result {
				if first {
					first = false
					return nil
				}
				return bad()
			}}
		})}}))
		genserver.Cast(self, process.Name("a"), stop{boom})
		proctest.Sleep(self, 0)
		for {
			_, err := RestartChild(self, sup, "a")
			if err == ErrRestarting {
				break
			}
		}
		if err := TerminateChild(self, sup, "a"); err != nil {
			t.Error(err)
		}
		if got := WhichChildren(self, sup); got[0].Status != Stopped {
			t.Errorf("it is %v", got)
		}
	})
}

// TestAStartThatForgetsTheLink: its child is watched all the same.
func TestAStartThatForgetsTheLink(t *testing.T) {
	proctest.VirtualWith(t, quiet(), func(self *process.Self) {
		self.TrapExit(true)
		me := self.PID()
		sup := process.Must(StartLink(self, Spec{Children: []Child{{ID: "a", Start: func(self *process.Self) (process.PID, error) {
			return self.Spawn(func(self *process.Self) {
				self.Send(me, self.PID())
				self.Receive()
			}), nil
		}}}}))
		first := process.Receive[process.PID](self)
		self.Kill(first)
		if second := process.Receive[process.PID](self); second == first {
			t.Error("not restarted")
		}
		Stop(self, sup)
		if n := len(self.System().Processes()); n != 1 {
			t.Errorf("%d processes are left", n-1)
		}
	})
}

// TestAStartThatExits: it ends the supervisor, and the children with it.
func TestAStartThatExits(t *testing.T) {
	proctest.VirtualWith(t, quiet(), func(self *process.Self) {
		self.TrapExit(true)
		sup := process.Must(StartLink(self, Spec{Children: plain(same, "a")(self)}))
		self.Spawn(func(self *process.Self) {
			_, _ = StartChild(self, sup, Child{ID: "b", Start: func(self *process.Self) (process.PID, error) {
				self.Exit(boom)
				return process.PID{}, nil
			}})
		})
		if exit := process.Receive[process.ExitSignal](self); exit.Reason != boom {
			t.Errorf("the supervisor ended with %v", exit.Reason)
		}
		proctest.Sleep(self, ms)
		if n := len(self.System().Processes()); n != 1 {
			t.Errorf("%d processes are left", n-1)
		}
	})
}

func TestRequestsToNobodyExit(t *testing.T) {
	proctest.Virtual(t, func(self *process.Self) {
		_, ref := self.SpawnMonitor(func(self *process.Self) { WhichChildren(self, process.Name("nobody")) })
		err, ok := proctest.DownOf(self, ref).Reason.(*genserver.CallError)
		if !ok || !errors.Is(err, process.ErrNoProc) {
			t.Errorf("the reason is %v", err)
		}
	})
}

func TestWhatIsLogged(t *testing.T) {
	var out bytes.Buffer
	proctest.VirtualWith(t, process.Options{GroupLeader: &out}, func(self *process.Self) {
		self.TrapExit(true)
		sup := process.Must(StartLink(self, Spec{MaxRestarts: 1, Children: plain(same, "a")(self)}))
		self.Send(sup, "junk")
		genserver.Cast(self, sup, "junk")
		_, _ = genserver.TryCall[any](self, sup, "junk", genserver.Timeout(ms))
		for range 2 {
			genserver.Cast(self, process.Name("a"), stop{boom})
			proctest.Sleep(self, ms)
		}
	})
	line := "supervisor <0.2>: unexpected message: junk\n"
	want := line + line + line + "supervisor <0.2>: child \"a\" needed more than 1 restarts within 5s: giving up\n"
	if got := out.String(); got != want {
		t.Errorf("logged %q, want %q", got, want)
	}
}

// TestRestartsUnderLoad: children of a group are killed at random times by
// several processes; in the end the tree is whole, with no process too many.
func TestRestartsUnderLoad(t *testing.T) {
	rounds := 300
	if testing.Short() {
		rounds = 30
	}
	for _, strategy := range []Strategy{OneForOne, OneForAll, RestForOne} {
		t.Run(strategy.String(), func(t *testing.T) {
			proctest.Run(t, quiet(), func(self *process.Self) {
				self.TrapExit(true)
				sink := self.Spawn(func(self *process.Self) {
					for {
						self.Receive()
					}
				})
				var children []Child
				for i := range 10 {
					children = append(children, child(fmt.Sprint("w", i), func() *worker { return &worker{to: sink} }))
				}
				sup := process.Must(StartLink(self, Spec{Strategy: strategy, MaxRestarts: 1 << 30, Period: time.Hour, Children: children}))
				for k := range 4 {
					self.SpawnMonitor(func(self *process.Self) {
						for i := range rounds {
							if pid, ok := self.Whereis(process.Name(fmt.Sprint("w", (i*7+k)%10))); ok {
								self.Kill(pid)
							}
							WhichChildren(self, sup)
						}
					})
				}
				for range 4 {
					if d := process.Receive[process.Down](self); d.Reason != process.Normal {
						t.Error(d.Reason)
					}
				}
				whole(t, self, sup, 10)
				Stop(self, sup)
				if n := len(self.System().Processes()); n != 2 {
					t.Errorf("%d processes are left", n-2)
				}
			})
		})
	}
}

// whole waits until all n children run.
func whole(t *testing.T, self *process.Self, sup process.PID, n int) {
	t.Helper()
	for range 10_000 {
		if c := CountChildren(self, sup); c.Active == n && c.Specs == n {
			return
		}
	}
	t.Errorf("the children are %v", WhichChildren(self, sup))
}
