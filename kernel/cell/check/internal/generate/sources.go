//go:build !js

package main

import (
	"bytes"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"strings"

	"github.com/spawnlab/spawnlab/kernel/cell/check/internal/stamp"
)

// fromSource are the packages of the standard library whose own source is
// compiled with the cell.
var fromSource = map[string]bool{"cmp": true, "maps": true, "slices": true}

// ownPackages lists this module's packages for learners and a line of the
// stamp for each.
func ownPackages(module string) (pkgs []listed, stamps string, err error) {
	dirs, err := stamp.Packages(filepath.Join(module, "runtime"), filepath.Join(module, "labs"))
	if err != nil || len(dirs) == 0 {
		return nil, "", err
	}
	var patterns []string
	for _, dir := range dirs {
		rel, err := filepath.Rel(module, dir)
		if err != nil {
			return nil, "", err
		}
		sum, err := stamp.Of(dir)
		if err != nil {
			return nil, "", err
		}
		patterns = append(patterns, "./"+filepath.ToSlash(rel))
		stamps += filepath.ToSlash(rel) + " " + sum + "\n"
	}
	pkgs, err = list(module, patterns...)
	return pkgs, stamps, err
}

// sources adds the files of p that cells are compiled with.
func (a *archive) sources(p listed) {
	names, err := filepath.Glob(filepath.Join(p.dir, "*.go"))
	if err != nil {
		a.err = err
		return
	}
	for _, name := range names {
		base := filepath.Base(name)
		own := strings.Contains(p.path, ".") && base == stamp.Generic
		if !own && !fromSource[p.path] || strings.HasSuffix(base, "_test.go") {
			continue
		}
		text, err := compact(name)
		if err != nil {
			a.err = err
			return
		}
		a.add("source/"+p.path+"/"+base, text)
	}
}

// compact is the file without its comments, but with the licence above the
// package clause.
func compact(name string) ([]byte, error) {
	src, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if head, _, ok := strings.Cut(string(src), "\n\n"); ok && strings.HasPrefix(head, "// Copyright") {
		out.WriteString(head + "\n\n")
	}
	err = printer.Fprint(&out, fset, f)
	return out.Bytes(), err
}
