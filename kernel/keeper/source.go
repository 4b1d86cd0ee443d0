package keeper

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tab is what a tab in learner source becomes, so that the caret stands under
// the right letter whatever tabs a client shows.
const tab = "    "

// window is how many columns of a source line are shown.
const window = 100

// place is the headline of a position. Clients make a link of exactly this
// form: "Cell In[3], line 5".
func place(count, line int, fn string) string {
	switch {
	case count <= 0:
		return "In " + fn
	case line <= 0:
		return fmt.Sprintf("Cell In[%d]", count) + in(fn)
	}
	return fmt.Sprintf("Cell In[%d], line %d", count, line) + in(fn)
}

func in(fn string) string {
	if fn == "" {
		return ""
	}
	return ", in " + paint(ansiBold, fn)
}

// quote is one source line, indented and without its own indentation; "" for a
// line that is not known.
func quote(source string) string {
	text := strings.TrimSpace(source)
	if text == "" {
		return ""
	}
	return tab + clip(flat(text), 0, window)
}

// underline is a source line with carets under width bytes from column (bytes,
// from 1). Both lines keep the indentation of the source; a long line is cut
// around the caret.
func underline(source string, column, width int) string {
	if strings.TrimSpace(source) == "" {
		return ""
	}
	from := min(max(column-1, 0), len(source))
	to := min(from+max(width, 1), len(source))
	before, marked := flat(source[:from]), flat(source[from:to])
	text := before + marked + flat(source[to:])
	start, length := columns(before), max(columns(marked), 1)
	shift := 0
	if start+length > window {
		shift = max(start-window/2, 0)
	}
	shown := clip(text, shift, window)
	length = max(min(length, shift+window-start), 1)
	return tab + shown + "\n" + tab + strings.Repeat(" ", start-shift) + paint(ansiRed, strings.Repeat("^", length))
}

// flat replaces tabs and what would move the cursor.
func flat(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "�"), "\t", tab)
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}

// clip is the part of a line between two columns, with dots for what is cut.
func clip(s string, from, width int) string {
	var b strings.Builder
	at := 0
	for _, r := range s {
		w := cells(r)
		if at >= from && at+w <= from+width {
			b.WriteRune(r)
		}
		at += w
	}
	out := b.String()
	if at > from+width {
		out = strings.TrimRight(out, " ") + " …"
	}
	if from > 0 && out != "" {
		_, size := utf8.DecodeRuneInString(out)
		out = "…" + out[size:]
	}
	return out
}

// columns is how wide a text is in a monospaced font.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += cells(r)
	}
	return n
}

// wide are the scripts whose letters take two columns.
var wide = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul}

// cells is the number of columns of a rune: 0, 1 or 2.
func cells(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.In(r, wide...), r >= 0xFF01 && r <= 0xFF60, r >= 0x1F300 && r <= 0x1FAFF:
		return 2
	}
	return 1
}
