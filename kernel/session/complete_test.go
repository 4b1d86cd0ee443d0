package session_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spawnlab/spawnlab/kernel/session"
)

// Clients count characters, evaluators bytes.
func TestOffsets(t *testing.T) {
	for _, tt := range []struct {
		code          string
		cursor, bytes int
	}{
		{"", 0, 0},
		{"", 7, 0},
		{"abc", 2, 2},
		{"abc", -1, 0},
		{"abc", 9, 3},
		{"é=1", 1, 2},
		{"日本.x", 3, 7},
		{`"😀".x`, 2, 5},
		{"👩‍👩‍👧x", 5, 18}, // three people and two joiners
		{"e\u0301x", 2, 3},
	} {
		if got := session.ByteOffset(tt.code, tt.cursor); got != tt.bytes {
			t.Errorf("ByteOffset(%q, %d) = %d, want %d", tt.code, tt.cursor, got, tt.bytes)
		}
		if inside := tt.cursor >= 0 && tt.bytes < len(tt.code); inside {
			if got := session.CodePoints(tt.code, tt.bytes); got != tt.cursor {
				t.Errorf("CodePoints(%q, %d) = %d, want %d", tt.code, tt.bytes, got, tt.cursor)
			}
		}
	}
	if got := session.CodePoints("aé", 99); got != 2 {
		t.Errorf("CodePoints beyond the end = %d, want 2", got)
	}
	if got := session.CodePoints("aé", -1); got != 0 {
		t.Errorf("CodePoints before the beginning = %d, want 0", got)
	}
}

func TestComplete(t *testing.T) {
	start(t, func(c *client) {
		got := c.reply("complete_request", content{"code": `s := "😀😀"; fmt.Pr ✓`, "cursor_pos": 17})
		types := []any{
			map[string]any{"text": "PrPrintln", "type": "function", "start": 15.0, "end": 17.0, "signature": "(a ...any)"},
			map[string]any{"text": "Prπ", "type": "instance", "start": 15.0, "end": 17.0},
		}
		want := map[string]any{
			"status": "ok", "matches": []any{"PrPrintln", "Prπ"}, "cursor_start": 15.0, "cursor_end": 17.0,
			"metadata": map[string]any{"_jupyter_types_experimental": types},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestInspect(t *testing.T) {
	start(t, func(c *client) {
		for _, tt := range []struct {
			say  content
			want map[string]any
		}{
			{content{"code": "é😀x", "cursor_pos": 2}, map[string]any{"found": true, "data": map[string]any{"text/plain": "x"}}},
			{content{"code": "x", "cursor_pos": 0, "detail_level": 1}, map[string]any{"found": true, "data": map[string]any{"text/plain": "x in detail"}}},
			{content{"code": "x", "cursor_pos": 5}, map[string]any{"found": false, "data": map[string]any{}}},
		} {
			tt.want["status"], tt.want["metadata"] = "ok", map[string]any{}
			if diff := cmp.Diff(tt.want, c.reply("inspect_request", tt.say)); diff != "" {
				t.Errorf("%v: %s", tt.say, diff)
			}
		}
	})
}

func TestIndentIsForIncompleteCode(t *testing.T) {
	start(t, func(c *client) {
		for code, want := range map[string]map[string]any{
			"x := 1":   {"status": "complete"},
			"func f {": {"status": "incomplete", "indent": "\t"},
		} {
			if diff := cmp.Diff(want, c.reply("is_complete_request", content{"code": code})); diff != "" {
				t.Errorf("%q: %s", code, diff)
			}
		}
	})
}
