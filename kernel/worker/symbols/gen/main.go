// Gen writes the symbol tables of package symbols: one file for each package
// of the Go library and of this module that cells may import. It knows types
// only, from source, and the same tables serve every platform: a name that
// one of them lacks is left out.
//
// Usage, in the folder of package symbols: go run ./gen
package main

import (
	"bytes"
	"fmt"
	"go/format"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("gen: ")
	files, err := generate()
	if err != nil {
		log.Fatal(err)
	}
	if err := write(".", files); err != nil {
		log.Fatal(err)
	}
}

// generate returns the text of all generated files by name.
func generate() (map[string][]byte, error) {
	var surveys []survey
	for _, p := range platforms {
		s, err := load(p)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.os, err)
		}
		surveys = append(surveys, s)
	}
	files := map[string][]byte{}
	var done []*pkgTable
	for _, path := range common(surveys) {
		t := tabulate(surveys, path)
		if t.empty() {
			continue
		}
		text, err := format.Source(t.file())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		files[t.fileName()] = text
		done = append(done, t)
	}
	for name, text := range indexes(done) {
		text, err := format.Source(text)
		if err != nil {
			return nil, err
		}
		files[name] = text
	}
	return files, nil
}

// common lists the paths that every platform has, sorted.
func common(surveys []survey) []string {
	var list []string
	for path := range surveys[0] {
		everywhere := true
		for _, s := range surveys[1:] {
			everywhere = everywhere && s[path] != nil
		}
		if everywhere {
			list = append(list, path)
		}
	}
	sort.Strings(list)
	return list
}

// indexes are the files that list the packages: those of a page, and the rest.
func indexes(tables []*pkgTable) map[string][]byte {
	var page, rest bytes.Buffer
	page.WriteString(header + `package symbols

// generated makes the table of a package, by import path.
var generated = map[string]func() table{
`)
	rest.WriteString(header + notInPage + `package symbols

func init() {
`)
	for _, t := range tables {
		if inPage(t.path) {
			fmt.Fprintf(&page, "%q: %s,\n", t.path, t.ident())
		} else {
			fmt.Fprintf(&rest, "generated[%q] = %s\n", t.path, t.ident())
		}
	}
	page.WriteString("}\n")
	rest.WriteString("}\n")
	return map[string][]byte{"z_index.go": page.Bytes(), "z_index_rest.go": rest.Bytes()}
}

// write replaces the generated files in dir.
func write(dir string, files map[string][]byte) error {
	old, err := filepath.Glob(filepath.Join(dir, "z_*.go"))
	if err != nil {
		return err
	}
	for _, name := range old {
		if _, keep := files[filepath.Base(name)]; !keep {
			if err := os.Remove(name); err != nil {
				return err
			}
		}
	}
	for name, text := range files {
		file := filepath.Join(dir, name)
		if now, err := os.ReadFile(file); err == nil && bytes.Equal(now, text) {
			continue
		}
		if err := os.WriteFile(file, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// fileName is where the table of a package goes. The end of a name must not
// look like a platform or a test.
func (t *pkgTable) fileName() string { return "z_" + t.ident() + "_pkg.go" }

// ident is the path as an identifier.
func (t *pkgTable) ident() string {
	prefix, path := "p_", t.path
	if rest, ours := strings.CutPrefix(path, module); ours {
		prefix, path = "own_", rest
	}
	return prefix + strings.NewReplacer("/", "_", ".", "_", "-", "_").Replace(path)
}
