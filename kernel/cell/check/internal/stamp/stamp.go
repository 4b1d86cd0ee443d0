// Package stamp fingerprints what the library knows of a Go package: the
// declarations that others can see, without comments and function bodies. It knows source text
// only, and serves the generator and the test that finds the library stale.
package stamp

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
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

// write writes the declarations of a file that others can see, without layout.
func write(w io.Writer, name string) error {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	for _, d := range f.Decls {
		if filepath.Base(name) != Generic && !visible(d) {
			continue
		}
		var text bytes.Buffer
		if err := printer.Fprint(&text, fset, d); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(w, strings.Join(strings.Fields(text.String()), "")); err != nil {
			return err
		}
	}
	return nil
}

// visible reports whether a declaration can matter to other packages, and
// takes the body off a function: all types and constants do, of the rest what
// is exported.
func visible(d ast.Decl) bool {
	switch d := d.(type) {
	case *ast.FuncDecl:
		d.Body = nil
		return d.Name.IsExported()
	case *ast.GenDecl:
		return d.Tok == token.TYPE || d.Tok == token.CONST || d.Tok == token.VAR && anyExported(d)
	}
	return false
}

func anyExported(d *ast.GenDecl) bool {
	for _, s := range d.Specs {
		for _, n := range s.(*ast.ValueSpec).Names {
			if n.IsExported() {
				return true
			}
		}
	}
	return false
}
