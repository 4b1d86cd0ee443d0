package keeper_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spawnlab/spawnlab/kernel/keeper"
)

func TestLastWords(t *testing.T) {
	long := strings.Repeat("x", 5000)
	for _, tt := range []struct {
		name, stderr string
		lines        []string
		kept         string
	}{
		{"nothing", "", nil, ""},
		{"a library", "careful\n2026/11/24 http: no\n", []string{"careful\n", "2026/11/24 http: no\n"}, ""},
		{"no newline at the end", "careful", []string{"careful\n"}, ""},
		{"a long line", long + "\n", []string{long[:4096], long[4096:] + "\n"}, ""},
		{"fatal error", "fatal error: stack overflow\n\nruntime stack:\n", nil, "fatal error: stack overflow\n\nruntime stack:\n"},
		{"a library, then the end", "careful\npanic: boom\n\ngoroutine 1 [running]:\n", []string{"careful\n"}, "panic: boom\n\ngoroutine 1 [running]:\n"},
		{"a goroutine dump alone", "goroutine 34 gp=0xc00 [running]:\n", nil, "goroutine 34 gp=0xc00 [running]:\n"},
		{"words that look like it", "panicky: no\nfatal errors: 0\n", []string{"panicky: no\n", "fatal errors: 0\n"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			lines, kept := keeper.Listen(strings.NewReader(tt.stderr))
			if diff := cmp.Diff(tt.lines, lines); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
			want(t, "kept", kept, tt.kept)
		})
	}
}

// All goroutines of a busy worker make a long dump; the reason stands first.
func TestLastWordsAreBounded(t *testing.T) {
	dump := "fatal error: all goroutines are asleep - deadlock!\n" + strings.Repeat("goroutine 1 [chan receive]:\n", 100_000)
	_, kept := keeper.Listen(strings.NewReader(dump))
	if len(kept) > 64<<10 || !strings.HasPrefix(kept, "fatal error: all") {
		t.Errorf("kept %d bytes from %q", len(kept), kept[:20])
	}
}

func FuzzLastWords(f *testing.F) {
	f.Add("fatal error: concurrent map writes\n\ncell7:3:1: panic: main.f(...)")
	f.Add("\x00\xff\n\r\npanic: ")
	f.Fuzz(func(t *testing.T, text string) {
		_, kept := keeper.Listen(strings.NewReader(text))
		if e := keeper.Diagnose(keeper.Exit{Code: 2}, kept, "", nil); e.Message == "" {
			t.Errorf("Diagnose(%q) says nothing", kept)
		}
	})
}
