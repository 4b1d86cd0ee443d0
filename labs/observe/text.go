package observe

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A face is a kind of letters.
type face int

const (
	sansFace face = iota
	boldFace
	monoFace
)

// advances are the widths of the printable ASCII letters, from the space on, in
// thousandths of the letter size: those of DejaVu Sans, the widest of the faces
// that a reader's system may choose.
var advances = [...][95]int{
	sansFace: {
		318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337,
		636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531,
		1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,
		603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500,
		500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,
		635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
	},
	boldFace: {
		348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365,
		696, 696, 696, 696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580,
		1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995, 837, 850,
		733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500,
		500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687,
		716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
	},
}

// monoAdvance is the width of every ASCII letter of the monospace face.
const monoAdvance = 605

// advance is the width of one letter in thousandths of the letter size,
// generously where the letter is no ASCII: the reader's fonts are not known.
func advance(r rune, f face) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case r >= 0x1F000: // emoji
		return 1400
	case r >= 0x2E80: // ideographs
		return 1050
	case r < ' ' || r > '~':
		return 1100
	case f == monoFace:
		return monoAdvance
	}
	return advances[f][r-' ']
}

// slack is for hinting and kerning, which the advances do not know.
const slack = 1.01

// textWidth is the width of text in pixels at size: never less than it will
// take.
func textWidth(text string, size float64, f face) float64 {
	sum := 0
	for _, r := range text {
		sum += advance(r, f)
	}
	return float64(sum) * size / 1000 * slack
}

// shorten cuts text to at most width pixels, with … for what is missing.
func shorten(text string, width, size float64, f face) string {
	if textWidth(text, size, f) <= width {
		return text
	}
	room := width - textWidth("…", size, f)
	for i, r := range text {
		room -= float64(advance(r, f)) * size / 1000 * slack
		if room < 0 && i > 0 {
			return strings.TrimRight(text[:i], " ") + "…"
		}
	}
	return text
}

// longest is how many letters of one value are told, in words and tables.
const longest = 1000

// oneLine makes text fit for a line of a story, a table and a drawing: line
// ends become ⏎, other control characters and broken UTF-8 a �, and of very
// long texts the beginning is kept.
func oneLine(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "�"), "\r\n", "\n")
	text = strings.Map(visible, text)
	if n := utf8.RuneCountInString(text); n > longest {
		text = string([]rune(text)[:longest]) + "… (" + plural(n-longest, "letter") + " more)"
	}
	return text
}

// visible is what is shown in place of a rune.
func visible(r rune) rune {
	switch {
	case r == '\n' || r == '\u2028' || r == '\u2029':
		return '⏎'
	case r == '\t':
		return ' '
	case unicode.IsControl(r) || r == '\uFFFE' || r == '\uFFFF':
		return '�'
	}
	return r
}
