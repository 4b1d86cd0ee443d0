package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestFresh fails when the tables are older than the packages they describe.
func TestFresh(t *testing.T) {
	if testing.Short() {
		t.Skip("type-checks the library for four platforms")
	}
	files, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	have, err := filepath.Glob("../z_*.go")
	if err != nil {
		t.Fatal(err)
	}
	if len(have) != len(files) {
		t.Errorf("%d generated files, want %d", len(have), len(files))
	}
	for name, want := range files {
		if got, err := os.ReadFile(filepath.Join("..", name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is stale: run go generate ./kernel/worker/symbols", name)
		}
	}
}
