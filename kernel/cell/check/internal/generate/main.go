//go:build !js

// Command generate writes the library of the cell checker: type information
// of the standard library and of this module's packages for learners, and the
// sources of packages that are compiled with the cell. It needs the go
// command; nothing at run time does.
//
// Usage: generate OUTPUT MODULEDIR.
package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/tools/go/gcexportdata"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: generate OUTPUT MODULEDIR")
	}
	data, err := library(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[1], data, 0o666); err != nil {
		log.Fatal(err)
	}
}

// library makes the archive: the entries "stamp" and "packages", and for each
// package "export/PATH", "doc/PATH" and, where cells need it, "source/PATH/FILE".
func library(module string) ([]byte, error) {
	std, err := list(module, "std")
	if err != nil {
		return nil, err
	}
	own, stamps, err := ownPackages(module)
	if err != nil {
		return nil, err
	}
	pkgs := append(own, std...)
	var out bytes.Buffer
	a := &archive{w: zip.NewWriter(&out)}
	a.w.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestCompression)
	})
	a.add("stamp", []byte(minor(runtime.Version())+"\n"+stamps))
	a.exports(pkgs)
	for _, p := range append(pkgs, listed{path: "builtin", name: "builtin", dir: filepath.Join(runtime.GOROOT(), "src/builtin")}) {
		a.sources(p)
		a.docs(p)
	}
	if a.err != nil {
		return nil, a.err
	}
	err = a.w.Close()
	return out.Bytes(), err
}

// minor cuts go1.26.3 to go1.26.
func minor(version string) string {
	parts := strings.SplitN(version, ".", 3)
	return strings.Join(parts[:min(2, len(parts))], ".")
}

// A listed package is one line of go list.
type listed struct {
	path, name, dir, export string
}

// list asks the go command for importable packages and their export data,
// always for the same target, so that the result does not depend on the host.
func list(dir string, patterns ...string) ([]listed, error) {
	cmd := exec.Command("go", append([]string{"list", "-e", "-export", "-f", "{{.ImportPath}}\t{{.Name}}\t{{.Dir}}\t{{.Export}}"}, patterns...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list %v: %w", patterns, err)
	}
	var pkgs []listed
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(f) == 4 && public(f[0]) && f[1] != "main" {
			pkgs = append(pkgs, listed{f[0], f[1], f[2], f[3]})
		}
	}
	return pkgs, nil
}

// public leaves out what a cell cannot or should not import.
func public(path string) bool {
	switch path {
	case "unsafe", "runtime/cgo", "runtime/race":
		return false
	}
	for part := range strings.SplitSeq(path, "/") {
		if part == "internal" || part == "vendor" {
			return false
		}
	}
	return true
}

type archive struct {
	w   *zip.Writer
	err error
}

func (a *archive) add(name string, data []byte) {
	if a.err != nil {
		return
	}
	w, err := a.w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err == nil {
		_, err = w.Write(data)
	}
	a.err = err
}

// exports adds the type information of every package, without positions. A
// package that does not compile is left out with a warning.
func (a *archive) exports(pkgs []listed) {
	fset, imports := token.NewFileSet(), map[string]*types.Package{}
	var index strings.Builder
	for _, p := range pkgs {
		data, err := export(p, fset, imports)
		if err != nil {
			log.Printf("left out: %s: %v", p.path, err)
			continue
		}
		a.add("export/"+p.path, data)
		fmt.Fprintf(&index, "%s %s\n", p.path, p.name)
	}
	a.add("packages", []byte(index.String()))
}

func export(p listed, fset *token.FileSet, imports map[string]*types.Package) ([]byte, error) {
	if p.export == "" {
		return nil, errors.New("it does not compile")
	}
	f, err := os.Open(p.export)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r, err := gcexportdata.NewReader(f)
	if err != nil {
		return nil, err
	}
	pkg, err := gcexportdata.Read(r, fset, imports, p.path)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = gcexportdata.Write(&out, nil, pkg)
	return out.Bytes(), err
}
