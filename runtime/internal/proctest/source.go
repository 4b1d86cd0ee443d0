package proctest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
)

// CheckSource checks the source of the package in the working folder, tests
// left out: values of a host's are in a form of their own, so none is printed
// as fmt likes or reflected on; and generic functions are in generic.go.
func CheckSource(t *testing.T) {
	t.Helper()
	for name, file := range files(t) {
		ast.Inspect(file, func(n ast.Node) bool {
			if complaint := complain(name, n); complaint != "" {
				t.Errorf("%s %s", name, complaint)
			}
			return true
		})
	}
}

// files parses the package in the working folder.
func files(t *testing.T) map[string]*ast.File {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	parsed := map[string]*ast.File{}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		parsed[e.Name()] = file
	}
	return parsed
}

// complain says what is wrong with a node; "" if nothing is.
func complain(file string, n ast.Node) string {
	switch n := n.(type) {
	case *ast.ImportSpec:
		if n.Path.Value == `"reflect"` {
			return "imports " + n.Path.Value
		}
	case *ast.BasicLit:
		text, _ := strconv.Unquote(n.Value)
		if n.Kind == token.STRING && (strings.Contains(text, "%v") || strings.Contains(text, "%+v") || strings.Contains(text, "%T")) {
			return "prints with " + n.Value
		}
	case *ast.SelectorExpr:
		pkg, _ := n.X.(*ast.Ident)
		if pkg != nil && pkg.Name == "fmt" && strings.HasPrefix(n.Sel.Name, "Sprint") && n.Sel.Name != "Sprintf" {
			return "prints with fmt." + n.Sel.Name
		}
	case *ast.FuncType:
		if n.TypeParams != nil && file != "generic.go" {
			return "has a generic function"
		}
	case *ast.TypeSpec:
		if n.TypeParams != nil && file != "generic.go" {
			return "has a generic type"
		}
	}
	return ""
}
