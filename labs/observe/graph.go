package observe

import (
	"fmt"
	"strings"

	"github.com/spawnlab/spawnlab/labs/display"
)

// A node is one process of a graph.
type node struct {
	name   string
	traps  bool
	ended  bool
	reason string // why it ended
	crash  bool   // ended otherwise than cleanly
	many   bool   // stands for several, in a drawing
}

// What an edge of a graph is.
type edgeKind int

const (
	edgeLink edgeKind = iota
	edgeMonitor
	edgeSignal // an exit signal that was sent
	edgeDown   // a monitor's message that was sent
)

// An edge joins two nodes of a graph by their places. All kinds but links have
// a direction.
type edge struct {
	from, to int
	kind     edgeKind
	reason   string
}

// same reports whether two edges say the same.
func (e edge) same(x edge) bool {
	return e.kind == x.kind && e.reason == x.reason &&
		(e.from == x.from && e.to == x.to || e.kind == edgeLink && e.from == x.to && e.to == x.from)
}

// A Graph is who is linked to whom and who monitors whom, at one moment or
// after something happened. Its String tells the same. The same program gives
// the same graph: there are no PIDs in it.
type Graph struct {
	title string
	nodes []node
	edges []edge
}

// Bundle draws the graph.
func (g Graph) Bundle() display.Bundle {
	return display.Figure{SVG: g.svg(), Width: figureWidth, Story: g.String(), Table: g.table()}.Bundle()
}

func (g Graph) facts() string {
	alive := 0
	for _, n := range g.nodes {
		if !n.ended {
			alive++
		}
	}
	facts := fmt.Sprintf("%d alive", alive)
	if ended := len(g.nodes) - alive; ended > 0 {
		facts += fmt.Sprintf(", %d ended", ended)
	}
	facts += ", " + plural(g.count(edgeLink), "link")
	if n := g.count(edgeMonitor); n > 0 {
		facts += ", " + plural(n, "monitor")
	}
	return facts
}

func (g Graph) count(k edgeKind) int {
	n := 0
	for _, e := range g.edges {
		if e.kind == k {
			n++
		}
	}
	return n
}

// String tells the graph, a line for each process and each edge.
func (g Graph) String() string {
	var b strings.Builder
	b.WriteString(g.title + ": " + g.facts())
	for _, n := range g.nodes[:min(len(g.nodes), mostLines)] {
		fmt.Fprintf(&b, "\n  %s %s", n.name, n.sentence())
	}
	for _, e := range g.edges[:min(len(g.edges), mostLines)] {
		b.WriteString("\n  " + g.sentence(e))
	}
	if rest := g.beyond(); rest != "" {
		b.WriteString("\n  and " + rest + " more")
	}
	return b.String()
}

// beyond says what story and table leave out.
func (g Graph) beyond() string {
	parts := list(count{len(g.nodes) - mostLines, "process"}, count{len(g.edges) - mostLines, "connection"})
	return parts
}

func (n node) sentence() string {
	switch {
	case n.ended:
		return "ended: " + n.reason
	case n.traps:
		return "is alive and traps exits"
	}
	return "is alive"
}

func (g Graph) sentence(e edge) string {
	a, b := g.nodes[e.from].name, g.nodes[e.to].name
	switch e.kind {
	case edgeMonitor:
		return fmt.Sprintf("%s monitors %s", a, b)
	case edgeSignal:
		return fmt.Sprintf("%s sent %s the exit signal %s", a, b, e.reason)
	case edgeDown:
		return fmt.Sprintf("%s was told that %s is down: %s", b, a, e.reason)
	}
	return fmt.Sprintf("%s and %s are linked", a, b)
}

// table has a row for each process, and then one for each of the other things
// that the story tells.
func (g Graph) table() display.Grid {
	t := display.Grid{Columns: []string{"process", "state", "linked to", "monitors", "sent exit signals to", "its end was told to"}}
	for i, n := range g.nodes[:min(len(g.nodes), mostLines)] {
		t.Rows = append(t.Rows, []string{
			n.name, n.sentence(), g.peers(i, edgeLink), g.peers(i, edgeMonitor), g.peers(i, edgeSignal), g.peers(i, edgeDown),
		})
	}
	if rest := g.beyond(); rest != "" {
		t.Rows = append(t.Rows, []string{"and " + rest + " more"})
	}
	return t
}

// peers lists the processes at the other ends of a node's edges.
func (g Graph) peers(i int, k edgeKind) string {
	var names []string
	for _, e := range g.edges[:min(len(g.edges), mostLines)] {
		switch {
		case e.kind == k && e.from == i:
			names = append(names, g.nodes[e.to].name+e.why())
		case e.kind == k && e.to == i && k == edgeLink:
			names = append(names, g.nodes[e.from].name)
		}
	}
	return strings.Join(names, ", ")
}

// why is the reason behind a name, if there is one.
func (e edge) why() string {
	if e.kind != edgeSignal {
		return ""
	}
	return " (" + e.reason + ")"
}
