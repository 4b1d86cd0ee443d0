package check_test

import (
	"go/types"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
)

func TestEveryPackageImports(t *testing.T) {
	lib := check.NewLibrary()
	for _, p := range lib.Packages() {
		pkg, err := lib.Import(p.Path)
		if err != nil {
			t.Errorf("Import(%q): %v", p.Path, err)
			continue
		}
		if pkg.Name() != p.Name || !pkg.Complete() {
			t.Errorf("Import(%q) = %s, complete %v; want %s", p.Path, pkg.Name(), pkg.Complete(), p.Name)
		}
		lib.Source(p.Path) // panics when it does not check
	}
}

func TestSource(t *testing.T) {
	lib := check.NewLibrary()
	for path, want := range map[string]string{
		"slices": "SortFunc", "maps": "Clone", "cmp": "Compare", "iter": "Pull", "sync": "OnceValue",
		"sync/atomic": "Pointer.Load", "errors": "AsType", "math/rand/v2": "N", "reflect": "TypeFor",
	} {
		s := lib.Source(path)
		if s == nil || s.Funcs[want] == nil {
			t.Errorf("Source(%q) has no %s", path, want)
			continue
		}
		if _, ok := s.Info.Defs[s.Funcs[want].Name].(*types.Func); !ok {
			t.Errorf("Source(%q): %s is not checked", path, want)
		}
	}
	if lib.Source("fmt") != nil {
		t.Error("fmt is lowered from source")
	}
}

func TestImportRefusals(t *testing.T) {
	lib := check.NewLibrary()
	for path, want := range map[string]string{
		"C":                 "cgo is not available in a notebook",
		"internal/abi":      "internal packages cannot be imported",
		"nothing":           "package nothing is not in std",
		"github.com/x/y":    "a notebook has the standard library and the packages of Spawnlab; other modules are not available",
		"golang.org/x/sync": "a notebook has the standard library and the packages of Spawnlab; other modules are not available",
	} {
		if _, err := lib.Import(path); err == nil || err.Error() != want {
			t.Errorf("Import(%q) = %v, want %s", path, err, want)
		}
	}
}

func BenchmarkImport(b *testing.B) {
	for b.Loop() {
		lib := check.NewLibrary()
		for _, p := range []string{"fmt", "time", "sync", "errors", "strings", "context", "sort"} {
			if _, err := lib.Import(p); err != nil {
				b.Fatal(err)
			}
		}
	}
}
