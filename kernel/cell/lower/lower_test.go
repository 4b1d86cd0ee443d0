package lower_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
	"github.com/spawnlab/spawnlab/kernel/cell/lower"
	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// A session checks and lowers cells without running them.
type session struct {
	t       *testing.T
	checker *check.Session
	lowerer *lower.Session
	count   int
}

func newSession(t *testing.T, symbols lower.Symbols) *session {
	lowerer := lower.New(rulesLibrary(), native.New(native.Hooks{}), symbols)
	lowerer.ReadPlainly()
	return &session{t: t, checker: check.NewSession(rulesLibrary(), check.Options{}), lowerer: lowerer}
}

// lower lowers the next cell. Without an error the caller ends the unit.
func (s *session) lower(src string) (*check.Cell, *lower.Unit, error) {
	s.t.Helper()
	s.count++
	c, err := s.checker.Check(fmt.Sprint("run", s.count), s.count, src)
	if err != nil {
		s.t.Fatal(err)
	}
	u, err := s.lowerer.Lower(c)
	if err != nil {
		c.Rollback()
	}
	return c, u, err
}

// commit lowers the next cell and keeps it.
func (s *session) commit(src string) *lower.Unit {
	s.t.Helper()
	c, u, err := s.lower(src)
	if err != nil {
		s.t.Fatal(err)
	}
	u.Commit()
	c.Commit()
	return u
}

func TestUnsupported(t *testing.T) {
	for _, tt := range []struct{ name, src, want string }{
		{"unsafe", "import \"unsafe\"\nvar p unsafe.Pointer\n\tq := unsafe.Add(p, 1)", "cell1:3:7"},
		{"function without a symbol", "import \"strings\"\n\nf := strings.ToUpper", "cell1:3:"},
		{"call of a function without a symbol", "import \"strings\"\nfunc f() string {\n\treturn strings.ToUpper(\"a\")\n}", "cell1:3:"},
		{"variable without a symbol", "import \"os\"\n_ = os.Args", "cell1:2:"},
		{"type without a symbol", "import \"time\"\nvar d time.Duration", "cell1:2:"},
		{"function without a body", "func f()\n", "cell1:1:"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSession(t, few{})
			before := s.lowerer.State()
			_, _, err := s.lower(tt.src)
			var refused *lower.Unsupported
			if !errors.As(err, &refused) {
				t.Fatalf("Lower(%q) error = %v, want *Unsupported", tt.src, err)
			}
			if at := refused.Pos.String(); !strings.HasPrefix(at, tt.want) {
				t.Errorf("Lower(%q) refuses at %s, want %s: %v", tt.src, at, tt.want, err)
			}
			if after := s.lowerer.State(); after != before {
				t.Errorf("Lower(%q) left\n%s", tt.src, after)
			}
		})
	}
}

// broken is a library whose symbols cannot be had.
type broken struct{ few }

func (broken) Lookup(string, string) (reflect.Value, bool) { panic("no table") }

// A mistake of the compiler is reported with its place, and the session goes
// on.
func TestInternal(t *testing.T) {
	s := newSession(t, broken{})
	_, _, err := s.lower("x := 1\n\nfmt.Println(x)")
	var internal *lower.Internal
	if !errors.As(err, &internal) {
		t.Fatalf("error = %v, want *Internal", err)
	}
	if internal.Pos.Line != 3 || !strings.Contains(internal.What, "no table") || len(internal.Stack) == 0 {
		t.Errorf("error = %v at %v with %d bytes of stack, want \"no table\" at line 3", internal, internal.Pos, len(internal.Stack))
	}
	s.commit("y := 2")
}

const first = `type T struct{ n int }
func (t T) String() string { return "t" }
func f(x any) string { return "f" }
func g[E any](x E) string { return f(x) }
v := T{1}
var s fmt.Stringer = v
g(v)`

// What a cell that is rolled back declared, added or replaced is as before.
func TestRollback(t *testing.T) {
	symbols := few{"fmt.Stringer": (*fmt.Stringer)(nil)}
	for _, tt := range []struct{ name, src string }{
		{"functions", `func f(x any) string { return "2" }; func h() {}`},
		{"other signature", `func f() int { return 2 }`},
		{"generic", `func g[E any](x E) string { return "2" }; g(1)`},
		{"method replaced", `func (t T) String() string { return "2" }`},
		{"method added", `func (t *T) Len() int { return 2 }; var x any = &v`},
		{"variables", `v := T{2}; v2 := v`},
		{"types", `type T struct{ s string }; type U int; var x any = []U{}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSession(t, symbols)
			s.commit(first)
			before := s.lowerer.State()
			c, u, err := s.lower(tt.src)
			if err != nil {
				t.Fatal(err)
			}
			if s.lowerer.State() == before && tt.name != "variables" {
				t.Errorf("lowering %q changed nothing", tt.src)
			}
			u.Rollback()
			c.Rollback()
			if after := s.lowerer.State(); after != before {
				t.Errorf("after Rollback of %q the session has\n%s\nwant\n%s", tt.src, after, before)
			}
			s.commit("f(v)")
		})
	}
}

// Functions of earlier cells are called through their cells, those of the same
// cell by name.
func TestCallsOfFunctions(t *testing.T) {
	s := newSession(t, few{})
	one := s.commit("func f() int { return 1 }\nfunc g() int { return f() }\n_ = g()")
	if !strings.Contains(one.Text, "= F1_f()") {
		t.Errorf("the defining cell calls f not by name:\n%s", one.Text)
	}
	two := s.commit("_ = f()")
	if strings.Contains(two.Text, "F1_f") || !strings.Contains(two.Text, "= (*ty.S") {
		t.Errorf("a later cell calls f not through its cell:\n%s", two.Text)
	}
}

// A unit has just the symbols that its text names.
func TestSymbols(t *testing.T) {
	s := newSession(t, few{})
	s.commit("type A struct{ x int }\na := A{1}")
	u := s.commit("b := 2")
	for name := range u.Symbols {
		if !strings.Contains(u.Text, "ty."+name) {
			t.Errorf("symbol %s is not in\n%s", name, u.Text)
		}
	}
}
