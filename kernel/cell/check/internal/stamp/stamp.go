// Package stamp fingerprints what the library knows of a Go package: its
// declarations, without comments and function bodies. It knows source text
// only, and serves the generator and the test that finds the library stale.
package stamp

import (
	"crypto/sha256"
	"encoding/hex"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Generic is the file whose function bodies count too, since cells are
// compiled from its source.
const Generic = "generic.go"

// Of returns the fingerprint of the package in dir.
func Of(dir string) (string, error) {
	files, err := sources(dir)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, name := range files {
		if err := write(sum, name); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:12]), nil
}

// Packages lists the directories below the given ones that hold an importable
// package, in order: not internal, not a command, not test data.
func Packages(roots ...string) ([]string, error) {
	var dirs []string
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if os.IsNotExist(err) {
				return nil
			}
			if err != nil || !d.IsDir() {
				return err
			}
			if hidden(d.Name()) {
				return filepath.SkipDir
			}
			if importable(path) {
				dirs = append(dirs, path)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return dirs, nil
}

func hidden(dir string) bool {
	return dir == "internal" || dir == "testdata" || strings.HasPrefix(dir, "_") || strings.HasPrefix(dir, ".") && len(dir) > 2
}

func importable(dir string) bool {
	files, err := sources(dir)
	if err != nil || len(files) == 0 {
		return false
	}
	f, err := parser.ParseFile(token.NewFileSet(), files[0], nil, parser.PackageClauseOnly)
	return err == nil && f.Name.Name != "main"
}

// sources lists the Go files of dir that are no tests, in order.
func sources(dir string) ([]string, error) {
	all, err := filepath.Glob(filepath.Join(dir, "*.go"))
	var files []string
	for _, name := range all {
		if !strings.HasSuffix(name, "_test.go") {
			files = append(files, name)
		}
	}
	return files, err
}

func write(w io.Writer, name string) error {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	if filepath.Base(name) != Generic {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				fn.Body = nil
			}
		}
	}
	return printer.Fprint(w, fset, f)
}
