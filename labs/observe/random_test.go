package observe_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/labs/display"
	"github.com/spawnlab/spawnlab/labs/observe"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// A Task tells an actor of the random plays what to do with whom.
type Task struct {
	Verb string
	With process.PID
	Note string
}

var verbs = []string{"send", "send", "send", "self", "timer", "link", "unlink", "monitor", "spawn", "exit", "crash", "signal", "ignore"}

// actor does what it is told.
func actor(self *process.Self) {
	for {
		act(self, process.Receive[Task](self))
	}
}

func act(self *process.Self, t Task) {
	switch t.Verb {
	case "send":
		self.Send(t.With, t.Note)
	case "self":
		self.Send(self.PID(), t.Note)
	case "timer":
		self.SendAfter(t.With, t.Note, time.Millisecond)
	case "link":
		if self.IsAlive(t.With) {
			self.Link(t.With)
		}
	case "unlink":
		self.Unlink(t.With)
	case "monitor":
		self.Monitor(t.With)
	case "spawn":
		self.SpawnLink(actor, process.WithLabel(identities.Replace(t.Note)))
	case "exit":
		self.Exit(process.ShutdownWith(t.Note))
	case "crash":
		self.Exit(t.Note)
	case "signal":
		self.ExitTo(t.With, t.Note)
	}
}

// note is a text of random length and letters.
func note(r *rand.Rand) string {
	words := []string{"soup", "Wwwwwwwwwwwwwww", "<b>", "漢字漢字", "🍜🍜", "\x00\xff", "\n", "iiiii", "a longer order of dumplings", "%s&amp;", "<0.3>", "#Ref<0.3.4>"}
	var b strings.Builder
	for range 1 + r.IntN(8) {
		b.WriteString(words[r.IntN(len(words))])
	}
	return b.String()
}

// identities takes from a label what only PIDs and references look like.
var identities = strings.NewReplacer("<0.", "<", "#Ref", "")

// A play is a cast of actors and what they are told, drawn from a seed.
type play struct {
	*rand.Rand
	actors []process.PID
}

func newPlay(self *process.Self, seed uint64, actors int) *play {
	p := &play{Rand: rand.New(rand.NewPCG(seed, 0))}
	self.TrapExit(true)
	for i := range actors {
		label := []string{"", fmt.Sprintf("actor %d", i), identities.Replace(note(p.Rand)), "twin"}[p.IntN(4)]
		p.actors = append(p.actors, self.Spawn(actor, process.WithLabel(label)))
	}
	return p
}

func (p *play) anybody() process.PID { return p.actors[p.IntN(len(p.actors))] }

// perform tells them what to do, one thing at a time.
func (p *play) perform(self *process.Self, tasks int) {
	for range tasks {
		self.Send(p.anybody(), Task{verbs[p.IntN(len(verbs))], p.anybody(), note(p.Rand)})
		sleep(self, 3*time.Millisecond)
	}
}

// TestRandomPictures looks for a crowd that does not fit.
func TestRandomPictures(t *testing.T) {
	pictures := map[string]func(self *process.Self, p *play) display.Value{
		"chart": func(self *process.Self, p *play) display.Value {
			return observe.Trace(self, func() { p.perform(self, 90) })
		},
		"links": func(self *process.Self, p *play) display.Value {
			for range 2 * len(p.actors) {
				self.Send(p.anybody(), Task{[]string{"link", "monitor"}[p.IntN(2)], p.anybody(), ""})
				sleep(self, time.Millisecond)
			}
			return observe.LinksDuring(self, func() { p.perform(self, len(p.actors)) })
		},
		"mailbox": func(self *process.Self, p *play) display.Value {
			for range 3 * len(p.actors) {
				self.Send(self.PID(), Task{note(p.Rand), p.anybody(), note(p.Rand)})
			}
			before := observe.Mailbox(self, self.PID())
			for range len(p.actors) {
				self.ReceiveMatchFor(0, func(any) bool { return p.IntN(3) == 0 })
			}
			return observe.Mailbox(self, self.PID()).Since(before)
		},
	}
	for kind, picture := range pictures {
		for _, actors := range []int{2, 3, 5, 8, 9, 10, 13, 25, 40, 60} {
			for seed := range uint64(3) {
				t.Run(fmt.Sprintf("%s/%d actors/seed %d", kind, actors, seed), func(t *testing.T) {
					body := func(self *process.Self) display.Value { return picture(self, newPlay(self, seed, actors)) }
					f := figureOf(t, show(t, body))
					f.check(t)
					if seed > 0 {
						return
					}
					if again := figureOf(t, show(t, body)); again != f {
						t.Error("a second run shows another picture")
					}
				})
			}
		}
	}
}
