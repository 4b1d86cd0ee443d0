package keeper_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spawnlab/spawnlab/kernel/keeper"
)

func TestUnderline(t *testing.T) {
	for _, tt := range []struct {
		name, source  string
		column, width int
		want          string
	}{
		{"start", "x := y", 1, 1, "    x := y\n    ^"},
		{"a word", "x := wrong", 6, 5, "    x := wrong\n         ^^^^^"},
		{"after a tab", "\tx := y", 2, 1, "        x := y\n        ^"},
		{"a tab inside", "x\t= y", 5, 1, "    x    = y\n           ^"},
		{"accents", "é := ä", 7, 2, "    é := ä\n         ^"},
		{"combining", "e\u0301 := y", 8, 1, "    e\u0301 := y\n         ^"},
		{"wide letters", `"日本" + y`, 12, 1, "    \"日本\" + y\n             ^"},
		{"wide letters marked", "日本", 1, 6, "    日本\n    ^^^^"},
		{"emoji", `"🚀" + y`, 10, 1, "    \"🚀\" + y\n           ^"},
		{"end of the line", "x :=", 5, 1, "    x :=\n        ^"},
		{"beyond the line", "x", 50, 9, "    x\n     ^"},
		{"no column", "x", 0, 0, "    x\n    ^"},
		{"wider than the line", "x + y", 5, 100, "    x + y\n        ^"},
		{"blank", "  \t", 1, 1, ""},
		{"control letters", "a\x1b[1mb", 1, 1, "    a [1mb\n    ^"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := colour.ReplaceAllString(keeper.Underline(tt.source, tt.column, tt.width), "")
			want(t, "underline", got, tt.want)
		})
	}
}

func FuzzUnderline(f *testing.F) {
	f.Add("\tx := \"日本\"", 9, 3)
	f.Add(strings.Repeat("é", 300), 301, 2)
	f.Fuzz(func(t *testing.T, source string, column, width int) {
		got := colour.ReplaceAllString(keeper.Underline(source, column, width), "")
		lines := strings.Split(got, "\n")
		if got != "" && (len(lines) != 2 || !strings.Contains(lines[1], "^")) {
			t.Errorf("Underline(%q, %d, %d) = %q", source, column, width, got)
		}
		if len(lines) == 2 && (!utf8.ValidString(got) || len(lines[1]) > 120) {
			t.Errorf("Underline(%q, %d, %d) has carets of %d bytes", source, column, width, len(lines[1]))
		}
	})
}
