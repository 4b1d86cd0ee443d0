package check_test

import (
	"strings"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
)

// sameAfter runs cells and reports whether name means after the last one what
// it meant before it.
func sameAfter(t *testing.T, name string, cells ...string) bool {
	t.Helper()
	s := check.NewSession(library(), check.Options{Self: "self"})
	last := len(cells) - 1
	run(t, s, cells[:last]...)
	before := s.Names()[name]
	run(t, s, cells[last])
	if before == nil {
		t.Fatalf("%s is not declared", name)
	}
	return s.Names()[name] == before
}

func TestRepeatedDeclarationsAreTheSame(t *testing.T) {
	const config = "type Config struct { limits [most]int }\nconst most = 3"
	for name, cells := range map[string][]string{
		"same text":               {"type T int", "type T int"},
		"layout and comments":     {"type T struct { a, b int; c []T }", "type (\n// doc\nT struct {\n\ta, b int // two\n\tc []T\n})"},
		"a tag":                   {"type T struct { a int `x` }", "type T struct { a int `x` }"},
		"with a method":           {"type T int", "type T int; func (t T) M() {}"},
		"without its method":      {"type T int; func (t T) M() {}", "type T int"},
		"among others":            {"type T int; type U T", "type U string; type T int"},
		"an alias":                {"type T = map[string]int", "type T = map[string]int"},
		"a generic alias":         {"type T[K any] = map[string]K", "type T[K any] = map[string]K"},
		"a constraint":            {"type T interface { ~int | ~string; comparable }", "type T interface { ~int | ~string; comparable }"},
		"mutually recursive":      {"type T struct { u *U }; type U []T", "type U []T; type T struct { u *U }"},
		"half of a recursion":     {"type T struct { u *U }; type U []T", "type T struct { u *U }"},
		"parameter names":         {"type x int; type T func(x string) (y bool)", "type x string; type T func(x string) (y bool)"},
		"field and method names":  {"type x int; type T struct { x string; i interface { x() } }", "type x string; type T struct { x string; i interface { x() } }"},
		"type parameter":          {"type K int; type T[K any] []K", "type K string; type T[K any] []K"},
		"a package, now imported": {"type T struct { b bytes.Buffer }", "import \"bytes\"\ntype T struct { b bytes.Buffer }"},
		"a package, renamed":      {"import b \"bytes\"\ntype T struct { b b.Buffer }", "type T struct { b b.Buffer }"},
		"another cell's type":     {"type U int", "type T []U", "type U int", "type T []U"},
		"constants":               {strings.Replace(config, "Config", "T", 1), strings.Replace(config, "Config", "T", 1)},
		"a literal in the type":   {"type T [len([...]string{2: `a`})]int", "type T [len([...]string{2: `a`})]int"},
	} {
		t.Run(name, func(t *testing.T) {
			if !sameAfter(t, "T", cells...) {
				t.Errorf("%q: T is a new type", cells)
			}
		})
	}
}

func TestChangedDeclarationsAreNew(t *testing.T) {
	for name, cells := range map[string][]string{
		"text":                   {"type T int", "type T string"},
		"a tag":                  {"type T struct { a int `x` }", "type T struct { a int `y` }"},
		"an alias now":           {"type T int", "type T = int"},
		"a field's type":         {"type U int; type T []U", "type U string; type T []U"},
		"a type of another cell": {"type U int", "type T []U", "type U string", "type T []U"},
		"the far end of a chain": {"type T []U; type U []V; type V int", "type T []U; type U []V; type V string"},
		"within a recursion":     {"type T struct { u *U }; type U struct { t *T }", "type T struct { u *U }; type U struct { t []T }"},
		"a constant's value":     {"type T [n]int; const n = 1", "type T [n]int; const n = 2"},
		"the place of iota":      {"const ( a = iota; n ); type T [n]int", "const ( a = iota; b; n ); type T [n]int"},
		"what iota counts from":  {"const ( a = 2*iota; n ); type T [n]int", "const ( a = 3*iota; n ); type T [n]int"},
		"a basic type hidden":    {"type T []int", "type int string; type T []int"},
		"a dot import":           {"type Buffer int; type T []Buffer", "import . \"bytes\"\ntype T []Buffer"},
		"another package":        {"import r \"math/rand\"\ntype T struct { r *r.Rand }", "import r \"math/rand/v2\"\ntype T struct { r *r.Rand }"},
		"a function meanwhile":   {"type T int", "func T() {}", "type T int"},
		"a variable's type":      {"var v [3]int", "type T [len(v)]int", "var v [4]int", "type T [len(v)]int"},
	} {
		t.Run(name, func(t *testing.T) {
			if sameAfter(t, "T", cells...) {
				t.Errorf("%q: T is the same type", cells)
			}
		})
	}
}

func TestRepeatedDeclarationIsInspected(t *testing.T) {
	s := check.NewSession(library(), check.Options{})
	run(t, s, "// T is old.\ntype T int", "func (t T) Later() {}", "// T is newer.\ntype T int")
	got := s.Inspect("type T int", len("type T"), 1)
	want := check.Inspection{
		Found: true, Declaration: "type T int\nfunc (T).Later()", Doc: "T is newer.", Cell: "cell3",
	}
	if got != want {
		t.Errorf("Inspect = %+v, want %+v", got, want)
	}
}
