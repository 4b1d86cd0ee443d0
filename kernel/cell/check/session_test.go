package check_test

import (
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
)

var update = flag.Bool("update", false, "rewrite the expectations in testdata")

// library is shared by the tests, as it is by the sessions of a process.
var library = sync.OnceValue(check.NewLibrary)

// TestSessions runs the scripts in testdata/cells. A script is a session: each
// cell is followed by a line "----" and by what the check says of it, up to an
// empty line.
func TestSessions(t *testing.T) {
	names, err := filepath.Glob("testdata/cells/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) { script(t, name) })
	}
}

func script(t *testing.T, name string) {
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	s := check.NewSession(library(), check.Options{Self: "self"})
	var out strings.Builder
	for i, cell := range cells(string(data)) {
		fmt.Fprintf(&out, "%s----\n%s\n", cell, outcome(s, i+1, cell))
	}
	if *update {
		if err := os.WriteFile(name, []byte(out.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(data), out.String()); diff != "" {
		t.Errorf("%s: want (-) and got (+):\n%s", name, diff)
	}
}

// cells takes the cells out of a script.
func cells(text string) []string {
	var list []string
	for text != "" {
		cell, rest, _ := strings.Cut(text, "----\n")
		list = append(list, cell)
		_, text, _ = strings.Cut("\n"+rest, "\n\n")
	}
	return list
}

// outcome checks a cell and says what came of it; a good cell is committed.
func outcome(s *check.Session, n int, src string) string {
	c, err := s.Check("", n, src)
	if err != nil {
		return refusal(err)
	}
	defer c.Commit()
	var b strings.Builder
	for _, obj := range c.Declared {
		again := ""
		if c.Replaced[obj] != nil {
			again = " again"
		}
		fmt.Fprintf(&b, "declares%s %s\n", again, describe(obj))
	}
	for _, f := range c.Funcs {
		if m := c.Info.Defs[f.Name]; f.Recv != nil && c.Replaced[m] != nil {
			fmt.Fprintf(&b, "replaces method %s\n", f.Name.Name)
		}
	}
	if len(c.Inits) > 0 {
		fmt.Fprintf(&b, "inits %d\n", len(c.Inits))
	}
	for _, it := range c.Items {
		if it.Show {
			fmt.Fprintf(&b, "shows %s\n", typeOf(c, it))
		}
	}
	if c.Main != nil {
		b.WriteString("runs main\n")
	}
	for _, n := range c.Notes {
		fmt.Fprintf(&b, "note: %s\n", n)
	}
	return b.String()
}

func describe(obj types.Object) string {
	return types.ObjectString(obj, types.RelativeTo(obj.Pkg()))
}

func typeOf(c *check.Cell, it check.Item) string {
	tv := c.Info.Types[it.Stmt.(*ast.ExprStmt).X]
	return types.TypeString(tv.Type, types.RelativeTo(c.Pkg))
}

func refusal(err error) string {
	var errs check.Errors
	if !errors.As(err, &errs) {
		return err.Error() + "\n"
	}
	var b strings.Builder
	for _, e := range errs {
		fmt.Fprintf(&b, "%s: %s\n", e.Pos, e.Msg)
		if !strings.Contains(e.Msg, "\n") {
			fmt.Fprintf(&b, "  | %s\n  | %s\n", e.Source, e.Caret())
		}
		if e.Hint != "" {
			fmt.Fprintf(&b, "  hint: %s\n", e.Hint)
		}
	}
	return b.String()
}
