package worker_test

import (
	"strings"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/link"
)

// TestReplay: a new worker gets the declarations of the cells that an earlier
// one had accepted. No statement runs; variables are lost until they are made
// again.
func TestReplay(t *testing.T) {
	n := open(t)
	n.send(link.KindReplay, link.Replay{Cell: "replay", Cells: []link.Eval{
		{Cell: "a", Count: 1, Code: "import str \"strings\"\nconst c = 3\ntype T struct{ n int }\nfunc f(n int) int { return n * c }"},
		{Cell: "b", Count: 2, Code: "cache := map[string]int{\"a\": 1}\nfmt.Println(\"must not run\")\nself.Spawn(func(self *process.Self) { self.Receive() })"},
		{Cell: "c", Count: 3, Code: "func (t T) get() int { return t.n + cache[\"a\"] }"},
		{Cell: "d", Count: 4, Code: "this does not compile any more"},
		{Cell: "e", Count: 5, Code: "func f(n int) int { return n * c + 1 }"},
	}})
	d := await(n, func(d link.Done) bool { return d.Cell == "replay" })
	if d.OK {
		t.Error("a cell that does not compile passed")
	}
	if l := await(n, func(link.Log) bool { return true }); !strings.Contains(l.Text, "replay of cell 4") {
		t.Errorf("the log says %q", l.Text)
	}
	n.count = 5
	lost := "panic: lost variable: cache was lost when the worker stopped; Cell In[2] made it: run that cell again"
	for _, tt := range []struct{ name, code, value, fault string }{
		{"function in its last version", "f(2)", "7", ""},
		{"import", `str.ToUpper("a")`, `"A"`, ""},
		{"no statement ran", "len(self.System().Processes())", "1", ""},
		{"lost variable", "cache", "", lost},
		{"through a method", "T{1}.get()", "", lost},
		{"made again", "cache := map[string]int{\"a\": 2}", "", ""},
		{"found again", "T{1}.get()", "3", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if a := n.run(tt.code); a.value != tt.value || a.fault() != tt.fault || a.stdout != "" {
				t.Errorf("%s\nis %q, %q, prints %q, want %q, %q", tt.code, a.value, a.fault(), a.stdout, tt.value, tt.fault)
			}
		})
	}
}
