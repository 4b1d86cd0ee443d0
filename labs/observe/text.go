package observe

import (
	"strings"
	"unicode/utf8"
)

// narrow and wide letters of a sans-serif face, for measuring before drawing.
const (
	narrow = "fijlrtI.,:;'|!()[]{}/ "
	wide   = "mwMW@%—…"
)

// textWidth is the width of text in pixels at size, measured generously: the
// reader's fonts are not known here.
func textWidth(text string, size float64, mono bool) float64 {
	if mono {
		return float64(utf8.RuneCountInString(text)) * size * 0.62
	}
	em := 0.0
	for _, r := range text {
		switch {
		case strings.ContainsRune(narrow, r):
			em += 0.38
		case strings.ContainsRune(wide, r):
			em += 0.98
		case r >= 'A' && r <= 'Z':
			em += 0.74
		case r > 0x2e80: // ideographs and emoji
			em += 1.1
		default:
			em += 0.63
		}
	}
	return em * size
}

// shorten cuts text to at most width pixels, with … for what is missing.
func shorten(text string, width, size float64, mono bool) string {
	if textWidth(text, size, mono) <= width {
		return text
	}
	runes := []rune(text)
	for len(runes) > 1 && textWidth(string(runes)+"…", size, mono) > width {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimRight(string(runes), " ") + "…"
}
