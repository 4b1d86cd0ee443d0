package observe_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/spawnlab/spawnlab/labs/display"
	"github.com/spawnlab/spawnlab/labs/observe"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// pills are the places of a graph's nodes, by name.
func (d drawing) pills(t *testing.T) map[string]rectangle {
	t.Helper()
	pills := map[string]rectangle{}
	for _, r := range d.elements {
		if r.name != "rect" || r.attr["rx"] != "22" {
			continue
		}
		for _, e := range d.elements {
			if e.name == "text" && e.attr["font-weight"] != "" && e.measure().within(r.box()) {
				pills[e.text] = r.box()
			}
		}
	}
	return pills
}

func (r rectangle) middle() (x, y float64) { return (r.x1 + r.x2) / 2, (r.y1 + r.y2) / 2 }

// graphOf is the drawing of the links that play makes.
func graphOf(t *testing.T, play func(self *process.Self)) drawing {
	t.Helper()
	return drawn(t, show(t, func(self *process.Self) display.Value {
		self.TrapExit(true)
		play(self)
		return observe.Links(self)
	}))
}

// TestGraphPath: a short path is drawn from left to right.
func TestGraphPath(t *testing.T) {
	d := graphOf(t, func(self *process.Self) { row(self, "", "cem", "ben", "ann") })
	pills := d.pills(t)
	x := math.Inf(-1)
	for _, name := range []string{"cem", "ben", "ann"} {
		px, py := pills[name].middle()
		if _, by := pills["ben"].middle(); px <= x || py != by {
			t.Errorf("%s is at (%v, %v), not at the right of the one before", name, px, py)
		}
		x = px
	}
	if _, lonely := pills["notebook"]; !lonely {
		t.Error("the process without links is not drawn")
	}
}

// TestGraphStar: a hub is drawn at the left of those it is linked to.
func TestGraphStar(t *testing.T) {
	d := graphOf(t, func(self *process.Self) {
		for i := range 6 {
			self.SpawnLink(forever, process.WithLabel(fmt.Sprintf("stall %d", i)))
		}
	})
	pills := d.pills(t)
	if len(pills) != 7 {
		t.Fatalf("%d pills, want 7", len(pills))
	}
	for name, p := range pills {
		if hub := pills["notebook"]; name != "notebook" && p.x1 < hub.x2+100 {
			t.Errorf("%s at %v is not far enough from the hub at %v", name, p, hub)
		}
	}
}

// TestGraphsDoNotOverlap: whatever hangs together, pills stand apart and on the
// card.
func TestGraphsDoNotOverlap(t *testing.T) {
	shapes := map[string]func(self *process.Self, pids []process.PID){
		"ring": func(self *process.Self, pids []process.PID) {
			for i, pid := range pids {
				tell(self, pid, "link", pids[(i+1)%len(pids)])
			}
		},
		"all with all": func(self *process.Self, pids []process.PID) {
			for i, pid := range pids {
				for _, other := range pids[:i] {
					tell(self, pid, "link", other)
				}
			}
		},
		"pairs": func(self *process.Self, pids []process.PID) {
			for i := 1; i < len(pids); i += 2 {
				tell(self, pids[i], "monitor", pids[i-1])
			}
		},
		"tree": func(self *process.Self, pids []process.PID) {
			for i := 1; i < len(pids); i++ {
				tell(self, pids[i], "link", pids[(i-1)/2])
			}
		},
	}
	for shape, tie := range shapes {
		for _, n := range []int{2, 3, 4, 5, 7, 8, 9, 16, 40} {
			t.Run(fmt.Sprintf("%s of %d", shape, n), func(t *testing.T) {
				d := graphOf(t, func(self *process.Self) {
					var pids []process.PID
					for range n {
						pids = append(pids, self.Spawn(actor))
					}
					tie(self, pids)
					sleep(self, 1)
				})
				checkApart(t, d)
			})
		}
	}
}

// tell tells an actor what to do with another.
func tell(self *process.Self, pid process.PID, verb string, with process.PID) {
	self.Send(pid, Task{Verb: verb, With: with})
}

func checkApart(t *testing.T, d drawing) {
	t.Helper()
	d.checkPlaces(t)
	pills := d.pills(t)
	for a, p := range pills {
		if !p.within(rectangle{8, 40, d.width - 8, d.height - 30}) {
			t.Errorf("%s leaves the card: %v", a, p)
		}
		for b, q := range pills {
			if a < b && p.overlaps(q) {
				t.Errorf("%s and %s overlap: %v, %v", a, b, p, q)
			}
		}
	}
}
