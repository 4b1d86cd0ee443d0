package worker

import (
	"io"
	"reflect"
	"sync"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
	"github.com/spawnlab/spawnlab/kernel/cell/lower"
	"github.com/spawnlab/spawnlab/kernel/cell/native"
	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/kernel/worker/symbols"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// library is read only and shared by all sessions of a process.
var library = sync.OnceValue(check.NewLibrary)

// build makes the compiler, the machine and the System of the notebook, and
// ties them together.
func (w *worker) build() {
	var table *symbols.Table
	w.machine = native.New(native.Hooks{
		Stdout:  func(t *native.Thread, text []byte) (int, error) { return w.print(t, "stdout", text) },
		Stderr:  func(t *native.Thread, text []byte) (int, error) { return w.print(t, "stderr", text) },
		Exit:    w.exit,
		Crashed: w.goroutineCrashed,
		Wrapper: func(t reflect.Type) (reflect.Type, bool) { return table.Wrapper(t) },
		Display: w.display,
		Clock:   func(*native.Thread) native.Clock { return &w.clock },
	})
	w.system = process.NewSystem(process.Options{
		Messages:    process.Copy,
		GroupLeader: leader{w},
		Hooks: process.Hooks{
			Format:  w.machine.Notation,
			Copy:    w.machine.Copy,
			Reveal:  w.machine.Reveal,
			Enter:   w.enter,
			Killed:  killed,
			Current: currentSelf,
		},
	})
	w.checker = check.NewSession(library(), check.Options{Self: "self"})
	table = symbols.New(w.overrides())
	w.lowerer = lower.New(library(), w.machine, table)
	w.newShell()
}

// A host is what the worker keeps with each process: the thread that runs it.
type host struct{ thread *native.Thread }

// enter runs the body of a process, or a cell as the notebook process, on a
// thread of its own. A crash of the body is made the process's exit reason;
// until then links and monitors know nothing of it, so that its card comes
// first.
func (w *worker) enter(self *process.Self, body func()) {
	var t *native.Thread
	x := w.current.Load()
	if x != nil && self == w.notebookProcess().Self() {
		t = x.thread
	} else {
		t = w.machine.NewThread(self.Owner(), self.PID().String())
	}
	self.SetHost(&host{t})
	if self.Dead() { // killed could not find the thread
		t.Kill()
	}
	selves.Store(t, self)
	w.machine.Enter(t, body, func(o native.Outcome) {
		selves.Delete(t)
		if x != nil && t == x.thread {
			x.outcome = o
			return
		}
		switch {
		case o.Crash != nil:
			w.processCrashed(self, t, o.Crash)
			self.Exit(crash(o.Crash))
		case o.Ending == native.Exited:
			self.Exit(exitReason)
		}
	})
}

// selves finds the process of a thread.
var selves sync.Map // *native.Thread -> *process.Self

// currentSelf is the process whose goroutine calls.
func currentSelf() *process.Self {
	t := native.Current()
	if t == nil {
		return nil
	}
	self, _ := selves.Load(t.Root())
	s, _ := self.(*process.Self)
	return s
}

// processOf is the PID of the process that a thread belongs to, zero for that
// of no process.
func processOf(t *native.Thread) process.PID {
	if self, ok := selves.Load(t.Root()); ok {
		return self.(*process.Self).PID()
	}
	return process.PID{}
}

// killed ends the goroutines of a process that was ended by a signal.
func killed(self *process.Self) {
	if h, ok := self.Host().(*host); ok {
		h.thread.Kill()
	}
}

// exitReason is why a process ended that called os.Exit.
const exitReason = process.Atom("os.Exit")

// crash is the exit reason for a panic of learner code.
func crash(p *native.Crash) process.Crash {
	if p.Fatal != "" {
		return process.Crash{Value: p.Text()}
	}
	return process.Crash{Value: p.Value}
}

// print sends text that a thread printed to the cell it belongs to.
func (w *worker) print(t *native.Thread, stream string, text []byte) (int, error) {
	w.out.print(w.ownerOf(t), t.Label(), stream, text)
	return len(text), nil
}

// ownerOf names the execution that a thread belongs to: its own, or for
// threads of none the one that runs.
func (w *worker) ownerOf(t *native.Thread) string {
	if t != nil && t.Owner() != "" {
		return t.Owner()
	}
	if x := w.current.Load(); x != nil {
		return x.Cell
	}
	return ""
}

// A leader is the group leader of all processes: their output goes to the cell
// that owns the writing goroutine.
type leader struct{ w *worker }

var _ io.Writer = leader{}

func (l leader) Write(text []byte) (int, error) { return l.w.print(native.Current(), "stdout", text) }

// exit ends a cell: os.Exit was called in it, or in one of its processes. When
// the cell has ended already, its process ends alone and a card says so.
func (w *worker) exit(t *native.Thread, code int) {
	x := w.current.Load()
	if x == nil || x.Cell != t.Owner() {
		w.send(link.KindCard, exitCard(t, code))
	} else {
		x.exit(code)
		if x.thread != t {
			x.thread.Exit()
			w.notebookProcess().Interrupt() // it may wait for messages
		}
	}
	t.Exit()
}

// goroutineCrashed reports a panic in a goroutine of learner code.
func (w *worker) goroutineCrashed(t *native.Thread, p *native.Crash) {
	f := w.sources.panicked(p)
	w.send(link.KindCard, goroutineCard(w.ownerOf(t), f))
}

func (w *worker) processCrashed(self *process.Self, t *native.Thread, p *native.Crash) {
	f := w.sources.panicked(p)
	w.send(link.KindCard, processCard(w.ownerOf(t), self, f))
}
