package worker

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
)

var update = flag.Bool("update", false, "rewrite expected outputs")

// TestCells runs the sessions in testdata/cells: the cells "1", "2" … of an
// archive one after the other in one notebook, each with what it prints, shows
// and complains of in the file that follows it.
func TestCells(t *testing.T) {
	files, err := filepath.Glob("testdata/cells/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no sessions: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			session, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := replay(newHarness(t), session)
			if *update {
				if err := os.WriteFile(file, txtar.Format(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			compareSessions(t, session, got)
		})
	}
}

// replay runs the cells of a session and returns it with the outputs that
// they have.
func replay(h *harness, session *txtar.Archive) *txtar.Archive {
	out := &txtar.Archive{Comment: session.Comment}
	for _, f := range session.Files {
		if strings.HasSuffix(f.Name, ".out") {
			continue
		}
		out.Files = append(out.Files, f)
		if text := h.cellOutput(string(f.Data)); text != "" {
			out.Files = append(out.Files, txtar.File{Name: f.Name + ".out", Data: []byte(text)})
		}
	}
	return out
}

// cellOutput is what a reader sees below a cell.
func (h *harness) cellOutput(src string) string {
	out, err := h.eval(src)
	var complaints check.Errors
	switch {
	case errors.As(err, &complaints):
		for _, c := range complaints {
			out += fmt.Sprintf("%s: %s\n", c.Pos, c.Msg)
		}
	case err != nil:
		out += err.Error() + "\n"
	}
	for _, f := range h.frames {
		if strings.HasPrefix(f.Func, "main.Main") || strings.HasPrefix(f.Func, "main.W") {
			continue // not the learner's
		}
		name := regexp.MustCompile(`[0-9]+_?`).ReplaceAllString(f.Func, " ")
		out += fmt.Sprintf("\t%s:%d:%d: %s\n", f.File, f.Line, f.Col, name)
	}
	return out
}

func compareSessions(t *testing.T, want, got *txtar.Archive) {
	t.Helper()
	outputs := map[string]string{}
	for _, f := range want.Files {
		outputs[f.Name] = string(f.Data)
	}
	for _, f := range got.Files {
		if outputs[f.Name] != string(f.Data) {
			t.Errorf("%s is\n%s\nwant\n%s", f.Name, f.Data, outputs[f.Name])
		}
		delete(outputs, f.Name)
	}
	for name, text := range outputs {
		t.Errorf("no %s, want\n%s", name, text)
	}
}
