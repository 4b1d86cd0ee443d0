package worker

import (
	"fmt"
	"sync/atomic"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/labs/display"
	"github.com/spawnlab/spawnlab/labs/notebook"
)

const labsNotebook = "github.com/spawnlab/spawnlab/labs/notebook"

// overrides are the native values that are bound to this notebook.
func (w *worker) overrides() overrides {
	own := overrides(w.machine.Overrides())
	own.set(labsNotebook, map[string]any{"Show": w.show, "Clear": w.clear, "Keep": w.keep})
	w.inputs.override(own)
	w.clock.override(own)
	w.overrideFiles(own)
	return own
}

// displays counts what Show has shown, for display ids.
var displays atomic.Uint64

// show shows a value in the cell that the caller belongs to.
func (w *worker) show(v display.Value) *notebook.Shown {
	cell := w.ownerOf(native.Current())
	id := fmt.Sprintf("%s-%d", w.hello.Session, displays.Add(1))
	w.send(link.KindDisplay, link.Bundle{Cell: cell, Data: v.Bundle(), DisplayID: id})
	return notebook.NewShown(func(v display.Value) {
		w.send(link.KindUpdate, link.Bundle{Cell: cell, Data: v.Bundle(), DisplayID: id})
	})
}

func (w *worker) clear() {
	w.send(link.KindClear, link.Clear{Cell: w.ownerOf(native.Current()), Wait: true})
}
