package observe

import "iter"

// TextWidth is textWidth by properties of a face.
func TextWidth(text string, size float64, bold, monospace bool) float64 {
	f := sansFace
	switch {
	case monospace:
		f = monoFace
	case bold:
		f = boldFace
	}
	return textWidth(text, size, f)
}

// What tests of the pure parts call.
var (
	Shorten = func(text string, width, size float64) string { return shorten(text, width, size, sansFace) }
	OneLine = oneLine
	Plural  = plural
	Ordinal = ordinal
	Spread  = spread

	FoldQuiet = foldQuiet
	FoldRows  = func(n, most int) iter.Seq[int] { return foldRows(n, most).rows() }
)

// NewNames is a namer that knows labels by the number of the PID.
func NewNames(labels map[uint64]string) (tell func(text string) string) {
	var n namer
	for id, label := range labels {
		n.learn(id, label)
	}
	return n.text
}
