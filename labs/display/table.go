package display

import (
	"fmt"
	"html"
	"strings"
	"unicode"
)

// A Grid is a table: a row of column names, then rows of cells. Short rows are
// filled with empty cells.
type Grid struct {
	Title   string
	Columns []string
	Rows    [][]string
}

// Bundle gives the table as HTML and as aligned text.
func (g Grid) Bundle() Bundle {
	return Bundle{"text/html": g.html(), "text/plain": g.String()}
}

const (
	cellStyle  = "padding:4px 12px;text-align:left;border-bottom:1px solid #8c959f"
	tableStyle = "border-collapse:collapse;font-size:13px"
)

func (g Grid) html() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<table style="%s">`, tableStyle)
	if g.Title != "" {
		fmt.Fprintf(&b, `<caption style="text-align:left;font-weight:600;padding:4px 0">%s</caption>`, html.EscapeString(g.Title))
	}
	b.WriteString("<thead><tr>")
	for _, c := range g.Columns {
		fmt.Fprintf(&b, `<th scope="col" style="%s">%s</th>`, cellStyle, html.EscapeString(c))
	}
	b.WriteString("</tr></thead><tbody>")
	for _, row := range g.Rows {
		b.WriteString("<tr>")
		for i := range g.Columns {
			fmt.Fprintf(&b, `<td style="%s">%s</td>`, cellStyle, html.EscapeString(at(row, i)))
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</tbody></table>")
	return b.String()
}

// lineAt is a cell on one line.
func lineAt(row []string, i int) string {
	return strings.Join(strings.FieldsFunc(at(row, i), func(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }), " ")
}

// columnsOf is how many columns of a terminal a text takes: ideographs and
// emoji take two, combining marks none.
func columnsOf(text string) int {
	n := 0
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) || r >= 0x1F300 && r < 0x20000:
			n += 2
		default:
			n++
		}
	}
	return n
}

func at(row []string, i int) string {
	if i < len(row) {
		return row[i]
	}
	return ""
}

// String is the table as text: columns aligned, a line below the names, each row
// on one line.
func (g Grid) String() string {
	widths := make([]int, len(g.Columns))
	all := append([][]string{g.Columns}, g.Rows...)
	for _, row := range all {
		for i := range widths {
			widths[i] = max(widths[i], columnsOf(lineAt(row, i)))
		}
	}
	var b strings.Builder
	if g.Title != "" {
		b.WriteString(g.Title + "\n")
	}
	for n, row := range all {
		writeRow(&b, row, widths)
		if n == 0 {
			rule := make([]string, len(widths))
			for i, w := range widths {
				rule[i] = strings.Repeat("─", w)
			}
			writeRow(&b, rule, widths)
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

func writeRow(b *strings.Builder, row []string, widths []int) {
	var line strings.Builder
	for i, w := range widths {
		cell := lineAt(row, i)
		line.WriteString(cell + strings.Repeat(" ", w-columnsOf(cell)+2))
	}
	b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
}
