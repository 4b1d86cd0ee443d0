package observe_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spawnlab/spawnlab/labs/observe"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// story is a chart's story without its first line and the row numbers.
func story(c observe.Chart) string {
	var lines []string
	for _, line := range strings.Split(c.String(), "\n")[1:] {
		_, text, _ := strings.Cut(strings.TrimSpace(line), "  ")
		lines = append(lines, text)
	}
	return strings.Join(lines, "\n")
}

func TestTraceTells(t *testing.T) {
	for _, tt := range []struct {
		name string
		play func(self *process.Self)
		want string
	}{
		{"nothing", func(*process.Self) {}, ""},
		{"a process that ends", func(self *process.Self) {
			self.Spawn(func(*process.Self) {}, process.WithLabel("short"))
		}, "notebook spawns short\nshort ends: normal"},
		{"a crash", func(self *process.Self) {
			self.Spawn(func(self *process.Self) { self.Exit(errors.New("no gas")) }, process.WithLabel("cook"))
		}, "notebook spawns cook\ncook crashes: no gas"},
		{"a link at once", func(self *process.Self) {
			self.SpawnLink(forever, process.WithLabel("ann"))
		}, "notebook spawns ann, linked"},
		{"a link later", func(self *process.Self) {
			ann := self.Spawn(forever, process.WithLabel("ann"))
			self.Send(self.PID(), 1)
			self.Receive()
			self.Link(ann)
			self.Unlink(ann)
		}, "notebook spawns ann\nnotebook → notebook: 1\nnotebook – ann: linked\nnotebook – ann: linked no more"},
		{"a monitor", func(self *process.Self) {
			ref := self.Monitor(self.Spawn(forever, process.WithLabel("ann")))
			self.Demonitor(ref)
		}, "notebook spawns ann, monitored\nnotebook monitors ann no more"},
		{"a normal exit is no news to who does not trap", func(self *process.Self) {
			self.ExitTo(self.Spawn(forever, process.WithLabel("ann")), process.Normal)
		}, "notebook spawns ann"},
		{"but to who does", func(self *process.Self) {
			self.TrapExit(true)
			self.SpawnLink(func(*process.Self) {}, process.WithLabel("ann"))
			process.Receive[process.ExitSignal](self)
		}, "notebook spawns ann, linked\nann ends: normal\nann ⇢ notebook: exit signal normal"},
		{"a signal that ends one", func(self *process.Self) {
			self.Kill(self.Spawn(forever, process.WithLabel("ann")))
		}, "notebook spawns ann\nnotebook ⇢ ann: exit signal killed\nann is ended by the signal: killed"},
		{"an address taken back", func(self *process.Self) {
			a := self.Alias()
			self.Unalias(a)
			self.Send(a, "late")
		}, `notebook → notebook: "late" (dropped)`},
		{"a label that comes late", func(self *process.Self) {
			self.Spawn(func(self *process.Self) { self.SetLabel("baptized"); self.Exit(process.Shutdown) })
		}, "notebook spawns baptized\nbaptized ends: shutdown"},
		{"a registered name", func(self *process.Self) {
			self.Spawn(forever, process.WithName("till"))
			self.Send(process.Name("till"), Pong{1})
		}, "notebook spawns till\nnotebook → till: Pong{Count: 1} (still waits)"},
		{"what goes on in the background", func(self *process.Self) {
			self.Spawn(func(self *process.Self) {
				sleep(self, 20*time.Millisecond)
				self.Send(self.Parent(), "first")
				sleep(self, 20*time.Millisecond)
				self.Send(self.Parent(), "second")
				sleep(self, time.Minute)
				self.Send(self.Parent(), "too late")
			}, process.WithLabel("slow"))
		}, "notebook spawns slow\nslow → notebook: \"first\" (still waits)\nslow → notebook: \"second\" (still waits)"},
		{"the same name twice", func(self *process.Self) {
			for range 2 {
				self.Send(self.Spawn(forever, process.WithLabel("twin")), 1)
			}
		}, "notebook spawns twin\nnotebook → twin: 1 (still waits)\nnotebook spawns twin · 2nd\nnotebook → twin · 2nd: 1 (still waits)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			virtual(t, func(self *process.Self) {
				if got := story(observe.Trace(self, func() { tt.play(self) })); got != tt.want {
					t.Errorf("it tells\n%s\nwant\n%s", got, tt.want)
				}
			})
		})
	}
}

// ticker sends itself a message every 10 ms, for ever.
func ticker(self *process.Self) {
	for {
		self.SendAfter(self.PID(), "tick", 10*time.Millisecond)
		self.Receive()
	}
}

func TestTraceOfTheRestlessIsBounded(t *testing.T) {
	virtual(t, func(self *process.Self) {
		begin := time.Now()
		c := observe.Trace(self, func() { self.Spawn(ticker, process.WithLabel("ticker")) })
		if took := time.Since(begin); took < 900*time.Millisecond || took > 1100*time.Millisecond {
			t.Errorf("it waited %v for rest", took)
		}
		if got := c.String(); !strings.Contains(got, `a timer → ticker: "tick"`) {
			t.Errorf("no ticks in\n%s", got)
		}
	})
}

// TestTraceWaitsBefore: what processes that were spawned before do first is over
// when the chart begins.
func TestTraceWaitsBefore(t *testing.T) {
	virtual(t, func(self *process.Self) {
		self.Spawn(func(self *process.Self) {
			sleep(self, 10*time.Millisecond)
			self.Send(self.Parent(), "ready")
		})
		if got := story(observe.Trace(self, func() { self.Send(self.PID(), 1); self.ReceiveMatch(func(m any) bool { return m == 1 }) })); got != "notebook → notebook: 1" {
			t.Errorf("it tells\n%s", got)
		}
	})
}

func TestTraceFoldsLongStories(t *testing.T) {
	virtual(t, func(self *process.Self) {
		c := observe.Trace(self, func() {
			for range 150 {
				self.Send(self.PID(), Pong{})
				self.Receive()
			}
			for range 60 {
				self.Spawn(func(*process.Self) {})
			}
		})
		got := c.String()
		if !strings.HasPrefix(got, "Who said what: 270 events\n") || strings.Count(got, "\n") != 200 {
			t.Errorf("%d lines of\n%s", strings.Count(got, "\n"), got)
		}
		if want := "⋮ 71 events more: 50 messages, "; !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
		figureOf(t, c).check(t)
	})
}

func TestTraceCountsWhatItCannotKeep(t *testing.T) {
	virtual(t, func(self *process.Self) {
		c := observe.Trace(self, func() {
			for range 15_000 {
				self.Send(self.PID(), Pong{})
				self.Receive()
			}
		})
		got := c.String()
		if want := "and 10000 events that were too many to keep"; !strings.HasSuffix(got, want) {
			t.Errorf("no %q at the end of\n%s", want, got)
		}
		figureOf(t, c).check(t)
	})
}

func TestTracePassesPanicsOn(t *testing.T) {
	virtual(t, func(self *process.Self) {
		func() {
			defer func() {
				if r := recover(); r != "boom" {
					t.Errorf("recovered %v", r)
				}
			}()
			observe.Trace(self, func() { panic("boom") })
		}()
		if got := story(observe.Trace(self, func() { self.Send(self.PID(), 1) })); got != "notebook → notebook: 1 (still waits)" {
			t.Errorf("the next trace tells %q", got)
		}
	})
}

func TestTraceInsideTrace(t *testing.T) {
	virtual(t, func(self *process.Self) {
		var inner observe.Chart
		outer := observe.Trace(self, func() {
			self.Send(self.PID(), "outside")
			inner = observe.Trace(self, func() { self.Send(self.PID(), "inside") })
		})
		if got := story(inner); got != `notebook → notebook: "inside" (still waits)` {
			t.Errorf("the inner one tells\n%s", got)
		}
		if got := story(outer); strings.Count(got, "\n") != 1 {
			t.Errorf("the outer one tells\n%s", got)
		}
	})
}

func TestTraceWhoseProcessIsKilled(t *testing.T) {
	virtual(t, func(self *process.Self) {
		victim, ref := self.SpawnMonitor(func(self *process.Self) {
			observe.Trace(self, func() { self.Spawn(ticker) })
			t.Error("a dead process got its chart")
		})
		sleep(self, 100*time.Millisecond)
		self.Kill(victim)
		if d := process.Receive[process.Down](self); d.Ref != ref || d.Reason != process.Killed {
			t.Errorf("it ended with %v", d.Reason)
		}
	})
}

// A stopped clock is a virtual one that nobody moves on.
type stoppedClock struct{}

func (stoppedClock) Now() time.Time                                { return time.Unix(0, 0) }
func (stoppedClock) AfterFunc(time.Duration, func()) process.Timer { return stoppedTimer{} }

type stoppedTimer struct{}

func (stoppedTimer) Stop() bool               { return true }
func (stoppedTimer) Reset(time.Duration) bool { return true }

func TestTraceUnderAStoppedClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sys := process.NewSystem(process.Options{Clock: stoppedClock{}, Messages: process.Copy})
		sys.Run(func(self *process.Self) {
			begin := time.Now()
			c := observe.Trace(self, func() {
				self.Send(self.PID(), 1)
			})
			if took := time.Since(begin); took > 11*time.Second {
				t.Errorf("it took %v", took)
			}
			if got := story(c); got != "notebook → notebook: 1 (still waits)" {
				t.Errorf("it tells\n%s", got)
			}
			if got := sys.Messages(self.PID()); len(got) != 1 {
				t.Errorf("it left %v in the mailbox", got)
			}
		}, process.WithLabel("notebook"))
	})
}
