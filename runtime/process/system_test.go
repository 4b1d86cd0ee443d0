package process_test

import (
	"context"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	. "github.com/spawnlab/spawnlab/runtime/process"
)

func TestTextOfAddresses(t *testing.T) {
	virtual(t, func(self *Self) {
		alias, ref := self.Alias(), self.Monitor(self.PID())
		for _, tt := range []struct{ got, want string }{
			{self.PID().String(), "<0.1>"},
			{self.String(), "<0.1>"},
			{PID{}.String(), "<0.0>"},
			{Name("shop").String(), "shop"},
			{alias.String(), "#Alias<0.1.1>"},
			{Alias{}.String(), "#Alias<0>"},
			{ref.String(), "#Ref<0.1.2>"},
			{Ref{}.String(), "#Ref<0>"},
		} {
			if tt.got != tt.want {
				t.Errorf("text %q, want %q", tt.got, tt.want)
			}
		}
		if !(PID{}).IsZero() || !(Ref{}).IsZero() || !(Alias{}).IsZero() || self.PID().IsZero() || ref.IsZero() || alias.IsZero() {
			t.Error("IsZero")
		}
		if pid, ok := alias.Whereis(self.System()); !ok || pid != self.PID() {
			t.Errorf("the alias leads to %v, %v", pid, ok)
		}
		if _, ok := (Alias{}).Whereis(self.System()); ok {
			t.Error("the zero alias leads somewhere")
		}
	})
}

// TestAddressesAreKeys: PIDs, Refs and aliases are equal to themselves alone.
func TestAddressesAreKeys(t *testing.T) {
	virtual(t, func(self *Self) {
		keys := map[any]int{}
		for i := range 10 {
			keys[self.Spawn(forever)] = i
			keys[self.Alias()] = i
			keys[self.Monitor(self.PID())] = i
			keys[self.SendAfter(self.PID(), 1, time.Hour)] = i
		}
		if len(keys) != 40 {
			t.Errorf("%d keys, want 40", len(keys))
		}
	})
}

func TestRunOfAClosedSystem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sys := NewSystem(Options{})
		sys.Shutdown(time.Second)
		if got := sys.Run(forever); got != Killed {
			t.Errorf("Run = %v, want killed", got)
		}
		sh, err := sys.NewShell()
		if err != nil {
			t.Fatal(err)
		}
		<-sh.Dead()
	})
}

func TestLocal(t *testing.T) {
	type key struct{}
	sys := NewSystem(Options{})
	var wg sync.WaitGroup
	values := make(chan any, 100)
	for i := range 100 {
		wg.Go(func() { values <- sys.Local(key{}, func() any { return &i }) })
	}
	wg.Wait()
	close(values)
	first := <-values
	for v := range values {
		if v != first {
			t.Fatal("two callers got two values")
		}
	}
	if NewSystem(Options{}).Local(key{}, func() any { return nil }) == first {
		t.Error("another System has the same value")
	}
}

func TestRandomIsTheSystems(t *testing.T) {
	draw := func(o Options) uint64 { return NewSystem(o).Random().Uint64() }
	seeded := func() Options { return Options{Random: rand.NewPCG(1, 2)} }
	if draw(seeded()) != draw(seeded()) {
		t.Error("one seed gave two numbers")
	}
	if draw(Options{}) == draw(Options{}) {
		t.Error("two Systems drew the same number")
	}
}

func TestHooksOnValues(t *testing.T) {
	sys := NewSystem(Options{})
	if plain, name := sys.Reveal(boom); plain != boom || name != "process.Atom" {
		t.Errorf("Reveal = %v, %q", plain, name)
	}
	if _, name := sys.Reveal(nil); name != "nil" {
		t.Errorf("Reveal(nil) is a %q", name)
	}
	if got := sys.Format([]int{1}); got != "[1]" {
		t.Errorf("Format = %q", got)
	}
	xs := []int{1}
	if got := sys.Copy(xs).([]int); &got[0] == &xs[0] {
		t.Error("Copy returned the original")
	}
}

func TestReasonsAreCopies(t *testing.T) {
	virtualWith(t, Options{Messages: Copy}, func(self *Self) {
		for name, body := range map[string]func(reason []int) func(*Self){
			"Exit":   func(reason []int) func(*Self) { return func(self *Self) { self.Exit(reason) } },
			"ExitTo": func(reason []int) func(*Self) { return func(self *Self) { self.ExitTo(self.PID(), reason) } },
		} {
			reason := []int{1}
			got := reasonOf(self, body(reason)).([]int)
			if reason[0] = 2; got[0] != 1 {
				t.Errorf("%s: the reason is the sender's own slice", name)
			}
		}
	})
}

func TestReductions(t *testing.T) {
	virtual(t, func(self *Self) {
		count := func() uint64 { in, _ := self.Info(self.PID()); return in.Reductions }
		before := count()
		self.Tick(10_000)
		for range 100 {
			self.Send(self.PID(), 1)
		}
		all(self, 0)
		if got := count() - before; got < 10_200 || got > 10_300 {
			t.Errorf("%d reductions for 10,000 ticks, 100 sends and 100 receives", got)
		}
	})
}

func TestStatus(t *testing.T) {
	virtual(t, func(self *Self) {
		in, _ := self.Info(self.PID())
		pid := self.Spawn(forever)
		sleep(self, ms)
		waiting, _ := self.Info(pid)
		if in.Status != StatusRunning || waiting.Status != StatusWaiting {
			t.Errorf("%s and %s", in.Status, waiting.Status)
		}
	})
}

func TestLabels(t *testing.T) {
	virtual(t, func(self *Self) {
		label := func() string { in, _ := self.Info(self.PID()); return in.Label }
		want := func(text string) {
			t.Helper()
			if got := label(); got != text {
				t.Errorf("label %q, want %q", got, text)
			}
		}
		want("")
		Must(0, self.Register("shop", self.PID()))
		want("shop")
		self.SetLabel("the shop")
		want("the shop")
		Must(0, self.Unregister("shop"))
		want("the shop")
	})
}

func TestDictionary(t *testing.T) {
	virtual(t, func(self *Self) {
		if self.Get(1) != nil || self.Erase(1) != nil || self.Dictionary() != nil {
			t.Error("a new process has a dictionary")
		}
		self.Put("a", 1)
		d := self.Dictionary()
		d["a"] = 2
		if self.Get("a") != 1 {
			t.Error("Dictionary is not a copy")
		}
		if self.Host() != nil {
			t.Error("a new process has a host's value")
		}
	})
}

func TestContextOfTheDead(t *testing.T) {
	virtual(t, func(self *Self) {
		contexts := make(chan *Self, 1)
		pid, ref := self.SpawnMonitor(func(self *Self) { contexts <- self })
		downOf(self, ref)
		dead := <-contexts
		if err := dead.Context().Err(); err != context.Canceled || !dead.Dead() {
			t.Errorf("its context says %v", err)
		}
		if _, ok := self.System().Lookup(pid.ID()); ok {
			t.Error("Lookup finds the dead")
		}
		if got := self.System().Messages(pid); got != nil {
			t.Errorf("it has messages %v", got)
		}
	})
}

func TestOutsideCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sys := NewSystem(Options{GroupLeader: io.Discard})
		pid := sys.Spawn(func(self *Self) {
			self.Send(self.PID(), self.AliasOnce())
			self.ReceiveMatch(func(m any) bool { return m == "stop" })
		}, WithName("it"))
		synctest.Wait()
		alias := sys.Messages(pid)[0].(Alias)
		for _, tt := range []struct {
			name string
			got  bool
			want bool
		}{
			{"to a PID", sys.Send(pid, 1), true},
			{"to a name", sys.Send(Name("it"), 1), true},
			{"to an alias", sys.Send(alias, 1), true},
			{"to a used alias", sys.Send(alias, 1), false},
			{"to nobody", sys.Send(Name("nobody"), 1), false},
		} {
			if tt.got != tt.want {
				t.Errorf("Send %s = %v", tt.name, tt.got)
			}
		}
		if got, ok := sys.Whereis("it"); !ok || got != pid {
			t.Errorf("Whereis = %v, %v", got, ok)
		}
		sys.ExitTo(Name("nobody"), boom)
		sys.ExitTo(Name("it"), boom)
		if sys.Send(pid, 1) || sys.IsAlive(pid) {
			t.Error("it lives")
		}
		sys.Shutdown(time.Second)
	})
}

func TestCrashReport(t *testing.T) {
	virtual(t, func(self *Self) {
		e := Event{PID: self.PID(), Label: "till", Value: Crash{Value: "no change", Stack: "at till.go:7\n"}}
		if got, want := CrashReport(e), "process <0.1> (till) crashed: panic: no change\nat till.go:7"; got != want {
			t.Errorf("report %q, want %q", got, want)
		}
		e.Other = self.PID()
		if got := CrashReport(e) + CrashReport(Event{Value: boom}); got != "" {
			t.Errorf("reported %q", got)
		}
	})
}

func TestAfterNil(t *testing.T) {
	virtual(t, func(self *Self) { self.Select(After(ms, nil)) })
}

func TestNoTarget(t *testing.T) {
	virtual(t, func(self *Self) {
		for want, call := range map[string]func(self *Self){
			"Send: no target given":      func(self *Self) { self.Send(nil, 1) },
			"Send: the alias is empty":   func(self *Self) { self.Send(Alias{}, 1) },
			"Monitor: no target given":   func(self *Self) { self.Monitor(nil) },
			"Link: the PID is empty":     func(self *Self) { self.Link(PID{}) },
			"StartTimer: the PID is":     func(self *Self) { self.StartTimer(PID{}, 1, 0) },
			"SendAfter: no target given": func(self *Self) { self.SendAfter(nil, 1, 0) },
			"StartTimer: the alias is e": func(self *Self) { self.StartTimer(Alias{}, 1, 0) },
			"ExitTo: no process is regi": func(self *Self) { self.Kill(Name("nobody")) },
		} {
			if got := self.System().FormatReason(reasonOf(self, call)); !strings.Contains(got, want) {
				t.Errorf("reason %q, want %q", got, want)
			}
		}
	})
}

// TestCallsOfTheDead makes every call in a deferred function of a killed
// process: none does anything, none fails.
func TestCallsOfTheDead(t *testing.T) {
	virtual(t, func(self *Self) {
		me, calls := self.PID(), 0
		pid, ref := self.SpawnMonitor(func(self *Self) {
			mine, timer := self.Monitor(me), self.SendAfter(me, 1, time.Hour)
			defer func() {
				for _, call := range []func(){
					func() { self.Send(me, 1) },
					func() { self.Send(self.Alias(), 1) },
					func() { self.Spawn(forever) },
					func() { self.SpawnLink(forever) },
					func() { self.SpawnMonitor(forever) },
					func() { self.Link(me) },
					func() { self.Unlink(me) },
					func() { self.Monitor(me) },
					func() { self.Demonitor(mine, Flush) },
					func() { self.Kill(me) },
					func() { self.TrapExit(true) },
					func() { _ = self.Register("late", me) },
					func() { _ = self.Unregister("late") },
					func() { self.SendAfter(me, 1, 0) },
					func() { self.CancelTimer(timer) },
					func() { self.Put(1, 2) },
				} {
					call()
					calls++
				}
			}()
			self.Receive()
		})
		sleep(self, ms)
		self.Kill(pid)
		downOf(self, ref)
		synctest.Wait()
		if calls != 16 {
			t.Errorf("%d calls came back", calls)
		}
		if got := all(self, ms); len(got) != 0 || len(self.System().Processes()) != 1 {
			t.Errorf("received %v; processes %v", got, self.System().Processes())
		}
	})
}

// TestTimersToAliases send until the alias is taken back.
func TestTimersToAliases(t *testing.T) {
	virtual(t, func(self *Self) {
		kept, dropped := self.Alias(), self.Alias()
		self.SendAfter(kept, "kept", ms)
		self.SendAfter(dropped, "dropped", ms)
		self.Unalias(dropped)
		if got := all(self, 5*ms); len(got) != 1 || got[0] != "kept" {
			t.Errorf("received %v", got)
		}
	})
}
