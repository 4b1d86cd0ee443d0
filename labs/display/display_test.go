package display_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spawnlab/spawnlab/labs/display"
)

func TestHTMLPlain(t *testing.T) {
	for _, tt := range []struct {
		name, markup, want string
	}{
		{"empty", "", ""},
		{"text alone", "just text", "just text"},
		{"tags", "<b>bold</b> and <i>more</i>", "bold and more"},
		{"entities", "a &lt; b &amp;&amp; c&nbsp;&#39;d&#39;", "a < b && c\u00a0'd'"},
		{"entity that looks like a tag", "&lt;b&gt;", "<b>"},
		{"lines", "<p>one</p><p>two</p>three<br/>four", "one\ntwo\nthree\nfour"},
		{"upper case and attributes", `<DIV CLASS="x">one</DIV><DIV>two</DIV>`, "one\ntwo"},
		{"list", "<ul><li>a</li><li>b</li></ul>", "a\nb"},
		{"cells", "<table><tr><th>x</th><td>1</td></tr><tr><td>y</td></tr></table>", "x    1\ny"},
		{"> in an attribute", `<a title="a > b">link</a>`, "link"},
		{"comment", "a<!-- <b>not > shown</b> -->b", "ab"},
		{"comment without end", "a<!-- b", "a<!-- b"},
		{"script and style", "<style>b{}</style>x<SCRIPT>if (a<b) {}</Script>y", "xy"},
		{"script without end", "x<script>y", "x"},
		{"letters that grow in lower case", "<style>Ⱥ</STYLE>x", "x"},
		{"no tag", "a < b, 1 <2 and 3<", "a < b, 1 <2 and 3<"},
		{"tag without end", "a <b", "a <b"},
		{"quote without end", `a <b title="x>y`, `a <b title="x>y`},
		{"blank lines", "<div>\n\n <p> a </p>\n</div>", "a"},
		{"summary", "<details><summary>more</summary>text</details>", "more\ntext"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := display.HTML(tt.markup).String(); got != tt.want {
				t.Errorf("HTML(%q) is %q in plain, want %q", tt.markup, got, tt.want)
			}
		})
	}
}

func FuzzHTMLPlain(f *testing.F) {
	for _, seed := range []string{"<b>x</b>", "<!--", "<a href='", "<style>", "</", "<>", "&lt;", "\xff<\x00>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, markup string) {
		text := display.HTML(markup).String()
		if strings.Contains(text, "\n\n") || strings.TrimSpace(text) != text {
			t.Errorf("HTML(%q) has blank lines: %q", markup, text)
		}
	})
}

func TestBundles(t *testing.T) {
	for _, tt := range []struct {
		name  string
		value display.Value
		want  display.Bundle
	}{
		{"HTML", display.HTML("<b>x</b>"), display.Bundle{"text/html": "<b>x</b>", "text/plain": "x"}},
		{"Markdown", display.Markdown("*x*"), display.Bundle{"text/markdown": "*x*", "text/plain": "*x*"}},
		{"SVG", display.SVG("<svg/>", `a "b" <c>`), display.Bundle{
			"text/html":  `<img alt="a &#34;b&#34; &lt;c&gt;" style="max-width:100%" src="data:image/svg+xml;base64,PHN2Zy8+">`,
			"text/plain": `a "b" <c>`,
		}},
		{"figure without a table", display.Figure{SVG: "<svg/>", Story: "s"}, display.Bundle{
			"text/html":  `<div><img alt="s" style="max-width:100%" src="data:image/svg+xml;base64,PHN2Zy8+"></div>`,
			"text/plain": "s",
		}},
		{"zero value", display.Rich{}, display.Bundle{"text/plain": ""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.value.Bundle()); diff != "" {
				t.Errorf("bundle (-want +got):\n%s", diff)
			}
			if tt.value.String() != tt.want["text/plain"] {
				t.Errorf("String() = %q, want %q", tt.value.String(), tt.want["text/plain"])
			}
		})
	}
}

func TestBundleIsTheCallers(t *testing.T) {
	v := display.HTML("x")
	v.Bundle()["text/html"] = "changed"
	if got := v.Bundle()["text/html"]; got != "x" {
		t.Errorf("changing a bundle changed the value: %q", got)
	}
}

// TestFigure: what untrusted notebooks keep is an image with its story, and the
// table as plain HTML.
func TestFigure(t *testing.T) {
	f := display.Figure{
		SVG: "<svg>é</svg>", Width: 720, Story: "line one\nline <two>",
		Table: display.Grid{Columns: []string{"who"}, Rows: [][]string{{"<ann>"}}},
	}
	markup := f.Bundle()["text/html"].(string)
	for _, want := range []string{
		`alt="line one` + "\n" + `line &lt;two&gt;"`, `width="720"`, `max-width:100%`,
		base64.StdEncoding.EncodeToString([]byte(f.SVG)),
		"<details><summary>as a table</summary><table", `<th scope="col"`, "&lt;ann&gt;",
	} {
		if !strings.Contains(markup, want) {
			t.Errorf("no %s in %s", want, markup)
		}
	}
	for _, never := range []string{"<svg", "<style", "<script", " id=", "<ann>"} {
		if strings.Contains(markup, never) {
			t.Errorf("%s in %s", never, markup)
		}
	}
}

func TestGrid(t *testing.T) {
	for _, tt := range []struct {
		name string
		grid display.Grid
		want string
	}{
		{"empty", display.Grid{}, ""},
		{"title", display.Grid{Title: "Stalls", Columns: []string{"name", "n"}, Rows: [][]string{{"ann", "1"}, {"benjamin", "20"}}},
			"Stalls\nname      n\n────────  ──\nann       1\nbenjamin  20"},
		{"short and long rows", display.Grid{Columns: []string{"a", "b"}, Rows: [][]string{{"1"}, {"1", "2", "3"}, nil}},
			"a  b\n─  ─\n1\n1  2\n"},
		{"wide letters", display.Grid{Columns: []string{"dish", "n"}, Rows: [][]string{{"拉麵", "1"}, {"🍜", "2"}, {"e\u0301", "3"}}},
			"dish  n\n────  ─\n拉麵  1\n🍜    2\ne\u0301     3"},
		{"lines in a cell", display.Grid{Columns: []string{"a", "b"}, Rows: [][]string{{"x\ny\tz", "1"}}},
			"a      b\n─────  ─\nx y z  1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.grid.String()
			if diff := cmp.Diff(strings.TrimRight(tt.want, "\n"), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if tt.grid.Bundle()["text/plain"] != got {
				t.Errorf("text/plain differs from String")
			}
		})
	}
}

func TestGridHTML(t *testing.T) {
	g := display.Grid{Title: "a & b", Columns: []string{"<x>", "y"}, Rows: [][]string{{"1 < 2"}}}
	markup := g.Bundle()["text/html"].(string)
	for _, want := range []string{"<caption", "a &amp; b", "&lt;x&gt;", "1 &lt; 2", "<thead>", "<tbody>"} {
		if !strings.Contains(markup, want) {
			t.Errorf("no %s in %s", want, markup)
		}
	}
	if n := strings.Count(markup, "<td"); n != 2 {
		t.Errorf("%d cells in a row of 2 columns: %s", n, markup)
	}
}

func TestImage(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 3, 2))
	img.Set(1, 1, color.White)
	v := display.Image(img)
	if got := v.String(); got != "image of 3 × 2 pixels" {
		t.Errorf("plain form %q", got)
	}
	data, err := base64.StdEncoding.DecodeString(v.Bundle()["image/png"].(string))
	if err != nil {
		t.Fatal(err)
	}
	back, err := png.Decode(bytes.NewReader(data))
	if err != nil || back.Bounds() != img.Bounds() {
		t.Errorf("decoded as %v, %v", back, err)
	}
}

func TestImageThatCannotBeEncoded(t *testing.T) {
	v := display.Image(image.NewRGBA(image.Rectangle{}))
	if _, shown := v.Bundle()["image/png"]; shown || !strings.HasPrefix(v.String(), "image can't be shown: ") {
		t.Errorf("an empty image shows %v", v.Bundle())
	}
}
