package observe

import (
	"fmt"
	"math"
)

func (g Graph) svg() string {
	drawn, hidden := g.folded()
	spots, foot := drawn.lay()
	w := web{graph: drawn, spots: spots}
	for _, s := range spots {
		w.taken = append(w.taken, box{s.x - s.wide/2, s.y - pillHigh/2, s.wide, pillHigh})
	}
	for _, e := range drawn.edges {
		w.edge(e)
	}
	for i, n := range drawn.nodes {
		w.canvas.node(spots[i], n)
	}
	for _, e := range drawn.edges {
		w.label(e)
	}
	if hidden > 0 {
		foot = w.canvas.notes(foot, []string{fmt.Sprintf("The %d processes with the fewest connections share one pill; the table names each.", hidden)})
	}
	return w.canvas.card(w.canvas.legend(foot, drawn.marks()), g.title, g.facts())
}

// A box is a part of the drawing that is taken.
type box struct{ x, y, w, h float64 }

// meets reports whether two boxes overlap.
func (b box) meets(o box) bool {
	return b.x < o.x+o.w && o.x < b.x+b.w && b.y < o.y+o.h && o.y < b.y+b.h
}

// A web draws the edges of one graph.
type web struct {
	graph  Graph
	spots  []spot
	canvas canvas
	taken  []box
}

// edgeStrokes are how the kinds of edges look.
var edgeStrokes = [...]stroke{
	edgeLink:    {color: faint, width: 2},
	edgeMonitor: {color: blue, width: 1.5, dash: dashed, arrow: "blue"},
	edgeSignal:  {color: red, width: 2, dash: dotted, arrow: "red"},
	edgeDown:    {color: red, width: 2, dash: longDashed, arrow: "red"},
}

// broken is how a link looks one of whose ends has ended.
var broken = stroke{color: faint, width: 2, dash: "1 5"}

// aside is how far beside the line between two nodes an edge runs, to its own
// right, so that all kinds between the same two are seen.
var aside = [...]float64{edgeLink: 0, edgeMonitor: -7, edgeSignal: 8, edgeDown: -15}

func (w *web) isBroken(e edge) bool {
	return e.kind == edgeLink && (w.graph.nodes[e.from].ended || w.graph.nodes[e.to].ended)
}

func (w *web) edge(e edge) {
	s := edgeStrokes[e.kind]
	if w.isBroken(e) {
		s = broken
	}
	switch a, b := w.spots[e.from], w.spots[e.to]; a.course {
	case bowed:
		w.canvas.bow(a, b, aside[e.kind], s)
	case fanned:
		w.canvas.fan(a, b, aside[e.kind], s)
	default:
		w.straight(e, s)
	}
}

func (w *web) straight(e edge, s stroke) {
	x1, y1, x2, y2 := w.ends(e)
	w.canvas.line(x1, y1, x2, y2, s)
	if e.kind == edgeLink && s != broken {
		w.canvas.ring(x1, y1, 3, s.color)
		w.canvas.ring(x2, y2, 3, s.color)
	}
}

// bow draws an edge between two nodes of a column as a curve at their right; the
// larger aside, the further out.
func (c *canvas) bow(a, b spot, aside float64, s stroke) {
	right := a.x + a.wide/2 + 3
	reach := min(bowMost, 48+18*math.Abs(a.y-b.y)/columnStep) + aside
	out := math.Copysign(aside*0.8, aside*(b.y-a.y))
	c.curve(right, a.y-out, right+reach, right+reach, right, b.y+out, s)
}

// fan draws an edge between a hub and a node in the column at its right.
func (c *canvas) fan(a, b spot, aside float64, s stroke) {
	way := math.Copysign(1, b.x-a.x)
	x1, x2 := a.x+way*(a.wide/2+3), b.x-way*(b.wide/2+3)
	c.curve(x1, a.y+way*aside, (x1+x2)/2, (x1+x2)/2, x2, b.y+way*aside, s)
}

// ends are the points that an edge joins.
func (w *web) ends(e edge) (x1, y1, x2, y2 float64) {
	a, b := w.spots[e.from], w.spots[e.to]
	far := math.Hypot(b.x-a.x, b.y-a.y)
	ox, oy := -(b.y-a.y)/far*aside[e.kind], (b.x-a.x)/far*aside[e.kind]
	x1, y1 = rim(b.x, b.y, a.x, a.y, a.wide)
	x2, y2 = rim(a.x, a.y, b.x, b.y, b.wide)
	return x1 + ox, y1 + oy, x2 + ox, y2 + oy
}

// label writes the reason beside a signal where there is room for it; where
// there is none the pills, the story and the table tell it.
func (w *web) label(e edge) {
	if e.reason == "" || e.kind != edgeSignal || w.spots[e.from].course != straight {
		return
	}
	st := style{size: 12, color: ink, anchor: "middle", halo: ground}
	text := st.fit(e.reason, 200)
	half := st.width(text) / 2
	x1, y1, x2, y2 := w.ends(e)
	for _, try := range []struct{ along, dy float64 }{{0.5, 17}, {0.5, -9}, {0.35, 17}, {0.65, 17}, {0.3, -9}, {0.7, -9}} {
		x, y := x1+(x2-x1)*try.along, y1+(y2-y1)*try.along+try.dy
		if w.take(box{x - half - 3, y - 11, 2*half + 6, 15}) {
			w.canvas.text(x, y, text, st)
			return
		}
	}
}

// take takes a box if it is free and on the card.
func (w *web) take(b box) bool {
	if b.x < legendLeft || b.x+b.w > figureWidth-legendLeft || b.y < graphTop-10 {
		return false
	}
	for _, t := range w.taken {
		if t.meets(b) {
			return false
		}
	}
	w.taken = append(w.taken, b)
	return true
}

// node draws a pill; that of an ended process says why, its name struck out.
func (c *canvas) node(s spot, n node) {
	border, line, name := stroke{color: blue, width: 1.5}, n.sentence(), nameStyle
	switch {
	case n.many:
		border.dash, line = dashed, "see the table"
	case n.crash:
		border = stroke{color: red, width: 1.5, dash: longDashed}
	case n.ended:
		border = stroke{color: faint, width: 1.5, dash: dotted}
	case n.traps:
		line = "traps exits"
	default:
		line = "alive"
	}
	name.struck = n.ended
	c.rect(s.x-s.wide/2, s.y-pillHigh/2, s.wide, pillHigh, pillHigh/2, ground, border)
	c.text(s.x, s.y-3, name.fit(n.name, s.wide-28), name)
	c.text(s.x, s.y+13, underStyle.fit(line, s.wide-28), underStyle)
	if n.crash {
		c.cross(s.x-s.wide/2+6, s.y-pillHigh/2+4, 6)
	}
}

// marks is the legend: only what occurs.
func (g Graph) marks() []mark {
	var marks []mark
	whole, cut := 0, 0
	w := web{graph: g}
	for _, e := range g.edges {
		if w.isBroken(e) {
			cut++
		} else if e.kind == edgeLink {
			whole++
		}
	}
	add := func(n int, m mark) {
		if n > 0 {
			marks = append(marks, m)
		}
	}
	add(whole, mark{name: "link", stroke: edgeStrokes[edgeLink]})
	add(cut, mark{name: "link that broke", stroke: broken})
	add(g.count(edgeMonitor), mark{name: "monitors", stroke: edgeStrokes[edgeMonitor]})
	add(g.count(edgeSignal), mark{name: "exit signal", stroke: edgeStrokes[edgeSignal]})
	add(g.count(edgeDown), mark{name: "down message", stroke: edgeStrokes[edgeDown]})
	for _, n := range g.nodes {
		if n.crash {
			add(1, mark{name: "ended by a crash or signal", icon: iconCross})
			break
		}
	}
	return marks
}
