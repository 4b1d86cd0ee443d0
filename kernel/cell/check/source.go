package check

import (
	"embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"path"
)

// Shims stand for the generic parts of packages that are native otherwise,
// and for functions of packages compiled from Go's own source that need
// something which lowered code has not.
//
//go:embed shims/*.go
var shims embed.FS

// shimFiles names the shim of each package that has one.
var shimFiles = map[string]string{
	"errors":       "errors.go",
	"iter":         "iter.go",
	"maps":         "maps.go",
	"math/rand/v2": "rand.go",
	"reflect":      "reflect.go",
	"slices":       "slices.go",
	"sync":         "sync.go",
	"sync/atomic":  "atomic.go",
}

// nativePath is the package that shims call; cells cannot import it.
const nativePath = module + "kernel/cell/native"

// Source returns the package that is lowered from source for an import path,
// or nil when there is none: then everything in it is native. Its package is
// not the one that Import returns: objects correspond by name.
func (l *Library) Source(importPath string) *Source {
	l.mu.Lock()
	defer l.mu.Unlock()
	if s, ok := l.sources[importPath]; ok {
		return s
	}
	s := l.load(importPath)
	l.sources[importPath] = s
	return s
}

func (l *Library) load(importPath string) *Source {
	files := l.sourceFiles(importPath)
	if shim, ok := shimFiles[importPath]; ok {
		text, err := shims.ReadFile("shims/" + shim)
		if err != nil {
			panic("check: " + err.Error())
		}
		files = override(files, l.parse("shims/"+shim, text))
	}
	if len(files) == 0 {
		return nil
	}
	s := &Source{Path: importPath, Info: newInfo(), Files: files}
	s.Pkg = types.NewPackage(importPath, files[0].Name.Name)
	if own(importPath) {
		l.beside(s)
	}
	if err := l.check(s); err != nil {
		panic("check: source of " + importPath + ": " + err.Error())
	}
	s.Funcs = functions(files)
	return s
}

// sourceFiles are the files of a package in the archive.
func (l *Library) sourceFiles(importPath string) []*ast.File {
	dir := "source/" + importPath
	names, err := fs.Glob(l.zip, dir+"/*.go")
	if err != nil {
		return nil
	}
	var files []*ast.File
	for _, name := range names {
		files = append(files, l.parse(importPath+"/"+path.Base(name), l.entry(name)))
	}
	return files
}

func (l *Library) parse(name string, text []byte) *ast.File {
	f, err := parser.ParseFile(l.fset, name, text, parser.SkipObjectResolution)
	if err != nil {
		panic("check: the built-in library is damaged: " + err.Error())
	}
	return f
}

// override adds the shim to files and takes the functions out of them that it
// has too.
func override(files []*ast.File, shim *ast.File) []*ast.File {
	has := functions([]*ast.File{shim})
	for _, f := range files {
		var keep []ast.Decl
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); !ok || has[funcName(fn)] == nil {
				keep = append(keep, d)
			}
		}
		f.Decls = keep
	}
	return append(files, shim)
}

// beside lets the generic part of one of this module's packages see the rest
// of the package, which is native.
func (l *Library) beside(s *Source) {
	pkg, err := l.read(s.Path)
	if err != nil {
		panic("check: " + err.Error())
	}
	rest := types.NewScope(types.Universe, token.NoPos, token.NoPos, "native part")
	for _, name := range pkg.Scope().Names() {
		rest.Insert(pkg.Scope().Lookup(name))
	}
	setParent(s.Pkg.Scope(), rest)
}

func (l *Library) check(s *Source) error {
	var first error
	conf := types.Config{
		Importer: importer(l.readInternal),
		Sizes:    sizes,
		// Functions that shims replace may have been the only users.
		DisableUnusedImportCheck: true,
		Error: func(err error) {
			if first == nil {
				first = err
			}
		},
	}
	// The first error is kept; the others follow from it.
	_ = types.NewChecker(&conf, l.fset, s.Pkg, s.Info).Files(s.Files)
	return first
}

// readInternal imports for shims: the native package too.
func (l *Library) readInternal(importPath string) (*types.Package, error) {
	if importPath != nativePath || l.done[nativePath] {
		return l.read(importPath)
	}
	text, err := shims.ReadFile("shims/native.go")
	if err != nil {
		return nil, err
	}
	conf := types.Config{IgnoreFuncBodies: true, Error: func(error) {}}
	pkg, err := conf.Check(nativePath, l.fset, []*ast.File{l.parse("shims/native.go", text)}, nil)
	if pkg == nil {
		return nil, fmt.Errorf("shims/native.go: %w", err)
	}
	pkg.MarkComplete()
	l.types[nativePath], l.done[nativePath] = pkg, true
	return pkg, nil
}

type importer func(path string) (*types.Package, error)

func (i importer) Import(path string) (*types.Package, error) { return i(path) }

// sizes are those of the targets that we support; js/wasm has them too.
var sizes = types.SizesFor("gc", "amd64")

func newInfo() *types.Info {
	return &types.Info{
		Types:        map[ast.Expr]types.TypeAndValue{},
		Instances:    map[*ast.Ident]types.Instance{},
		Defs:         map[*ast.Ident]types.Object{},
		Uses:         map[*ast.Ident]types.Object{},
		Implicits:    map[ast.Node]types.Object{},
		Selections:   map[*ast.SelectorExpr]*types.Selection{},
		Scopes:       map[ast.Node]*types.Scope{},
		FileVersions: map[*ast.File]string{},
	}
}

// functions indexes declarations by "Name" or "Type.Name".
func functions(files []*ast.File) map[string]*ast.FuncDecl {
	m := map[string]*ast.FuncDecl{}
	for _, f := range files {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				m[funcName(fn)] = fn
			}
		}
	}
	return m
}

func funcName(fn *ast.FuncDecl) string {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return fn.Name.Name
	}
	base := receiverBase(fn.Recv.List[0].Type)
	if base == nil {
		return fn.Name.Name
	}
	return base.Name + "." + fn.Name.Name
}

// receiverBase is the type's name in a receiver, nil when it has none.
func receiverBase(e ast.Expr) *ast.Ident {
	switch x := e.(type) {
	case *ast.Ident:
		return x
	case *ast.StarExpr:
		return receiverBase(x.X)
	case *ast.ParenExpr:
		return receiverBase(x.X)
	case *ast.IndexExpr:
		return receiverBase(x.X)
	case *ast.IndexListExpr:
		return receiverBase(x.X)
	}
	return nil
}
