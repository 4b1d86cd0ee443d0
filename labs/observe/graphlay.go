package observe

import (
	"math"
	"slices"
)

// How the edges of a part of a graph run.
type course int

const (
	straight course = iota
	fanned          // from a hub at the left to a column at the right
	bowed           // beside a column
)

// A spot is where a node stands: the middle of its pill, and its width.
type spot struct {
	x, y, wide float64
	course     course // of its edges
}

const (
	pillHigh   = 44.0
	mostNodes  = 40 // of a drawing
	mostInRow  = 4
	mostInRing = 8
	graphTop   = 56.0
	rowGap     = 28.0 // between the parts of a graph
	columnStep = 52.0 // from one node of a column to the next
	bowMost    = 440.0
)

// folded is the graph with at most mostNodes nodes: those with fewest edges
// become one.
func (g Graph) folded() (drawn Graph, hidden int) {
	active := make([]int, len(g.nodes))
	for _, e := range g.edges {
		active[e.from]++
		active[e.to]++
	}
	column, quiet := foldQuiet(active, mostNodes)
	if len(quiet) == 0 {
		return g, 0
	}
	drawn = Graph{title: g.title, nodes: make([]node, mostNodes)}
	for i, n := range g.nodes {
		drawn.nodes[column[i]] = n
	}
	drawn.nodes[mostNodes-1] = node{name: "+ " + plural(len(quiet), "process") + " more", many: true}
	for _, e := range g.edges {
		e.from, e.to = column[e.from], column[e.to]
		if e.from != e.to && !slices.ContainsFunc(drawn.edges, e.same) {
			drawn.edges = append(drawn.edges, e)
		}
	}
	return drawn, len(quiet)
}

// parts are the nodes that hang together, each part in an order in which
// neighbours stand side by side where that is possible: a path from one of its
// ends, others from their first node on, depth first.
func (g Graph) parts() (parts [][]int) {
	seen := make([]bool, len(g.nodes))
	for i := range g.nodes {
		if !seen[i] {
			part := g.walk(i, make([]bool, len(g.nodes)))
			if first := g.pathEnd(part); first >= 0 {
				part = g.walk(first, make([]bool, len(g.nodes)))
			}
			for _, n := range part {
				seen[n] = true
			}
			parts = append(parts, part)
		}
	}
	return parts
}

func (g Graph) walk(i int, seen []bool) []int {
	seen[i] = true
	part := []int{i}
	for _, n := range g.neighbours(i) {
		if !seen[n] {
			part = append(part, g.walk(n, seen)...)
		}
	}
	return part
}

func (g Graph) neighbours(i int) (ns []int) {
	for _, e := range g.edges {
		switch i {
		case e.from:
			ns = append(ns, e.to)
		case e.to:
			ns = append(ns, e.from)
		}
	}
	slices.Sort(ns)
	return slices.Compact(ns)
}

// pathEnd is the first end of a part that is a path; -1 if it is none.
func (g Graph) pathEnd(part []int) int {
	var ends []int
	for _, i := range part {
		switch n := len(g.neighbours(i)); {
		case n > 2:
			return -1
		case n <= 1:
			ends = append(ends, i)
		}
	}
	if len(ends) == 0 {
		return -1
	}
	return slices.Min(ends)
}

// lay places the nodes: lonely ones and short paths in rows, larger parts in
// rings, stars in fans, the largest in columns with bows beside them. It returns
// where they end.
func (g Graph) lay() (spots []spot, foot float64) {
	spots, foot = make([]spot, len(g.nodes)), graphTop
	var lonely []int
	for _, part := range g.parts() {
		if len(part) == 1 {
			lonely = append(lonely, part[0])
			continue
		}
		foot = g.layPart(spots, part, foot)
	}
	for row := range slices.Chunk(lonely, mostInRow) {
		foot = layRow(spots, row, foot)
	}
	return spots, foot
}

func (g Graph) layPart(spots []spot, part []int, top float64) (foot float64) {
	switch {
	case len(part) <= mostInRow && g.pathEnd(part) >= 0:
		return layRow(spots, part, top)
	case len(part) > mostInRow && g.hub(part) >= 0:
		return layFan(spots, part, g.hub(part), top)
	case len(part) <= mostInRing:
		return layRing(spots, part, top)
	}
	return layColumn(spots, part, top)
}

// hub is the node that all others of a part, and only they, are neighbours of;
// -1 if there is none.
func (g Graph) hub(part []int) int {
	hub := -1
	for _, i := range part {
		switch {
		case len(g.neighbours(i)) == 1:
		case hub >= 0:
			return -1
		default:
			hub = i
		}
	}
	return hub
}

// layFan puts a hub at the left and the others below each other at the right.
func layFan(spots []spot, part []int, hub int, top float64) (foot float64) {
	y := top + 12 + pillHigh/2
	first := y
	for _, i := range part {
		if i != hub {
			spots[i] = spot{x: figureWidth - legendLeft - 100, y: y, wide: 200, course: fanned}
			y += columnStep
		}
	}
	y -= columnStep
	spots[hub] = spot{x: legendLeft + 90, y: (first + y) / 2, wide: 180, course: fanned}
	return y + pillHigh/2 + rowGap
}

// layRow puts nodes side by side.
func layRow(spots []spot, row []int, top float64) (foot float64) {
	wide := [...]float64{0, 180, 180, 160, 130}[len(row)]
	const span = figureWidth - 2*legendLeft
	for k, i := range row {
		x := legendLeft + wide/2
		if len(row) == 1 {
			x = figureWidth / 2
		} else {
			x += (span - wide) * float64(k) / float64(len(row)-1)
		}
		spots[i] = spot{x: x, y: top + 12 + pillHigh/2, wide: wide}
	}
	return top + 12 + pillHigh + rowGap
}

// layRing puts nodes on an ellipse, the first at the left.
func layRing(spots []spot, ring []int, top float64) (foot float64) {
	n := float64(len(ring))
	rx, ry := 230.0, min(60+20*n, 220)
	cy := top + 12 + pillHigh/2 + ry
	for k, i := range ring {
		a := math.Pi + 2*math.Pi*float64(k)/n
		spots[i] = spot{x: figureWidth/2 + rx*math.Cos(a), y: cy + ry*math.Sin(a), wide: 150}
	}
	return cy + ry + pillHigh/2 + rowGap
}

// layColumn puts nodes below each other.
func layColumn(spots []spot, column []int, top float64) (foot float64) {
	for k, i := range column {
		spots[i] = spot{x: legendLeft + 90, y: top + 12 + pillHigh/2 + columnStep*float64(k), wide: 180, course: bowed}
	}
	return top + 12 + columnStep*float64(len(column)-1) + pillHigh + rowGap
}

// rim is where the line from a point to another meets the pill around the
// latter.
func rim(x1, y1, x2, y2, wide float64) (x, y float64) {
	dx, dy := x1-x2, y1-y2
	scale := 1.0
	if dx != 0 {
		scale = min(scale, (wide/2+3)/math.Abs(dx))
	}
	if dy != 0 {
		scale = math.Min(scale, (pillHigh/2+3)/math.Abs(dy))
	}
	return x2 + dx*scale, y2 + dy*scale
}
