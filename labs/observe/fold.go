package observe

import (
	"iter"
	"slices"
)

// A rowFold says which of many rows are shown: the first head, then, if some
// are hidden, one row that says so, then the last ones.
type rowFold struct {
	head, hidden, total int
}

// foldRows shows n rows in at most most, the one that tells of hidden rows
// included.
func foldRows(n, most int) rowFold {
	if n <= most {
		return rowFold{head: n, total: n}
	}
	return rowFold{head: most / 2, hidden: n - most + 1, total: n}
}

// rows goes through the rows that are shown, -1 standing for the hidden ones.
func (f rowFold) rows() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 0; i < f.total; i++ {
			if i == f.head && f.hidden > 0 {
				if !yield(-1) {
					return
				}
				i += f.hidden
			}
			if !yield(i) {
				return
			}
		}
	}
}

// foldQuiet gives each participant its column. If there are more than most, the
// last column stands for all those that do least; of two that do the same the
// later one is folded. The first participant is never folded. active counts
// what each does.
func foldQuiet(active []int, most int) (column, folded []int) {
	order := make([]int, len(active))
	for i := range order {
		order[i] = i
	}
	if len(active) <= most {
		return order, nil
	}
	slices.SortStableFunc(order[1:], func(a, b int) int { return active[b] - active[a] })
	folded = slices.Sorted(slices.Values(order[most-1:]))
	column = make([]int, len(active))
	next := 0
	for i := range column {
		if slices.Contains(folded, i) {
			column[i] = most - 1
			continue
		}
		column[i] = next
		next++
	}
	return column, folded
}
