package check_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
)

// shop is a session with something in it.
func shop(t *testing.T) *check.Session {
	s := check.NewSession(library(), check.Options{Self: "self"})
	run(t, s,
		`type Item struct { Name string; price int }
		func (i Item) Price() int { return i.price }
		func (i *Item) Raise(by int) { i.price += by }
		type Gift struct { *Item; ribbon string }
		// kept is what we keep.
		// It has two lines.
		func kept() {}
		item := Item{"a", 1}
		gifts := map[string][]Gift{}
		func total(items ...Item) (sum int) { return 0 }`,
		`import str "strings"`,
	)
	return s
}

// at takes the mark | out of code and says where it was.
func at(code string) (string, int) {
	i := strings.Index(code, "|")
	return code[:i] + code[i+1:], i
}

func texts(c check.Completion) []string {
	var list []string
	for _, m := range c.Matches {
		list = append(list, m.Text)
	}
	return list
}

func TestComplete(t *testing.T) {
	s := shop(t)
	for _, tt := range []struct {
		name, code string
		want       string // all matches, or those named with + before and - for absent ones
	}{
		{"member of a package", "fmt.Spri|", "Sprint Sprintf Sprintln"},
		{"lower case", "fmt.println|", "Println"},
		{"all members of a package", "errors.|", "As AsType ErrUnsupported Is Join New Unwrap"},
		{"renamed import", "str.ToUp|", "ToUpper ToUpperSpecial"},
		{"import of this cell", "import x \"sort\"\nx.Slic|", "Slice SliceIsSorted SliceStable"},
		{"fields and methods", "item.|", "Name Price Raise price"},
		{"promoted", "gifts[\"x\"][0].|", "Item Name Price Raise price ribbon"},
		{"variable of this cell", "other := item\nother.Pr|", "Price price"},
		{"result of a call", "strings.NewReader(\"\").Rea|", "Read ReadAt ReadByte ReadRune"},
		{"local", "func f(local Item) { for _, lo2 := range []Item{} { lo2.Na| } }", "Name"},
		{"below is more", "func f() {\n\titem.Na|\n\ttotal(item)\n}\nx := 1", "Name"},
		{"broken code below", "item.Na|\nfoo bar baz(", "Name"},
		{"open brackets", "total(item.Na|", "+Name"},
		{"argument", "total(it|", "item iter Item"},
		{"locals first", "func f(itchy int) { iter2 := 1; it| }", "itchy iter2 item iter Item"},
		{"session names", "tot|", "total"},
		{"keywords", "swi|", "switch"},
		{"builtins", "app|", "append"},
		{"package names", "strco|", "strconv"},
		{"nothing typed", "|", "+item +total +Item +len +for -strconv"},
		{"import path", "import \"net/ht|", "net/http net/http/cgi net/http/cookiejar net/http/fcgi net/http/httptest net/http/httptrace net/http/httputil net/http/pprof"},
		{"import block", "import (\n\t\"fmt\"\n\t\"text/sc|", "text/scanner"},
		{"in a string", `x := "fmt.Pri|`, ""},
		{"in a comment", "x := 1 // fmt.Pri|", ""},
		{"number", "x := 1.|", ""},
		{"method expression", "Item.|", "Price Raise"},
		{"self", "self.PI|", "PID"},
		{"keys of a struct literal", "Item{pr|}", "price process print println printer"},
		{"keys of an inner literal", "[]Item{{Na|}}", "Name"},
		{"type assertion", "any(item).(Item).Nam|", "Name"},
		{"multi-byte text before", "größe := \"äöü\"; item.Na|", "Name"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code, cursor := at(tt.code)
			c := s.Complete(code, cursor)
			got := texts(c)
			if !strings.HasPrefix(tt.want, "+") {
				if diff := cmp.Diff(strings.Fields(tt.want), got); diff != "" && tt.want+strings.Join(got, "") != "" {
					t.Errorf("Complete(%q) (-want +got):\n%s", tt.code, diff)
				}
				return
			}
			for _, w := range strings.Fields(tt.want) {
				if slices.Contains(got, w[1:]) != (w[0] == '+') {
					t.Errorf("Complete(%q) = %v, want %s", tt.code, got, w)
				}
			}
		})
	}
}

func TestCompletionDetails(t *testing.T) {
	s := shop(t)
	code, cursor := at("x := tot|al + 1")
	want := check.Completion{Start: 5, End: 8, Matches: []check.Match{{Text: "total", Kind: "function", Signature: "(items ...Item) (sum int)"}}}
	if diff := cmp.Diff(want, s.Complete(code, cursor)); diff != "" {
		t.Error(diff)
	}
}

func TestCompleteLeavesTheCellInWork(t *testing.T) {
	s := shop(t)
	c, err := s.Check("", 3, `func (i Item) Name2() {}; fresh := 1`)
	if err != nil {
		t.Fatal(err)
	}
	s.Complete("item.Na", 7)
	s.Inspect("item", 2, 0)
	c.Commit()
	run(t, s, "item.Name2(); fresh")
}

func TestInspect(t *testing.T) {
	s := shop(t)
	for _, tt := range []struct {
		name, code string
		detail     int
		want       check.Inspection
	}{
		{"function", "fmt.Sprin|tf(\"\")", 0, check.Inspection{Declaration: "func fmt.Sprintf(format string, a ...any) string", Doc: "Sprintf formats according to a format specifier and returns the resulting string.", Import: "fmt"}},
		{"method", "strings.NewReader(\"\").Le|n()", 0, check.Inspection{Declaration: "func (*strings.Reader).Len() int", Doc: "Len returns the number of bytes of the unread portion of the\nstring.", Import: "strings"}},
		{"in the arguments", "total(item, |", 0, check.Inspection{Declaration: "func total(items ...Item) (sum int)", Cell: "cell1"}},
		{"package", "f|mt.Println()", 0, check.Inspection{Declaration: "package fmt", Doc: "Package fmt implements formatted I/O with functions analogous\nto C's printf and scanf.  The format 'verbs' are derived from C's but\nare simpler.", Import: "fmt"}},
		{"variable", "item|", 0, check.Inspection{Declaration: "var item Item", Cell: "cell1"}},
		{"type in detail", "Item|{}", 1, check.Inspection{Declaration: "type Item struct{Name string; price int}\nfunc (Item).Price() int\nfunc (*Item).Raise(by int)", Cell: "cell1"}},
		{"builtin", "le|n(\"\")", 0, check.Inspection{Declaration: "func len", Doc: "The len built-in function returns the length of v, according to its type:"}},
		{"comment in a cell", "ke|pt()", 0, check.Inspection{Declaration: "func kept()", Doc: "kept is what we keep.\nIt has two lines.", Cell: "cell1"}},
		{"self", "sel|f", 0, check.Inspection{Declaration: "var self *process.Self", Doc: "self is the notebook's own process: the same one in every cell."}},
		{"keyword", "fo|r {}", 0, check.Inspection{Declaration: "keyword for"}},
		{"constant", "math.P|i", 0, check.Inspection{Declaration: "const math.Pi untyped float = 3.14159", Doc: "Mathematical constants.", Import: "math"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code, cursor := at(tt.code)
			tt.want.Found = true
			if diff := cmp.Diff(tt.want, s.Inspect(code, cursor, tt.detail)); diff != "" {
				t.Errorf("Inspect(%q) (-want +got):\n%s", tt.code, diff)
			}
		})
	}
	if in := s.Inspect("   ", 1, 0); in.Found {
		t.Errorf("found %+v in blanks", in)
	}
}

func TestIsComplete(t *testing.T) {
	s := check.NewSession(library(), check.Options{})
	for _, tt := range []struct{ code, status, indent string }{
		{"", "complete", ""},
		{"x := 1", "complete", ""},
		{"func foo(", "incomplete", "\t"},
		{"func func", "invalid", ""},
		{"func f() {\n\tif true {", "incomplete", "\t\t"},
		{"func f(a int,\n", "incomplete", "\t"},
		{"f(g(", "incomplete", "\t"},
		{"x := []int{\n\t1,\n", "incomplete", "\t"},
		{"x := 1 +", "incomplete", "\t"},
		{"x :=", "incomplete", "\t"},
		{"fmt.", "incomplete", "\t"},
		{"x := `raw", "incomplete", ""},
		{"/* text", "incomplete", ""},
		{"x := \"text", "invalid", ""},
		{"x := )", "invalid", ""},
		{"(]", "invalid", ""},
		{"x++", "complete", ""},
		{"for {\n}", "complete", ""},
		{"package main\nfunc main() {\n", "incomplete", "\t"},
		{"foo bar", "invalid", ""},
		{"x // +", "complete", ""},
	} {
		if got := s.IsComplete(tt.code); got != (check.Completeness{Status: tt.status, Indent: tt.indent}) {
			t.Errorf("IsComplete(%q) = %+v, want %s %q", tt.code, got, tt.status, tt.indent)
		}
	}
}
