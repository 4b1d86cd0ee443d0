package process_test

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestGenericIsForeign compiles generic.go as a package of its own, which sees
// only what this one exports: hosts lower its source per type.
func TestGenericIsForeign(t *testing.T) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "generic.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range file.Unresolved {
		if ast.IsExported(id.Name) {
			id.Name = "process." + id.Name
		}
	}
	file.Name.Name = "foreign"
	var text bytes.Buffer
	if err := format.Node(&text, fset, file); err != nil {
		t.Fatal(err)
	}
	clause := "package foreign\n"
	source := strings.Replace(text.String(), clause, clause+"import \"github.com/spawnlab/spawnlab/runtime/process\"\n", 1)
	path := filepath.Join(t.TempDir(), "foreign.go")
	if err := os.WriteFile(path, []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("no go command to compile with")
	}
	if out, err := exec.Command(goTool, "vet", path).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s\n%s", err, out, source)
	}
}

// TestGenericsAreInOneFile: no other file has a type parameter.
func TestGenericsAreInOneFile(t *testing.T) {
	eachFile(t, func(name string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			if f, ok := n.(*ast.FuncType); ok && f.TypeParams != nil && name != "generic.go" {
				t.Errorf("%s has a generic function", name)
			}
			return true
		})
	})
}

// TestValuesAreNotLookedInto: only the default hooks may reflect on values, or
// print them as fmt likes: those of a host are in a form of its own.
func TestValuesAreNotLookedInto(t *testing.T) {
	hooks := []string{"copy.go", "difference.go"}
	eachFile(t, func(name string, file *ast.File) {
		if slices.Contains(hooks, name) {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				if n.Path.Value == `"reflect"` {
					t.Errorf("%s imports reflect", name)
				}
			case *ast.BasicLit:
				if text, _ := strconv.Unquote(n.Value); strings.Contains(text, "%v") || strings.Contains(text, "%+v") || strings.Contains(text, "%T") {
					t.Errorf("%s prints with %s", name, n.Value)
				}
			case *ast.SelectorExpr:
				if pkg, ok := n.X.(*ast.Ident); ok && pkg.Name == "fmt" && strings.HasPrefix(n.Sel.Name, "Sprint") && n.Sel.Name != "Sprintf" {
					t.Errorf("%s prints with fmt.%s", name, n.Sel.Name)
				}
			}
			return true
		})
	})
}

// eachFile parses the package's files, tests left out.
func eachFile(t *testing.T, do func(name string, file *ast.File)) {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		do(name, file)
	}
}
