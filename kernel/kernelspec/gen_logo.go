//go:build ignore

// This program draws the kernel's logo, once as SVG and as PNG in the two sizes
// that front ends ask for: a supervisor with three children, of which the one in
// the middle is just being started again.
package main

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"log"
	"math"
	"os"
	"strings"
)

// side is the length of the picture's sides in its own units.
const side = 64

// A shape is something with an edge and a colour.
type shape interface {
	// distance is how far a point is outside of the edge, negative inside.
	distance(x, y float64) float64
	color() color.RGBA
	svg() string
}

var (
	night = color.RGBA{0x0b, 0x25, 0x45, 0xff}
	cyan  = color.RGBA{0x3d, 0xc6, 0xe8, 0xff}
	white = color.RGBA{0xf7, 0xfb, 0xff, 0xff}
	amber = color.RGBA{0xff, 0xb7, 0x3b, 0xff}
)

// picture is drawn from back to front.
var picture = []shape{
	square{radius: 14, fill: night},
	branch{32, 17, 13.5, 46, 2.6, cyan},
	branch{32, 17, 32, 46, 2.6, cyan},
	branch{32, 17, 50.5, 46, 2.6, cyan},
	disc{32, 17, 8, white},
	disc{13.5, 46, 6.5, cyan},
	disc{32, 46, 9.6, night},
	ring{32, 46, 7.6, 2, amber},
	disc{32, 46, 3.8, amber},
	disc{50.5, 46, 6.5, cyan},
}

type square struct {
	radius float64
	fill   color.RGBA
}

func (s square) distance(x, y float64) float64 {
	inner := side/2 - s.radius
	dx, dy := math.Abs(x-side/2)-inner, math.Abs(y-side/2)-inner
	return math.Hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - s.radius
}
func (s square) color() color.RGBA { return s.fill }
func (s square) svg() string {
	return fmt.Sprintf(`<rect width="%d" height="%d" rx="%g" fill="%s"/>`, side, side, s.radius, hex(s.fill))
}

type disc struct {
	x, y, r float64
	fill    color.RGBA
}

func (d disc) distance(x, y float64) float64 { return math.Hypot(x-d.x, y-d.y) - d.r }
func (d disc) color() color.RGBA             { return d.fill }
func (d disc) svg() string {
	return fmt.Sprintf(`<circle cx="%g" cy="%g" r="%g" fill="%s"/>`, d.x, d.y, d.r, hex(d.fill))
}

type ring struct {
	x, y, r, width float64
	stroke         color.RGBA
}

func (r ring) distance(x, y float64) float64 {
	return math.Abs(math.Hypot(x-r.x, y-r.y)-r.r) - r.width/2
}
func (r ring) color() color.RGBA { return r.stroke }
func (r ring) svg() string {
	return fmt.Sprintf(`<circle cx="%g" cy="%g" r="%g" fill="none" stroke="%s" stroke-width="%g"/>`, r.x, r.y, r.r, hex(r.stroke), r.width)
}

// A branch is a cubic curve that leaves its first end and enters its second
// one straight downwards.
type branch struct {
	x1, y1, x2, y2, width float64
	stroke                color.RGBA
}

func (b branch) distance(x, y float64) float64 {
	const steps = 64
	nearest := math.Inf(1)
	for i := range steps + 1 {
		px, py := b.at(float64(i) / steps)
		nearest = min(nearest, math.Hypot(x-px, y-py))
	}
	return nearest - b.width/2
}

func (b branch) at(t float64) (x, y float64) {
	u, middle := 1-t, (b.y1+b.y2)/2
	a0, a1, a2, a3 := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
	return (a0+a1)*b.x1 + (a2+a3)*b.x2, a0*b.y1 + (a1+a2)*middle + a3*b.y2
}
func (b branch) color() color.RGBA { return b.stroke }
func (b branch) svg() string {
	middle := (b.y1 + b.y2) / 2
	return fmt.Sprintf(`<path d="M%g %gC%g %g %g %g %g %g" fill="none" stroke="%s" stroke-width="%g"/>`,
		b.x1, b.y1, b.x1, middle, b.x2, middle, b.x2, b.y2, hex(b.stroke), b.width)
}

func hex(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

func svg() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d"><title>Spawnlab</title>`+"\n", side, side)
	for _, s := range picture {
		fmt.Fprintln(&b, s.svg())
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// draw paints the picture size pixels wide: each pixel takes as much of a shape
// as lies in it, judged by the distance of its centre from the edge.
func draw(size int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	pixel := side / float64(size)
	for py := range size {
		for px := range size {
			x, y := (float64(px)+0.5)*pixel, (float64(py)+0.5)*pixel
			img.SetNRGBA(px, py, paint(x, y, pixel))
		}
	}
	return img
}

// paint is the colour at a point.
func paint(x, y, pixel float64) color.NRGBA {
	var r, g, b, alpha float64
	for _, s := range picture {
		cover := min(max(0.5-s.distance(x, y)/pixel, 0), 1)
		c := s.color()
		r, g, b = r+(float64(c.R)-r)*cover, g+(float64(c.G)-g)*cover, b+(float64(c.B)-b)*cover
		if alpha == 0 {
			r, g, b = float64(c.R), float64(c.G), float64(c.B)
		}
		alpha += (1 - alpha) * cover
	}
	return color.NRGBA{uint8(r + 0.5), uint8(g + 0.5), uint8(b + 0.5), uint8(alpha*255 + 0.5)}
}

func main() {
	if err := os.WriteFile("logo/logo-svg.svg", []byte(svg()), 0o666); err != nil {
		log.Fatal(err)
	}
	for _, size := range []int{32, 64} {
		if err := write(fmt.Sprintf("logo/logo-%dx%d.png", size, size), draw(size)); err != nil {
			log.Fatal(err)
		}
	}
}

func write(path string, img image.Image) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	if err := enc.Encode(f, img); err != nil {
		return err
	}
	return f.Close()
}
