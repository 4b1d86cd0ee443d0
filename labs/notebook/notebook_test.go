package notebook_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/spawnlab/spawnlab/labs/display"
	"github.com/spawnlab/spawnlab/labs/notebook"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// Without a notebook everything is plain text, one line after the other.
func ExampleShow() {
	shown := notebook.Show(display.HTML("<b>one</b>"))
	shown.Update(display.HTML("<b>two</b>"))
	notebook.Clear()
	// Output:
	// one
	// two
}

func ExampleKeep() {
	process.Main(func(self *process.Self) {
		clock := self.Spawn(func(self *process.Self) { self.Receive() })
		notebook.Keep(self, clock) // running the cell again does not end it
		fmt.Println("ticking:", self.IsAlive(clock))
	})
	// Output: ticking: true
}

func TestUpdatesGoWhereTheHostSays(t *testing.T) {
	var got []string
	shown := notebook.NewShown(func(v display.Value) { got = append(got, v.String()) })
	shown.Update(display.Markdown("1"))
	shown.Update(display.Grid{Title: "2"})
	if want := []string{"1", "2"}; !slices.Equal(got, want) {
		t.Errorf("updates went as %q, want %q", got, want)
	}
}
