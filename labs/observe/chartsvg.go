package observe

import (
	"fmt"
	"math"
	"slices"
)

func (c Chart) svg() string {
	var cv canvas
	s := c.lay()
	cv.rect(chartLeft, s.top+14, chartRight-chartLeft, s.foot-s.top-10, 0, band, stroke{})
	for _, t := range s.tracks {
		cv.line(t.x, t.top, t.x, t.begin, stroke{color: edging, width: 1, dash: dotted})
		cv.line(t.x, t.begin, t.x, t.end, stroke{color: edging, width: 1.5})
	}
	for _, h := range s.heads {
		cv.head(h, s.wide)
	}
	p := pen{chart: c, sheet: s, canvas: &cv}
	at := 0
	for i := range s.shown.rows() {
		p.row(i, s.y[at])
		at++
	}
	height := cv.notes(s.foot, c.notes(s))
	return cv.card(cv.legend(height, c.marks()), c.title, c.facts())
}

// notes writes lines below a drawing and returns where they end.
func (c *canvas) notes(y float64, lines []string) float64 {
	for _, line := range lines {
		y += 18
		c.text(legendLeft, y, style{size: 12}.fit(line, figureWidth-2*legendLeft), style{size: 12, color: ink})
	}
	return y
}

// notes say what the drawing leaves out.
func (c Chart) notes(s sheet) []string {
	var notes []string
	if n := len(s.folded); n > 0 {
		notes = append(notes, fmt.Sprintf("The %d quietest processes share one line; the table names each.", n))
	}
	if s.shown.hidden > 0 && s.shown.total <= mostLines {
		notes = append(notes, fmt.Sprintf("%s in the middle are left out here; the table has them all.", plural(s.shown.hidden, "event")))
	} else if s.shown.hidden > 0 {
		notes = append(notes, fmt.Sprintf("%s in the middle are left out here; the table has the first and last %d.", plural(s.shown.hidden, "event"), mostLines/2))
	}
	if c.missed > 0 {
		notes = append(notes, fmt.Sprintf("%s were too many to keep.", plural(c.missed, "event")))
	}
	return notes
}

func (c *canvas) head(h head, wide float64) {
	dash := ""
	if h.many {
		dash = dashed
	}
	c.rect(h.x-wide/2, h.y, wide, headHigh, 20, ground, stroke{color: blue, width: 1.5, dash: dash})
	c.text(h.x, h.y+17, nameStyle.fit(h.name, wide-22), nameStyle)
	c.text(h.x, h.y+32, underStyle.fit(h.line, wide-22), underStyle)
}

// A pen draws the rows of one chart.
type pen struct {
	chart  Chart
	sheet  sheet
	canvas *canvas
}

// row draws the step i, or for -1 the row that tells of hidden ones, at y.
func (p pen) row(i int, y float64) {
	if i < 0 {
		st := style{size: 12, color: ink, anchor: "middle"}
		p.canvas.rect(chartLeft, y-12, chartRight-chartLeft, 24, 0, ground, stroke{})
		p.canvas.text((chartLeft+chartRight)/2, y+4, st.fit(p.chart.gap(p.sheet.shown), chartRight-chartLeft-24), st)
		return
	}
	p.canvas.text(chartLeft-10, y+4, fmt.Sprint(i+1), style{size: smallest, color: faint, face: monoFace, anchor: "end"})
	s := p.chart.steps[i]
	switch {
	case s.isEnd():
		p.end(y, s)
	case s.kind == stepTimer:
		p.timer(y, s)
	case p.sheet.column[s.from] == p.sheet.column[s.to]:
		p.loop(y, s)
	default:
		p.arrow(y, s)
	}
}

// label is what stands at a step's line. Participants that share a column are
// named.
func (p pen) label(s step) string {
	text := s.text
	switch s.kind {
	case stepSpawn:
		text = "spawn"
		if s.tie != "" {
			text += ", " + s.tie
		}
	case stepSignal, stepDown:
		text = map[stepKind]string{stepSignal: "exit: ", stepDown: "down: "}[s.kind] + text
	case stepLink, stepUnlink, stepMonitor, stepDemonitor:
		text = kindWords[s.kind]
	}
	if p.sheet.isFolded(s.from) {
		text = p.chart.called(s.from) + ": " + text
	}
	if p.sheet.isFolded(s.to) {
		text += " → " + p.chart.called(s.to)
	}
	return text
}

// say writes a step's label, shortened to fit but with what became of the
// message whole.
func (p pen) say(x, y, room float64, s step, st style) {
	remark := outcomeWords[s.outcome]
	if remark != "" {
		remark = " · " + remark
	}
	text := st.fit(p.label(s), room-st.width(remark)) + remark
	half := st.width(text) / 2
	if st.anchor == "middle" {
		x = min(max(x, chartLeft+half+6), chartRight-half-6)
	}
	p.write(x, y, text, st)
}

// write writes text on a plate that hides the lines behind it.
func (p pen) write(x, y float64, text string, st style) {
	wide := st.width(text)
	left := x
	switch st.anchor {
	case "middle":
		left = x - wide/2
	case "end":
		left = x - wide
	}
	p.canvas.rect(left-3, y-st.size+1, wide+6, st.size+1, 0, band, stroke{})
	p.canvas.text(x, y, text, st)
}

// strokes are how the kinds of steps look.
var strokes = [...]stroke{
	stepMessage: {color: blue, width: 2, arrow: "blue"},
	stepTimer:   {color: blue, width: 2, arrow: "blue"},
	stepSpawn:   {color: green, width: 2, arrow: "green"},
	stepMonitor: {color: faint, width: 1.5, dash: dashed, arrow: "grey"}, stepDemonitor: {color: faint, width: 1.5, dash: dashed, arrow: "grey"},
	stepSignal: {color: red, width: 2, dash: dotted, arrow: "red"}, stepDown: {color: red, width: 2, dash: longDashed, arrow: "red"},
	stepLink: {color: faint, width: 2}, stepUnlink: {color: faint, width: 2}, stepFelled: {},
}

// strokeOf is how a step's line looks; the head of a message that nobody took
// is hollow.
func strokeOf(s step) stroke {
	st := strokes[s.kind]
	if s.outcome != received {
		st.arrow = "hollow"
	}
	return st
}

// leastRoom is what a label may take even where its arrow is shorter.
const leastRoom = 300

// arrow draws a step between two columns, its label above the line.
func (p pen) arrow(y float64, s step) {
	x1, x2 := p.sheet.x(s.from), p.sheet.x(s.to)
	p.last(y, s)
	tip := math.Copysign(3, x2-x1)
	switch s.kind {
	case stepLink, stepUnlink:
		p.canvas.tie(x1, x2, y)
	default:
		p.canvas.line(x1, y, x2-tip, y, strokeOf(s))
	}
	p.say((x1+x2)/2, y-8, max(math.Abs(x2-x1)-20, leastRoom), s, valueStyle)
}

// last leads from where a participant ended to what its end sends.
func (p pen) last(y float64, s step) {
	end := p.sheet.tracks[p.sheet.column[s.from]].end
	if st := strokes[s.kind]; (s.kind == stepSignal || s.kind == stepDown) && end < y {
		x := p.sheet.x(s.from)
		p.canvas.line(x, end+9, x, y, stroke{color: st.color, width: 1.5, dash: dotted})
	}
}

// loop draws a step within one column.
func (p pen) loop(y float64, s step) {
	x := p.sheet.x(s.from)
	dx, st, room := p.beside(x, 36)
	bend := math.Copysign(26, dx)
	p.canvas.add(`<path d="M%g %g h%g v14 h%g" %s/>`, x, y-7, bend, -bend+math.Copysign(3, dx), strokeOf(s).attributes())
	p.say(x+dx, y+4, room, s, valueStyle.at(st))
}

// timer draws a message that comes from no process: out of a clock beside the
// column.
func (p pen) timer(y float64, s step) {
	x := p.sheet.x(s.to)
	dx, st, room := p.beside(x, 14)
	from := x - math.Copysign(46, dx)
	p.canvas.line(from, y, x-math.Copysign(3, dx), y, strokeOf(s))
	p.canvas.clock(from, y)
	p.say(x+dx, y+4, room, s, valueStyle.at(st))
}

// end marks the end of a track: a bar for a clean one, a cross else, with the
// reason beside it.
func (p pen) end(y float64, s step) {
	x, word := p.sheet.x(s.from), endWords[s.kind]+": "
	if s.kind == stepEnd {
		p.canvas.bar(x, y, 9)
	} else {
		p.canvas.cross(x, y, 7)
	}
	if p.sheet.isFolded(s.from) {
		word = p.chart.called(s.from) + " " + word
	}
	dx, anchor, room := p.beside(x, 16)
	st := style{size: 12, color: ink, anchor: anchor}
	p.write(x+dx, y+4, st.fit(word+s.text, room), st)
}

// beside finds the roomier side of x for text that begins away from it.
func (p pen) beside(x, away float64) (dx float64, anchor string, room float64) {
	left, right := x-away-chartLeft-6, chartRight-6-x-away
	if left > right {
		return -away, "end", left
	}
	return away, "start", right
}

// crossWords say what the crosses of a chart stand for.
func crossWords(crashes, felled int) string {
	switch {
	case felled == 0:
		return "crash"
	case crashes == 0:
		return "ended by a signal"
	}
	return "crash, or ended by a signal"
}

// marks is the legend: only what occurs.
func (c Chart) marks() []mark {
	counts := c.tally(c.steps)
	var marks []mark
	add := func(n int, m mark) {
		if n > 0 {
			marks = append(marks, m)
		}
	}
	bare := func(k stepKind) stroke { return strokes[k] }
	hollow := slices.ContainsFunc(c.steps, func(s step) bool { return s.outcome != received })
	add(counts[stepMessage], mark{name: "message", stroke: bare(stepMessage)})
	add(counts[stepTimer], mark{name: "from a timer", icon: iconClock})
	if hollow {
		add(1, mark{name: "message not taken", stroke: strokeOf(step{outcome: waiting})})
	}
	add(counts[stepSpawn], mark{name: "spawn", stroke: bare(stepSpawn)})
	add(counts[stepLink]+counts[stepUnlink], mark{name: "link", icon: iconLink})
	add(counts[stepMonitor]+counts[stepDemonitor], mark{name: "monitor", stroke: bare(stepMonitor)})
	add(counts[stepSignal], mark{name: "exit signal", stroke: bare(stepSignal)})
	add(counts[stepDown], mark{name: "down message", stroke: bare(stepDown)})
	add(counts[stepEnd], mark{name: "end", icon: iconBar})
	add(counts[stepCrash]+counts[stepFelled], mark{name: crossWords(counts[stepCrash], counts[stepFelled]), icon: iconCross})
	return marks
}
