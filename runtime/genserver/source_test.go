package genserver_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spawnlab/spawnlab/runtime/internal/proctest"
)

func TestSource(t *testing.T) { proctest.CheckSource(t) }

// TestGenericIsForeign compiles generic.go as a package of its own, which sees
// only what this one exports: hosts lower its source per type.
func TestGenericIsForeign(t *testing.T) {
	text, err := os.ReadFile("generic.go")
	if err != nil {
		t.Fatal(err)
	}
	own := regexp.MustCompile(`\b(CallAny|CallOption|StartOption|StarterFunc|Server)\b`)
	source := own.ReplaceAllString(string(text), "genserver.$1")
	source = strings.Replace(source, "package genserver\n", "package foreign\n\nimport \"github.com/spawnlab/spawnlab/runtime/genserver\"\n", 1)
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
