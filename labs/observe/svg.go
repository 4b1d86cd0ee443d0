package observe

import (
	"fmt"
	"html"
	"math"
	"strings"
)

// The look of every figure: inks, hues and faces. Words are in the inks, which
// have a contrast of 4.5 and more on white; hues, which have 3 and more, are for
// marks and strokes, and never the only sign of anything.
const (
	ink    = "#1f2328"
	faint  = "#57606a"
	edging = "#8c959f" // borders
	ground = "#ffffff"
	band   = "#f6f8fa"
	blue   = "#0072B2" // running, messages
	red    = "#D55E00" // crashes and exit signals
	green  = "#009E73" // starts

	sans = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
	mono = "ui-monospace, 'DejaVu Sans Mono', monospace"

	figureWidth = 720
	smallest    = 11 // pixels, of any letter
	dashed      = "6 3"
	dotted      = "2 4"
	longDashed  = "10 4"
)

// A canvas collects the elements of a drawing.
type canvas struct {
	b strings.Builder
}

// add writes an element. Lengths are rounded to a tenth of a pixel.
func (c *canvas) add(format string, args ...any) {
	for i, a := range args {
		if f, ok := a.(float64); ok {
			args[i] = math.Round(f*10) / 10
		}
	}
	fmt.Fprintf(&c.b, format, args...)
	c.b.WriteByte('\n')
}

// A style of text: size in pixels, colour, face, anchor.
type style struct {
	size   float64
	color  string
	face   face
	anchor string // start, middle or end
	halo   string // colour behind the letters, where lines cross them
	struck bool
}

var (
	nameStyle  = style{size: 13, color: ink, face: boldFace, anchor: "middle"}
	underStyle = style{size: smallest, color: faint, anchor: "middle"}
	smallStyle = style{size: smallest, color: faint}
	valueStyle = style{size: 12, color: ink, face: monoFace, anchor: "middle"}
)

// at returns the style with another anchor.
func (s style) at(anchor string) style { s.anchor = anchor; return s }

// width is the width of text in the style.
func (s style) width(text string) float64 { return textWidth(text, s.size, s.face) }

// fit shortens text to width pixels in the style.
func (s style) fit(text string, width float64) string { return shorten(text, width, s.size, s.face) }

func (s style) attributes() string {
	attrs := fmt.Sprintf(`font-size="%g" fill="%s"`, s.size, s.color)
	switch s.face {
	case boldFace:
		attrs += ` font-weight="600"`
	case monoFace:
		attrs += fmt.Sprintf(` font-family="%s"`, mono)
	}
	if s.anchor != "" && s.anchor != "start" {
		attrs += fmt.Sprintf(` text-anchor="%s"`, s.anchor)
	}
	if s.halo != "" {
		attrs += fmt.Sprintf(` stroke="%s" stroke-width="4" stroke-linejoin="round" paint-order="stroke"`, s.halo)
	}
	if s.struck {
		attrs += ` text-decoration="line-through"`
	}
	return attrs
}

// text writes a line of text with its baseline at y.
func (c *canvas) text(x, y float64, text string, s style) {
	if text != "" {
		c.add(`<text x="%g" y="%g" %s>%s</text>`, x, y, s.attributes(), html.EscapeString(oneLine(text)))
	}
}

// A stroke is how a line is drawn; arrow is a marker's name, or "".
type stroke struct {
	color string
	width float64
	dash  string
	arrow string
}

func (s stroke) attributes() string {
	attrs := fmt.Sprintf(`fill="none" stroke="%s" stroke-width="%g"`, s.color, s.width)
	if s.dash != "" {
		attrs += fmt.Sprintf(` stroke-dasharray="%s"`, s.dash)
	}
	if s.arrow != "" {
		attrs += fmt.Sprintf(` marker-end="url(#%s)"`, s.arrow)
	}
	return attrs
}

func (c *canvas) line(x1, y1, x2, y2 float64, s stroke) {
	c.add(`<path d="M%g %g L%g %g" %s/>`, x1, y1, x2, y2, s.attributes())
}

// curve draws from (x1,y1) to (x2,y2), level at both ends, by way of cx1 and cx2.
func (c *canvas) curve(x1, y1, cx1, cx2, x2, y2 float64, s stroke) {
	c.add(`<path d="M%g %g C%g %g %g %g %g %g" %s/>`, x1, y1, cx1, y1, cx2, y2, x2, y2, s.attributes())
}

// rect draws a box; a stroke without colour draws none.
func (c *canvas) rect(x, y, w, h, radius float64, fill string, s stroke) {
	attrs := ""
	if s.color != "" {
		attrs = fmt.Sprintf(` stroke="%s" stroke-width="%g"`, s.color, s.width)
	}
	if s.dash != "" {
		attrs += fmt.Sprintf(` stroke-dasharray="%s"`, s.dash)
	}
	c.add(`<rect x="%g" y="%g" width="%g" height="%g" rx="%g" fill="%s"%s/>`, x, y, w, h, radius, fill, attrs)
}

// ring marks where a line ends.
func (c *canvas) ring(x, y, r float64, color string) {
	c.add(`<circle cx="%g" cy="%g" r="%g" fill="%s" stroke="%s" stroke-width="2"/>`, x, y, r, ground, color)
}

// cross marks a crash.
func (c *canvas) cross(x, y, r float64) {
	c.add(`<path d="M%g %g L%g %g M%g %g L%g %g" stroke="%s" stroke-width="3" stroke-linecap="round"/>`,
		x-r, y-r, x+r, y+r, x+r, y-r, x-r, y+r, red)
}

// bar marks an end that is no crash.
func (c *canvas) bar(x, y, r float64) { c.line(x-r, y, x+r, y, stroke{color: ink, width: 3}) }

// clock marks what a timer does.
func (c *canvas) clock(x, y float64) {
	c.ring(x, y, 6, blue)
	c.add(`<path d="M%g %g V%g H%g" fill="none" stroke="%s" stroke-width="1.5"/>`, x, y-4, y, x+3, blue)
}

// markers are the heads of arrows: full ones by colour, and a hollow one for
// messages that nobody took.
var markers = func() string {
	var b strings.Builder
	for _, m := range []struct{ id, fill, stroke string }{
		{"blue", blue, blue}, {"red", red, red}, {"green", green, green}, {"grey", faint, faint}, {"hollow", ground, blue},
	} {
		fmt.Fprintf(&b, `<marker id="%s" viewBox="0 0 12 12" refX="10" refY="6" markerWidth="13" markerHeight="13" markerUnits="userSpaceOnUse" orient="auto"><path d="M1 2 L10 6 L1 10 Z" fill="%s" stroke="%s" stroke-width="1.2"/></marker>`, m.id, m.fill, m.stroke)
	}
	return "<defs>" + b.String() + "</defs>"
}()

// card wraps the elements into a document: white ground, border, title at the
// left, facts at the right.
func (c *canvas) card(height float64, title, facts string) string {
	var doc canvas
	doc.add(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%g" viewBox="0 0 %d %g" font-family="%s" font-size="13">`,
		figureWidth, height, figureWidth, height, sans)
	doc.rect(0.5, 0.5, figureWidth-1, height-1, 8, ground, stroke{color: edging, width: 1})
	doc.b.WriteString(markers + "\n")
	small := style{size: 12, color: faint, anchor: "end"}
	big := style{size: 15, color: ink, face: boldFace}
	facts = small.fit(facts, figureWidth*0.55)
	doc.text(20, 30, big.fit(title, figureWidth-60-small.width(facts)), big)
	doc.text(figureWidth-20, 30, facts, small)
	return doc.b.String() + c.b.String() + "</svg>\n"
}
