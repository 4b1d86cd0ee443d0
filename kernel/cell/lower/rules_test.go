package lower_test

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
	"github.com/spawnlab/spawnlab/kernel/cell/lower"
	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

var updateRules = flag.Bool("update-rules", false, "rewrite testdata/rules/*.golden")

var rulesLibrary = sync.OnceValue(check.NewLibrary)

// few is a library of the few functions that the rules use.
type few map[string]any

func (f few) Lookup(path, name string) (reflect.Value, bool) {
	v, ok := f[path+"."+name]
	return reflect.ValueOf(v), ok
}

func (few) Wrapper(reflect.Type) (reflect.Type, bool) { return nil, false }

// TestRules compares the lowered text of one cell per rule with what it was
// when it was last looked at. Symbols have readable names there.
func TestRules(t *testing.T) {
	files, err := filepath.Glob("testdata/rules/*.cell")
	if err != nil || len(files) == 0 {
		t.Fatalf("no rules: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".cell"), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(file, ".cell") + ".golden"
			got := lowered(t, string(src))
			if *updateRules {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s lowers to\n%s\nwant\n%s", file, got, want)
			}
		})
	}
}

// lowered is the readable lowered text of a cell.
func lowered(t *testing.T, src string) string {
	t.Helper()
	c, err := check.NewSession(rulesLibrary(), check.Options{}).Check("rule", 1, src)
	if err != nil {
		t.Fatal(err)
	}
	m := native.New(native.Hooks{})
	s := lower.New(rulesLibrary(), m, few{
		"fmt.Println": m.Println, "fmt.Sprint": m.Sprint,
		"io.Reader": (*io.Reader)(nil), "io.ReadCloser": (*io.ReadCloser)(nil),
	})
	s.ReadPlainly()
	u, err := s.Lower(c)
	if err != nil {
		t.Fatal(err)
	}
	defer u.Rollback()
	return readable(s, u.Text)
}

var (
	lineRx   = regexp.MustCompile(`/\*line [^*]*\*/`)
	symbolRx = regexp.MustCompile(`ty\.S[0-9]+`)
	checkRx  = regexp.MustCompile(`if \*«[^»]*Flag[^»]*» != 0 \{\n[^\n]*\n\}\n`)
	swapRx   = regexp.MustCompile(`if \*«\*int32» != 0 \{\n([^}]*\n)?\}\n`)
	placeRx  = regexp.MustCompile(`«At(Statement)?»\([^\n]*\n`)
	structRx = regexp.MustCompile(`struct \{[^«»]*\}`)
)

// readable takes places, checkpoints and the calls of newer versions out of
// lowered text, names its symbols, and drops what is the same in every unit.
func readable(s *lower.Session, text string) string {
	text = lineRx.ReplaceAllString(text, "")
	kinds := map[string]string{}
	text = symbolRx.ReplaceAllStringFunc(text, func(symbol string) string {
		name := s.SymbolName(symbol)
		if structRx.MatchString(name) {
			if kinds[name] == "" {
				kinds[name] = fmt.Sprintf("T%d", len(kinds)+1)
			}
			name = structRx.ReplaceAllString(name, kinds[name])
		}
		return "«" + name + "»"
	})
	text = placeRx.ReplaceAllString(text, "")
	text = swapRx.ReplaceAllString(checkRx.ReplaceAllString(text, ""), "")
	_, text, _ = strings.Cut(text, "import \"ty\"\n")
	text, _, _ = strings.Cut(text, "func Reg()")
	return indented(text)
}

// indented indents the lines by the blocks that they stand in.
func indented(text string) string {
	var b strings.Builder
	depth := 0
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "}") {
			depth--
		}
		b.WriteString(strings.Repeat("\t", max(depth, 0)) + line)
		if strings.HasSuffix(line, "{\n") {
			depth++
		}
	}
	return b.String()
}
