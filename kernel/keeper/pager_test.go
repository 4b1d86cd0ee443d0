package keeper

import "testing"

func TestQuestion(t *testing.T) {
	for _, tt := range []struct {
		code   string
		name   string
		detail int
		ok     bool
	}{
		{"strings.ToUpper?", "strings.ToUpper", 0, true},
		{"?strings.ToUpper", "strings.ToUpper", 0, true},
		{" self ?? \n", "self", 1, true},
		{"??größe", "größe", 1, true},
		{"a + b?", "", 0, false},
		{"?", "", 0, false},
		{"x := 1", "", 0, false},
		{"f(x)?", "", 0, false},
	} {
		t.Run(tt.code, func(t *testing.T) {
			name, detail, ok := question(tt.code)
			if name != tt.name || detail != tt.detail || ok != tt.ok {
				t.Errorf("question(%q) = %q, %d, %t; want %q, %d, %t", tt.code, name, detail, ok, tt.name, tt.detail, tt.ok)
			}
		})
	}
}
