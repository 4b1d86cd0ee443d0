package process_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	. "github.com/spawnlab/spawnlab/runtime/process"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var kindNames = map[Kind]string{
	EventSpawn: "spawn", EventExit: "exit", EventSend: "send", EventReceive: "receive",
	EventDrop: "drop", EventLink: "link", EventUnlink: "unlink", EventMonitor: "monitor",
	EventDemonitor: "demonitor", EventDown: "down", EventExitSignal: "exit signal",
	EventRegister: "register", EventUnregister: "unregister", EventMutation: "mutation",
}

// line prints an event.
func line(e Event) string {
	text := fmt.Sprintf("%3d %5dms %-11s %s", e.Seq, e.Time.Sub(time.Unix(0, 0)).Milliseconds(), kindNames[e.Kind], e.PID)
	for _, part := range []struct {
		name string
		v    any
		set  bool
	}{
		{"label", e.Label, e.Label != ""},
		{"other", e.Other, !e.Other.IsZero()},
		{"ref", e.Ref, !e.Ref.IsZero()},
		{"name", e.Name, e.Name != ""},
		{"value", e.Value, e.Value != nil},
		{"cause", e.Cause, e.Cause != 0},
		{"where", e.Where, e.Where != ""},
	} {
		if part.set {
			text += fmt.Sprintf(" %s=%v", part.name, part.v)
		}
	}
	return text
}

// record runs body under the seed and returns every event, a line each.
func record(o Options, seed uint64, body func(self *Self)) string {
	l := newLockstep(seed)
	o.Clock, o.Scheduler = l, l
	sys := NewSystem(o)
	var events strings.Builder
	cancel := sys.Subscribe(EventAll, func(e Event) { fmt.Fprintln(&events, line(e)) })
	sys.Spawn(body)
	l.run()
	cancel()
	for _, pid := range sys.Processes() {
		sys.ExitTo(pid, Kill)
	}
	l.run()
	return events.String()
}

// golden compares text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// story does each thing that has an event.
func story(self *Self) {
	_ = self.Register("narrator", self.PID())
	self.TrapExit(true)
	echo := self.Spawn(func(self *Self) {
		m := Receive[value](self)
		self.Send(m.Of, "echo of "+m.V.(string))
		self.Receive()
	}, WithLabel("echo"))
	ref := self.Monitor(echo)
	self.Link(echo)
	self.Send(echo, value{self.PID(), "hello"})
	Receive[string](self)
	self.Demonitor(self.Monitor(echo))
	self.SendAfter(echo, "wake up", 250*time.Millisecond)
	downOf(self, ref)
	Receive[ExitSignal](self)
	self.Send(echo, "too late")
	crasher := self.SpawnLink(func(*Self) { panic("ouch") })
	self.Unlink(crasher)
	_ = self.Unregister("narrator")
	self.ExitTo(self.PID(), Normal)
	Receive[ExitSignal](self)
}

func TestEventsOfAStory(t *testing.T) {
	golden(t, "story.txt", record(Options{}, 1, story))
}

// TestSeeds runs a race under many seeds: the same seed gives the same events,
// different seeds different ones.
func TestSeeds(t *testing.T) {
	race := func(self *Self) {
		for i := range 3 {
			self.Spawn(func(child *Self) {
				child.Send(self.PID(), i)
				sleep(child, 10*ms)
				child.Send(self.PID(), i)
			})
		}
		for range 6 {
			ReceiveFor[int](self, time.Second)
		}
	}
	seen := map[string]bool{}
	for seed := range uint64(50) {
		first := record(Options{}, seed, race)
		if again := record(Options{}, seed, race); again != first {
			t.Fatalf("seed %d gave two traces:\n%s", seed, cmp.Diff(first, again))
		}
		seen[first] = true
	}
	if len(seen) < 20 {
		t.Errorf("50 seeds gave %d traces", len(seen))
	}
}

func TestSubscribe(t *testing.T) {
	virtual(t, func(self *Self) {
		sys := self.System()
		var spawns, both []Kind
		cancel := sys.Subscribe(EventSpawn, func(e Event) { spawns = append(spawns, e.Kind) })
		stop := sys.Subscribe(EventSpawn|EventRegister, func(e Event) { both = append(both, e.Kind) })
		self.Spawn(forever)
		cancel()
		self.Spawn(forever, WithName("b"))
		stop()
		self.Spawn(forever)
		if want := []Kind{EventSpawn, EventSpawn, EventRegister}; len(spawns) != 1 || !slices.Equal(both, want) {
			t.Errorf("told %v and %v", spawns, both)
		}
	})
}

// TestEventsBeginInTheMiddle opens messages that were sent before anybody
// listened, and the other way round.
func TestEventsBeginInTheMiddle(t *testing.T) {
	virtual(t, func(self *Self) {
		self.Send(self.PID(), "before")
		var got []string
		cancel := self.System().Subscribe(EventReceive, func(e Event) { got = append(got, fmt.Sprint(e.Value, " ", e.Cause)) })
		self.Send(self.PID(), "during")
		self.Receive()
		self.Receive()
		self.Send(self.PID(), "late")
		cancel()
		if m := self.Receive(); m != "late" || !slices.Equal(got, []string{"before 0", "during 0"}) {
			t.Errorf("received %v, told %q", m, got)
		}
	})
}
