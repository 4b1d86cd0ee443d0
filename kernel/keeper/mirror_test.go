package keeper_test

import (
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/spawnlab/spawnlab/kernel/keeper"
	"github.com/spawnlab/spawnlab/kernel/session"
)

// goCells makes a keeper whose mirror is the real checker, and whose fake
// workers accept every cell.
func goCells(t *testing.T, cells ...string) *keeper.Keeper {
	t.Helper()
	c := &carrier{tb: t}
	k := keeper.New(keeper.Config{Carrier: c})
	if err := k.Start(&screen{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.Close(t.Context()) })
	for i, code := range cells {
		k.Execute(cell(i+1, code))
	}
	return k
}

func TestCompleteFromAcceptedCells(t *testing.T) {
	k := goCells(t, "type Point struct{ Across, Down int }\nvar origin Point", "origin.Across = 1")
	for _, tt := range []struct {
		code string
		want session.Match
	}{
		{"orig", session.Match{Text: "origin", Kind: "instance", Signature: "Point"}},
		{"origin.Do", session.Match{Text: "Down", Kind: "property", Signature: "int"}},
		{"strings.EqualF", session.Match{Text: "EqualFold", Kind: "function", Signature: "(s string, t string) bool"}},
	} {
		c := k.Complete(tt.code, len(tt.code))
		if diff := cmp.Diff([]session.Match{tt.want}, c.Matches); diff != "" {
			t.Errorf("Complete(%q) (-want +got):\n%s", tt.code, diff)
		}
		want(t, "replaced", tt.code[c.Start:c.End], tt.code[strings.LastIndexAny(tt.code, ".")+1:])
	}
}

func TestInspectFromAcceptedCells(t *testing.T) {
	k := goCells(t, "func double(n int) int { return 2 * n }")
	i := k.Inspect("double(2)", 3, 0)
	if !i.Found {
		t.Fatal("not found")
	}
	want(t, "text/plain", i.Data["text/plain"].(string), "func double(n int) int\n\nCell In[1]")
	want(t, "text/markdown", i.Data["text/markdown"].(string), "```go\nfunc double(n int) int\n```\n\nCell In[1]")
	if i := k.Inspect("nothing", 3, 0); i.Found {
		t.Errorf("found %v", i.Data)
	}
}

func TestIsComplete(t *testing.T) {
	k := goCells(t)
	for code, want := range map[string]session.Completeness{
		"x := 1":      {Status: "complete"},
		"func f() {":  {Status: "incomplete", Indent: "\t"},
		"func f() }{": {Status: "invalid"},
	} {
		if got := k.IsComplete(code); got != want {
			t.Errorf("IsComplete(%q) = %+v, want %+v", code, got, want)
		}
	}
}

// The mirror knows what a cell leaves behind without asking the worker.
func TestReplayOfRealCells(t *testing.T) {
	cells := []string{
		"import str \"strings\"",
		"fmt.Println(1)",
		"x, y := 1, 2",
		"type T int",
		"func (t T) Double() T { return 2 * t }",
		"x++",
		"const c = 3",
	}
	c := &carrier{tb: t}
	k := keeper.New(keeper.Config{Carrier: c})
	s := &screen{}
	if err := k.Start(s); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.Close(t.Context()) })
	for i, code := range cells {
		k.Execute(cell(i+1, code))
	}
	c.worker(1).die("exit status 2")
	k.Execute(cell(20, ""))
	wantHas(t, "shown", s.take(), "Lost: x (cell 3), y (cell 3); all processes")
	if diff := cmp.Diff([]string{cells[0], cells[2], cells[3], cells[4], cells[6]}, c.worker(2).replayed()); diff != "" {
		t.Errorf("replay (-want +got):\n%s", diff)
	}
}

func TestMirrorAnswersWhileCellRunsAndWithoutWorker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{}
		k, _ := start(t, c)
		var cells sync.WaitGroup
		cells.Go(func() { k.Execute(cell(1, "loop")) })
		synctest.Wait()
		want(t, "completion", k.Complete("hi", 2).Matches[0].Text, "hi!")
		want(t, "inspection", k.Inspect("hi", 0, 0).Data["text/plain"].(string), "hi")
		want(t, "completeness", k.IsComplete("complete").Status, "complete")
		k.Interrupt()
		cells.Wait()
	})
}

func TestMirrorSurvivesItsChecker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, _ := start(t, &carrier{})
		if got := k.Complete("panic", 5); len(got.Matches) != 0 {
			t.Errorf("Complete = %+v", got)
		}
		want(t, "no answer", k.IsComplete("").Status, "unknown")
	})
}
