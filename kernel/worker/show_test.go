package worker_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/link"
)

// TestValues: the value of a cell's last expression, as Go would write it.
func TestValues(t *testing.T) {
	n := open(t)
	n.run("type point struct { X, y int; Name string }\ntype color int\ntype named struct{ n string }\nfunc (n named) String() string { return \"named \" + n.n }")
	for _, tt := range []struct{ code, want string }{
		{"1 + 1", "2"},
		{"'a'", "97"},
		{`"a\tb"`, `"a\tb"`},
		{"1.5", "1.5"},
		{"true", "true"},
		{"[]int{1, 2}", "[]int{1, 2}"},
		{`map[string]int{"b": 2, "a": 1}`, `map[string]int{"a": 1, "b": 2}`},
		{`point{1, 2, "p"}`, `point{X: 1, y: 2, Name: "p"}`},
		{`&point{1, 2, "p"}`, `&point{X: 1, y: 2, Name: "p"}`},
		{"[]color{1}", "[]color{color(1)}"},
		{`named{"x"}`, "named x"},
		{"errors.New(\"bad\")", "bad"},
		{"time.Second", "1s"},
		{"self.PID()", "<0.1>"},
		{"var e error; e", "error(nil)"},
		{"var p *point; p", "(*point)(nil)"},
		{"strconv.Atoi(\"x\")", `0, strconv.Atoi: parsing "x": invalid syntax`},
		{"x := 1", ""},
		{"1;", "1"},
		{"func() {}()", ""},
		{`strings.Repeat("ä", 6000)`, `"` + strings.Repeat("ä", 4999) + `… (2003 bytes more)`},
	} {
		if a := n.run(tt.code); a.value != tt.want {
			t.Errorf("%s\nshows %q (%s), want %q", tt.code, a.value, a.fault(), tt.want)
		}
	}
}

// TestDisplays: values that show themselves, now or as a cell's value.
func TestDisplays(t *testing.T) {
	n := open(t)
	a := n.run(`display.HTML("<b>x</b>")`)
	r := await(n, func(r result) bool { return r.Cell == a.id })
	if r.Data["text/html"] != "<b>x</b>" || r.Data["text/plain"] == nil {
		t.Errorf("the value is %v", r.Data)
	}
	a = n.run("fmt.Println(1)\nshown := notebook.Show(display.HTML(\"one\"))\nfmt.Println(2)\nshown")
	if len(a.displays) != 1 || a.displays[0].Data["text/html"] != "one" || a.displays[0].DisplayID == "" {
		t.Fatalf("displays are %v", a.displays)
	}
	if a.value != "" {
		t.Errorf("what is shown is shown again: %q", a.value)
	}
	n.run(`shown.Update(display.HTML("two"))`)
	u := await(n, func(u updated) bool { return true })
	if u.Cell != a.id || u.DisplayID != a.displays[0].DisplayID || u.Data["text/html"] != "two" {
		t.Errorf("the update is %v of %s in %s, want of %s in %s", u.Data, u.DisplayID, u.Cell, a.displays[0].DisplayID, a.id)
	}
	id := n.run("notebook.Clear()").id
	if c := await(n, func(link.Clear) bool { return true }); c != (link.Clear{Cell: id, Wait: true}) {
		t.Errorf("clear is %v", c)
	}
}

// TestOrderOfFrames: output, displays and the end come in the order in which
// they happened.
func TestOrderOfFrames(t *testing.T) {
	n := open(t)
	id := n.run("fmt.Println(1)\nnotebook.Show(display.HTML(\"x\"))\nfmt.Println(2)\nos.Stderr.WriteString(\"3\\n\")\n4").id
	n.mu.Lock()
	defer n.mu.Unlock()
	var got []string
	for _, f := range n.frames {
		switch f := f.(type) {
		case link.Accepted:
			got = append(got, "accepted")
		case link.Output:
			got = append(got, f.Stream+" "+f.Text)
		case link.Bundle:
			got = append(got, "display")
		case result:
			got = append(got, "result")
		case link.Done:
			got = append(got, "done "+f.Cell)
		}
	}
	want := []string{"accepted", "stdout 1\n", "display", "stdout 2\n", "stderr 3\n", "result", "done " + id}
	if !slices.Equal(got, want) {
		t.Errorf("frames are %q, want %q", got, want)
	}
}

// TestExpressions: what is asked with a cell is answered with its end and does
// not fail it.
func TestExpressions(t *testing.T) {
	n := open(t)
	id := n.beginEval(link.Eval{Code: "x := 20\npanic2 := func() int { panic(\"boom\") }", Expressions: map[string]string{
		"sum": "x + 22", "text": `"a"`, "unknown": "nobody", "crash": "panic2()", "exit": "os.Exit(3)",
		"nothing": "_ = 21", "goexit": "runtime.Goexit()",
	}})
	d := n.finish(id).done
	if !d.OK {
		t.Errorf("the cell failed: %s", n.answer(id).fault())
	}
	for name, want := range map[string]string{"sum": "42", "text": `"a"`, "nothing": "", "goexit": ""} {
		if got := d.Expressions[name].Data["text/plain"]; got != want {
			t.Errorf("%s is %v, want %q", name, got, want)
		}
	}
	for name, want := range map[string]string{"unknown": "compile error: undefined: nobody", "crash": "panic: boom", "exit": "os.Exit: exit status 3"} {
		if got := d.Errors[name]; got != want {
			t.Errorf("the error of %s is %q, want %q", name, got, want)
		}
	}
	n.run("func f() { panic(1) }")
	id = n.finish(n.beginEval(link.Eval{Code: "y := 1", Expressions: map[string]string{"y": "y"}})).id
	if f := n.run("f()").failed.Frames; len(f) == 0 || f[0].Source != "func f() { panic(1) }" {
		t.Errorf("frames are %v", f)
	}
	failed := n.finish(n.beginEval(link.Eval{Code: "panic(1)", Expressions: map[string]string{"y": "y"}}))
	if len(failed.done.Expressions) != 0 {
		t.Errorf("a cell that failed has expressions %v", failed.done.Expressions)
	}
}

// TestInterruptOfAnExpression: it ends, and those after it are not run.
func TestInterruptOfAnExpression(t *testing.T) {
	n := open(t)
	id := n.beginEval(link.Eval{Code: "1", Expressions: map[string]string{"a": "func() int { fmt.Println(0); for {} }()", "b": "2"}})
	await(n, func(o link.Output) bool { return o.Cell == id })
	n.send(link.KindInterrupt, link.Interrupt{Cell: id})
	d := n.finish(id).done
	if len(d.Expressions) != 0 || !strings.HasPrefix(d.Errors["a"], "interrupted") || !strings.HasPrefix(d.Errors["b"], "interrupted") {
		t.Errorf("expressions are %v, errors %v", d.Expressions, d.Errors)
	}
}

// TestServedWhileACellRuns: what is no cell is answered at once.
func TestServedWhileACellRuns(t *testing.T) {
	n := open(t)
	id := n.begin("self.Spawn(func(self *process.Self) { self.Receive() })\nfmt.Println(0)\nfor {}")
	await(n, func(o link.Output) bool { return o.Cell == id })
	n.send(link.KindStatsRequest, nil)
	s := await(n, func(link.Stats) bool { return true })
	if s.Cell != id || s.Processes != 2 || s.Goroutines < 2 || s.HeapBytes == 0 {
		t.Errorf("stats are %+v", s)
	}
	n.send(link.KindPing, nil)
	await(n, func(k link.Kind) bool { return k == link.KindPong })
	n.send(link.KindCommDown, link.Comm{Kind: "open", ID: "c1", Target: "widget"})
	if c := await(n, func(link.Comm) bool { return true }); c.Kind != "close" || c.ID != "c1" {
		t.Errorf("the comm is answered by %+v", c)
	}
	n.send(link.KindInterrupt, link.Interrupt{Cell: id})
	n.finish(id)
	n.send(link.KindStatsRequest, nil)
	await(n, func(s link.Stats) bool { return s.Cell == "" })
}

// TestAccepted: a cell says what it declares and replaces before it runs.
func TestAccepted(t *testing.T) {
	n := open(t)
	id := n.run("type T struct{}\nfunc f() {}\nconst c = 1\nx := 1").id
	a := await(n, func(a link.Accepted) bool { return a.Cell == id })
	if want := []string{"T", "f", "c", "x"}; !slices.Equal(a.Declared, want) {
		t.Errorf("declared are %q, want %q", a.Declared, want)
	}
}

// TestProblems: all compile errors come, with their places.
func TestProblems(t *testing.T) {
	n := open(t)
	f := n.run("a := nobody\nfmt.Println(a)\nb := \"x\" + 1").failed
	if len(f.Problems) != 2 || f.Problems[0].Line != 1 || f.Problems[1].Line != 3 || f.Problems[0].Column != 6 {
		t.Errorf("problems are %+v", f.Problems)
	}
}
