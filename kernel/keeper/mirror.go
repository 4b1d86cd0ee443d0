package keeper

import (
	"fmt"
	"log/slog"
	"sync"

	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/kernel/session"
)

// types is a session of the cells' types, without their values.
type types interface {
	// accept makes a cell that a worker accepted part of the session.
	accept(c link.Eval) (declared, error)
	complete(code string, cursor int) session.Completion
	inspect(code string, cursor, detail int) session.Inspection
	isComplete(code string) session.Completeness
}

// declared says what a cell leaves behind.
type declared struct {
	variables []string
	nothing   bool // no name, no method, no import: a new worker can do without
}

// A mirror follows the cells that the worker accepts. It answers what is asked
// about types while a cell runs and while there is no worker, and it knows what
// a new worker must be told and what the old one took with it. It may be used
// from any goroutine.
type mirror struct {
	log  *slog.Logger
	make func() types

	queue   sync.Mutex
	pending []link.Eval   // accepted, not yet checked here
	news    chan struct{} // pending has grown
	stop    chan struct{}
	once    sync.Once
	ended   sync.WaitGroup

	mu        sync.Mutex // held while types works
	types     types
	cells     []link.Eval // for a new worker, in order
	variables []variable  // that the worker holds, in order of their making
}

// newMirror makes a mirror and starts nothing; until start it follows cells
// only when it is asked something.
func newMirror(log *slog.Logger, make func() types) *mirror {
	return &mirror{log: log, make: make, types: make(), news: newSignal(), stop: newSignal()}
}

func newSignal() chan struct{} { return make(chan struct{}, 1) }

// start follows cells as they come, until close.
func (m *mirror) start() {
	m.ended.Go(func() {
		for {
			select {
			case <-m.news:
				m.mu.Lock()
				m.follow()
				m.mu.Unlock()
			case <-m.stop:
				return
			}
		}
	})
}

// close ends the goroutine and waits for it; the mirror still answers.
func (m *mirror) close() {
	m.once.Do(func() { close(m.stop) })
	m.ended.Wait()
}

// accept notes a cell and returns at once.
func (m *mirror) accept(c link.Eval) {
	m.queue.Lock()
	m.pending = append(m.pending, c)
	m.queue.Unlock()
	offer(m.news, struct{}{})
}

// follow checks what was accepted meanwhile. The lock is held.
func (m *mirror) follow() {
	m.queue.Lock()
	pending := m.pending
	m.pending = nil
	m.queue.Unlock()
	for _, c := range pending {
		d, err := guard(func() (declared, error) { return m.types.accept(c) })
		if err != nil {
			m.log.Warn("mirror differs from the worker", "cell", c.Count, "error", err)
		}
		if err != nil || !d.nothing {
			m.cells = append(m.cells, c)
		}
		for _, name := range d.variables {
			m.variables = append(without(m.variables, name), variable{name, c.Count})
		}
	}
}

// replay is what a new worker must be told.
func (m *mirror) replay() []link.Eval {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.follow()
	return append([]link.Eval(nil), m.cells...)
}

// lose returns the variables that a dead worker took with it; those that were
// lost before and not made again are not among them.
func (m *mirror) lose() []variable {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.follow()
	lost := m.variables
	m.variables = nil
	return lost
}

// line is the text of a line of the newest cell In[count].
func (m *mirror) line(count, line int) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.follow()
	for i := len(m.cells) - 1; i >= 0; i-- {
		if m.cells[i].Count == count {
			return lineOf(m.cells[i].Code, line)
		}
	}
	return ""
}

// reset forgets all cells.
func (m *mirror) reset() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.follow()
	m.types, m.cells, m.variables = m.make(), nil, nil
}

// asked answers a question about the session's types; none is the answer when
// the checker fails.
func asked[T any](m *mirror, question func(types) T) T {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.follow()
	answer, err := guard(func() (T, error) { return question(m.types), nil })
	if err != nil {
		m.log.Error("mirror failed", "error", err)
	}
	return answer
}

// guard keeps a fault of the checker from ending the front.
func guard[T any](f func() (T, error)) (v T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return f()
}

func without(vs []variable, name string) []variable {
	var kept []variable
	for _, v := range vs {
		if v.name != name {
			kept = append(kept, v)
		}
	}
	return kept
}

// Complete answers from the accepted cells.
func (k *Keeper) Complete(code string, cursor int) session.Completion {
	return asked(k.mirror, func(t types) session.Completion { return t.complete(code, cursor) })
}

// Inspect answers from the accepted cells.
func (k *Keeper) Inspect(code string, cursor, detail int) session.Inspection {
	return asked(k.mirror, func(t types) session.Inspection { return t.inspect(code, cursor, detail) })
}

// IsComplete says whether code may be run as it is.
func (k *Keeper) IsComplete(code string) session.Completeness {
	c := asked(k.mirror, func(t types) session.Completeness { return t.isComplete(code) })
	if c.Status == "" {
		c.Status = "unknown"
	}
	return c
}
