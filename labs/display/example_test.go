package display_test

import (
	"fmt"

	"github.com/spawnlab/spawnlab/labs/display"
)

func ExampleHTML() {
	fmt.Println(display.HTML("<b>bold</b> &amp; brave"))
	// Output: bold & brave
}

func ExampleMarkdown() {
	fmt.Println(display.Markdown("a *small* word"))
	// Output: a *small* word
}

func ExampleSVG() {
	drawing := `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><circle cx="10" cy="10" r="9"/></svg>`
	fmt.Println(display.SVG(drawing, "a black disc"))
	// Output: a black disc
}

func ExampleGrid() {
	fmt.Println(display.Grid{
		Title:   "What the stalls sold",
		Columns: []string{"stall", "soups"},
		Rows:    [][]string{{"ann", "12"}, {"benjamin", "7"}},
	})
	// Output:
	// What the stalls sold
	// stall     soups
	// ────────  ─────
	// ann       12
	// benjamin  7
}

func ExampleFigure() {
	f := display.Figure{
		SVG:   `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"/>`,
		Story: "Two stalls: ann is open, ben is closed",
		Table: display.Grid{Columns: []string{"stall", "state"}, Rows: [][]string{{"ann", "open"}, {"ben", "closed"}}},
	}
	fmt.Println(f)
	for mime := range f.Bundle() {
		if mime != "text/plain" {
			fmt.Println("and as", mime)
		}
	}
	// Output:
	// Two stalls: ann is open, ben is closed
	// and as text/html
}
