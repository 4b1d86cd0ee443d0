package keeper

import (
	"maps"

	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/kernel/session"
)

// Comm passes a widget message of the front end to the worker. It waits while
// the worker does not read; without a worker the message is dropped, and an
// open is answered by a close.
func (k *Keeper) Comm(m session.CommMessage) {
	k.track(m)
	l := k.alive()
	if l == nil {
		k.refuse(m)
		return
	}
	f := link.Comm{Kind: m.Kind, ID: m.ID, Target: m.Target, Data: m.Data, Meta: m.Meta, Buffers: m.Buffers}
	if err := l.frames.Send(link.KindCommDown, f); err != nil {
		k.log.Warn("comm message lost", "comm", m.ID, "error", err)
		k.refuse(m)
	}
}

// refuse closes a comm that nobody will answer.
func (k *Keeper) refuse(m session.CommMessage) {
	if m.Kind == "close" || k.out == nil {
		return
	}
	closed := session.CommMessage{Kind: "close", ID: m.ID}
	k.track(closed)
	k.out.Comm("", closed)
}

// commUp passes a widget message of the worker to the front end.
func (k *Keeper) commUp(f link.Comm) {
	m := session.CommMessage{Kind: f.Kind, ID: f.ID, Target: f.Target, Data: f.Data, Meta: f.Meta, Buffers: f.Buffers}
	k.track(m)
	k.out.Comm(f.Cell, m)
}

// Comms lists the open comms: id to target.
func (k *Keeper) Comms() map[string]string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return maps.Clone(k.comms)
}

// track notes what a message of either side opens or closes.
func (k *Keeper) track(m session.CommMessage) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch m.Kind {
	case "open":
		k.comms[m.ID] = m.Target
	case "close":
		delete(k.comms, m.ID)
	}
}

// closeComms tells the front end that the widgets of a dead worker are dead.
func (k *Keeper) closeComms() {
	k.mu.Lock()
	open := k.comms
	k.comms = map[string]string{}
	k.mu.Unlock()
	for id := range open {
		k.out.Comm("", session.CommMessage{Kind: "close", ID: id})
	}
}
