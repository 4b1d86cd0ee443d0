package check_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
)

// run checks and commits cells, which must be right.
func run(t *testing.T, s *check.Session, cells ...string) {
	t.Helper()
	for i, src := range cells {
		c, err := s.Check("", i+1, src)
		if err != nil {
			t.Fatalf("Check(%q): %v", src, err)
		}
		c.Commit()
	}
}

// probes ask for everything that a cell can change.
var probes = []string{
	"x", "added", "p.M()", "p.N()", "g.M()", "g.N()", "deep.In.N()", "P{}.X", "var _ interface{ N() } = &g",
	"str.ToUpper(\"\")", "rd.IntN(3)", "Sqrt(2)", "f()", "strings.ToUpper(\"\")", "self",
}

func answers(s *check.Session) string {
	var b strings.Builder
	for _, p := range probes {
		b.WriteString(p + ": ")
		c, err := s.Check("", 99, p)
		if err != nil {
			b.WriteString(err.Error() + "\n")
			continue
		}
		for _, it := range c.Items {
			if it.Show {
				b.WriteString(typeOf(c, it))
			}
		}
		b.WriteString("\n")
		c.Rollback()
	}
	return b.String()
}

func TestRollback(t *testing.T) {
	base := []string{
		`x := 1; f := func() int { return 1 }
		type P struct{ X int }; func (p P) M() int { return 1 }; var p P`,
		`type G[T any] struct { v T }; func (g *G[T]) M() T { return g.v }
		type D[T any] struct { In *G[[]T] }
		var g G[int]; var deep D[string]; g.M(); deep.In.M()`,
		`import str "strings"`,
	}
	for name, cell := range map[string]string{
		"variable":         `x := "s"; added := 1`,
		"functions":        `func f() string { return "" }; func added() {}`,
		"type":             `type P struct{ Y int }`,
		"type again":       `type P struct{ X int }; func (p P) N() {}; func (p P) M() string { return "" }; p.N()`,
		"generic again":    `type G[T any] struct { v T }; func (g *G[T]) N() {}; deep.In.N()`,
		"method":           `func (p P) N() {}; p.N()`,
		"method replaced":  `func (p P) M() string { return "" }; p.M()`,
		"generic method":   `func (g *G[T]) N() {}; g.N(); deep.In.N(); D[int]{}.In.N()`,
		"generic replaced": `func (g *G[T]) M() string { return "" }; g.M(); deep.In.M()`,
		"renamed import":   `import str "sort"; import rd "math/rand/v2"; str.Ints(nil)`,
		"dot import":       `import . "math"; Sqrt(3)`,
		"package hidden":   `strings := 1`,
		"outer uses":       `x := x + 1; strings := strings.ToUpper("")`,
	} {
		t.Run(name, func(t *testing.T) {
			s := check.NewSession(library(), check.Options{})
			run(t, s, base...)
			before := answers(s)
			for range 2 {
				c, err := s.Check("", 4, cell)
				if err != nil {
					t.Fatal(err)
				}
				c.Rollback()
				if diff := cmp.Diff(before, answers(s)); diff != "" {
					t.Errorf("the session changed (-before +after):\n%s", diff)
				}
			}
			if _, err := s.Check("", 4, cell+"\nundefinedHere()"); err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(before, answers(s)); diff != "" {
				t.Errorf("the session changed after an error (-before +after):\n%s", diff)
			}
			c, err := s.Check("", 5, cell)
			if err != nil {
				t.Fatal(err)
			}
			c.Commit()
			if answers(s) == before {
				t.Error("the session did not change after Commit")
			}
		})
	}
}

func TestCheckTakesBackTheCellInWork(t *testing.T) {
	s := check.NewSession(library(), check.Options{})
	left, err := s.Check("", 1, "x := 1")
	if err != nil {
		t.Fatal(err)
	}
	var errs check.Errors
	if _, err := s.Check("", 2, "x"); !errors.As(err, &errs) || errs[0].Msg != "undefined: x" {
		t.Errorf("Check(x) = %v, want undefined: x", err)
	}
	left.Commit() // too late
	if len(s.Names()) != 0 {
		t.Errorf("names %v after a late Commit", s.Names())
	}
}

func TestInstancesAreRefreshed(t *testing.T) {
	s := check.NewSession(library(), check.Options{})
	run(t, s,
		`type L[T any] struct { next *L[T]; v T }`, // without methods at first
		`l := &L[int]{}; var fs map[string]func(L[string]) []chan *L[bool]`,
		`func (l *L[T]) Add(v T) *L[T] { return &L[T]{l, v} }; l.Add(3).next.Add(4)`,
		`for _, c := range fs["x"](L[string]{}) { (<-c).Add(true) }`,
		`func (l *L[T]) Len() int { if l == nil { return 0 }; return 1 + l.next.Len() }
		 l.Len() + (<-fs[""](*new(L[string]))[0]).Add(false).Len()`,
		`func (l *L[T]) Add(v T) int { return 3 }; l.Add(3) + l.next.next.Add(2)`,
	)
	c, err := s.Check("", 9, `func (l *L[T]) Extra() {}`)
	if err != nil {
		t.Fatal(err)
	}
	if x := c.Extended(); len(x) != 1 || x[0].Obj().Name() != "L" {
		t.Errorf("Extended() = %v, want L", x)
	}
}
