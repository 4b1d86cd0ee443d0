//go:build !js

package main

import (
	"encoding/json"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
)

// docs adds "doc/PATH": the documentation of the package's exported names as
// a JSON object, "" for the package and "Type.Method" for methods. Only the
// first paragraph of each is kept.
func (a *archive) docs(p listed) {
	d, err := document(p)
	if err != nil {
		a.err = err
		return
	}
	found := map[string]string{}
	note(found, "", d.Doc)
	notes(found, "", d.Funcs)
	values(found, d.Consts)
	values(found, d.Vars)
	for _, t := range d.Types {
		note(found, t.Name, t.Doc)
		notes(found, "", t.Funcs)
		notes(found, t.Name+".", t.Methods)
		values(found, t.Consts)
		values(found, t.Vars)
	}
	data, err := json.Marshal(found)
	if err != nil {
		a.err = err
		return
	}
	a.add("doc/"+p.path, data)
}

func document(p listed) (*doc.Package, error) {
	fset := token.NewFileSet()
	names, err := filepath.Glob(filepath.Join(p.dir, "*.go"))
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		if f.Name.Name == p.name {
			files = append(files, f)
		}
	}
	if p.path == "builtin" {
		return doc.NewFromFiles(fset, files, p.path, doc.AllDecls)
	}
	return doc.NewFromFiles(fset, files, p.path)
}

func notes(found map[string]string, prefix string, funcs []*doc.Func) {
	for _, f := range funcs {
		note(found, prefix+f.Name, f.Doc)
	}
}

// values notes what is said of a group of constants or variables at each.
func values(found map[string]string, groups []*doc.Value) {
	for _, g := range groups {
		for _, name := range g.Names {
			if ast.IsExported(name) || name == "nil" || name == "iota" {
				note(found, name, g.Doc)
			}
		}
	}
}

func note(found map[string]string, name, text string) {
	paragraph, _, _ := strings.Cut(strings.TrimSpace(text), "\n\n")
	if paragraph != "" && found[name] == "" {
		found[name] = paragraph
	}
}
