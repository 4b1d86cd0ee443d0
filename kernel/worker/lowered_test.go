package worker

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
	"github.com/spawnlab/spawnlab/kernel/cell/lower"
	"github.com/spawnlab/spawnlab/kernel/cell/native"
	"github.com/spawnlab/spawnlab/kernel/worker/symbols"
)

// testLibrary is shared by all tests: it is read only.
var testLibrary = sync.OnceValue(check.NewLibrary)

// A harness checks, lowers, loads and runs cells, as the worker does, and
// keeps what they print.
type harness struct {
	checker *check.Session
	lowerer *lower.Session
	machine *native.Machine
	count   int

	out *os.File // both streams, in order; also the os.Stdout of cells

	mu      sync.Mutex
	shown   []string
	crashed *native.Crash
	frames  []native.Frame // of the last cell's panic
	code    int
	text    string // lowered text of the last cell
}

func newHarness(t *testing.T) *harness {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { out.Close() })
	h := &harness{out: out, code: -1}
	table := &symbols.Table{}
	h.machine = native.New(native.Hooks{
		Stdout:  h.write,
		Stderr:  h.write,
		Exit:    h.exit,
		Crashed: h.crash,
		Wrapper: func(t reflect.Type) (reflect.Type, bool) { return table.Wrapper(t) },
		Display: h.show,
	})
	overrides := h.machine.Overrides()
	overrides["os"]["Stdout"] = reflect.ValueOf(&h.out).Elem()
	table = symbols.New(overrides)
	h.checker = check.NewSession(testLibrary(), check.Options{})
	h.lowerer = lower.New(testLibrary(), h.machine, table)
	return h
}

func (h *harness) write(_ *native.Thread, text []byte) (int, error) { return h.out.Write(text) }

func (h *harness) exit(t *native.Thread, code int) {
	h.mu.Lock()
	h.code = code
	h.mu.Unlock()
	t.Exit()
}

// crash is a panic in a goroutine: it ends a compiled program.
func (h *harness) crash(t *native.Thread, p *native.Crash) {
	h.mu.Lock()
	h.crashed = p
	h.mu.Unlock()
	t.Root().Exit()
}

func (h *harness) show(_ *native.Thread, values []any, types []string) {
	for i, v := range values {
		h.shown = append(h.shown, h.machine.Sprintf("%+v %s", v, types[i]))
	}
}

// eval runs one cell and returns what it printed and showed, and the text of
// its panic. The error is that of checking or lowering.
func (h *harness) eval(src string) (string, error) {
	h.count++
	start, err := h.out.Seek(0, io.SeekEnd)
	if err != nil {
		return "", err
	}
	h.shown, h.crashed, h.frames = nil, nil, nil
	cell, err := h.checker.Check(fmt.Sprint("run", h.count), h.count, src)
	if err != nil {
		return "", err
	}
	unit, err := h.lowerer.Lower(cell)
	if err != nil {
		cell.Rollback()
		return "", err
	}
	h.text = unit.Text
	p, err := load(unit.Text, unit.Symbols, h.machine.Trace())
	if err != nil {
		unit.Rollback()
		cell.Rollback()
		return "", fmt.Errorf("%w in\n%s", err, numbered(unit.Text))
	}
	p.reg()
	unit.Commit()
	cell.Commit()
	outcome, err := h.run(p.main)
	if err != nil {
		return "", err
	}
	h.finish(outcome)
	text := make([]byte, 1<<20)
	n, err := h.out.ReadAt(text, start)
	if err != io.EOF {
		return "", err
	}
	return string(text[:n]), nil
}

func numbered(text string) string {
	var b strings.Builder
	i := 0
	for line := range strings.Lines(text) {
		i++
		fmt.Fprintf(&b, "%4d %s", i, line)
	}
	return b.String()
}

// run calls main on a thread of its own and ends what it left behind.
func (h *harness) run(main func()) (native.Outcome, error) {
	t := h.machine.NewThread("test", "main")
	done := make(chan native.Outcome, 1)
	go h.machine.Enter(t, main, func(o native.Outcome) { done <- o })
	select {
	case o := <-done:
		return o, nil
	case <-time.After(20 * time.Second):
		t.Kill()
		return native.Outcome{}, errors.New("still running after 20 s")
	}
}

// finish adds to the output what the cell showed, then a panic as Go reports
// it.
func (h *harness) finish(o native.Outcome) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, v := range h.shown {
		fmt.Fprintln(h.out, "=", v)
	}
	p := o.Crash
	if p == nil {
		p = h.crashed
	}
	if p != nil {
		h.code, h.frames = 2, p.Frames
		first, _, _ := strings.Cut(p.Text(), "\n")
		fmt.Fprintln(h.out, first)
	}
}

// TestLearnerPrograms runs programs as learners write them.
func TestLearnerPrograms(t *testing.T) { comparePrograms(t, "testdata/learn") }

// TestLanguage runs programs that look at one part of the language each.
func TestLanguage(t *testing.T) { comparePrograms(t, "testdata/lang") }

// comparePrograms compares small complete programs with what the Go toolchain
// made of them: the output, the first line of a panic and the exit code, or
// the complaints of the compiler.
func comparePrograms(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no programs: %v", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".go")
		t.Run(name, func(t *testing.T) {
			src, want := readFile(t, file), readFile(t, strings.TrimSuffix(file, ".go")+".out")
			if got := goRun(newHarness(t), src); got != want {
				t.Errorf("%s printed\n%s\nwant\n%s", name, got, want)
			}
		})
	}
}

func readFile(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// goRun runs a cell as go run would run a program. Of complaints it keeps the
// line and what gc and go/types word alike.
func goRun(h *harness, src string) string {
	out, err := h.eval(src)
	var complaints check.Errors
	switch {
	case errors.As(err, &complaints):
		var b strings.Builder
		for _, c := range complaints {
			fmt.Fprintf(&b, "%d: %s\n", c.Pos.Line, c.Msg)
		}
		return b.String() + "exit 1\n"
	case err != nil:
		return err.Error() + "\n"
	}
	return fmt.Sprintf("%sexit %d\n", out, max(h.code, 0))
}
