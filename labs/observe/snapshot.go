package observe

import (
	"fmt"
	"slices"

	"github.com/spawnlab/spawnlab/runtime/process"
)

// listed is how many messages of a mailbox are looked at.
const listed = 200

// Mailbox shows what waits in target's mailbox now.
func Mailbox(self *process.Self, target process.Target) MailboxView {
	sys := self.System()
	info, alive := sys.Info(target)
	v := MailboxView{owner: info.Label}
	if !alive {
		v.owner = target.String() + ", which has ended"
		return v
	}
	if v.owner == "" {
		v.owner = "a process"
	}
	messages := sys.Messages(target)
	v.total = len(messages)
	for _, m := range messages[:min(len(messages), listed)] {
		v.waiting = append(v.waiting, sys.Format(m))
	}
	return v
}

// Links shows who is linked to whom and who monitors whom now: all processes of
// the System that are, and the caller.
func Links(self *process.Self) Graph {
	b := newGraphBuilder(self)
	b.snapshot()
	return b.graph("Links")
}

// LinksDuring runs f and shows the links as they were before, what became of
// the processes, and the exit signals that went along the links. It waits as
// [Trace] does until the processes have come to rest.
func LinksDuring(self *process.Self, f func()) Graph {
	b := newGraphBuilder(self)
	b.snapshot()
	r := record(self, process.EventExit|process.EventExitSignal|process.EventLink|process.EventSpawn)
	f()
	for _, e := range r.stop() {
		b.add(e)
	}
	return b.graph("Links, before and after")
}

// A graphBuilder collects nodes and edges.
type graphBuilder struct {
	self   *process.Self
	sys    *process.System
	places map[process.PID]int
	nodes  []node
	edges  []edge
}

func newGraphBuilder(self *process.Self) *graphBuilder {
	return &graphBuilder{self: self, sys: self.System(), places: map[process.PID]int{}}
}

// snapshot adds the caller and all processes that have links or monitors.
func (b *graphBuilder) snapshot() {
	infos := b.infos()
	b.place(b.self.PID())
	for _, in := range infos {
		if len(in.Links)+len(in.Monitors)+len(in.MonitoredBy) > 0 {
			b.place(in.PID)
		}
	}
	for _, in := range infos {
		for _, peer := range in.Links {
			b.join(edge{from: b.place(in.PID), to: b.place(peer), kind: edgeLink})
		}
		for _, t := range in.Monitors {
			if peer, ok := t.Whereis(b.sys); ok {
				b.join(edge{from: b.place(in.PID), to: b.place(peer), kind: edgeMonitor})
			}
		}
	}
}

func (b *graphBuilder) infos() []process.Info {
	var infos []process.Info
	for _, pid := range b.sys.Processes() {
		if in, ok := b.sys.Info(pid); ok {
			infos = append(infos, in)
		}
	}
	return infos
}

// place is the node of a process.
func (b *graphBuilder) place(pid process.PID) int {
	if i, ok := b.places[pid]; ok {
		return i
	}
	info, _ := b.sys.Info(pid)
	n := node{pid: pid.String(), name: info.Label, traps: info.TrapExit}
	if n.name == "" {
		n.name = fmt.Sprintf("process %d", len(b.nodes)+1)
	}
	b.places[pid] = len(b.nodes)
	b.nodes = append(b.nodes, n)
	return b.places[pid]
}

// join adds an edge once; a link has no direction.
func (b *graphBuilder) join(e edge) {
	same := func(x edge) bool {
		return x.kind == e.kind && (x.from == e.from && x.to == e.to || e.kind == edgeLink && x.from == e.to && x.to == e.from)
	}
	if !slices.ContainsFunc(b.edges, same) {
		b.edges = append(b.edges, e)
	}
}

// add notes what happened after the snapshot to processes that are in it.
func (b *graphBuilder) add(e process.Event) {
	i, known := b.places[e.PID]
	if !known {
		return
	}
	switch e.Kind {
	case process.EventExit:
		b.nodes[i].reason = b.sys.FormatReason(e.Value)
		b.nodes[i].crash = !process.IsClean(e.Value)
	case process.EventExitSignal:
		from, known := b.places[e.Other]
		if known && from != i && e.Value != any(process.Normal) {
			b.join(edge{from: from, to: i, kind: edgeSignal, label: b.sys.FormatReason(e.Value)})
		}
	}
}

func (b *graphBuilder) graph(title string) Graph {
	return Graph{title: title, nodes: b.nodes, edges: b.edges}
}
