// Package spawnlab_test holds the rules that span packages.
package spawnlab_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/spawnlab/spawnlab/"

// A listed is what go list says of one package.
type listed struct {
	ImportPath   string
	Standard     bool
	Imports      []string
	Deps         []string
	TestImports  []string
	XTestImports []string
}

// packages lists the packages of the module as they are built for goos.
func packages(t *testing.T, goos, goarch string, patterns ...string) []listed {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Standard,Imports,Deps,TestImports,XTestImports"}, patterns...)...)
	cmd.Env = append(cmd.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr(err))
	}
	var list []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); err == io.EOF {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

func stderr(err error) []byte {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.Stderr
	}
	return nil
}

// within reports whether path is the package, or below the folder, pattern/...
func within(path, pattern string) bool {
	folder, all := strings.CutSuffix(pattern, "/...")
	return path == folder || all && strings.HasPrefix(path, folder+"/")
}

func withinAny(path string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return within(path, p) })
}

// A layer says which packages of the module others may import directly.
type layer struct {
	pkg    string
	may    []string
	reason string
}

var layers = []layer{
	{"runtime/...", []string{"runtime/..."}, "the runtime is a library without a notebook in sight"},
	{"labs/display", nil, "values that show themselves are a leaf"},
	{"labs/...", []string{"labs/...", "runtime/..."}, "labs use only the public runtime API"},
	{"kernel/wire", nil, "bytes and HMAC only"},
	{"kernel/protocol", []string{"kernel/wire"}, "message contents know no language"},
	{"kernel/transport/...", []string{"kernel/transport/...", "kernel/wire"}, "sockets know frames only"},
	{"kernel/session", []string{"kernel/protocol", "kernel/wire"}, "the session knows Jupyter and nothing of Go evaluation"},
	{"kernel/link", nil, "frames are bytes"},
	{"kernel/kernelspec", nil, "installation knows no evaluation"},
	{"kernel/cell/check/...", []string{"kernel/cell/..."}, "checking is pure"},
	{"kernel/cell/native", nil, "what lowered code calls knows neither compiler nor process"},
	{"kernel/cell/lower", []string{"kernel/cell/check", "kernel/cell/native"}, "lowering knows neither yaegi nor Jupyter"},
	{"kernel/worker/...", []string{"kernel/worker/...", "kernel/cell/...", "kernel/link", "labs/...", "runtime/..."}, "the worker speaks the link only"},
	{"kernel/keeper", []string{"kernel/session", "kernel/cell/check", "kernel/link"}, "the keeper never runs learner code"},
	{"kernel/cmd/...", []string{"kernel/...", "runtime/..."}, "wiring"},
}

func layerOf(path string) *layer {
	for i := range layers {
		if within(path, layers[i].pkg) {
			return &layers[i]
		}
	}
	return nil
}

func TestLayers(t *testing.T) {
	for _, p := range packages(t, "linux", "amd64", "./...") {
		path := strings.TrimPrefix(p.ImportPath, module)
		if path+"/" == module {
			continue
		}
		l := layerOf(path)
		if l == nil {
			t.Errorf("%s is in no layer: add it to the table with its reason", path)
			continue
		}
		for _, imp := range p.Imports {
			in, ours := strings.CutPrefix(imp, module)
			if ours && !withinAny(in, l.may) && !within(in, strings.TrimSuffix(l.pkg, "/...")) {
				t.Errorf("%s imports %s: %s", path, in, l.reason)
			}
		}
	}
}

// importers are the only packages that may import a third-party module,
// tests included; testOnly modules may be imported by tests alone.
var importers = map[string][]string{
	"github.com/traefik/yaegi":    {"kernel/worker/..."},
	"github.com/go-zeromq/zmq4":   {"kernel/transport/..."},
	"github.com/google/uuid":      {"kernel/wire", "kernel/session"},
	"golang.org/x/tools":          {"kernel/cell/check/..."},
	"golang.org/x/sync":           {},
	"github.com/google/go-cmp":    {},
	"github.com/rogpeppe/":        {},
	"go.uber.org/goleak":          {},
	"golang.org/x/text":           {},
	"github.com/go-zeromq/goczmq": {},
}

func TestThirdParties(t *testing.T) {
	for _, p := range packages(t, "linux", "amd64", "./...") {
		path := strings.TrimPrefix(p.ImportPath, module)
		for _, imp := range p.Imports {
			if strings.HasPrefix(imp, module) || !strings.Contains(strings.Split(imp, "/")[0], ".") {
				continue
			}
			if by, ok := thirdParty(imp); !ok {
				t.Errorf("%s imports %s, which is in no table: a dependency needs a sentence in docs/architecture.md", path, imp)
			} else if !withinAny(path, by) {
				t.Errorf("%s imports %s, which only %v may", path, imp, by)
			}
		}
		if within(path, "runtime/...") {
			for _, dep := range p.Deps {
				if strings.Contains(strings.Split(dep, "/")[0], ".") && !strings.HasPrefix(dep, module+"runtime/") {
					t.Errorf("%s depends on %s: the runtime imports the standard library only", path, dep)
				}
			}
		}
	}
}

func thirdParty(imp string) (by []string, ok bool) {
	for prefix, by := range importers {
		if strings.HasPrefix(imp, prefix) {
			return by, true
		}
	}
	return nil, false
}

// What a web page can't give, so that the kernel may run in one some day: these
// imports stay in transport, keeper, kernelspec and cmd.
var notInAPage = []string{"os/exec", "os/signal", "syscall", "plugin", "net", "golang.org/x/sys/..."}

func TestNothingThatAWebPageLacks(t *testing.T) {
	pages := []string{"./runtime/...", "./labs/...", "./kernel/cell/...", "./kernel/link/...", "./kernel/worker/...", "./kernel/protocol/..."}
	for _, p := range packages(t, "js", "wasm", pages...) {
		path := strings.TrimPrefix(p.ImportPath, module)
		if within(path, "kernel/worker/symbols/...") || strings.HasSuffix(path, "/gen") {
			continue // tables of the whole library, and programs of go generate
		}
		for _, imp := range p.Imports {
			if withinAny(imp, notInAPage) || strings.HasPrefix(imp, "github.com/go-zeromq") {
				t.Errorf("%s imports %s, which a web page lacks", path, imp)
			}
		}
	}
}
