package worker_test

import (
	"strings"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/link"
)

// TestNotebookProcess: it is the same in every cell, with its mailbox.
func TestNotebookProcess(t *testing.T) {
	n := open(t)
	n.run("first := self.PID()\nself.Send(first, 42)")
	if got := n.run("self.PID() == first && self.Receive() == any(42)").value; got != "true" {
		t.Error("the message of an earlier cell is not there")
	}
	n.run("panic(1)")
	n.run(`self.Exit("x")`)
	if got := n.run("self.PID() == first").value; got != "true" {
		t.Error("a panic or an exit in a cell ended the notebook process")
	}
}

// TestExitSignalInACell: an exit signal ends the cell and the notebook process.
func TestExitSignalInACell(t *testing.T) {
	n := open(t)
	n.run("x := 1")
	a := n.run("pid := self.SpawnLink(func(self *process.Self) { self.Exit(\"bad\") })\nself.Receive()")
	if got, want := a.fault(), `exit: exit signal: "bad"`; got != want {
		t.Errorf("the cell ends with %q, want %q", got, want)
	}
	want := []string{
		"the signal came from <0.2>, which was linked to the notebook process",
		"the notebook process <0.1> ended; cells now run as <0.3>; variables stay",
	}
	if !equal(a.failed.Notes, want) {
		t.Errorf("notes are %q, want %q", a.failed.Notes, want)
	}
	if a := n.run("x"); a.value != "1" || len(a.notes) != 0 {
		t.Errorf("the next cell is %q with notes %q", a.value, a.notes)
	}
}

// TestDeathBetweenCells: when the notebook process dies while no cell runs, the
// cell that spawned the sender of the signal shows a card, and the next cell
// says who runs it now, once.
func TestDeathBetweenCells(t *testing.T) {
	n := open(t)
	spawner := n.run("pid := self.SpawnLink(func(self *process.Self) { self.Receive(); panic(\"boom\") }, process.WithLabel(\"child\"))").id
	n.run("1")
	n.run("self.SendAfter(pid, 1, 20*time.Millisecond)")
	card := await(n, func(c link.Card) bool { return c.Kind == "notebook" })
	if card.Cell != spawner || card.Process != "<0.1>" || card.Reason != "panic: boom" {
		t.Errorf("the card is %q of %s in %s, want one in %s", card.Reason, card.Process, card.Cell, spawner)
	}
	text, _ := card.Data["text/plain"].(string)
	for _, want := range []string{"the notebook process <0.1> ended", "The exit signal came from child <0.2>.", "Variables stay"} {
		if !strings.Contains(text, want) {
			t.Errorf("the card does not say %q:\n%s", want, text)
		}
	}
	if a := n.run("nobody"); len(a.notes) != 0 || a.failed.Kind != "compile" {
		t.Errorf("a cell that does not compile has notes %q, %s", a.notes, a.fault())
	}
	want := []string{"the notebook process <0.1> ended; cells now run as <0.3>; variables stay"}
	if a := n.run("self.PID()"); a.value != "<0.3>" || !equal(a.notes, want) {
		t.Errorf("the next cell runs as %s with notes %q, want %q", a.value, a.notes, want)
	}
	if a := n.run("self.IsAlive(pid)"); a.value != "false" || len(a.notes) != 0 {
		t.Errorf("the cell after it is %q with notes %q", a.value, a.notes)
	}
	n.once("notebook")
}

// once fails unless one card of a kind came.
func (n *notebook) once(kind string) {
	n.t.Helper()
	n.mu.Lock()
	defer n.mu.Unlock()
	count := 0
	for _, f := range n.frames {
		if c, ok := f.(link.Card); ok && c.Kind == kind {
			count++
		}
	}
	if count != 1 {
		n.t.Errorf("%d cards of the kind %s came", count, kind)
	}
}

// TestKilledBetweenCells: without a sender the newest cell shows the card.
func TestKilledBetweenCells(t *testing.T) {
	n := open(t)
	n.run("1")
	newest := n.run("2").id
	n.send(link.KindControl, link.Control{Verb: "kill", Target: "<0.1>"})
	card := await(n, func(c link.Card) bool { return c.Kind == "notebook" })
	if card.Cell != newest || card.Reason != "killed" {
		t.Errorf("the card is %q in %s, want killed in %s", card.Reason, card.Cell, newest)
	}
	if a := n.run("self.PID()"); a.value != "<0.2>" {
		t.Errorf("the next cell runs as %s (%s)", a.value, a.fault())
	}
}

// TestKillFromAPicture: a kill button works while a cell runs.
func TestKillFromAPicture(t *testing.T) {
	n := open(t)
	id := n.begin("_, ref := self.SpawnMonitor(func(self *process.Self) { for {} })\nfmt.Println(ref)\nprocess.Receive[process.Down](self).Reason")
	await(n, func(o link.Output) bool { return o.Cell == id })
	n.send(link.KindControl, link.Control{Verb: "kill", Target: "<0.2>"})
	if got := n.finish(id).value; got != "killed" {
		t.Errorf("the process ended with %q, want killed", got)
	}
}
