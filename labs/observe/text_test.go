package observe_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spawnlab/spawnlab/labs/observe"
)

// TestTextWidth compares with what Chromium measured with DejaVu at 100 px, the
// widest of the faces: never narrower, and not much wider for plain letters.
func TestTextWidth(t *testing.T) {
	for _, tt := range []struct {
		text             string
		sans, bold, mono float64
		plain            bool
	}{
		{"notebook", 471, 531, 482, true},
		{"Ping{From: notebook}", 1122, 1283, 1204, true},
		{"What a WIDE Word, MMMM", 1354, 1535, 1325, true},
		{"illi|;:'!", 280, 330, 542, true},
		{"Größe: 25 €", 590, 658, 662, false},
		{"→ … · ✕ ⋮ ⏎", 642, 663, 702, false},
		{"拉麵", 200, 200, 200, false},
		{"🍜🍜", 250, 250, 250, false},
		{"Привет", 382, 414, 361, false},
		{"e\u0301e\u0301", 123, 136, 120, true},
	} {
		for _, face := range []struct {
			name       string
			bold, mono bool
			measured   float64
		}{{"sans", false, false, tt.sans}, {"bold", true, false, tt.bold}, {"mono", false, true, tt.mono}} {
			got := observe.TextWidth(tt.text, 100, face.bold, face.mono)
			if got < face.measured || tt.plain && got > face.measured*1.04+2 {
				t.Errorf("%q is %v wide in %s, measured %v", tt.text, got, face.name, face.measured)
			}
		}
	}
}

func TestShorten(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		width      float64
		want       string
	}{
		{"fits", "soup", 100, "soup"},
		{"empty", "", 0, ""},
		{"cut", "noodle soup", 60, "noodle…"},
		{"no space before the dots", "one two three", 36, "one…"},
		{"never less than a letter", "soup", 1, "s…"},
		{"whole runes", "拉麵拉麵拉麵", 40, "拉麵…"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := observe.Shorten(tt.text, tt.width, 12)
			if got != tt.want {
				t.Errorf("shorten(%q, %v) = %q, want %q", tt.text, tt.width, got, tt.want)
			}
		})
	}
}

func FuzzShorten(f *testing.F) {
	f.Add("noodle soup", 50.0)
	f.Add("拉麵\x00\xff🍜e\u0301", 20.0)
	f.Fuzz(func(t *testing.T, text string, width float64) {
		line := observe.OneLine(text)
		got := observe.Shorten(line, width, 12)
		if !utf8.ValidString(got) || strings.ContainsAny(got, "\n\r\t\x00") {
			t.Errorf("shorten(%q) = %q is not one clean line", text, got)
		}
		if w := observe.TextWidth(got, 12, false, false); width >= 40 && w > width {
			t.Errorf("shorten(%q, %v) = %q is %v wide", text, width, got, w)
		}
	})
}

func TestOneLine(t *testing.T) {
	long := strings.Repeat("é", 1200)
	for _, tt := range []struct{ name, text, want string }{
		{"plain", "soup", "soup"},
		{"lines", "a\nb\r\nc\u2028d", "a⏎b⏎c⏎d"},
		{"tab", "a\tb", "a b"},
		{"control characters", "a\x00b\x1bc\u0085", "a�b�c�"},
		{"broken UTF-8", "a\xff\xfeb", "a�b"},
		{"no characters of XML", "\uFFFE\uFFFF", "��"},
		{"long", long, long[:2000] + "… (200 letters more)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := observe.OneLine(tt.text); got != tt.want {
				t.Errorf("oneLine(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestPlural(t *testing.T) {
	for _, tt := range []struct {
		n    int
		noun string
		want string
	}{
		{0, "event", "0 events"},
		{1, "event", "1 event"},
		{2, "crash", "2 crashes"},
		{3, "process", "3 processes"},
	} {
		if got := observe.Plural(tt.n, tt.noun); got != tt.want {
			t.Errorf("plural(%d, %q) = %q, want %q", tt.n, tt.noun, got, tt.want)
		}
	}
}

func TestOrdinal(t *testing.T) {
	for n, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th", 21: "21st", 102: "102nd", 111: "111th"} {
		if got := observe.Ordinal(n); got != want {
			t.Errorf("ordinal(%d) = %q, want %q", n, got, want)
		}
	}
}

// TestSpread: heads of one level do not touch and stay on the card.
func TestSpread(t *testing.T) {
	for levels := 1; levels <= 2; levels++ {
		for n := 1; n <= 10; n++ {
			xs, wide := observe.Spread(n, levels, 230)
			for i, x := range xs {
				if x-wide/2 < 40 || x+wide/2 > 712 {
					t.Errorf("%d heads on %d levels: head %d at %v, %v wide, leaves the chart", n, levels, i, x, wide)
				}
				if i >= levels && x-xs[i-levels] < wide+10 {
					t.Errorf("%d heads on %d levels: heads %d and %d touch", n, levels, i-levels, i)
				}
			}
		}
	}
}
