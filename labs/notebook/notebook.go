// Package notebook is what a cell says to its notebook: show this, replace
// that, keep this process. In a program compiled without a notebook it prints
// plain text instead. Which cell is meant follows from who calls: output goes
// to the cell that spawned the calling process.
package notebook

import (
	"fmt"

	"github.com/spawnlab/spawnlab/labs/display"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// A Shown is something that a notebook shows and that can be replaced in
// place. Its methods may be called from any goroutine.
type Shown struct {
	update func(display.Value)
}

// NewShown makes a Shown whose updates go to update. The kernel calls it.
func NewShown(update func(display.Value)) *Shown { return &Shown{update} }

// Show shows v now, below the cell that spawned the caller.
func Show(v display.Value) *Shown {
	fmt.Println(v)
	return NewShown(func(v display.Value) { fmt.Println(v) })
}

// Update replaces what is shown by v, wherever it is shown.
func (s *Shown) Update(v display.Value) { s.update(v) }

// Clear removes what the cell has shown so far as soon as it shows something
// new.
func Clear() {}

// Keep lets pid outlive a new run of the cell that owns it: running the cell
// again ends all its processes but those kept.
func Keep(self *process.Self, pid process.PID) {}
