package observe_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/labs/display"
	"github.com/spawnlab/spawnlab/labs/observe"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// scenes are programs whose pictures are kept in testdata: each tells the same
// story in the same drawing whenever it runs.
var scenes = []struct {
	name string
	body func(self *process.Self) display.Value
}{
	{"chart-ping", func(self *process.Self) display.Value {
		other := self.Spawn(echo, process.WithLabel("echo"))
		return observe.Trace(self, func() {
			for range 2 {
				self.Send(other, Ping{self.PID()})
				process.Receive[Pong](self)
			}
		})
	}},
	{"chart-crash", func(self *process.Self) display.Value {
		return observe.Trace(self, func() {
			cook, _ := self.SpawnMonitor(func(self *process.Self) {
				process.Receive[int](self)
				self.Exit(errors.New("the pot boiled over"))
			}, process.WithLabel("cook"))
			self.Send(cook, 7)
			process.Receive[process.Down](self)
		})
	}},
	{"chart-links", func(self *process.Self) display.Value {
		self.TrapExit(true)
		return observe.Trace(self, func() {
			a := self.SpawnLink(forever, process.WithLabel("ann"))
			b := self.Spawn(forever, process.WithLabel("ben"))
			self.Link(b)
			ref := self.Monitor(b)
			self.Demonitor(ref)
			self.Unlink(b)
			self.ExitTo(a, "fire")
			process.Receive[process.ExitSignal](self)
		})
	}},
	{"chart-untaken", func(self *process.Self) display.Value {
		mute := self.Spawn(forever, process.WithLabel("mute"))
		late := dead(self)
		brief := self.Spawn(forever, process.WithLabel("brief"))
		return observe.Trace(self, func() {
			self.Send(mute, Ping{self.PID()})
			self.Send(late, "is anybody there?")
			self.Send(brief, "read this before you go")
			self.Kill(brief)
			self.Send(self.PID(), "note to self")
			self.Receive()
			self.SendAfter(self.PID(), "soup is ready", time.Millisecond)
			self.Receive()
		})
	}},
	{"chart-unnamed", func(self *process.Self) display.Value {
		return observe.Trace(self, func() {
			self.Spawn(echo)
			till := self.Spawn(forever, process.WithName("till"))
			third := self.Spawn(func(self *process.Self) {
				o := process.Receive[Order](self)
				self.Send(o.From, o)
			})
			self.Send(third, Order{self.PID(), self.Monitor(till), "soup for <0.2>"})
			process.Receive[Order](self)
		})
	}},
	{"chart-generations", func(self *process.Self) display.Value {
		return observe.Trace(self, func() {
			for range 3 {
				self.SpawnMonitor(func(self *process.Self) { self.Exit("fell over") }, process.WithLabel("counter"))
				process.Receive[process.Down](self)
			}
		})
	}},
	{"chart-crowd", crowd(12, 4)},
	{"chart-long", func(self *process.Self) display.Value {
		long := strings.Repeat("a very long order with many dishes, ", 6)
		w := self.Spawn(forever, process.WithLabel(strings.Repeat("waiter of the long table ", 3)))
		return observe.Trace(self, func() {
			self.Send(w, long)
			self.Send(w, "two\nlines\x00\xff and <b>markup</b> & \"quotes\" 漢字 🍜")
			self.Kill(w)
		})
	}},
	{"chart-empty", func(self *process.Self) display.Value { return observe.Trace(self, func() {}) }},
	{"mailbox", func(self *process.Self) display.Value {
		fill(self)
		return observe.Mailbox(self, self.PID())
	}},
	{"mailbox-since", func(self *process.Self) display.Value {
		fill(self)
		before := observe.Mailbox(self, self.PID())
		process.Receive[Pong](self)
		self.Send(self.PID(), "new one")
		return observe.Mailbox(self, self.PID()).Since(before)
	}},
	{"mailbox-full", func(self *process.Self) display.Value {
		for i := range 250 {
			self.Send(self.PID(), Pong{i})
		}
		return observe.Mailbox(self, self.PID())
	}},
	{"mailbox-empty", func(self *process.Self) display.Value { return observe.Mailbox(self, self.PID()) }},
	{"mailbox-none", func(self *process.Self) display.Value { return observe.Mailbox(self, process.Name("nobody")) }},
	{"links-row", func(self *process.Self) display.Value {
		pids := row(self, "", "cem", "ben", "ann")
		return observe.LinksDuring(self, func() { self.ExitTo(pids[0], "fire") })
	}},
	{"links-trap", func(self *process.Self) display.Value {
		pids := row(self, "ben", "cem", "ben", "ann")
		return observe.LinksDuring(self, func() { self.ExitTo(pids[0], "fire") })
	}},
	{"links-ring", func(self *process.Self) display.Value {
		pids := row(self, "", "ann", "ben", "cem", "dan", "eve")
		self.Link(pids[0])
		self.Monitor(pids[2])
		self.Link(pids[4])
		return observe.Links(self)
	}},
	{"links-star", func(self *process.Self) display.Value {
		self.TrapExit(true)
		for i := range 14 {
			self.SpawnLink(forever, process.WithLabel(fmt.Sprintf("stall %d", i+1)))
		}
		pid, _ := self.SpawnMonitor(forever, process.WithLabel("guest"))
		return observe.LinksDuring(self, func() { self.Kill(pid) })
	}},
	{"links-web", func(self *process.Self) display.Value {
		self.TrapExit(true)
		pids := row(self, "", "ann", "ben", "cem", "dan", "eve", "fay", "gil", "hal", "ina", "jon")
		self.Link(pids[3])
		self.Link(pids[8])
		self.Monitor(pids[6])
		return observe.LinksDuring(self, func() { self.Kill(pids[6]) })
	}},
	{"links-many", func(self *process.Self) display.Value {
		self.TrapExit(true)
		for range 52 {
			self.SpawnLink(forever)
		}
		return observe.Links(self)
	}},
	{"links-none", func(self *process.Self) display.Value { return observe.Links(self) }},
}

// crowd is a chart of n workers that each get some messages and answer.
func crowd(n, each int) func(self *process.Self) display.Value {
	return func(self *process.Self) display.Value {
		var workers []process.PID
		for i := range n {
			workers = append(workers, self.Spawn(echo, process.WithLabel(fmt.Sprintf("worker %d", i+1))))
		}
		return observe.Trace(self, func() {
			for i := range each {
				for k, w := range workers {
					if k%(i+1) == 0 {
						self.Send(w, Ping{self.PID()})
						process.Receive[Pong](self)
					}
				}
			}
		})
	}
}

// fill puts some messages into the caller's mailbox.
func fill(self *process.Self) {
	self.Send(self.PID(), Ping{self.PID()})
	for i := range 3 {
		self.Send(self.PID(), Pong{i + 1})
	}
	self.Send(self.PID(), Order{self.PID(), self.Monitor(self.PID()), "a large bowl of noodle soup with dumplings"})
}

func TestScenes(t *testing.T) {
	for _, s := range scenes {
		t.Run(s.name, func(t *testing.T) {
			first := show(t, s.body)
			f := figureOf(t, first)
			golden(t, s.name, first.String()+"\n----\n"+f.svg)
			f.check(t)
			if again := figureOf(t, show(t, s.body)); again != f {
				t.Errorf("a second run shows another picture:\n%s\n%s", f.alt, again.alt)
			}
		})
	}
}
