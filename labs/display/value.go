// Package display holds values that show themselves in a notebook: each is a
// bundle of MIME types, and a plain text that tells the same story where there
// is no notebook. It knows neither kernel nor processes: showing is done by
// package notebook, or by leaving a value as a cell's last expression.
package display

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"image"
	"image/png"
)

// A Bundle is one value in several representations: MIME type to content.
// Contents are strings, or for JSON types anything that encodes to JSON.
// "text/plain" is always there.
type Bundle map[string]any

// A Value shows itself. String is the text/plain of Bundle.
type Value interface {
	Bundle() Bundle
	String() string
}

// A Rich is a Value made of ready representations.
type Rich struct {
	bundle Bundle
	text   string
}

// Bundle gives the representations; the caller may change the map.
func (r Rich) Bundle() Bundle {
	b := Bundle{"text/plain": r.text}
	for mime, content := range r.bundle {
		b[mime] = content
	}
	return b
}

// String is the plain form.
func (r Rich) String() string { return r.text }

// HTML shows markup. Notebooks that are not trusted drop styles, scripts and
// inline SVG from it; its plain form is the markup's text.
func HTML(markup string) Rich {
	return Rich{Bundle{"text/html": markup}, plainOf(markup)}
}

// Markdown shows text in Markdown.
func Markdown(text string) Rich {
	return Rich{Bundle{"text/markdown": text}, text}
}

// SVG shows a drawing; alt says in words what it shows, for those who cannot
// see it and for plain text. The drawing becomes an image, so that it stays in
// notebooks that are not trusted: it must bring its own background and fonts.
func SVG(svg, alt string) Rich {
	return Rich{Bundle{"text/html": imgOf("image/svg+xml", []byte(svg), alt, 0)}, alt}
}

// Image shows a picture. A picture that can't be encoded as PNG shows the
// reason instead.
func Image(img image.Image) Rich {
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		return Rich{nil, fmt.Sprintf("image can't be shown: %v", err)}
	}
	size := img.Bounds().Size()
	return Rich{
		Bundle{"image/png": base64.StdEncoding.EncodeToString(buf.Bytes())},
		fmt.Sprintf("image of %d × %d pixels", size.X, size.Y),
	}
}

// imgOf is an <img> with its content inside; a width of 0 is the content's own.
func imgOf(mime string, content []byte, alt string, width int) string {
	size := ""
	if width > 0 {
		size = fmt.Sprintf(` width="%d"`, width)
	}
	return fmt.Sprintf(`<img alt="%s"%s style="max-width:100%%" src="data:%s;base64,%s">`,
		html.EscapeString(alt), size, mime, base64.StdEncoding.EncodeToString(content))
}
