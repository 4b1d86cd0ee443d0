package observe

import (
	"cmp"
	"slices"

	"github.com/spawnlab/spawnlab/runtime/process"
)

// Links shows who is linked to whom and who monitors whom: the caller, and all
// processes of the System that have links or monitors. It waits first until no
// process has begun, ended, linked or monitored for 25 ms, at most a second, so
// that processes just spawned can do what they do first. It must be called by
// the process of self.
func Links(self *process.Self) Graph {
	b := newGraphBuilder(self)
	return Graph{title: "Links", nodes: b.nodes, edges: b.edges}
}

// LinksDuring runs f and shows the links as they were before, what became of
// the processes, and the exit signals that went along the links. It waits as
// [Links] does before, and as [Trace] does afterwards. It must be called by the
// process of self; what f panics with passes through.
func LinksDuring(self *process.Self, f func()) Graph {
	b := newGraphBuilder(self)
	for _, e := range record(self, process.EventExit|process.EventExitSignal|process.EventDown, f).events {
		b.add(e)
	}
	return Graph{title: "Links, before and after", nodes: b.nodes, edges: b.edges}
}

// A graphBuilder collects nodes and edges.
type graphBuilder struct {
	sys    *process.System
	names  namer
	places map[process.PID]int
	nodes  []node
	edges  []edge
}

// tieKinds are the events that change who hangs together with whom.
const tieKinds = process.EventSpawn | process.EventExit | process.EventLink | process.EventUnlink |
	process.EventMonitor | process.EventDemonitor

// newGraphBuilder takes a snapshot when the processes have come to rest.
func newGraphBuilder(self *process.Self) *graphBuilder {
	rest(self, tieKinds)
	b := &graphBuilder{sys: self.System(), places: map[process.PID]int{}}
	infos := b.infos()
	b.place(self.PID())
	for _, in := range infos {
		if len(in.Links)+len(in.Monitors)+len(in.MonitoredBy) > 0 {
			b.place(in.PID)
		}
	}
	for _, in := range infos {
		b.join(in)
	}
	slices.SortFunc(b.edges, byPlace)
	return b
}

// byPlace orders edges by where they begin and end. The order in which links
// were made is not told: it may differ from run to run.
func byPlace(a, b edge) int {
	return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.kind, b.kind))
}

func (b *graphBuilder) infos() (infos []process.Info) {
	for _, pid := range b.sys.Processes() {
		if in, alive := b.sys.Info(pid); alive {
			infos = append(infos, in)
			b.names.learn(pid.ID(), in.Label)
		}
	}
	return infos
}

// place is the node of a process.
func (b *graphBuilder) place(pid process.PID) int {
	i, known := b.places[pid]
	if !known {
		info, _ := b.sys.Info(pid)
		i = len(b.nodes)
		b.places[pid] = i
		b.nodes = append(b.nodes, node{name: b.names.call(pid.ID()), traps: info.TrapExit})
	}
	return i
}

// join adds the links and monitors of a process.
func (b *graphBuilder) join(in process.Info) {
	for _, peer := range in.Links {
		one, other := b.place(in.PID), b.place(peer)
		b.connect(edge{from: min(one, other), to: max(one, other), kind: edgeLink})
	}
	for _, t := range in.Monitors {
		if peer, ok := t.Whereis(b.sys); ok {
			b.connect(edge{from: b.place(in.PID), to: b.place(peer), kind: edgeMonitor})
		}
	}
}

// connect adds an edge once.
func (b *graphBuilder) connect(e edge) {
	if !slices.ContainsFunc(b.edges, e.same) {
		b.edges = append(b.edges, e)
	}
}

// add notes what happened after the snapshot to processes that are in it.
func (b *graphBuilder) add(e process.Event) {
	i, known := b.places[e.PID]
	if !known {
		return
	}
	reason := b.sys.FormatReason(e.Value)
	b.names.learnFrom(b.sys, reason)
	reason = b.names.text(reason)
	if e.Kind == process.EventExit {
		b.nodes[i].ended, b.nodes[i].reason, b.nodes[i].crash = true, reason, !process.IsClean(e.Value)
		return
	}
	from, known := b.places[e.Other]
	if !known || from == i {
		return
	}
	if e.Kind == process.EventDown {
		b.connect(edge{from: from, to: i, kind: edgeDown, reason: reason})
	} else if normal, is := e.Value.(process.Atom); !is || normal != process.Normal {
		b.connect(edge{from: from, to: i, kind: edgeSignal, reason: reason})
	}
}
