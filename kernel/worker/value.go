package worker

import (
	"fmt"
	"image"
	"strings"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/labs/display"
	"github.com/spawnlab/spawnlab/labs/notebook"
)

// display takes the values of a cell's last expression.
func (w *worker) display(_ *native.Thread, values []any, types []string) {
	b := w.bundleOf(values, types)
	if b == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.shown = b
}

// takeShown returns the value to display and forgets it.
func (w *worker) takeShown() *link.Bundle {
	w.mu.Lock()
	defer w.mu.Unlock()
	b := w.shown
	w.shown = nil
	return b
}

// bundleOf shows values: one that shows itself as it wants, others as text.
// What Show returned is shown already.
func (w *worker) bundleOf(values []any, types []string) *link.Bundle {
	if len(values) == 1 {
		switch v := values[0].(type) {
		case *notebook.Shown:
			return nil
		case display.Value:
			return &link.Bundle{Data: v.Bundle()}
		case image.Image:
			return &link.Bundle{Data: display.Image(v).Bundle()}
		}
	}
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = w.valueText(v, types[i])
	}
	return &link.Bundle{Data: map[string]any{"text/plain": strings.Join(texts, ", ")}}
}

// longest is how much of a value's text is shown.
const longest = 10_000

// valueText is a value as Go would write it. typ is its static type.
func (w *worker) valueText(v any, typ string) string {
	text := w.machine.Notation(v)
	if v == nil && typ != "interface {}" {
		text = fmt.Sprintf("%s(nil)", strings.ReplaceAll(typ, "main.", ""))
	}
	if len(text) > longest {
		cut := longest - cutRune([]byte(text[:longest]))
		text = fmt.Sprintf("%s… (%d bytes more)", text[:cut], len(text)-cut)
	}
	return text
}
