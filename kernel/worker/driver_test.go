package worker_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/kernel/worker"
)

// patience is how long a test waits for what must come.
const patience = 30 * time.Second

// A notebook drives a worker as the front does: it sends frames and collects
// the answers.
type notebook struct {
	t     testing.TB
	down  *link.Writer
	in    io.Closer
	ended chan error // Serve's result
	count int

	mu     sync.Mutex
	came   sync.Cond
	frames []any // bodies, in the order they came
	broken error // why no more will come
}

// open starts a worker and waits until it is ready.
func open(t testing.TB) *notebook {
	t.Helper()
	n := start(t)
	n.send(link.KindHello, link.Hello{Version: link.Version, Session: "test"})
	await(n, func(link.Ready) bool { return true })
	return n
}

// start starts a worker that has heard nothing yet. It is told to end with the
// test.
func start(t testing.TB) *notebook {
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	n := &notebook{t: t, down: link.StartWriter(inW), in: inW, ended: make(chan error, 1)}
	n.came.L = &n.mu
	go func() {
		err := worker.Serve(context.Background(), inR, outW)
		outW.Close()
		n.ended <- err
	}()
	collected := make(chan struct{})
	go n.collect(link.NewReader(outR), collected)
	t.Cleanup(func() {
		n.close()
		<-collected
	})
	return n
}

// close ends the streams. What the worker was sent after its end is drained.
func (n *notebook) close() {
	n.in.Close()
	n.down.Close()
}

func (n *notebook) collect(r *link.Reader, done chan<- struct{}) {
	defer close(done)
	for {
		m, err := r.Next()
		var body any
		if err == nil {
			body, err = m.Body()
		}
		n.mu.Lock()
		switch {
		case err != nil:
			n.broken = err
		case m.Kind == link.KindUpdate:
			n.frames = append(n.frames, updated{body.(link.Bundle)})
		case m.Kind == link.KindResult:
			n.frames = append(n.frames, result{body.(link.Bundle)})
		case body == nil:
			n.frames = append(n.frames, m.Kind)
		default:
			n.frames = append(n.frames, body)
		}
		n.came.Broadcast()
		n.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// Bundles that are no displays.
type (
	updated struct{ link.Bundle }
	result  struct{ link.Bundle }
)

func (n *notebook) send(kind link.Kind, body any) {
	n.t.Helper()
	if err := n.down.Send(kind, body); err != nil {
		n.t.Fatalf("send %s: %v", kind, err)
	}
}

// await returns the first frame of a type for which ok holds, waiting for it.
func await[T any](n *notebook, ok func(T) bool) T {
	n.t.Helper()
	late := time.AfterFunc(patience, func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.broken = errors.New("waited too long")
		n.came.Broadcast()
	})
	defer late.Stop()
	n.mu.Lock()
	defer n.mu.Unlock()
	for seen := 0; ; n.came.Wait() {
		for ; seen < len(n.frames); seen++ {
			if f, is := n.frames[seen].(T); is && ok(f) {
				return f
			}
		}
		if n.broken != nil {
			n.t.Fatalf("no %T came: %v; got %s", *new(T), n.broken, describe(n.frames))
		}
	}
}

func describe(frames []any) string {
	var b strings.Builder
	for _, f := range frames {
		fmt.Fprintf(&b, "\n\t%T%+v", f, f)
	}
	return b.String()
}

// begin sends a cell and returns its id.
func (n *notebook) begin(code string) string { return n.beginEval(link.Eval{Code: code}) }

// beginEval sends a cell, with an id and a count of its own, and returns the id.
func (n *notebook) beginEval(e link.Eval) string {
	n.t.Helper()
	n.count++
	e.Cell, e.Count = fmt.Sprint("run", n.count), n.count
	n.send(link.KindEval, e)
	return e.Cell
}

// An answer is what a cell led to until its Done.
type answer struct {
	id             string
	stdout, stderr string
	value          string // text of the result
	failed         link.Failed
	notes          []string
	cards          []link.Card
	displays       []link.Bundle
	done           link.Done
}

// run runs a cell to its end.
func (n *notebook) run(code string) answer {
	n.t.Helper()
	return n.finish(n.begin(code))
}

// finish waits for the end of a cell.
func (n *notebook) finish(id string) answer {
	n.t.Helper()
	await(n, func(d link.Done) bool { return d.Cell == id })
	return n.answer(id)
}

// answer collects what came for a cell so far.
func (n *notebook) answer(id string) answer {
	n.mu.Lock()
	defer n.mu.Unlock()
	a := answer{id: id}
	for _, f := range n.frames {
		a.take(f)
	}
	return a
}

func (a *answer) take(f any) {
	switch f := f.(type) {
	case link.Output:
		a.print(f)
	case result:
		if f.Cell == a.id {
			a.value, _ = f.Data["text/plain"].(string)
		}
	case link.Failed:
		if f.Cell == a.id {
			a.failed = f
		}
	case link.Accepted:
		if f.Cell == a.id {
			a.notes = f.Notes
		}
	case link.Card:
		if f.Cell == a.id {
			a.cards = append(a.cards, f)
		}
	case link.Bundle:
		if f.Cell == a.id {
			a.displays = append(a.displays, f)
		}
	case link.Done:
		if f.Cell == a.id {
			a.done = f
		}
	}
}

func (a *answer) print(f link.Output) {
	switch {
	case f.Cell != a.id:
	case f.Stream == "stdout":
		a.stdout += f.Text
	default:
		a.stderr += f.Text
	}
}

// fault is the failure in one line, "" for none.
func (a answer) fault() string {
	if a.failed.Kind == "" {
		return ""
	}
	return a.failed.Kind + ": " + a.failed.Name + ": " + a.failed.Message
}

func itoa(n int) string { return strconv.Itoa(n) }

func equal[T comparable](a, b []T) bool { return slices.Equal(a, b) }
