package observe

import (
	"fmt"
	"strings"

	"github.com/spawnlab/spawnlab/labs/display"
)

// A lane is one participant of a chart: what it is called, how many messages it
// sent and got.
type lane struct {
	name      string
	late      bool // had ended before the chart began
	sent, got int
	active    int // steps that it takes part in
}

// What a step of a chart is.
type stepKind int

const (
	stepMessage stepKind = iota
	stepTimer            // a message that a timer, or the world outside, sent
	stepSpawn
	stepLink
	stepUnlink
	stepMonitor
	stepDemonitor
	stepSignal // an exit signal
	stepDown   // a monitor's message
	stepEnd    // ended cleanly
	stepCrash  // ended otherwise, by itself
	stepFelled // ended by an exit signal
)

// isEnd reports whether a kind is the end of a participant.
func (s step) isEnd() bool { return s.kind >= stepEnd }

// endWords say in a drawing how one ended.
var endWords = [...]string{stepEnd: "ends", stepCrash: "crashes", stepFelled: "ended by the signal"}

// kindWords name the kinds in tables.
var kindWords = [...]string{
	stepMessage: "message", stepTimer: "timed message", stepSpawn: "spawn", stepLink: "link", stepUnlink: "unlink",
	stepMonitor: "monitor", stepDemonitor: "demonitor", stepSignal: "exit signal", stepDown: "down",
	stepEnd: "end", stepCrash: "crash", stepFelled: "end by a signal",
}

// What became of a message.
type outcome int

const (
	received outcome = iota
	waiting          // in the mailbox still
	untaken          // in the mailbox when its owner ended
	lost             // the addressee had ended before
	refused          // sent to an address that was taken back
)

// outcomeWords name what is worth telling.
var outcomeWords = [...]string{
	received: "", waiting: "still waits", untaken: "never taken", lost: "lost", refused: "dropped",
}

// A step is one row of a chart. from and to are lanes; to is -1 where there is
// only one, from where the sender is no process.
type step struct {
	kind     stepKind
	from, to int
	text     string // the message or the reason
	outcome  outcome
	tie      string // of a spawn: "linked" or "monitored" at once
}

// A Chart is a message sequence chart: who said what to whom, and how they
// ended. Its String tells the same story. The same program gives the same
// chart: there are no PIDs and no times of the clock in it.
type Chart struct {
	title  string
	lanes  []lane
	steps  []step
	missed int // events that were not kept
}

// Limits of one picture. Rows in the middle, and participants that do least, are
// folded; the picture says so.
const (
	mostColumns = 10  // of a drawing
	mostRows    = 40  // of a drawing
	mostLines   = 200 // of a story and a table
)

// Bundle draws the chart.
func (c Chart) Bundle() display.Bundle {
	return display.Figure{SVG: c.svg(), Width: figureWidth, Story: c.String(), Table: c.table()}.Bundle()
}

// String tells the chart's story, a line for each event.
func (c Chart) String() string {
	var b strings.Builder
	b.WriteString(c.title + ": " + c.facts())
	shown := foldRows(len(c.steps), mostLines)
	for i := range shown.rows() {
		if i < 0 {
			b.WriteString("\n     " + c.gap(shown))
			continue
		}
		fmt.Fprintf(&b, "\n%3d  %s", i+1, c.sentence(c.steps[i]))
	}
	if c.missed > 0 {
		fmt.Fprintf(&b, "\n     and %s that were too many to keep", plural(c.missed, "event"))
	}
	return b.String()
}

func (c Chart) facts() string {
	open := 0
	for _, s := range c.steps {
		if s.outcome != received {
			open++
		}
	}
	facts := plural(len(c.steps)+c.missed, "event")
	if n := c.tally(c.steps)[stepCrash]; n > 0 {
		facts += ", " + plural(n, "crash")
	}
	if open > 0 {
		facts += ", " + plural(open, "message") + " not taken"
	}
	return facts
}

// tally counts steps by kind.
func (c Chart) tally(steps []step) (counts [stepFelled + 1]int) {
	for _, s := range steps {
		counts[s.kind]++
	}
	return counts
}

// gap says what a fold hides.
func (c Chart) gap(f rowFold) string {
	counts := c.tally(c.steps[f.head : f.head+f.hidden])
	return fmt.Sprintf("⋮ %s more: %s", plural(f.hidden, "event"), list(
		count{counts[stepMessage] + counts[stepTimer], "message"},
		count{counts[stepSpawn], "spawn"},
		count{counts[stepLink] + counts[stepUnlink], "link"},
		count{counts[stepMonitor] + counts[stepDemonitor], "monitor"},
		count{counts[stepSignal], "exit signal"},
		count{counts[stepDown], "down"},
		count{counts[stepEnd] + counts[stepFelled], "end"},
		count{counts[stepCrash], "crash"},
	))
}

// sentence says one step in words.
func (c Chart) sentence(s step) string {
	from, to := c.called(s.from), c.called(s.to)
	switch s.kind {
	case stepSpawn:
		if s.tie != "" {
			return fmt.Sprintf("%s spawns %s, %s", from, to, s.tie)
		}
		return fmt.Sprintf("%s spawns %s", from, to)
	case stepLink:
		return fmt.Sprintf("%s – %s: linked", from, to)
	case stepUnlink:
		return fmt.Sprintf("%s – %s: linked no more", from, to)
	case stepMonitor:
		return fmt.Sprintf("%s monitors %s", from, to)
	case stepDemonitor:
		return fmt.Sprintf("%s monitors %s no more", from, to)
	case stepSignal:
		return fmt.Sprintf("%s ⇢ %s: exit signal %s", from, to, s.text)
	case stepDown:
		return fmt.Sprintf("%s ⇢ %s: down, %s", from, to, s.text)
	case stepEnd:
		return fmt.Sprintf("%s ends: %s", from, s.text)
	case stepCrash:
		return fmt.Sprintf("%s crashes: %s", from, s.text)
	case stepFelled:
		return fmt.Sprintf("%s is ended by the signal: %s", from, s.text)
	}
	return fmt.Sprintf("%s → %s: %s", from, to, s.text) + c.remark(s)
}

// remark says what became of a message, if that is worth telling.
func (c Chart) remark(s step) string {
	switch s.outcome {
	case received:
		return ""
	case untaken:
		return fmt.Sprintf(" (never taken: %s ended)", c.called(s.to))
	case lost:
		return fmt.Sprintf(" (lost: %s had ended)", c.called(s.to))
	}
	return " (" + outcomeWords[s.outcome] + ")"
}

// called is a participant's name; that of no process is "a timer".
func (c Chart) called(i int) string {
	if i < 0 {
		return "a timer"
	}
	return c.lanes[i].name
}

func (c Chart) table() display.Grid {
	g := display.Grid{Columns: []string{"", "from", "what", "to", "content", "remark"}}
	shown := foldRows(len(c.steps), mostLines)
	for i := range shown.rows() {
		if i < 0 {
			g.Rows = append(g.Rows, []string{"⋮", "", c.gap(shown)})
			continue
		}
		g.Rows = append(g.Rows, c.tableRow(i, c.steps[i]))
	}
	if c.missed > 0 {
		g.Rows = append(g.Rows, []string{"", "", fmt.Sprintf("and %s that were too many to keep", plural(c.missed, "event"))})
	}
	return g
}

func (c Chart) tableRow(i int, s step) []string {
	to, remark := "", outcomeWords[s.outcome]
	if s.to >= 0 {
		to = c.called(s.to)
	}
	if s.tie != "" {
		remark = s.tie
	}
	return []string{fmt.Sprint(i + 1), c.called(s.from), kindWords[s.kind], to, s.text, remark}
}
