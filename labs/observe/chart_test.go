package observe_test

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/labs/display"
	"github.com/spawnlab/spawnlab/labs/observe"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// texts are the words of a drawing.
func (d drawing) texts() (texts []string) {
	for _, e := range d.elements {
		if e.name == "text" {
			texts = append(texts, e.text)
		}
	}
	return texts
}

// drawn is a value's drawing.
func drawn(t *testing.T, v display.Value) drawing {
	t.Helper()
	return parse(t, figureOf(t, v).svg)
}

// traced is the drawing of what play does.
func traced(t *testing.T, play func(self *process.Self)) drawing {
	t.Helper()
	return drawn(t, show(t, func(self *process.Self) display.Value {
		return observe.Trace(self, func() { play(self) })
	}))
}

// TestChartLegend: the legend explains what occurs, and nothing else.
func TestChartLegend(t *testing.T) {
	words := []string{
		"message", "from a timer", "message not taken", "spawn", "link", "monitor", "exit signal", "down message",
		"end", "crash", "ended by a signal", "crash, or ended by a signal",
	}
	for _, tt := range []struct {
		name string
		play func(self *process.Self)
		want []string
	}{
		{"nothing", func(*process.Self) {}, nil},
		{"a message", func(self *process.Self) { self.Send(self.PID(), 1); self.Receive() }, []string{"message"}},
		{"a message that waits", func(self *process.Self) { self.Send(self.PID(), 1) }, []string{"message", "message not taken"}},
		{"a timer", func(self *process.Self) { self.SendAfter(self.PID(), 1, 0); self.Receive() }, []string{"from a timer"}},
		{"an end", func(self *process.Self) { self.Spawn(func(*process.Self) {}) }, []string{"spawn", "end"}},
		{"a crash", func(self *process.Self) { self.SpawnMonitor(func(self *process.Self) { self.Exit(1) }) },
			[]string{"spawn", "down message", "crash"}},
		{"a kill", func(self *process.Self) { self.Kill(self.Spawn(forever)) }, []string{"spawn", "exit signal", "ended by a signal"}},
		{"both", func(self *process.Self) {
			self.Kill(self.Spawn(forever))
			self.Spawn(func(self *process.Self) { self.Exit(1) })
		}, []string{"spawn", "exit signal", "crash, or ended by a signal"}},
		{"ties", func(self *process.Self) {
			pid := self.Spawn(forever)
			self.Send(self.PID(), 1)
			self.Receive()
			self.Link(pid)
			self.Monitor(pid)
		}, []string{"message", "spawn", "link", "monitor"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := traced(t, tt.play)
			var got []string
			for _, e := range d.elements {
				if e.name == "text" && e.num("y") > d.height-30 && slices.Contains(words, e.text) {
					got = append(got, e.text)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("the legend says %q, want %q", got, tt.want)
			}
		})
	}
}

// TestChartArrows: who sent what is the direction of an arrow, and a message that
// nobody took has a hollow head.
func TestChartArrows(t *testing.T) {
	d := traced(t, func(self *process.Self) {
		other := self.Spawn(echo, process.WithLabel("echo"))
		self.Send(other, Ping{self.PID()})
		process.Receive[Pong](self)
		self.Send(other, "no ping")
	})
	var got []string
	for _, e := range d.elements {
		var x1, y1, x2, y2 float64
		if n, _ := fmt.Sscanf(e.attr["d"], "M%g %g L%g %g", &x1, &y1, &x2, &y2); n < 4 || e.attr["marker-end"] == "" || y1 > d.height-40 {
			continue
		}
		way := "→"
		if x2 < x1 {
			way = "←"
		}
		got = append(got, way+e.attr["marker-end"])
	}
	if want := []string{"→url(#green)", "→url(#blue)", "←url(#blue)", "→url(#hollow)"}; !slices.Equal(got, want) {
		t.Errorf("arrows are %q, want %q", got, want)
	}
}

// TestChartShortens: the drawing shortens what the table tells in full.
func TestChartShortens(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("a long order ", 20))
	f := figureOf(t, show(t, func(self *process.Self) display.Value {
		return observe.Trace(self, func() { self.Send(self.PID(), long); self.Receive() })
	}))
	if strings.Contains(f.svg, long) || !strings.Contains(f.svg, "a long order a long order") {
		t.Error("the drawing does not shorten the message")
	}
	if !strings.Contains(html.UnescapeString(f.table), long) || !strings.Contains(f.alt, long) {
		t.Error("table or alternative text lack the whole message")
	}
}

// TestChartFolds: up to 10 columns and 40 rows are drawn; what is folded is said
// and told by the table.
func TestChartFolds(t *testing.T) {
	for _, tt := range []struct {
		name           string
		workers, each  int
		heads, rows    int
		says, saysNone string
	}{
		{"all fit", 9, 2, 10, 36, "", "share one line"},
		{"too many rows", 3, 9, 4, 39, "15 events in the middle are left out here; the table has them all.", "share one line"},
		{"too many participants", 10, 1, 10, 20, "The 2 quietest processes share one line; the table names each.", "left out"},
		{"far too many of both", 40, 3, 10, 39, "The 32 quietest processes share one line; the table names each.", ""},
		{"more rows than the table has", 2, 80, 3, 39, "281 events in the middle are left out here; the table has the first and last 100.", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := drawn(t, show(t, workshop(tt.workers, tt.each)))
			heads, rows := 0, 0
			for _, e := range d.elements {
				switch {
				case e.name == "rect" && e.attr["rx"] == "20":
					heads++
				case e.name == "text" && e.attr["text-anchor"] == "end" && e.num("x") < 50:
					rows++
				}
			}
			if heads != tt.heads || rows != tt.rows {
				t.Errorf("%d heads and %d rows, want %d and %d", heads, rows, tt.heads, tt.rows)
			}
			said := strings.Join(d.texts(), "\n")
			if !strings.Contains(said, tt.says) || tt.saysNone != "" && strings.Contains(said, tt.saysNone) {
				t.Errorf("the drawing says %q; want %q and not %q", said, tt.says, tt.saysNone)
			}
		})
	}
}

// workshop is a chart in which each of n workers is sent each messages and
// answers them.
func workshop(n, each int) func(self *process.Self) display.Value {
	return func(self *process.Self) display.Value {
		var workers []process.PID
		for range n {
			workers = append(workers, self.Spawn(echo))
		}
		return observe.Trace(self, func() {
			for range each {
				for _, w := range workers {
					self.Send(w, Ping{self.PID()})
					process.Receive[Pong](self)
				}
			}
		})
	}
}

// TestChartSimultaneous: sends of many at the same moment have each a row of
// their own, in some order.
func TestChartSimultaneous(t *testing.T) {
	virtual(t, func(self *process.Self) {
		for i := range 5 {
			self.Spawn(func(self *process.Self) {
				sleep(self, time.Second) // all wake at once
				self.Send(self.Parent(), i)
			}, process.WithLabel(fmt.Sprintf("guest %d", i)))
		}
		c := observe.Trace(self, func() {
			for range 5 {
				self.Receive()
			}
		})
		var want []string
		for i := range 5 {
			want = append(want, fmt.Sprintf("guest %d → notebook: %d", i, i))
		}
		var sends []string
		for line := range strings.Lines(story(c)) {
			if strings.Contains(line, "→") {
				sends = append(sends, strings.TrimSpace(line))
			}
		}
		slices.Sort(sends)
		if !slices.Equal(sends, want) {
			t.Errorf("the chart tells %q, want %q", sends, want)
		}
		figureOf(t, c).check(t)
	})
}
