package check

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"fmt"
	"go/token"
	"go/types"
	"io"
	"strings"
	"sync"

	"golang.org/x/tools/go/gcexportdata"
)

//go:generate go run ./internal/generate library.zip ../../..

//go:embed library.zip
var libraryData []byte

// A Library is what cells can import: the standard library and this module's
// packages for learners. It reads them when they are first asked for, out of
// itself: no files, no toolchain. It is safe for concurrent use; a process
// needs one, and its sessions share it and its file set, and check one at a
// time.
type Library struct {
	fset  *token.FileSet
	zip   *zip.Reader
	stamp string

	packages []Package
	byName   map[string][]string // package name -> import paths

	// checking is held while a session checks: reading a package may complete
	// another one that a check is looking into.
	checking sync.Mutex

	mu      sync.Mutex // guards what follows, held while reading packages
	types   map[string]*types.Package
	done    map[string]bool // read wholly; others in types are only referred to
	sources map[string]*Source
}

// A Package of the library: its import path and its name.
type Package struct {
	Path, Name string
}

// Own reports whether the package is one of this module's: predeclared in
// every cell.
func (p Package) Own() bool { return own(p.Path) }

func own(path string) bool { return strings.HasPrefix(path, module) }

// module is the prefix of this module's import paths.
const module = "github.com/spawnlab/spawnlab/"

// NewLibrary opens the library that is built into the program.
func NewLibrary() *Library {
	l := &Library{
		fset:    token.NewFileSet(),
		byName:  map[string][]string{},
		types:   map[string]*types.Package{"unsafe": types.Unsafe},
		done:    map[string]bool{"unsafe": true},
		sources: map[string]*Source{},
	}
	l.fset.AddFile("", -1, 16) // positions of cells are never small
	r, err := zip.NewReader(bytes.NewReader(libraryData), int64(len(libraryData)))
	if err != nil {
		panic("check: the built-in library is damaged: " + err.Error())
	}
	l.zip = r
	l.stamp = string(l.entry("stamp"))
	l.index(string(l.entry("packages")))
	return l
}

// index takes the list of packages: a path and a name on each line.
func (l *Library) index(text string) {
	for line := range strings.Lines(text) {
		path, name, ok := strings.Cut(strings.TrimSpace(line), " ")
		if ok {
			l.packages = append(l.packages, Package{path, name})
			l.byName[name] = append(l.byName[name], path)
		}
	}
}

// entry is the content of a file of the archive, nil when there is none.
func (l *Library) entry(name string) []byte {
	f, err := l.zip.Open(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil
	}
	return data
}

// Fset is the file set of all cells of all sessions with this library.
func (l *Library) Fset() *token.FileSet { return l.fset }

// Stamp says what the library was made from: the version of Go, and for each
// of this module's packages a fingerprint of its declarations.
func (l *Library) Stamp() string { return l.stamp }

// Packages lists what can be imported, this module's packages first.
func (l *Library) Packages() []Package { return l.packages }

// Import returns the types of a package. It implements types.Importer. The
// error says in a learner's words why there is no such package.
func (l *Library) Import(path string) (*types.Package, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.read(path)
}

func (l *Library) read(path string) (*types.Package, error) {
	if l.done[path] {
		return l.types[path], nil
	}
	data := l.entry("export/" + path)
	if data == nil {
		return nil, missing(path)
	}
	pkg, err := gcexportdata.Read(bytes.NewReader(data), l.fset, l.types, path)
	if err != nil {
		return nil, fmt.Errorf("the built-in library is damaged: %w", err)
	}
	l.done[path] = true
	return pkg, nil
}

// missing says why path can't be imported.
func missing(path string) error {
	first, _, _ := strings.Cut(path, "/")
	switch {
	case path == "C":
		return fmt.Errorf("cgo is not available in a notebook")
	case strings.Contains(path, "internal"):
		return fmt.Errorf("internal packages cannot be imported")
	case strings.Contains(first, "."):
		return fmt.Errorf("a notebook has the standard library and the packages of Spawnlab; other modules are not available")
	}
	return fmt.Errorf("package %s is not in std", path)
}
