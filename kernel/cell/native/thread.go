package native

import (
	"runtime/debug"
	"sync/atomic"
	"time"
	"unsafe"
)

// A Thread is one goroutine of the learner: the foreground of a cell, the
// body of a process or a go statement. Its exported methods may be called
// from anywhere; all else belongs to its goroutine.
type Thread struct {
	labelSet // must be first: see Current

	machine *Machine
	root    *Thread // the cell or process it belongs to; itself for these
	owner   string
	label   string
	life    *life
	adopted bool
	wait    atomic.Pointer[Wait]

	runs   int     // active Defers.Run calls
	armed  *Defers // whose recover the next function may call
	doomed *Crash  // what ends it while Goexit unwinds
	frames []Frame // reported by the interpreter since the last panic began
	// Places in a cell: of the panic that begins, of the cell's own statement.
	at, statement string
	dying         bool   // Goexit is unwinding because it was told to end
	grace         int    // checkpoints that deferred functions still may pass
	spent         int    // how often the grace was used up
	alarm         uint32 // the last stack alarm it answered
	ticks         uint32 // checkpoints since the last poll
}

// A Wait says what a blocked thread waits for.
type Wait struct {
	What  string // in Go's words: "chan receive", "select", "sync.Mutex.Lock"
	Since time.Time
}

// newThread makes a thread below root (nil: it is a root).
func newThread(m *Machine, root *Thread, owner, label string) *Thread {
	t := &Thread{machine: m, root: root, owner: owner, label: label, life: newLife()}
	if root == nil {
		t.root = t
	}
	t.set(label)
	return t
}

// NewThread makes the thread of a cell's foreground or of a process. owner
// names the cell it belongs to, label the process.
func (m *Machine) NewThread(owner, label string) *Thread { return newThread(m, nil, owner, label) }

// Owner names the cell that the thread belongs to.
func (t *Thread) Owner() string { return t.root.owner }

// Label names the process that the thread belongs to.
func (t *Thread) Label() string { return t.root.label }

// Root is the thread of the cell or process that t belongs to.
func (t *Thread) Root() *Thread { return t.root }

// Waiting says what the thread is blocked in, nil when it is not.
func (t *Thread) Waiting() *Wait { return t.wait.Load() }

// Threads lists the threads that were entered and have not ended.
func (m *Machine) Threads() []*Thread {
	m.mu.Lock()
	defer m.mu.Unlock()
	list := make([]*Thread, 0, len(m.threads))
	for t := range m.threads {
		list = append(list, t)
	}
	return list
}

// Enter runs body on the calling goroutine as t and calls ended, which may be
// nil, exactly once when it is over. After a panic or a return of body Enter
// returns; when the thread was ended it does not: the goroutine goes on
// unwinding.
func (m *Machine) Enter(t *Thread, body func(), ended func(Outcome)) {
	label, fault := getLabel(), debug.SetPanicOnFault(true)
	setLabel(unsafe.Pointer(t))
	m.join(t)
	returned := false
	defer func() {
		var p *Crash
		if !returned {
			p = t.caught(recover())
		}
		o := t.outcome(returned, p)
		m.leave(t)
		setLabel(label)
		debug.SetPanicOnFault(fault)
		if ended != nil {
			ended(o)
		}
	}()
	body()
	returned = true
}

// Go starts a guarded goroutine that belongs where the caller belongs. A
// panic in it ends nothing else: it is told to the Crashed hook.
func (m *Machine) Go(f func()) {
	if f == nil {
		Panic(RuntimeError{"go of nil func value"})
	}
	m.point()
	m.startAs(m.thread(), f)
}

// startAs starts a guarded goroutine that belongs where parent belongs.
func (m *Machine) startAs(parent *Thread, f func()) {
	t := newThread(m, parent.root, "", "")
	t.set(parent.own[0].value)
	m.join(t)
	go m.Enter(t, f, func(o Outcome) {
		if o.Crash != nil {
			m.hooks.Crashed(t, o.Crash)
		}
	})
}

func (m *Machine) join(t *Thread) {
	m.mu.Lock()
	m.threads[t] = struct{}{}
	m.mu.Unlock()
}

func (m *Machine) leave(t *Thread) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, in := m.threads[t]; !in {
		return
	}
	delete(m.threads, t)
	if t.life.finish() {
		m.pending--
		m.setFlag()
	}
}

// point is a schedule point.
func (m *Machine) point() {
	if m.hooks.Point != nil {
		m.hooks.Point(here())
	}
}
