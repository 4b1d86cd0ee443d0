package process_test

import (
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	. "github.com/spawnlab/spawnlab/runtime/process"
)

// withShell gives test a shell of a fresh System in virtual time.
func withShell(t *testing.T, o Options, test func(t *testing.T, sys *System, sh *Shell)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		sys := NewSystem(o)
		sh, err := sys.NewShell(WithLabel("notebook"))
		if err != nil {
			t.Fatal(err)
		}
		test(t, sys, sh)
		if left := sys.Shutdown(time.Minute); left != nil {
			t.Errorf("zombies %v", left)
		}
	})
}

func TestShellLivesAcrossCalls(t *testing.T) {
	withShell(t, Options{}, func(t *testing.T, sys *System, sh *Shell) {
		pid := sh.Self().PID()
		for _, tt := range []struct {
			name string
			do   func(self *Self)
			want string
		}{
			{"sends to itself", func(self *Self) { self.Send(self.PID(), 1) }, "normal"},
			{"exits", func(self *Self) { self.Exit(boom) }, "boom"},
			{"panics", func(self *Self) { panic("x") }, "panic: x"},
			{"receives what an earlier call sent", func(self *Self) { self.Send(self.PID(), self.Receive().(int)+1) }, "normal"},
			{"is interrupted by nothing", func(self *Self) { sleep(self, time.Hour) }, "normal"},
		} {
			if got := sys.FormatReason(sh.Do(tt.do)); got != tt.want || sh.Self().PID() != pid {
				t.Errorf("%s: reason %s, want %s", tt.name, got, tt.want)
			}
		}
		if in, _ := sys.Info(pid); in.Unread != 1 || in.Label != "notebook" {
			t.Errorf("info %+v", in)
		}
		sh.Close(Normal)
		<-sh.Dead()
	})
}

func TestShellIsEndedBySignals(t *testing.T) {
	for name, do := range map[string]func(self *Self){
		"while it waits": func(self *Self) {
			self.SpawnLink(func(self *Self) { sleep(self, ms); self.Exit(boom) })
			self.Receive()
		},
		"while it waits for an answer": func(self *Self) {
			self.SpawnLink(func(self *Self) { sleep(self, ms); self.Exit(boom) })
			_, _ = self.Request(self.PID()).Await(Infinity)
		},
		"by its own call": func(self *Self) { self.ExitTo(self.PID(), boom) },
	} {
		t.Run(name, func(t *testing.T) {
			withShell(t, Options{}, func(t *testing.T, sys *System, sh *Shell) {
				if got := sh.Do(do); got != boom {
					t.Errorf("Do = %v, want boom", got)
				}
				<-sh.Dead()
				if reason, by, dead := sh.Reason(); reason != boom || !dead || by.IsZero() {
					t.Errorf("Reason = %v by %v, %v", reason, by, dead)
				}
				if got := sh.Do(func(self *Self) { self.Send(self.PID(), 1) }); got != boom {
					t.Errorf("a call of the dead: %v", got)
				}
			})
		})
	}
	t.Run("between calls", func(t *testing.T) {
		withShell(t, Options{}, func(t *testing.T, sys *System, sh *Shell) {
			sh.Do(func(self *Self) { self.SpawnLink(exiting(boom)) })
			sys.Send(sys.Processes()[1], "go")
			<-sh.Dead()
		})
	})
}

func TestShellInterrupt(t *testing.T) {
	withShell(t, Options{}, func(t *testing.T, sys *System, sh *Shell) {
		for _, wait := range []func(self *Self){
			func(self *Self) { self.Receive() },
			func(self *Self) { _, _ = self.Request(self.PID()).Await(Infinity) },
		} {
			deferred, done := false, make(chan any)
			go func() {
				done <- sh.Do(func(self *Self) {
					defer func() { deferred = true }()
					wait(self)
					t.Error("it came back")
				})
			}()
			synctest.Wait()
			sh.Interrupt()
			if reason := <-done; reason != Normal || !deferred || !sys.IsAlive(sh.Self().PID()) {
				t.Errorf("reason %v, deferred %v", reason, deferred)
			}
		}
		if in, _ := sys.Info(sh.Self().PID()); len(in.Monitors) != 0 {
			t.Errorf("monitors %v are left", in.Monitors)
		}
		if got := sh.Do(func(self *Self) { sleep(self, ms) }); got != Normal {
			t.Errorf("the next call: %v", got)
		}
	})
}

// TestShellOfTheHostsGoroutine acts for the process without Do.
func TestShellOfTheHostsGoroutine(t *testing.T) {
	withShell(t, Options{}, func(t *testing.T, sys *System, sh *Shell) {
		done := make(chan bool)
		go func() {
			defer func() { done <- true }()
			sh.Self().Send(sh.Self().PID(), 1)
			sh.Self().Exit(ShutdownWith(boom))
		}()
		<-done
		if reason, ok := sh.TakeExit(); !ok || reason != ShutdownWith(boom) {
			t.Errorf("TakeExit = %v, %v", reason, ok)
		}
		if _, ok := sh.TakeExit(); ok || !sys.IsAlive(sh.Self().PID()) {
			t.Error("a second TakeExit")
		}
	})
}

func TestEnterWrapsEveryBody(t *testing.T) {
	entered := make(chan string, 10)
	o := Options{Hooks: Hooks{Enter: func(self *Self, body func()) {
		self.SetHost("thread of " + self.String())
		defer func() { entered <- self.Host().(string) }()
		body()
	}}}
	withShell(t, o, func(t *testing.T, sys *System, sh *Shell) {
		sh.Do(func(self *Self) { self.Exit(boom) })
		sys.Run(func(self *Self) { panic("x") })
		pid := sys.Spawn(func(self *Self) { self.Hibernate(func(*Self) {}) })
		synctest.Wait()
		sys.Send(pid, "wake up")
		synctest.Wait()
	})
	if n := len(entered); n != 4 {
		t.Errorf("%d bodies were entered, want 4", n)
	}
}

func TestOwnersAndGroupLeadersAreInherited(t *testing.T) {
	withShell(t, Options{GroupLeader: io.Discard}, func(t *testing.T, sys *System, sh *Shell) {
		var out strings.Builder
		cell := func(owner string) {
			sh.Self().SetOwner(owner)
			sh.Do(func(self *Self) {
				self.Spawn(func(self *Self) {
					self.Spawn(func(self *Self) {
						_, _ = io.WriteString(self.GroupLeader(), "from "+self.Owner()+"\n")
						forever(self)
					})
					forever(self)
				})
			})
			synctest.Wait()
		}
		sh.Self().SetGroupLeader(&out)
		cell("cell 1")
		cell("cell 2")
		if out.String() != "from cell 1\nfrom cell 2\n" || len(sys.Owned("cell 1")) != 2 {
			t.Errorf("printed %q; cell 1 owns %v", out.String(), sys.Owned("cell 1"))
		}
	})
}

func TestHibernate(t *testing.T) {
	virtual(t, func(self *Self) {
		me := self.PID()
		var count func(n int) func(self *Self)
		count = func(n int) func(self *Self) {
			return func(self *Self) {
				for {
					if m, ok := self.ReceiveFor(0); ok {
						self.Send(me, m.(int)+n)
						n++
						continue
					}
					self.Hibernate(count(n))
				}
			}
		}
		pid, ref := self.SpawnMonitor(count(10), WithName("counter"))
		for i := range 3 {
			self.Send(pid, 100*i)
			if got, want := self.Receive(), 101*i+10; got != want {
				t.Errorf("answer %v, want %d", got, want)
			}
			sleep(self, ms)
			if in, _ := self.Info(pid); in.Status != StatusHibernated || in.Memory > 1000 {
				t.Errorf("info %+v", in)
			}
		}
		self.Send(pid, 1)
		self.Send(pid, 2)
		if a, b := self.Receive(), self.Receive(); a != 14 || b != 16 {
			t.Errorf("answers %v, %v", a, b)
		}
		sleep(self, ms)
		self.ExitTo(pid, boom)
		if d := downOf(self, ref); d.Reason != boom {
			t.Errorf("reason %v", d.Reason)
		}
		if _, there := self.Whereis("counter"); there || len(self.System().Processes()) != 1 {
			t.Error("it is still there")
		}
	})
}

func TestHibernateAndExit(t *testing.T) {
	virtual(t, func(self *Self) {
		got := reasonOf(self, func(self *Self) {
			defer self.Exit(boom)
			self.Hibernate(forever)
		})
		if got != boom {
			t.Errorf("reason %v: a deferred Exit wins", got)
		}
	})
}
