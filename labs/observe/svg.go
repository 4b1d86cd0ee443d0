package observe

import (
	"fmt"
	"html"
	"strings"
)

// The look of every figure: inks, hues and faces.
const (
	ink    = "#1f2328"
	faint  = "#57606a"
	rule   = "#8c959f"
	band   = "#f6f8fa"
	blue   = "#0072B2" // running, messages
	red    = "#D55E00" // crashes and exit signals
	green  = "#009E73" // starts and restarts
	purple = "#CC79A7" // supervisors

	sans = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
	mono = "ui-monospace, 'DejaVu Sans Mono', monospace"

	figureWidth = 720
	smallest    = 11 // pixels, of any letter
)

// A canvas collects the elements of a drawing.
type canvas struct {
	b strings.Builder
}

func (c *canvas) add(format string, args ...any) {
	fmt.Fprintf(&c.b, format, args...)
	c.b.WriteByte('\n')
}

// A style of text: size in pixels, colour, weight, anchor and face.
type style struct {
	size   float64
	color  string
	bold   bool
	anchor string // start, middle or end
	mono   bool
	halo   string // colour behind the letters, where lines cross them
}

func (c *canvas) text(x, y float64, text string, s style) {
	attrs := fmt.Sprintf(`font-size="%g" fill="%s"`, s.size, s.color)
	if s.bold {
		attrs += ` font-weight="600"`
	}
	if s.anchor != "" && s.anchor != "start" {
		attrs += fmt.Sprintf(` text-anchor="%s"`, s.anchor)
	}
	if s.mono {
		attrs += fmt.Sprintf(` font-family="%s"`, mono)
	}
	if s.halo != "" {
		attrs += fmt.Sprintf(` stroke="%s" stroke-width="5" stroke-linejoin="round" paint-order="stroke"`, s.halo)
	}
	c.add(`<text x="%g" y="%g" %s>%s</text>`, x, y, attrs, html.EscapeString(text))
}

// line draws a line; dash is a stroke-dasharray or "", arrow a marker's colour
// or "".
func (c *canvas) line(x1, y1, x2, y2 float64, color string, width float64, dash, arrow string) {
	attrs := fmt.Sprintf(`stroke="%s" stroke-width="%g"`, color, width)
	if dash != "" {
		attrs += fmt.Sprintf(` stroke-dasharray="%s"`, dash)
	}
	if arrow != "" {
		attrs += fmt.Sprintf(` marker-end="url(#%s)"`, arrow)
	}
	c.add(`<path d="M%g %g L%g %g" fill="none" %s/>`, x1, y1, x2, y2, attrs)
}

func (c *canvas) rect(x, y, w, h, radius float64, fill, stroke string, width float64, dash string) {
	attrs := fmt.Sprintf(`fill="%s"`, fill)
	if stroke != "" {
		attrs += fmt.Sprintf(` stroke="%s" stroke-width="%g"`, stroke, width)
	}
	if dash != "" {
		attrs += fmt.Sprintf(` stroke-dasharray="%s"`, dash)
	}
	c.add(`<rect x="%g" y="%g" width="%g" height="%g" rx="%g" %s/>`, x, y, w, h, radius, attrs)
}

// cross marks a crash.
func (c *canvas) cross(x, y, r float64) {
	c.add(`<g stroke="%s" stroke-width="3" stroke-linecap="round"><path d="M%g %g L%g %g"/><path d="M%g %g L%g %g"/></g>`,
		red, x-r, y-r, x+r, y+r, x+r, y-r, x-r, y+r)
}

// card wraps the elements into a document: white ground, border, title at the
// left, facts at the right.
func (c *canvas) card(height float64, title, facts string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%g" viewBox="0 0 %d %g" font-family="%s" font-size="13">`+"\n",
		figureWidth, height, figureWidth, height, sans)
	fmt.Fprintf(&b, `<rect x="0.5" y="0.5" width="%d" height="%g" rx="8" fill="#ffffff" stroke="%s"/>`+"\n<defs>", figureWidth-1, height-1, rule)
	for _, m := range []struct{ id, color string }{{"blue", blue}, {"red", red}, {"green", green}, {"grey", rule}} {
		fmt.Fprintf(&b, `<marker id="%s" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="12" markerHeight="12" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 1 L9 5 L0 9 Z" fill="%s"/></marker>`, m.id, m.color)
	}
	b.WriteString("</defs>\n")
	head := canvas{}
	room := figureWidth - 40 - textWidth(facts, 12, false) - 20
	head.text(20, 30, shorten(title, room, 15, false), style{size: 15, color: ink, bold: true})
	head.text(figureWidth-20, 30, facts, style{size: 12, color: faint, anchor: "end"})
	return b.String() + head.b.String() + c.b.String() + "</svg>\n"
}

// A mark is one entry of a legend.
type mark struct {
	name  string
	color string
	dash  string
	icon  string // instead of a line
}

// legend draws what occurs in the figure, from x on, at height y.
func (c *canvas) legend(x, y float64, marks []mark) {
	for _, m := range marks {
		if m.icon != "" {
			c.text(x, y+4, m.icon, style{size: 12, color: m.color, bold: true})
			x += 16
		} else {
			c.line(x, y, x+26, y, m.color, 2, m.dash, "")
			x += 32
		}
		c.text(x, y+4, m.name, style{size: smallest, color: faint})
		x += textWidth(m.name, smallest, false) + 18
	}
}
