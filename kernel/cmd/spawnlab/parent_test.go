package main

import "testing"

func TestOrphan(t *testing.T) {
	for _, tt := range []struct {
		name                 string
		frontEnd, first, now int
		want                 bool
	}{
		{"the front end lives", 7, 7, 7, false},
		{"the front end died", 7, 7, 1, true},
		{"the front end died, another process adopts", 7, 7, 99, true},
		{"a script between lives", 7, 8, 8, false},
		{"a script between died", 7, 8, 1, true},
	} {
		if got := orphan(tt.frontEnd, tt.first, tt.now); got != tt.want {
			t.Errorf("%s: orphan = %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestNobodyToWatch(t *testing.T) {
	for _, parent := range []string{"", "0", "1", "x"} {
		select {
		case <-watchParent(t.Context(), func(string) string { return parent }):
			t.Errorf("JPY_PARENT_PID=%q: orphaned", parent)
		default:
		}
	}
}
