package observe_test

import (
	"slices"
	"testing"

	"github.com/spawnlab/spawnlab/labs/observe"
)

func TestFoldRows(t *testing.T) {
	for _, tt := range []struct {
		name    string
		n, most int
		want    []int
	}{
		{"none", 0, 5, nil},
		{"few", 3, 5, []int{0, 1, 2}},
		{"just enough", 5, 5, []int{0, 1, 2, 3, 4}},
		{"one too many", 6, 5, []int{0, 1, -1, 4, 5}},
		{"many", 100, 6, []int{0, 1, 2, -1, 98, 99}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := slices.Collect(observe.FoldRows(tt.n, tt.most)); !slices.Equal(got, tt.want) {
				t.Errorf("%d rows in %d are %v, want %v", tt.n, tt.most, got, tt.want)
			}
		})
	}
}

func TestFoldQuiet(t *testing.T) {
	for _, tt := range []struct {
		name           string
		active         []int
		most           int
		column, folded []int
	}{
		{"none", nil, 3, []int{}, nil},
		{"all fit", []int{1, 5, 2}, 3, []int{0, 1, 2}, nil},
		{"quietest share", []int{9, 1, 7, 2}, 3, []int{0, 2, 1, 2}, []int{1, 3}},
		{"later ones of equals", []int{1, 3, 3, 3, 3}, 4, []int{0, 1, 2, 3, 3}, []int{3, 4}},
		{"the first stays", []int{0, 3, 4, 5}, 3, []int{0, 2, 2, 1}, []int{1, 2}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			column, folded := observe.FoldQuiet(tt.active, tt.most)
			if !slices.Equal(column, tt.column) || !slices.Equal(folded, tt.folded) {
				t.Errorf("foldQuiet(%v, %d) = %v, %v, want %v, %v", tt.active, tt.most, column, folded, tt.column, tt.folded)
			}
		})
	}
}
