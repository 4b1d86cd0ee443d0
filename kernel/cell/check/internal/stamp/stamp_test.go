package stamp_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/cell/check/internal/stamp"
)

func TestOf(t *testing.T) {
	const base = "package p\n\ntype T struct{ n int }\n\nfunc (t T) N() int { return t.n }\n\nfunc hidden() {}\n"
	for _, tt := range []struct {
		name, file, src string
		same            bool
	}{
		{"itself", "p.go", base, true},
		{"another body", "p.go", "package p\ntype T struct{ n int }\nfunc (t T) N() int { return 3 }\n", true},
		{"comments and layout", "p.go", "// Package p is.\npackage p\n\n// T is.\ntype T struct {\n\tn int\n}\nfunc (t T) N() int { return t.n }\n", true},
		{"another field", "p.go", "package p\ntype T struct{ m int }\nfunc (t T) N() int { return 3 }\n", false},
		{"another result", "p.go", "package p\ntype T struct{ n int }\nfunc (t T) N() int8 { return 3 }\n", false},
		{"bodies count in generic.go", "generic.go", base, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := of(t, tt.file, tt.src) == of(t, "p.go", base); got != tt.same {
				t.Errorf("same fingerprint: %v, want %v", got, tt.same)
			}
		})
	}
}

func of(t *testing.T, file, src string) string {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, file), []byte(src), 0o666); err != nil {
		t.Fatal(err)
	}
	sum, err := stamp.Of(dir)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func TestPackages(t *testing.T) {
	root := t.TempDir()
	for name, src := range map[string]string{
		"a/a.go": "package a", "a/internal/x.go": "package x", "b/main.go": "package main",
		"c/c_test.go": "package c", "d/testdata/d.go": "package d", "e/f/f.go": "package f",
	} {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(src), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	dirs, err := stamp.Packages(root, filepath.Join(root, "missing"))
	if err != nil || len(dirs) != 2 || filepath.Base(dirs[0]) != "a" || filepath.Base(dirs[1]) != "f" {
		t.Errorf("Packages = %v, %v; want a and e/f", dirs, err)
	}
}
