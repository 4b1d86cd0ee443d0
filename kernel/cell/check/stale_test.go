package check_test

import (
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
	"github.com/spawnlab/spawnlab/kernel/cell/check/internal/stamp"
)

// TestLibraryIsFresh compares the built-in library with the sources it was
// made from.
func TestLibraryIsFresh(t *testing.T) {
	const remedy = "run: go generate ./kernel/cell/check"
	lib := library()
	lines := strings.Split(strings.TrimSpace(lib.Stamp()), "\n")
	if !strings.HasPrefix(runtime.Version()+".", lines[0]+".") {
		t.Errorf("the library was made with %s, this is %s; %s", lines[0], runtime.Version(), remedy)
	}
	const root = "../../.."
	dirs, err := stamp.Packages(filepath.Join(root, "runtime"), filepath.Join(root, "labs"))
	if err != nil {
		t.Fatal(err)
	}
	made := map[string]string{}
	for _, line := range lines[1:] {
		path, sum, _ := strings.Cut(line, " ")
		made[path] = sum
	}
	for _, dir := range dirs {
		path, err := filepath.Rel(root, dir)
		if err != nil {
			t.Fatal(err)
		}
		path = filepath.ToSlash(path)
		sum, err := stamp.Of(dir)
		if err != nil {
			t.Fatal(err)
		}
		if made[path] != sum {
			t.Errorf("%s has changed since the library was made; %s", path, remedy)
		} else if !has(lib, path) {
			t.Errorf("%s did not compile when the library was made; %s", path, remedy)
		}
		delete(made, path)
	}
	for path := range made {
		t.Errorf("the library has %s, which is gone; %s", path, remedy)
	}
}

func has(lib *check.Library, path string) bool {
	_, err := lib.Import("github.com/spawnlab/spawnlab/" + path)
	return err == nil
}
