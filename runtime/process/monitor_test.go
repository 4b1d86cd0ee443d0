package process_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	. "github.com/spawnlab/spawnlab/runtime/process"
)

// TestDemonitorOptions is the table of a dead process's monitor: whether the
// Down is there, and whether it is left.
func TestDemonitorOptions(t *testing.T) {
	for _, tt := range []struct {
		name string
		down bool
		opts []MonitorOption
		want bool
		left int
	}{
		{"before the end", false, nil, true, 0},
		{"before the end, flush", false, []MonitorOption{Flush}, true, 0},
		{"after the end", true, nil, false, 1},
		{"after the end, flush", true, []MonitorOption{Flush}, false, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			virtual(t, func(self *Self) {
				pid, ref := self.SpawnMonitor(forever)
				if tt.down {
					self.Kill(pid)
				}
				active := self.Demonitor(ref, tt.opts...)
				self.Kill(pid)
				if left := len(all(self, ms)); active != tt.want || left != tt.left {
					t.Errorf("active %v and %d left, want %v and %d", active, left, tt.want, tt.left)
				}
			})
		})
	}
}

func TestMonitorsOfOthersAreLeftAlone(t *testing.T) {
	virtual(t, func(self *Self) {
		pid, ref := self.SpawnMonitor(forever)
		self.Spawn(func(other *Self) { other.Demonitor(ref, Flush) })
		sleep(self, ms)
		self.Kill(pid)
		downOf(self, ref)
		timer := self.SendAfter(self.PID(), 1, time.Hour)
		if self.Demonitor(timer) || self.Demonitor(Ref{}) {
			t.Error("what is no monitor was active")
		}
	})
}

func TestMonitorByName(t *testing.T) {
	virtual(t, func(self *Self) {
		pid := self.Spawn(forever, WithName("shop"))
		ref := self.Monitor(Name("shop"))
		own := self.Monitor(self.PID())
		if err := self.Unregister("shop"); err != nil {
			t.Fatal(err)
		}
		in, _ := self.Info(self.PID())
		if got := fmt.Sprint(in.Monitors); got != "[<0.1> shop]" {
			t.Errorf("monitors %s: a name stays what it was given as", got)
		}
		self.Kill(pid)
		if d := downOf(self, ref); d.Target != Name("shop") || d.Reason != Killed {
			t.Errorf("%v", d)
		}
		self.Demonitor(own)
	})
}

func TestInfoShowsBothSides(t *testing.T) {
	virtual(t, func(self *Self) {
		pid := self.SpawnLink(forever, WithLabel("worker 1"), WithOwner("cell 3"))
		self.Monitor(pid)
		self.Monitor(pid)
		sleep(self, ms)
		in, _ := self.Info(pid)
		got := fmt.Sprintln(in.Label, in.Owner, in.Parent, in.Links, in.MonitoredBy, in.Status, in.TrapExit)
		if want := "worker 1 cell 3 <0.1> [<0.1>] [<0.1> <0.1>] waiting false\n"; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		if in.Memory < 1000 {
			t.Errorf("memory %d", in.Memory)
		}
		self.Unlink(pid)
		self.Kill(pid)
		if mine, _ := self.Info(self.PID()); len(mine.Links)+len(mine.Monitors) != 0 || mine.Unread != 2 {
			t.Errorf("after its end: %+v", mine)
		}
	})
}

// TestManyLinks goes through the size at which links are indexed, in both
// directions.
func TestManyLinks(t *testing.T) {
	virtual(t, func(self *Self) {
		self.TrapExit(true)
		var pids []PID
		for range 100 {
			pids = append(pids, self.SpawnLink(forever))
		}
		for i, pid := range pids {
			if i%2 == 0 {
				self.Unlink(pid)
			}
			self.Link(pids[1])
		}
		for _, pid := range pids {
			self.Kill(pid)
		}
		if got := len(all(self, ms)); got != 50 {
			t.Errorf("%d exit signals, want 50", got)
		}
		if in, _ := self.Info(self.PID()); len(in.Links) != 0 {
			t.Errorf("links %v are left", in.Links)
		}
	})
}

func TestRequest(t *testing.T) {
	type question struct {
		reply Alias
		do    func(self *Self, reply Alias)
	}
	serve := func(self *Self) {
		for {
			q := Receive[question](self)
			q.do(self, q.reply)
		}
	}
	for _, tt := range []struct {
		name   string
		do     func(self *Self, reply Alias)
		answer any
		err    string
	}{
		{"an answer", func(self *Self, reply Alias) { self.Send(reply, 7) }, 7, ""},
		{"a second answer is dropped", func(self *Self, reply Alias) { self.Send(reply, 7); self.Send(reply, 8) }, 7, ""},
		{"an answer before the end", func(self *Self, reply Alias) { self.Send(reply, 7); self.Exit(boom) }, 7, ""},
		{"the end", func(self *Self, reply Alias) { self.Exit(boom) }, nil, "exit: boom"},
		{"a late answer is dropped", func(self *Self, reply Alias) {
			sleep(self, 200*ms)
			self.Send(reply, 7)
		}, nil, "process: timeout"},
		{"an answer by another process", func(self *Self, reply Alias) {
			self.Spawn(func(self *Self) { self.Send(reply, 7) })
		}, 7, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			virtual(t, func(self *Self) {
				server := self.Spawn(serve)
				r := self.Request(server)
				self.Send(server, question{r.ReplyTo(), tt.do})
				answer, err := r.Await(100 * ms)
				if text := fmt.Sprint(err); answer != tt.answer || err != nil && text != tt.err || err == nil && tt.err != "" {
					t.Errorf("%v, %v, want %v, %v", answer, err, tt.answer, tt.err)
				}
				if got := all(self, time.Second); len(got) != 0 {
					t.Errorf("mailbox %v", got)
				}
				if in, _ := self.Info(self.PID()); len(in.Monitors) != 0 {
					t.Errorf("monitors %v are left", in.Monitors)
				}
			})
		})
	}
	t.Run("nobody there", func(t *testing.T) {
		virtual(t, func(self *Self) {
			for _, target := range []Target{dead(self), Name("nobody")} {
				var exit *ExitError
				if _, err := self.Request(target).Await(time.Second); !errors.As(err, &exit) || exit.Reason != NoProc {
					t.Errorf("Request(%s): %v", target, err)
				}
			}
		})
	})
}

func TestNames(t *testing.T) {
	virtual(t, func(self *Self) {
		pid := self.Spawn(forever, WithName("a"))
		_, ref := self.SpawnMonitor(func(*Self) { t.Error("the body ran without its name") }, WithName("a"))
		if d := downOf(self, ref); !errors.Is(d.Reason.(error), ErrNameTaken) {
			t.Errorf("reason %v", d.Reason)
		}
		if err := self.Register("b", pid); !errors.Is(err, ErrNameTaken) || !strings.Contains(err.Error(), `"a" already`) {
			t.Errorf("a second name: %v", err)
		}
		if err := errors.Join(self.Unregister("a"), self.Register("b", pid)); err != nil {
			t.Error(err)
		}
		self.Send(Name("b"), "hello")
		if got := self.System().Messages(Name("b")); len(got) != 1 {
			t.Errorf("messages %v", got)
		}
		if got, ok := self.System().Lookup(pid.ID()); !ok || got != pid {
			t.Errorf("Lookup = %v, %v", got, ok)
		}
	})
}

func TestTimersEndWithTheirTarget(t *testing.T) {
	virtual(t, func(self *Self) {
		pid := self.Spawn(forever)
		ref := self.SendAfter(pid, 1, time.Second)
		self.Spawn(func(other *Self) {
			if left, ok := other.ReadTimer(ref); !ok || left != time.Second {
				t.Errorf("another process reads %v, %v", left, ok)
			}
		})
		sleep(self, ms)
		self.Kill(pid)
		_, read := self.ReadTimer(ref)
		_, cancelled := self.CancelTimer(ref)
		_, late := self.ReadTimer(self.SendAfter(pid, 1, time.Second))
		if read || cancelled || late {
			t.Errorf("read %v, cancelled %v, late %v", read, cancelled, late)
		}
	})
}

func TestOtherSystem(t *testing.T) {
	other := NewSystem(Options{})
	stranger := other.Spawn(forever)
	defer other.Shutdown(time.Minute)
	virtual(t, func(self *Self) {
		for name, call := range map[string]func(){
			"Send":    func() { self.Send(stranger, 1) },
			"Link":    func() { self.Link(stranger) },
			"Monitor": func() { self.Monitor(stranger) },
			"ExitTo":  func() { self.Kill(stranger) },
			"Request": func() { self.Request(stranger) },
		} {
			var text string
			func() {
				defer func() { text = fmt.Sprint(recover()) }()
				call()
			}()
			if want := "process: " + name + ": <0.1> belongs to another System (badarg)"; text != want {
				t.Errorf("panic %q, want %q", text, want)
			}
		}
		if self.IsAlive(stranger) {
			t.Error("alive here")
		}
	})
}
