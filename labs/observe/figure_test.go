package observe_test

import (
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/spawnlab/spawnlab/labs/display"
	"github.com/spawnlab/spawnlab/labs/observe"
)

// A figure is what a notebook keeps of a picture.
type figure struct {
	svg, alt, plain, table string
}

var (
	// between separates what one cell of a table lists.
	between = regexp.MustCompile(`\), |, | \(|\)$`)
	cells   = regexp.MustCompile(`<td[^>]*>([^<]*)</td>`)
)

// figureOf takes a value's HTML apart.
func figureOf(t *testing.T, v display.Value) figure {
	t.Helper()
	b := v.Bundle()
	markup, _ := b["text/html"].(string)
	alt := quotedAfter(t, markup, `<img alt="`)
	svg, err := base64.StdEncoding.DecodeString(quotedAfter(t, markup, ` src="data:image/svg+xml;base64,`))
	if err != nil {
		t.Fatal(err)
	}
	f := figure{svg: string(svg), alt: html.UnescapeString(alt), plain: b["text/plain"].(string), table: markup[strings.Index(markup, "<table"):]}
	if f.plain != v.String() {
		t.Errorf("text/plain is %q, String is %q", f.plain, v.String())
	}
	return f
}

// quotedAfter is what stands between before and the next quote.
func quotedAfter(t *testing.T, markup, before string) string {
	t.Helper()
	_, rest, found := strings.Cut(markup, before)
	text, _, ended := strings.Cut(rest, `"`)
	if !found || !ended {
		t.Fatalf("no %s in %s", before, markup)
	}
	return text
}

// check asserts what makes a figure readable: see each part.
func (f figure) check(t *testing.T) {
	t.Helper()
	d := parse(t, f.svg)
	d.checkPlaces(t)
	d.checkColours(t)
	f.checkWords(t)
}

// checkWords: the alternative text is the plain text, and what the table says is
// in it.
func (f figure) checkWords(t *testing.T) {
	t.Helper()
	if f.alt != f.plain {
		t.Errorf("alt text %q differs from the plain text %q", f.alt, f.plain)
	}
	for _, m := range cells.FindAllStringSubmatch(f.table, -1) {
		for _, part := range between.Split(html.UnescapeString(m[1]), -1) {
			if !tableWords[part] && !strings.Contains(f.plain, part) {
				t.Errorf("the table says %q, the text does not:\n%s", part, f.plain)
			}
		}
	}
	for _, leak := range []string{"<0.", "#Ref", "#Alias"} {
		if strings.Contains(unquoted.ReplaceAllString(f.plain, ""), leak) {
			t.Errorf("the text has %s, which differs between runs:\n%s", leak, f.plain)
		}
	}
}

var unquoted = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

// tableWords are the kinds of rows, which the story says by signs or verbs.
var tableWords = map[string]bool{
	"message": true, "timed message": true, "spawn": true, "link": true, "unlink": true, "monitor": true,
	"demonitor": true, "exit signal": true, "down": true, "end": true, "crash": true, "end by a signal": true,
}

// An element is a tag with its attributes, and with its text if it is one.
type element struct {
	name  string
	attr  map[string]string
	text  string
	place rectangle // of a text
}

func (e element) num(name string) float64 {
	f, _ := strconv.ParseFloat(e.attr[name], 64)
	return f
}

// A drawing is what of an SVG is drawn, in order.
type drawing struct {
	width, height float64
	elements      []element
}

func parse(t *testing.T, svg string) drawing {
	t.Helper()
	var d drawing
	depth := 0 // inside defs
	for dec := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := dec.Token()
		if err == io.EOF {
			return d
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, svg)
		}
		switch tok := token.(type) {
		case xml.StartElement:
			if depth > 0 || tok.Name.Local == "defs" {
				depth++
				continue
			}
			d.start(tok)
		case xml.EndElement:
			depth = max(0, depth-1)
		case xml.CharData:
			if n := len(d.elements); depth == 0 && n > 0 && d.elements[n-1].name == "text" && d.elements[n-1].text == "" {
				d.elements[n-1].text = strings.TrimSuffix(string(tok), "\n")
			}
		}
	}
}

func (d *drawing) start(tok xml.StartElement) {
	e := element{name: tok.Name.Local, attr: map[string]string{}}
	for _, a := range tok.Attr {
		e.attr[a.Name.Local] = a.Value
	}
	if e.name == "svg" {
		d.width, d.height = e.num("width"), e.num("height")
		return
	}
	d.elements = append(d.elements, e)
}

// A rectangle is the place of something.
type rectangle struct{ x1, y1, x2, y2 float64 }

func (r rectangle) overlaps(o rectangle) bool {
	const touch = 0.5
	return r.x1+touch < o.x2 && o.x1+touch < r.x2 && r.y1+touch < o.y2 && o.y1+touch < r.y2
}

func (r rectangle) within(o rectangle) bool {
	return r.x1 >= o.x1 && r.y1 >= o.y1 && r.x2 <= o.x2 && r.y2 <= o.y2
}

// measure finds the box of a text: measured generously, from above its letters
// to below.
func (e element) measure() rectangle {
	size, x, y := e.num("font-size"), e.num("x"), e.num("y")
	wide := observe.TextWidth(e.text, size, e.attr["font-weight"] != "", strings.Contains(e.attr["font-family"], "ono"))
	switch e.attr["text-anchor"] {
	case "middle":
		x -= wide / 2
	case "end":
		x -= wide
	}
	return rectangle{x, y - 0.78*size, x + wide, y + 0.22*size}
}

func (e element) box() rectangle {
	return rectangle{e.num("x"), e.num("y"), e.num("x") + e.num("width"), e.num("y") + e.num("height")}
}

// checkPlaces: texts are on the card, 11 px or larger, meet no other text, and
// are inside any box they touch.
func (d drawing) checkPlaces(t *testing.T) {
	t.Helper()
	var texts []element
	card := rectangle{4, 4, d.width - 4, d.height - 4}
	for _, e := range d.elements {
		if e.name != "text" {
			continue
		}
		e.place = e.measure()
		if !e.place.within(card) {
			t.Errorf("%q leaves the card: %v", e.text, e.place)
		}
		if e.num("font-size") < 11 {
			t.Errorf("%q is %v px small", e.text, e.num("font-size"))
		}
		for _, o := range texts {
			if e.place.overlaps(o.place) {
				t.Errorf("%q meets %q: %v, %v", e.text, o.text, e.place, o.place)
			}
		}
		texts = append(texts, e)
	}
	d.checkBoxes(t, texts)
}

// checkBoxes: a text that touches a box is inside it, some pixels from its
// edge.
func (d drawing) checkBoxes(t *testing.T, texts []element) {
	t.Helper()
	for _, r := range d.elements {
		if r.name != "rect" || r.attr["fill"] != "#ffffff" {
			continue
		}
		b := r.box()
		for _, e := range texts {
			if p := e.place; p.overlaps(b) && !p.within(rectangle{b.x1 + 6, b.y1 + 1, b.x2 - 6, b.y2 - 1}) {
				t.Errorf("%q crosses the edge of a box: %v, %v", e.text, p, b)
			}
		}
	}
}

// checkColours: words have a contrast of 4.5, strokes of 3 on white.
func (d drawing) checkColours(t *testing.T) {
	t.Helper()
	for _, e := range d.elements {
		if e.name == "text" {
			for _, ground := range []string{"#ffffff", "#f6f8fa"} {
				if c := contrast(e.attr["fill"], ground); c < 4.5 {
					t.Errorf("%q has contrast %.1f", e.text, c)
				}
			}
			continue
		}
		if s := e.attr["stroke"]; s != "" && s != "none" && contrast(s, "#ffffff") < 3 {
			t.Errorf("a %s has a stroke %s of contrast %.1f", e.name, s, contrast(s, "#ffffff"))
		}
	}
}

// contrast is that of WCAG 2.
func contrast(a, b string) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(colour string) float64 {
	var r, g, b int
	if n, err := fmt.Sscanf(colour, "#%02x%02x%02x", &r, &g, &b); n != 3 || err != nil {
		return math.NaN()
	}
	linear := func(v int) float64 {
		if c := float64(v) / 255; c > 0.04045 {
			return math.Pow((c+0.055)/1.055, 2.4)
		}
		return float64(v) / 255 / 12.92
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}
