package observe

import (
	"fmt"
	"math"
	"strings"

	"github.com/spawnlab/spawnlab/labs/display"
)

// A node is one process of a graph.
type node struct {
	pid    string
	name   string // "" when it has none
	traps  bool
	reason string // why it ended, "" while it lives
	crash  bool   // ended otherwise than normally
}

func (n node) called() string {
	if n.name != "" {
		return n.name
	}
	return n.pid
}

// What an edge of a graph is.
type edgeKind int

const (
	edgeLink edgeKind = iota
	edgeMonitor
	edgeSignal // an exit signal that went along a link
)

// An edge joins two nodes of a graph by their places. A monitor and a signal go
// from the first to the second.
type edge struct {
	from, to int
	kind     edgeKind
	label    string
}

// A Graph is who is linked to whom and who monitors whom, at one moment or
// after something happened.
type Graph struct {
	title string
	nodes []node
	edges []edge
}

// Bundle draws the graph.
func (g Graph) Bundle() display.Bundle { return g.figure().Bundle() }

// String tells the graph, a line for each process and each edge.
func (g Graph) String() string { return g.story() }

func (g Graph) facts() string {
	alive, links, monitors := 0, 0, 0
	for _, n := range g.nodes {
		if n.reason == "" {
			alive++
		}
	}
	for _, e := range g.edges {
		switch e.kind {
		case edgeLink:
			links++
		case edgeMonitor:
			monitors++
		}
	}
	facts := fmt.Sprintf("%d alive", alive)
	if dead := len(g.nodes) - alive; dead > 0 {
		facts += fmt.Sprintf(", %d ended", dead)
	}
	facts += ", " + plural(links, "link")
	if monitors > 0 {
		facts += ", " + plural(monitors, "monitor")
	}
	return facts
}

func (g Graph) story() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", g.title, g.facts())
	for _, n := range g.nodes {
		b.WriteString("\n  " + n.sentence())
	}
	for _, e := range g.edges {
		b.WriteString("\n  " + g.edgeSentence(e))
	}
	return b.String()
}

func (n node) sentence() string {
	who := n.called()
	switch {
	case n.reason != "":
		return who + " ended: " + n.reason
	case n.traps:
		return who + " is alive and traps exits"
	}
	return who + " is alive"
}

func (g Graph) edgeSentence(e edge) string {
	a, b := g.nodes[e.from].called(), g.nodes[e.to].called()
	switch e.kind {
	case edgeMonitor:
		return fmt.Sprintf("%s monitors %s", a, b)
	case edgeSignal:
		return fmt.Sprintf("%s sent %s the exit signal %s", a, b, e.label)
	}
	return fmt.Sprintf("%s and %s are linked", a, b)
}

func (g Graph) figure() display.Figure {
	t := display.Grid{Columns: []string{"process", "state", "linked to", "monitors"}}
	for i, n := range g.nodes {
		var links, monitors []string
		for _, e := range g.edges {
			switch {
			case e.kind == edgeLink && e.from == i:
				links = append(links, g.nodes[e.to].called())
			case e.kind == edgeLink && e.to == i:
				links = append(links, g.nodes[e.from].called())
			case e.kind == edgeMonitor && e.from == i:
				monitors = append(monitors, g.nodes[e.to].called())
			}
		}
		t.Rows = append(t.Rows, []string{n.called(), n.state(), strings.Join(links, ", "), strings.Join(monitors, ", ")})
	}
	return display.Figure{SVG: g.svg(), Width: figureWidth, Story: g.story(), Table: t}
}

func (n node) state() string {
	switch {
	case n.reason != "":
		return "ended: " + n.reason
	case n.traps:
		return "alive, traps exits"
	}
	return "alive"
}

// place puts the nodes on an ellipse, the first at the left; two stand side by
// side.
func place(n int) (xs, ys []float64, height float64) {
	const cx = figureWidth / 2
	rx := 230.0
	ry := math.Min(60+20*float64(n), 220)
	if n <= 2 {
		ry = 0
	}
	cy := 100 + ry
	for i := range n {
		a := math.Pi + 2*math.Pi*float64(i)/float64(n)
		x, y := math.Round(cx+rx*math.Cos(a)), math.Round(cy+ry*math.Sin(a))
		if n == 1 {
			x = cx
		}
		xs, ys = append(xs, x), append(ys, y)
	}
	return xs, ys, cy + ry + 96
}

const (
	nodeWide = 156.0
	nodeHigh = 44.0
)

func (g Graph) svg() string {
	var cv canvas
	xs, ys, height := place(len(g.nodes))
	for _, e := range g.edges {
		g.drawEdge(&cv, e, xs, ys)
	}
	for i, n := range g.nodes {
		drawNode(&cv, xs[i], ys[i], n)
	}
	cv.legend(20, height-18, g.marks())
	return cv.card(height, g.title, g.facts())
}

// rim is where the line from (x1,y1) to (x2,y2) meets the node at (x2,y2).
func rim(x1, y1, x2, y2 float64) (x, y float64) {
	dx, dy := x1-x2, y1-y2
	if dx == 0 && dy == 0 {
		return x2, y2
	}
	scale := math.Inf(1)
	if dx != 0 {
		scale = (nodeWide/2 + 4) / math.Abs(dx)
	}
	if dy != 0 {
		scale = math.Min(scale, (nodeHigh/2+4)/math.Abs(dy))
	}
	return math.Round(x2 + dx*scale), math.Round(y2 + dy*scale)
}

func (g Graph) drawEdge(cv *canvas, e edge, xs, ys []float64) {
	off := 0.0
	if e.kind != edgeLink {
		off = 9 // beside the link
	}
	ax, ay, bx, by := xs[e.from], ys[e.from]+off, xs[e.to], ys[e.to]+off
	x1, y1 := rim(bx, by, ax, ay)
	x2, y2 := rim(ax, ay, bx, by)
	switch e.kind {
	case edgeLink:
		color, dash := ink, ""
		if g.nodes[e.from].reason != "" || g.nodes[e.to].reason != "" {
			color, dash = rule, "1 5"
		}
		cv.line(x1, y1, x2, y2, color, 2, dash, "")
	case edgeMonitor:
		cv.line(x1, y1, x2, y2, blue, 1.5, "6 3", "blue")
	case edgeSignal:
		cv.line(x1, y1, x2, y2, red, 2, "2 4", "red")
		cv.text((x1+x2)/2, (y1+y2)/2+20, shorten(e.label, 220, 12, false), style{size: 12, color: ink, anchor: "middle", halo: "#ffffff"})
	}
}

func drawNode(cv *canvas, x, y float64, n node) {
	stroke, dash, sub := blue, "", "process"
	if n.traps {
		sub = "traps exits"
	}
	if n.reason != "" {
		stroke, dash = rule, "2 4"
		if n.crash {
			stroke, dash = red, "10 4"
		}
	}
	cv.rect(x-nodeWide/2, y-nodeHigh/2, nodeWide, nodeHigh, 22, "#ffffff", stroke, 1.5, dash)
	cv.text(x, y-3, shorten(n.called(), nodeWide-28, 13, false), style{size: 13, color: ink, bold: true, anchor: "middle"})
	cv.text(x, y+13, shorten(sub, nodeWide-24, smallest, true), style{size: smallest, color: faint, anchor: "middle", mono: true})
	if n.reason == "" {
		return
	}
	if n.crash {
		cv.cross(x-nodeWide/2, y-nodeHigh/2, 6)
	}
	cv.text(x, y+nodeHigh/2+16, shorten("■ "+n.reason, 250, 12, false), style{size: 12, color: ink, anchor: "middle", halo: "#ffffff"})
}

func (g Graph) marks() []mark {
	var marks []mark
	has := func(k edgeKind) bool {
		for _, e := range g.edges {
			if e.kind == k {
				return true
			}
		}
		return false
	}
	if has(edgeLink) {
		marks = append(marks, mark{name: "link", color: ink})
	}
	if has(edgeMonitor) {
		marks = append(marks, mark{name: "monitors", color: blue, dash: "6 3"})
	}
	if has(edgeSignal) {
		marks = append(marks, mark{name: "exit signal", color: red, dash: "2 4"})
	}
	for _, n := range g.nodes {
		if n.crash {
			return append(marks, mark{name: "ended by it", color: red, icon: "✕"})
		}
	}
	return marks
}
