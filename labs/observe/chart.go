package observe

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spawnlab/spawnlab/labs/display"
)

// A lane is one participant of a chart.
type lane struct {
	pid  string
	name string // what the learner calls it
	sub  string // second line, the pid when there is a name
}

// What a step of a chart is.
type stepKind int

const (
	stepMessage stepKind = iota
	stepSignal           // an exit signal
	stepDown             // a monitor's message
	stepSpawn
	stepEnd   // ended normally
	stepCrash // ended otherwise
	stepNote  // anything else worth a line: a time-out, a link
)

// A step is one row of a chart. from and to are lanes, to is -1 where there is
// only one.
type step struct {
	at       string // time since the chart began
	kind     stepKind
	from, to int
	label    string
	detail   string // second line of an end or crash
}

// A Chart is a message sequence chart: who said what to whom, and how they
// ended. Its String tells the same story.
type Chart struct {
	title string
	lanes []lane
	steps []step
	cut   int // steps left out
}

// Limits of one drawing; the table has everything.
const (
	maxLanes = 8
	maxSteps = 40
)

// Bundle draws the chart.
func (c Chart) Bundle() display.Bundle { return c.figure().Bundle() }

// String tells the chart's story, a line for each event.
func (c Chart) String() string { return c.story() }

func (c Chart) figure() display.Figure {
	return display.Figure{SVG: c.svg(), Width: figureWidth, Story: c.story(), Table: c.table()}
}

func (c Chart) facts() string {
	crashes := 0
	for _, s := range c.steps {
		if s.kind == stepCrash {
			crashes++
		}
	}
	facts := []string{plural(len(c.steps)+c.cut, "event")}
	if crashes > 0 {
		facts = append(facts, plural(crashes, "crash"))
	}
	return strings.Join(facts, ", ")
}

// plural is "1 event", "3 events", "2 crashes".
func plural(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "sh") || strings.HasSuffix(noun, "s"):
		return fmt.Sprintf("%d %ses", n, noun)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func (c Chart) story() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", c.title, c.facts())
	for _, s := range c.steps {
		fmt.Fprintf(&b, "\n%8s  %s", s.at, c.sentence(s))
	}
	if c.cut > 0 {
		fmt.Fprintf(&b, "\n          and %s more", plural(c.cut, "event"))
	}
	return b.String()
}

// sentence says one step in words.
func (c Chart) sentence(s step) string {
	from := c.called(s.from)
	switch s.kind {
	case stepMessage:
		return fmt.Sprintf("%s → %s: %s", from, c.called(s.to), s.label)
	case stepSignal:
		return fmt.Sprintf("%s ⇢ %s: exit signal %s", from, c.called(s.to), s.label)
	case stepDown:
		return fmt.Sprintf("%s ⇢ %s: down, %s", from, c.called(s.to), s.label)
	case stepSpawn:
		return fmt.Sprintf("%s spawns %s", from, c.called(s.to))
	case stepEnd:
		return fmt.Sprintf("%s ends: %s", from, s.label)
	case stepCrash:
		return fmt.Sprintf("%s crashes: %s", from, s.label)
	}
	if s.to >= 0 {
		return fmt.Sprintf("%s – %s: %s", from, c.called(s.to), s.label)
	}
	return fmt.Sprintf("%s: %s", from, s.label)
}

func (c Chart) called(i int) string {
	if i < 0 {
		return "nobody"
	}
	l := c.lanes[i]
	if l.name != "" && l.name != l.pid {
		return l.name
	}
	return l.pid
}

func (c Chart) table() display.Grid {
	g := display.Grid{Columns: []string{"time", "from", "what", "to", "content"}}
	what := [...]string{"message", "exit signal", "down", "spawn", "ends", "crashes", "note"}
	for _, s := range c.steps {
		to := ""
		if s.to >= 0 {
			to = c.called(s.to)
		}
		g.Rows = append(g.Rows, []string{s.at, c.called(s.from), what[s.kind], to, s.label})
	}
	return g
}

// A layout is where things of a chart stand.
type layout struct {
	x     []float64 // centre of each lane
	wide  float64   // of a lane's head
	y     []float64 // of each step
	begin []float64 // where each lane's line begins and ends
	end   []float64
	foot  float64
}

const (
	chartLeft  = 64
	chartRight = figureWidth - 20
	headTop    = 48
	headHigh   = 40
	rowHigh    = 38
)

func (c Chart) layout() layout {
	l := layout{}
	gap := float64(chartRight-chartLeft) / float64(max(1, len(c.lanes)))
	l.wide = min(150, gap-14)
	top := float64(headTop + headHigh)
	y := top + 44
	for _, s := range c.steps {
		l.y = append(l.y, y)
		if s.kind == stepEnd || s.kind == stepCrash {
			y += 10
		}
		y += rowHigh
	}
	l.foot = y - rowHigh + 34
	for i := range c.lanes {
		l.x = append(l.x, chartLeft+gap*(float64(i)+0.5))
		l.begin, l.end = append(l.begin, top), append(l.end, l.foot)
	}
	for i, s := range c.steps {
		switch s.kind {
		case stepSpawn:
			l.begin[s.to] = l.y[i]
		case stepEnd, stepCrash:
			l.end[s.from] = l.y[i]
		}
	}
	return l
}

func (c Chart) svg() string {
	var cv canvas
	l := c.layout()
	cv.rect(chartLeft, headTop+headHigh+14, chartRight-chartLeft, l.foot-headTop-headHigh-10, 0, band, "", 0, "")
	for i, ln := range c.lanes {
		cv.line(l.x[i], headTop+headHigh, l.x[i], l.begin[i], rule, 1, "1 4", "")
		cv.line(l.x[i], l.begin[i], l.x[i], l.end[i], rule, 1.5, "", "")
		drawHead(&cv, l.x[i], l.wide, ln)
	}
	for i, s := range c.steps {
		c.drawStep(&cv, l, i, s)
	}
	height := l.foot + 40
	if c.cut > 0 {
		cv.text(chartLeft, l.foot+18, fmt.Sprintf("+ %s more, see the table", plural(c.cut, "event")), style{size: 12, color: faint})
		height += 16
	}
	cv.legend(chartLeft, height-18, c.marks())
	return cv.card(height, c.title, c.facts())
}

func drawHead(cv *canvas, x, wide float64, ln lane) {
	cv.rect(x-wide/2, headTop, wide, headHigh, 20, "#ffffff", blue, 1.5, "")
	name, room := ln.name, wide-24
	if name == "" {
		name = ln.pid
	}
	cv.text(x, headTop+17, shorten(name, room, 13, false), style{size: 13, color: ink, bold: true, anchor: "middle"})
	cv.text(x, headTop+33, shorten(ln.sub, room, smallest, true), style{size: smallest, color: faint, anchor: "middle", mono: true})
}

// drawStep draws one row.
func (c Chart) drawStep(cv *canvas, l layout, i int, s step) {
	y, x := l.y[i], l.x[s.from]
	if i == 0 || c.steps[i-1].at != s.at {
		cv.text(chartLeft-8, y+4, s.at, style{size: smallest, color: faint, anchor: "end", mono: true})
	}
	switch s.kind {
	case stepEnd, stepCrash:
		drawEnd(cv, x, y, s, x > figureWidth*0.6)
		return
	case stepNote:
		if s.to < 0 {
			drawBeside(cv, x, y, s.label, x > figureWidth*0.6)
			return
		}
	}
	if s.to == s.from {
		drawToSelf(cv, x, y, s)
		return
	}
	drawArrow(cv, x, l.x[s.to], y, s)
}

// drawArrow draws a row between two lanes, its label above the line.
func drawArrow(cv *canvas, x1, x2, y float64, s step) {
	color, dash, arrow := blue, "", "blue"
	switch s.kind {
	case stepSignal, stepDown:
		color, dash, arrow = red, "2 4", "red"
	case stepSpawn:
		color, arrow = green, "green"
	case stepNote:
		color, dash, arrow = rule, "", ""
	}
	tip := 4.0
	if x2 < x1 {
		tip = -tip
	}
	cv.line(x1, y, x2-tip, y, color, 2, dash, arrow)
	label := s.label
	switch s.kind {
	case stepSignal:
		label = "exit: " + label
	case stepDown:
		label = "down: " + label
	case stepSpawn:
		label = "spawn"
	}
	room := max(x1, x2) - min(x1, x2) - 20
	cv.text((x1+x2)/2, y-7, shorten(label, room, 12, true), style{size: 12, color: ink, anchor: "middle", mono: true, halo: band})
}

func drawToSelf(cv *canvas, x, y float64, s step) {
	cv.add(`<path d="M%g %g h26 v14 h-22" fill="none" stroke="%s" stroke-width="2" marker-end="url(#blue)"/>`, x, y-7, blue)
	cv.text(x+32, y+4, shorten(s.label, figureWidth-x-50, 12, true), style{size: 12, color: ink, mono: true})
}

// drawEnd marks the end of a lane: a cross for a crash, a bar else, with the
// reason beside it.
func drawEnd(cv *canvas, x, y float64, s step, left bool) {
	word := "ends: "
	if s.kind == stepCrash {
		cv.cross(x, y, 7)
		word = "✕ "
	} else {
		cv.line(x-9, y, x+9, y, ink, 3, "", "")
	}
	drawBeside(cv, x, y, word+s.label, left)
	if s.detail != "" {
		st := style{size: smallest, color: faint}
		dx := 16.0
		if left {
			st.anchor, dx = "end", -16
		}
		cv.text(x+dx, y+18, shorten(s.detail, 260, smallest, false), st)
	}
}

func drawBeside(cv *canvas, x, y float64, text string, left bool) {
	st := style{size: 12, color: ink, halo: band}
	room, dx := figureWidth-x-36, 16.0
	if left {
		st.anchor, dx, room = "end", -16, x-chartLeft-20
	}
	cv.text(x+dx, y+4, shorten(text, room, 12, false), st)
}

// marks is the legend: only what occurs.
func (c Chart) marks() []mark {
	all := []struct {
		kind stepKind
		mark
	}{
		{stepMessage, mark{name: "message", color: blue}},
		{stepSpawn, mark{name: "spawn", color: green}},
		{stepSignal, mark{name: "exit signal", color: red, dash: "2 4"}},
		{stepDown, mark{name: "down", color: red, dash: "2 4"}},
		{stepCrash, mark{name: "crash", color: red, icon: "✕"}},
		{stepEnd, mark{name: "ended", color: ink, icon: "▬"}},
		{stepNote, mark{name: "note", color: rule}},
	}
	var marks []mark
	for _, m := range all {
		if slices.ContainsFunc(c.steps, func(s step) bool { return s.kind == m.kind }) {
			marks = append(marks, m.mark)
		}
	}
	return marks
}
