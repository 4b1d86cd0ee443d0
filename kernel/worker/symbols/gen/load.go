package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// platforms are those that the tables have to compile for.
var platforms = []platform{{"linux", "amd64"}, {"darwin", "arm64"}, {"windows", "amd64"}, {"js", "wasm"}}

type platform struct{ os, arch string }

// A survey holds the packages of one platform by import path.
type survey map[string]*types.Package

// module is the prefix of this module's packages.
const module = "github.com/spawnlab/spawnlab/"

// patterns are what the tables cover, as go list understands it.
var patterns = []string{"std", module + "runtime/...", module + "labs/..."}

// excluded packages do harm in a process that goes on, or are not for cells.
var excluded = map[string]string{
	"plugin":             "loads code",
	"runtime/cgo":        "is part of cgo",
	"runtime/race":       "is part of the race detector",
	"unsafe":             "is refused",
	"time/tzdata":        "is 450 KB that systems have",
	"testing/cryptotest": "is for tests of cryptography",
	"simd/archsimd":      "is an experiment",
}

// listed is what go list tells of a package.
type listed struct {
	ImportPath, Dir, Name string
	GoFiles               []string
	ImportMap             map[string]string
	Standard              bool
	Error                 *struct{ Err string }
}

// load type-checks the declarations of all packages for a platform.
func load(p platform) (survey, error) {
	list, err := list(p)
	if err != nil {
		return nil, err
	}
	all := survey{"unsafe": types.Unsafe}
	chosen := survey{}
	fset := token.NewFileSet()
	for _, l := range list {
		if l.ImportPath == "unsafe" {
			continue
		}
		pkg, err := check(fset, l, all, p)
		if err != nil {
			return nil, err
		}
		all[l.ImportPath] = pkg
		if public(l) {
			chosen[l.ImportPath] = pkg
		}
	}
	return chosen, nil
}

func list(p platform) ([]listed, error) {
	args := append([]string{"list", "-e", "-deps", "-json=ImportPath,Dir,Name,GoFiles,ImportMap,Standard,Error"}, patterns...)
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "GOOS="+p.os, "GOARCH="+p.arch, "CGO_ENABLED=0", "GOFLAGS=-mod=mod")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var list []listed
	dec := json.NewDecoder(out)
	for {
		var l listed
		if err := dec.Decode(&l); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		list = append(list, l)
	}
	return list, cmd.Wait()
}

// public reports whether cells may import the package.
func public(l listed) bool {
	_, no := excluded[l.ImportPath]
	return !no && l.Name != "main" && len(l.GoFiles) > 0 &&
		!strings.Contains("/"+l.ImportPath+"/", "/internal/") && !strings.HasPrefix(l.ImportPath, "vendor/") &&
		(l.Standard || strings.HasPrefix(l.ImportPath, module))
}

func check(fset *token.FileSet, l listed, done survey, p platform) (*types.Package, error) {
	var files []*ast.File
	for _, name := range l.GoFiles {
		f, err := parser.ParseFile(fset, filepath.Join(l.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	conf := types.Config{
		IgnoreFuncBodies: true,
		FakeImportC:      true,
		Sizes:            types.SizesFor("gc", p.arch),
		Error:            func(error) {},
		Importer:         importer{l.ImportMap, done},
	}
	pkg, err := conf.Check(l.ImportPath, fset, files, nil)
	if err != nil && public(l) {
		return nil, fmt.Errorf("%s: %w", l.ImportPath, err)
	}
	return pkg, nil
}

// importer finds the packages that were checked before.
type importer struct {
	vendored map[string]string
	done     survey
}

func (i importer) Import(path string) (*types.Package, error) {
	if v, ok := i.vendored[path]; ok {
		path = v
	}
	if pkg := i.done[path]; pkg != nil {
		return pkg, nil
	}
	return nil, fmt.Errorf("no package %s", path)
}
