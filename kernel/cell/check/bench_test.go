package check_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
)

const fifteenLines = `type Counter struct{ n int }
func (c *Counter) Inc() { c.n++ }
func work(c *Counter, mu *sync.Mutex, wg *sync.WaitGroup) {
	defer wg.Done()
	mu.Lock()
	defer mu.Unlock()
	c.Inc()
}
var mu sync.Mutex
var wg sync.WaitGroup
counter := &Counter{}
for range 10 {
	wg.Go(func() { work(counter, &mu, &wg) })
}
fmt.Println(counter.n, strings.Repeat("-", 3), time.Second)`

func BenchmarkCheck(b *testing.B) {
	for name, src := range map[string]string{"one line": "y := x + 1; y * 2", "15 lines": fifteenLines} {
		b.Run(name, func(b *testing.B) {
			s := check.NewSession(library(), check.Options{Self: "self"})
			for i := range 200 {
				c, err := s.Check("", i, fmt.Sprintf("x := 1; v%d := x; func f%d() int { return v%d }", i, i, i))
				if err != nil {
					b.Fatal(err)
				}
				c.Commit()
			}
			for b.Loop() {
				c, err := s.Check("", 1000, src)
				if err != nil {
					b.Fatal(err)
				}
				c.Commit()
			}
		})
	}
}

func BenchmarkComplete(b *testing.B) {
	s := check.NewSession(library(), check.Options{Self: "self"})
	for b.Loop() {
		if c := s.Complete("strings.", 8); len(c.Matches) == 0 {
			b.Fatal("no matches")
		}
	}
}

// TestSessionsInParallel checks that sessions can share a library that is
// still being read.
func TestSessionsInParallel(t *testing.T) {
	lib := check.NewLibrary()
	paths := []string{"net/http", "encoding/json", "go/types", "text/template", "archive/zip", "log/slog"}
	var wg sync.WaitGroup
	for i := range paths {
		wg.Go(func() {
			s := check.NewSession(lib, check.Options{Self: "self"})
			for j := range paths {
				p := paths[(i+j)%len(paths)]
				c, err := s.Check("", j, fmt.Sprintf("import p%d %q", j, p))
				if err != nil {
					t.Error(err)
					return
				}
				c.Commit()
				s.Complete(fmt.Sprintf("p%d.", j), 3)
			}
			if lib.Source("slices") == nil {
				t.Error("no source")
			}
		})
	}
	wg.Wait()
}
