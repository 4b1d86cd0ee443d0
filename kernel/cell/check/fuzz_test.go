package check_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
)

// FuzzCheck checks two cells of any bytes: it must not panic, and positions
// must be inside the cell.
func FuzzCheck(f *testing.F) {
	names, _ := filepath.Glob("testdata/cells/*.txt")
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		list := cells(string(data))
		for i := range list[1:] {
			f.Add(list[i], list[i+1])
		}
	}
	lib := library()
	f.Fuzz(func(t *testing.T, first, second string) {
		s := check.NewSession(lib, check.Options{Self: "self"})
		for i, src := range []string{first, second, first} {
			c, err := s.Check("id", i+1, src)
			if err == nil {
				c.Commit()
				continue
			}
			var internal *check.Internal
			if errors.As(err, &internal) {
				t.Fatalf("%v\n%s", err, internal.Stack)
			}
			inside(t, src, err)
		}
		s.Complete(second, len(second)/2)
		s.Inspect(second, len(second)/2, 0)
		s.IsComplete(second)
	})
}

func inside(t *testing.T, src string, err error) {
	var errs check.Errors
	if !errors.As(err, &errs) || len(errs) == 0 {
		t.Fatalf("Check(%q) = %v, no Errors", src, err)
	}
	for _, e := range errs {
		if e.Pos.Offset < 0 || e.Pos.Offset > len(src) || e.Pos.Line < 1 || e.Width < 0 {
			t.Errorf("Check(%q): position %+v", src, e)
		}
		_ = e.Caret()
	}
}
