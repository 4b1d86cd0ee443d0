//go:build unix

package keeper_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/kernel/keeper"
	"github.com/spawnlab/spawnlab/kernel/link"
)

// startReal makes a keeper whose workers evaluate Go, in processes of their
// own.
func startReal(t *testing.T) (*keeper.Keeper, *screen) {
	t.Helper()
	carrier := processCarrier("real worker")
	carrier.MemoryLimit = 0
	k, s := keeper.New(keeper.Config{Carrier: carrier}), &screen{}
	if err := k.Start(s); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := k.Close(context.Background()); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return k, s
}

// realPID asks the worker for its process id.
func realPID(t *testing.T, k *keeper.Keeper) int {
	t.Helper()
	text := strings.TrimPrefix(outcome(k.Execute(cell(99, "os.Getpid()"))), "= ")
	pid, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("os.Getpid() gave %q", text)
	}
	return pid
}

// whenShown calls f when something has been printed.
func whenShown(s *screen, f func()) {
	s.streamed = make(chan string, 1)
	go func() { <-s.streamed; f() }()
}

func TestRealCells(t *testing.T) {
	k, s := startReal(t)
	for _, tt := range []struct{ name, code, want string }{
		{"value", "x := 20\nx + 1", "= 21"},
		{"state", "x += 2; x * 2", "= 44"},
		{"compile error", "y := undefinde", "compile error: undefined: undefinde"},
		{"panic", "var xs []int\nxs[3]", "panic: runtime error: index out of range [3] with length 0"},
		{"output", "fmt.Println(\"hi\")", "ok"},
		{"after all that", "x", "= 22"},
	} {
		want(t, tt.name, outcome(k.Execute(cell(1, tt.code))), tt.want)
	}
	wantHas(t, "shown", s.take(), `c1 stdout "hi\n"`)
}

func TestRealInterruptKeepsState(t *testing.T) {
	k, s := startReal(t)
	k.Execute(cell(1, "n := 7"))
	whenShown(s, k.Interrupt)
	wantHas(t, "outcome", outcome(k.Execute(cell(2, "fmt.Println(1)\nfor {}"))), "KeyboardInterrupt: the cell was interrupted;")
	want(t, "state", outcome(k.Execute(cell(3, "n"))), "= 7")
}

func TestRealKillWhileCellRuns(t *testing.T) {
	k, s := startReal(t)
	k.Execute(cell(1, "cache := map[string]int{\"a\": 1}\nfunc double(n int) int { return 2 * n }"))
	pid := realPID(t, k)
	whenShown(s, func() { _ = syscall.Kill(pid, syscall.SIGKILL) })
	r := k.Execute(cell(2, "fmt.Println(1)\nfor {}"))
	want(t, "outcome", outcome(r), "WorkerStopped: the system killed it, most likely because memory was used up")
	wantHas(t, "traceback", strings.Join(r.Err.Traceback, "\n"), "Lost: cache (cell 1); all processes and tables.")
	want(t, "a function is kept", outcome(k.Execute(cell(3, "double(4)"))), "= 8")
	wantHas(t, "a variable is poisoned", outcome(k.Execute(cell(4, "cache[\"a\"]"))), "cache was lost when the worker stopped")
}

func TestRealKillBetweenCells(t *testing.T) {
	k, s := startReal(t)
	k.Execute(cell(1, "type T struct{ A int }"))
	pid := realPID(t, k)
	_ = syscall.Kill(pid, syscall.SIGKILL)
	want(t, "next cell", outcome(k.Execute(cell(2, "T{3}.A"))), "= 3")
	wantHas(t, "shown", s.take(), "the system killed it")
	if realPID(t, k) == pid {
		t.Error("the same worker answers")
	}
}

// A cell whose first statements have effects and then end the worker must not
// be taken for one that never began.
func TestRealCellThatKillsItsWorkerRunsOnce(t *testing.T) {
	k, _ := startReal(t)
	file := filepath.Join(t.TempDir(), "runs")
	code := fmt.Sprintf("f, _ := os.OpenFile(%q, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)\n", file) +
		"f.WriteString(\"x\")\np, _ := os.FindProcess(os.Getpid())\np.Kill()\nfor {}"
	for n := range 5 {
		wantHas(t, "outcome", outcome(k.Execute(cell(n+1, code))), "WorkerStopped")
	}
	got, err := os.ReadFile(file)
	want(t, "runs", string(got), "xxxxx")
	if err != nil {
		t.Error(err)
	}
}

func TestRealWorkerAnswersWhileCellRuns(t *testing.T) {
	k, s := startReal(t)
	answered := make(chan error, 1)
	whenShown(s, func() {
		_, err := k.Stats(context.Background())
		answered <- err
		k.Interrupt()
	})
	k.Execute(cell(1, "fmt.Println(1)\nfor {}"))
	if err := <-answered; err != nil {
		t.Error(err)
	}
}

func TestRealCloseLeavesNoProcess(t *testing.T) {
	k, s := startReal(t)
	pid := realPID(t, k)
	closed := make(chan error, 1)
	whenShown(s, func() { closed <- k.Close(context.Background()) })
	wantHas(t, "outcome", outcome(k.Execute(cell(1, "fmt.Println(1)\nfor {}"))), "KernelClosed")
	if err := <-closed; err != nil {
		t.Error(err)
	}
	if err := syscall.Kill(pid, 0); err != syscall.ESRCH {
		t.Errorf("process %d: %v, want %v", pid, err, syscall.ESRCH)
	}
}

// BenchmarkEmptyCell is a cell without code, from Execute to its result.
func BenchmarkEmptyCell(b *testing.B) {
	carrier := processCarrier("real worker")
	carrier.MemoryLimit = 0
	k := keeper.New(keeper.Config{Carrier: carrier})
	if err := k.Start(&screen{}); err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		n++
		k.Execute(cell(n, ""))
	}
	_ = k.Close(context.Background())
}

// BenchmarkRestart is the time from a worker's death to the answer of the cell
// that killed it, with 20 cells to replay.
func BenchmarkRestart(b *testing.B) {
	carrier := processCarrier("real worker")
	carrier.MemoryLimit = 0
	k := keeper.New(keeper.Config{Carrier: carrier})
	if err := k.Start(&screen{}); err != nil {
		b.Fatal(err)
	}
	for n := range 20 {
		k.Execute(cell(n+1, "type T struct{ A, B int }\nfunc f(t T) int { return t.A + t.B }\nx := f(T{1, 2})"))
	}
	for b.Loop() {
		r := k.Execute(cell(21, "p, _ := os.FindProcess(os.Getpid())\np.Kill()\nfor {}"))
		if r.Err == nil || r.Err.Name != "WorkerStopped" {
			b.Fatal(outcome(r))
		}
	}
	_ = k.Close(context.Background())
}

// The front is gone: the worker's input ends, and the worker with it, whatever
// runs in it.
func TestRealWorkerEndsWithItsInput(t *testing.T) {
	carrier := processCarrier("real worker")
	carrier.MemoryLimit = 0
	w, err := carrier.Start()
	if err != nil {
		t.Fatal(err)
	}
	frames := link.StartWriter(w.In)
	defer func() { w.Kill(); _ = w.Out.Close(); _ = w.Stderr.Close() }()
	_ = frames.Send(link.KindHello, link.Hello{Version: link.Version})
	_ = frames.Send(link.KindEval, link.Eval{Cell: "c1", Count: 1, Code: "fmt.Println(1)\nfor {}"})
	for up := link.NewReader(w.Out); ; {
		m, err := up.Next()
		if err != nil {
			t.Fatal(err)
		}
		if m.Kind == link.KindOutput {
			break
		}
	}
	_ = frames.Close()
	began := time.Now()
	_ = w.In.Close()
	limit := time.AfterFunc(10*time.Second, w.Kill)
	defer limit.Stop()
	if exit := w.Wait(); exit != (keeper.Exit{}) {
		t.Errorf("the worker ended with %+v, want code 0", exit)
	}
	if took := time.Since(began); took > 3*time.Second { // a second, on an idle machine
		t.Errorf("the worker lived %v without its front", took)
	}
}
