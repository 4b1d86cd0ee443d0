package observe_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/labs/observe"
	"github.com/spawnlab/spawnlab/runtime/process"
)

func TestLinks(t *testing.T) {
	for _, tt := range []struct {
		name string
		play func(self *process.Self)
		want []string
	}{
		{"alone", func(*process.Self) {}, []string{"Links: 1 alive, 0 links", "notebook is alive"}},
		{"those without ties are left out", func(self *process.Self) { self.Spawn(forever, process.WithLabel("hermit")) },
			[]string{"Links: 1 alive, 0 links", "notebook is alive"}},
		{"a link", func(self *process.Self) { self.SpawnLink(forever, process.WithLabel("ann")) },
			[]string{"Links: 2 alive, 1 link", "notebook is alive", "ann is alive", "notebook and ann are linked"}},
		{"a monitor, trapping", func(self *process.Self) {
			self.TrapExit(true)
			self.SpawnMonitor(forever, process.WithLabel("ann"))
		}, []string{"Links: 2 alive, 0 links, 1 monitor", "notebook is alive and traps exits", "ann is alive", "notebook monitors ann"}},
		{"a link that a process makes of itself", func(self *process.Self) {
			self.Spawn(func(self *process.Self) {
				sleep(self, 10*time.Millisecond)
				self.Link(self.Parent())
				forever(self)
			}, process.WithLabel("ann"))
		}, []string{"Links: 2 alive, 1 link", "notebook is alive", "ann is alive", "notebook and ann are linked"}},
		{"a monitor by name", func(self *process.Self) {
			self.Spawn(forever, process.WithName("till"))
			self.Monitor(process.Name("till"))
		}, []string{"Links: 2 alive, 0 links, 1 monitor", "notebook is alive", "till is alive", "notebook monitors till"}},
		{"the same monitor twice", func(self *process.Self) {
			ann, _ := self.SpawnMonitor(forever, process.WithLabel("ann"))
			self.Monitor(ann)
		}, []string{"Links: 2 alive, 0 links, 1 monitor", "notebook is alive", "ann is alive", "notebook monitors ann"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			virtual(t, func(self *process.Self) {
				tt.play(self)
				if got, want := observe.Links(self).String(), strings.Join(tt.want, "\n  "); got != want {
					t.Errorf("it tells\n%s\nwant\n%s", got, want)
				}
			})
		})
	}
}

func TestLinksDuring(t *testing.T) {
	for _, tt := range []struct {
		name string
		play func(self *process.Self, ann process.PID)
		want []string
	}{
		{"nothing", func(*process.Self, process.PID) {}, []string{"ann is alive"}},
		{"a clean end", func(self *process.Self, ann process.PID) { self.Send(ann, process.Normal) }, []string{"ann ended: normal"}},
		{"a crash and who is told", func(self *process.Self, ann process.PID) { self.Send(ann, "fire") },
			[]string{`ann ended: "fire"`, `ann sent notebook the exit signal "fire"`, `notebook was told that ann is down: "fire"`}},
		{"a reason with a process in it", func(self *process.Self, ann process.PID) { self.Send(ann, Ping{self.PID()}) },
			[]string{"ann ended: Ping{From: notebook}"}},
		{"processes that came later are left out", func(self *process.Self, _ process.PID) {
			self.SpawnLink(func(*process.Self) {}, process.WithLabel("late"))
		}, []string{"Links, before and after: 2 alive, 1 link, 1 monitor"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			virtual(t, func(self *process.Self) {
				self.TrapExit(true)
				ann := self.SpawnLink(func(self *process.Self) { self.Exit(self.Receive()) }, process.WithLabel("ann"))
				self.Monitor(ann)
				got := observe.LinksDuring(self, func() { tt.play(self, ann) }).String()
				for _, want := range tt.want {
					if !strings.Contains(got, want) {
						t.Errorf("no %q in\n%s", want, got)
					}
				}
				if strings.Contains(got, "late") {
					t.Errorf("it tells of who was not there before:\n%s", got)
				}
			})
		})
	}
}
