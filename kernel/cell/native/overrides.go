package native

import (
	"errors"
	"io"
	"log"
	"os"
	"reflect"
	"runtime"
	"runtime/pprof"
)

// Overrides are the library symbols that lowered code gets from this machine
// instead of the library, by import path and name.
func (m *Machine) Overrides() map[string]map[string]reflect.Value {
	all := map[string]map[string]any{
		"fmt": m.fmtSymbols(), "time": m.timeSymbols(), "sync": m.syncSymbols(),
		"encoding/json": m.jsonSymbols(), "encoding/xml": m.xmlSymbols(),
		"runtime": m.runtimeSymbols(), "runtime/debug": debugSymbols(), "runtime/pprof": pprofSymbols(),
		"sort": m.sortSymbols(), "reflect": m.reflectSymbols(), "context": m.contextSymbols(),
		"os":     {"Exit": m.Exit},
		"errors": {"Is": m.Is},
		"log":    m.logSymbols(),
		// What the source shims of generic functions are written with.
		ownPath: {"NewPull": m.NewPull, "Pull": (*Pull)(nil), "AtomicAny": (*AtomicAny)(nil)},
	}
	out := map[string]map[string]reflect.Value{}
	for path, names := range all {
		out[path] = map[string]reflect.Value{}
		for name, v := range names {
			out[path][name] = reflect.ValueOf(v)
		}
	}
	return out
}

func (m *Machine) fmtSymbols() map[string]any {
	return map[string]any{
		"Print": m.Print, "Println": m.Println, "Printf": m.Printf,
		"Sprint": m.Sprint, "Sprintln": m.Sprintln, "Sprintf": m.Sprintf,
		"Fprint": m.Fprint, "Fprintln": m.Fprintln, "Fprintf": m.Fprintf,
		"Append": m.Append, "Appendln": m.Appendln, "Appendf": m.Appendf,
		"Errorf": m.Errorf,
	}
}

func (m *Machine) timeSymbols() map[string]any {
	return map[string]any{
		"Now": m.Now, "Since": m.Since, "Until": m.Until, "Sleep": m.Sleep,
		"After": m.After, "AfterFunc": m.AfterFunc, "Tick": m.Tick,
		"NewTimer": m.NewTimer, "NewTicker": m.NewTicker,
		"Timer": (*Timer)(nil), "Ticker": (*Ticker)(nil),
	}
}

func (m *Machine) syncSymbols() map[string]any {
	return map[string]any{
		"Mutex": (*Mutex)(nil), "RWMutex": (*RWMutex)(nil), "WaitGroup": (*WaitGroup)(nil),
		"Once": (*Once)(nil), "Cond": (*Cond)(nil), "NewCond": NewCond,
	}
}

// runtimeSymbols: a cell's goroutines are what belongs to it, and nothing it
// says may change how the worker runs.
func (m *Machine) runtimeSymbols() map[string]any {
	return map[string]any{
		"Gosched":      func() { m.point(); m.Checkpoint(); runtime.Gosched() },
		"NumGoroutine": m.numGoroutine,
		"SetFinalizer": func(any, any) {},
		"KeepAlive":    func(any) {},
		"GOMAXPROCS":   func(int) int { return runtime.GOMAXPROCS(0) },
	}
}

// numGoroutine counts the goroutines that belong where the caller belongs.
func (m *Machine) numGoroutine() int {
	root, n := m.thread().root, 0
	for _, t := range m.Threads() {
		if t.root == root {
			n++
		}
	}
	return max(n, 1)
}

func debugSymbols() map[string]any {
	return map[string]any{
		"SetPanicOnFault": func(bool) bool { return false },
		"SetMaxStack":     func(int) int { return 1000000000 },
		"SetGCPercent":    func(int) int { return 100 },
		"SetMemoryLimit":  func(int64) int64 { return 1<<63 - 1 },
		"SetMaxThreads":   func(int) int { return 10000 },
		"SetTraceback":    func(string) {},
	}
}

// pprofSymbols leave the goroutine's label alone: it names the thread.
func pprofSymbols() map[string]any {
	return map[string]any{
		"Do":                 pprofDo,
		"SetGoroutineLabels": setGoroutineLabels,
		"StartCPUProfile":    func(io.Writer) error { return errors.New("no CPU profiles in cells") },
		"StopCPUProfile":     func() {},
		"Lookup":             pprof.Lookup,
	}
}

// Is is errors.Is. Wrappers compare as the values they hold.
func (m *Machine) Is(err, target error) bool { return errors.Is(err, target) }

// logSymbols end the cell, not the program, and print learner's values.
func (m *Machine) logSymbols() map[string]any {
	return map[string]any{
		"Print":   func(a ...any) { log.Output(2, m.Sprint(a...)) },
		"Println": func(a ...any) { log.Output(2, m.Sprintln(a...)) },
		"Printf":  func(f string, a ...any) { log.Output(2, m.Sprintf(f, a...)) },
		"Fatal":   func(a ...any) { log.Output(2, m.Sprint(a...)); m.Exit(1) },
		"Fatalln": func(a ...any) { log.Output(2, m.Sprintln(a...)); m.Exit(1) },
		"Fatalf":  func(f string, a ...any) { log.Output(2, m.Sprintf(f, a...)); m.Exit(1) },
		"Panic":   func(a ...any) { m.logPanic(m.Sprint(a...)) },
		"Panicln": func(a ...any) { m.logPanic(m.Sprintln(a...)) },
		"Panicf":  func(f string, a ...any) { m.logPanic(m.Sprintf(f, a...)) },
	}
}

func (m *Machine) logPanic(s string) {
	log.Output(2, s)
	Panic(s)
}

// StderrWriter writes to the Stderr hook for the calling thread: the output of
// the standard logger.
func (m *Machine) StderrWriter() io.Writer { return hookWriter{m, m.hooks.Stderr} }

// StdoutWriter writes to the Stdout hook for the calling thread.
func (m *Machine) StdoutWriter() io.Writer { return hookWriter{m, m.hooks.Stdout} }

type hookWriter struct {
	m  *Machine
	to func(*Thread, []byte) (int, error)
}

func (w hookWriter) Write(text []byte) (int, error) { return w.to(w.m.thread(), text) }

// stream is w, or the hook's writer for the two standard streams.
func (m *Machine) stream(w io.Writer) io.Writer {
	switch w {
	case os.Stdout:
		return m.StdoutWriter()
	case os.Stderr:
		return m.StderrWriter()
	}
	return w
}
