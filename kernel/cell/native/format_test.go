package native_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// formatCases are real values whose erased forms must print the same.
func formatCases() map[string]any {
	return map[string]any{
		"nil": nil, "int": 7, "string": "x", "bytes": []byte("hi"), "float": 1.5,
		"color": color(3), "word": word("hey"), "point": point{1, 2}, "pointer": &point{1, 2},
		"nil pointer": (*point)(nil), "pair": pair{color(1), word("w")}, "pair of natives": pair{7, "x"},
		"pair of nils": pair{}, "pair of duration": pair{time.Second, time.Second},
		"nested pair": pair{pair{1, point{3, 4}}, []any{color(2)}},
		"failure":     &failure{3}, "failure value": failure{3}, "nil failure": (*failure)(nil),
		"picky": picky{1}, "picky pointer": &picky{1}, "picky inside": pair{picky{1}, picky{1}},
		"colors": []any{color(1), color(2)}, "map": map[string]any{"b": color(1), "a": word("x")},
		"error inside": pair{errors.New("e"), errors.New("e")},
	}
}

var formatVerbs = []string{
	"%v", "%+v", "%#v", "%T", "%s", "%q", "%d", "%x", "%X", "%5v", "%-8v|", "%08d", "%+d", "%t", "%f", "%.2s", "%c", "%e",
	"%[1]v %[1]T", "%T %[1]v", "%!", "%z", "%6.2f|", "% x", "%#x", "%U",
}

// addresses differs between the two sides.
func hasAddress(verb string, v any) bool {
	s := fmt.Sprintf(verb, v)
	return strings.Contains(s, "0xc0") || strings.Contains(s, "0XC0") || strings.Contains(s, "c000")
}

func TestSprintfIsFmts(t *testing.T) {
	w := newWorld()
	for name, v := range formatCases() {
		for _, verb := range formatVerbs {
			if hasAddress(verb, v) {
				continue
			}
			t.Run(name+"/"+verb, func(t *testing.T) {
				want := fmt.Sprintf(verb, v)
				if got := w.m.Sprintf(verb, w.erase(v)); got != want {
					t.Errorf("Sprintf(%q, %#v)\n got %s\nwant %s", verb, v, got, want)
				}
			})
		}
	}
}

func TestSprintfSeveral(t *testing.T) {
	w := newWorld()
	for _, tt := range []struct {
		format string
		args   []any
	}{
		{"%v and %v", []any{color(1), word("x")}},
		{"%T, %T!", []any{color(1), point{}}},
		{"%T", []any{color(1), word("extra")}},
		{"%v", []any{color(1), word("extra"), 3}},
		{"%v %v", []any{color(1)}},
		{"%T %d %s", []any{color(1), 2, word("w")}},
		{"%*d|%-*d|", []any{5, 1, 5, 2}},
		{"%T %*d|", []any{word("w"), 5, 1}},
		{"%[2]v %[1]v", []any{color(1), word("w")}},
		{"%[2]T %[1]v", []any{color(1), word("w")}},
		{"100%% %T 100%%", []any{color(1)}},
		{"%T%", []any{color(1)}},
		{"%10T|", []any{color(1)}},
		{"%w", []any{color(1)}},
		{"no verbs", []any{color(1)}},
		{"%d %d", []any{color(1), word("w")}},
		{"%p", []any{color(1)}},
		{"%[3]v", []any{color(1)}},
		{"%.*f|", []any{2, 3.14159}},
	} {
		t.Run(tt.format, func(t *testing.T) {
			var args []any
			for _, a := range tt.args {
				args = append(args, w.erase(a))
			}
			want := fmt.Sprintf(tt.format, tt.args...)
			if got := w.m.Sprintf(tt.format, args...); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestPrintSpaces(t *testing.T) {
	w := newWorld()
	for _, args := range [][]any{
		{1, 2}, {"a", 1, 2}, {word("a"), 1, word("b"), word("c")}, {color(1), color(2)}, {point{}, word("x"), point{}},
	} {
		var erased []any
		for _, a := range args {
			erased = append(erased, w.erase(a))
		}
		if got, want := w.m.Sprint(erased...), fmt.Sprint(args...); got != want {
			t.Errorf("Sprint(%v) = %q, want %q", args, got, want)
		}
		if got, want := w.m.Sprintln(erased...), fmt.Sprintln(args...); got != want {
			t.Errorf("Sprintln(%v) = %q, want %q", args, got, want)
		}
		if got, want := string(w.m.Append(nil, erased...)), fmt.Sprint(args...); got != want {
			t.Errorf("Append(%v) = %q, want %q", args, got, want)
		}
	}
}

func TestPrintGoesToTheThread(t *testing.T) {
	w := newWorld()
	w.run(t, func() {
		w.m.Println("a", w.erase(color(2)))
		w.m.Printf("%v\n", w.erase(point{1, 2}))
		w.m.Print("x", 1)
	})
	if got, want := w.out.String(), "a color#2\n{1 2}\nx1"; got != want {
		t.Errorf("output %q, want %q", got, want)
	}
}

func TestMethodThatPanics(t *testing.T) {
	w := newWorld()
	w.run(t, func() {
		want := fmt.Sprintf("%v %s %v", bomb{1}, bomb{1}, pair{bomb{1}, 2})
		if got := w.m.Sprintf("%v %s %v", w.erase(bomb{1}), w.erase(bomb{1}), w.erase(pair{bomb{1}, 2})); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	})
}

func TestErrorf(t *testing.T) {
	w := newWorld()
	f := w.m.FmtArg(w.erase(&failure{4})).(error)
	err := w.m.Errorf("outer: %w", f)
	if got := err.Error(); got != "outer: failure 4" {
		t.Errorf("Error() = %q", got)
	}
	if !w.m.Is(err, f) {
		t.Error("Is does not find the wrapped value")
	}
	var found any
	if !w.m.As(err, nil, func(v any) bool { found = v; return w.m.TypeName(v) == "*native_test.failure" }) {
		t.Errorf("As does not find the wrapped value, last was %v", found)
	}
}
