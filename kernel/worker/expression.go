package worker

import (
	"maps"
	"slices"

	"github.com/spawnlab/spawnlab/kernel/link"
)

// expressions evaluates the expressions that were asked for with a cell. None
// of them fails the cell.
func (w *worker) expressions(x *execution, done *link.Done) {
	for _, name := range slices.Sorted(maps.Keys(x.Expressions)) {
		e := &execution{Eval: link.Eval{Cell: x.Cell, Code: x.Expressions[name]}, stop: x.stop}
		value, failed := w.value(e)
		if failed != nil {
			put(&done.Errors, name, failed.Name+": "+failed.Message)
			continue
		}
		put(&done.Expressions, name, value)
	}
}

// value runs code and returns the value of its last expression.
func (w *worker) value(e *execution) (link.Bundle, *link.Failed) {
	l, failed := w.compile(e)
	if failed == nil {
		failed = w.run(e, l)
	}
	if failed != nil {
		return link.Bundle{}, failed
	}
	if b := w.takeShown(); b != nil {
		b.Cell = e.Cell
		return *b, nil
	}
	return link.Bundle{Cell: e.Cell, Data: map[string]any{"text/plain": ""}}, nil
}

func put[V any](m *map[string]V, k string, v V) {
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[k] = v
}
