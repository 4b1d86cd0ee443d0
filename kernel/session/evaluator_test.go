package session_test

import (
	"context"
	"errors"
	"maps"
	"strings"
	"sync"

	"github.com/spawnlab/spawnlab/kernel/session"
)

// fake is an evaluator of a language of its own: a cell runs the script that is
// registered for its code, and code without a script does nothing.
type fake struct {
	out     session.Output
	scripts map[string]func(context.Context, session.Cell) session.Result

	mu        sync.Mutex
	cells     []session.Cell
	comms     map[string]string
	received  []session.CommMessage
	interrupt context.CancelFunc // of the running cell
	closed    bool
}

func newFake() *fake {
	f := &fake{comms: map[string]string{}}
	f.scripts = map[string]func(context.Context, session.Cell) session.Result{
		"hello": func(_ context.Context, c session.Cell) session.Result {
			f.out.Stream(c.ID, "stdout", "hello, world\n")
			return session.Result{}
		},
		"oops": func(_ context.Context, c session.Cell) session.Result {
			f.out.Stream(c.ID, "stderr", "oops\n")
			return session.Result{}
		},
		"6*7":  always(session.Result{Value: &session.Bundle{Data: map[string]any{"text/plain": "42"}}}),
		"fail": always(failed("Panic", "boom")),
		"wait": func(ctx context.Context, _ session.Cell) session.Result {
			<-ctx.Done()
			return failed("KeyboardInterrupt", "interrupted")
		},
		"panic": func(context.Context, session.Cell) session.Result { panic("broken evaluator") },
	}
	return f
}

func always(r session.Result) func(context.Context, session.Cell) session.Result {
	return func(context.Context, session.Cell) session.Result { return r }
}

func failed(name, message string) session.Result {
	return session.Result{Err: &session.Error{Name: name, Message: message, Traceback: []string{"Cell In[1], line 1", message}}}
}

// on has code run script.
func (f *fake) on(code string, script func(context.Context, session.Cell) session.Result) {
	f.scripts[code] = script
}

func (f *fake) Language() session.Language {
	return session.Language{
		Name: "fake", Version: "1", MIMEType: "text/x-fake", FileExtension: ".fake", Lexer: "text",
		Banner: "a fake", HelpLinks: [][2]string{{"Help", "https://example.org"}},
	}
}

func (f *fake) Start(out session.Output) error { f.out = out; return nil }

func (f *fake) Execute(c session.Cell) session.Result {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	f.mu.Lock()
	f.cells = append(f.cells, c)
	f.interrupt = cancel
	if f.closed {
		cancel()
	}
	f.mu.Unlock()
	if script, ok := f.scripts[c.Code]; ok {
		return script(ctx, c)
	}
	return session.Result{}
}

func (f *fake) Interrupt() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.interrupt != nil {
		f.interrupt()
	}
}

// Complete offers words that begin with what stands before the cursor.
func (f *fake) Complete(code string, cursor int) session.Completion {
	start := strings.LastIndexAny(code[:cursor], " .") + 1
	return session.Completion{Start: start, End: cursor, Matches: []session.Match{
		{Text: code[start:cursor] + "Println", Kind: "function", Signature: "(a ...any)"},
		{Text: code[start:cursor] + "π", Kind: "instance"},
	}}
}

// Inspect knows the letter under the cursor.
func (f *fake) Inspect(code string, cursor, detail int) session.Inspection {
	if cursor >= len(code) {
		return session.Inspection{}
	}
	text := code[cursor : cursor+1]
	if detail > 0 {
		text += " in detail"
	}
	return session.Inspection{Found: true, Data: map[string]any{"text/plain": text}}
}

func (f *fake) IsComplete(code string) session.Completeness {
	if strings.HasSuffix(code, "{") {
		return session.Completeness{Status: "incomplete", Indent: "\t"}
	}
	return session.Completeness{Status: "complete", Indent: "\t"}
}

// Comm serves the target "known" only.
func (f *fake) Comm(m session.CommMessage) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.received = append(f.received, m)
	if m.Kind == session.CommOpen && m.Target == "known" {
		f.comms[m.ID] = m.Target
	}
}

func (f *fake) Comms() map[string]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.comms)
}

func (f *fake) Close(context.Context) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return errors.New("closed twice")
	}
	f.closed = true
	if f.interrupt != nil {
		f.interrupt()
	}
	return nil
}

// ran lists the code of the cells that were run.
func (f *fake) ran() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var list []string
	for _, c := range f.cells {
		list = append(list, c.Code)
	}
	return list
}
