package display

import (
	"html"
	"strings"
)

// A Figure is a drawing with its story: what untrusted notebooks, dark pages,
// screen readers and plain terminals keep of it. SVG is a whole document with
// its own background and fonts, Width its width in pixels, 0 for its own; Story says in words
// what it shows; Table, when it has columns, is the same content as a table,
// folded below the drawing.
type Figure struct {
	SVG   string
	Width int
	Story string
	Table Grid
}

// Bundle gives an image with the story as its alternative text, the table
// below it, and the plain form.
func (f Figure) Bundle() Bundle {
	var b strings.Builder
	b.WriteString(imgOf("image/svg+xml", []byte(f.SVG), f.Story, f.Width))
	if len(f.Table.Columns) > 0 {
		b.WriteString("<details><summary>as a table</summary>" + f.Table.html() + "</details>")
	}
	return Bundle{"text/html": "<div>" + b.String() + "</div>", "text/plain": f.String()}
}

// String is the story.
func (f Figure) String() string { return f.Story }

// Escape makes text safe inside SVG and HTML.
func Escape(text string) string { return html.EscapeString(text) }
