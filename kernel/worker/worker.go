package worker

import (
	"context"
	"fmt"
	"io"
	"log"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
	"github.com/spawnlab/spawnlab/kernel/cell/lower"
	"github.com/spawnlab/spawnlab/kernel/cell/native"
	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// A worker is the evaluator of one notebook.
type worker struct {
	link    *link.Writer
	out     *output
	hello   link.Hello
	sources sources
	jobs    *jobs
	watch   *watch

	// Made by begin, before anything else is served.
	checker *check.Session
	lowerer *lower.Session
	machine *native.Machine
	system  *process.System
	inputs  inputs
	clock   countingClock
	// strangers counts the goroutines that look like a learner's and are of
	// another session of the program.
	strangers int

	mu     sync.Mutex // guards what follows
	shell  *process.Shell
	buried *process.Shell           // whose death was told
	peers  map[process.PID]peer     // linked to shell when the last foreground ended
	last   string                   // id of the newest execution
	keys   map[string][]string      // executions of a notebook cell, by its key
	queue  []*execution             // not yet done; the first one may run
	kept   map[process.PID]struct{} // live on when their cell is run again
	shown  *link.Bundle             // value of the cell that runs

	current atomic.Pointer[execution] // whose foreground runs
	notes   []string                  // for the next cell; of the goroutine of jobs
}

// lastWords is how long the end of Serve waits for the front to take what was
// sent.
const lastWords = 250 * time.Millisecond

// Serve evaluates the cells of one notebook: it reads frames from in and
// writes frames to out until in ends, a shutdown frame comes or ctx ends. Then
// everything that runs is told to end and Serve returns, at the latest after
// half a second: learner code can hold a goroutine for ever, and the caller's
// process ends now. The error is that of the streams, nil at an end between
// frames. A program has one Serve at a time: it takes the log package's output
// for the notebook.
func Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	debug.SetMaxStack(maxStack)
	w := newWorker(link.StartWriter(out))
	defer w.end()
	over := make(chan struct{})
	defer close(over)
	frames, errs := make(chan link.Message), make(chan error, 1)
	go receive(in, frames, errs, over)
	go w.jobs.run()
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-errs:
			if err == io.EOF {
				return nil
			}
			return err
		case m := <-frames:
			if m.Kind == link.KindShutdown {
				return nil
			}
			if err := w.take(m); err != nil {
				return err
			}
		}
	}
}

// receive reads frames until the stream ends or Serve is over; while a read
// blocks it goes with the stream.
func receive(in io.Reader, frames chan<- link.Message, errs chan<- error, over <-chan struct{}) {
	r := link.NewReader(in)
	for {
		m, err := r.Next()
		if err != nil {
			errs <- err
			return
		}
		select {
		case frames <- m:
		case <-over:
			return
		}
	}
}

func newWorker(to *link.Writer) *worker {
	w := &worker{
		link: to, out: newOutput(to), jobs: newJobs(), watch: newWatch(),
		keys: map[string][]string{},
		kept: map[process.PID]struct{}{}, peers: map[process.PID]peer{},
	}
	w.inputs.init(w)
	return w
}

// end sends what is left to send, bounded, and ends what runs.
func (w *worker) end() {
	w.jobs.close()
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		w.out.close()
		_ = w.link.Close() // Serve's error says what broke the streams
	}()
	late := time.NewTimer(lastWords)
	defer late.Stop()
	select {
	case <-sent:
	case <-late.C:
	}
	if w.machine == nil {
		return
	}
	w.watch.end()
	w.system.Shutdown(0)
	for _, t := range w.machine.Threads() {
		t.Kill()
	}
}

// take serves one frame. Cells and replays wait for each other; everything
// else is served at once, also while a cell runs.
func (w *worker) take(m link.Message) error {
	body, err := m.Body()
	if err != nil {
		return err
	}
	if hello, ok := body.(link.Hello); ok != (w.machine == nil) {
		return fmt.Errorf("worker: %s frame out of turn: a link begins with one hello", m.Kind)
	} else if ok {
		w.begin(hello)
		return nil
	}
	switch f := body.(type) {
	case link.Eval:
		x := w.expect(f)
		w.jobs.add(func() { w.eval(x) })
	case link.Replay:
		w.jobs.add(func() { w.replay(f) })
	case link.Interrupt:
		w.interrupt(f.Cell)
	case link.Input:
		w.inputs.answer(f)
	case link.Control:
		w.control(f)
	case link.Comm:
		w.comm(f)
	}
	switch m.Kind {
	case link.KindPing:
		return w.link.Send(link.KindPong, nil)
	case link.KindStatsRequest:
		return w.link.Send(link.KindStats, w.stats())
	}
	return nil
}

// begin makes the session and says that it is ready.
func (w *worker) begin(h link.Hello) {
	w.hello, w.strangers = h, labelled()
	w.build()
	go w.watch.run(w)
	log.SetOutput(w.machine.StderrWriter())
	_ = w.link.Send(link.KindReady, link.Ready{
		Version: link.Version, Go: runtime.Version(), Self: w.shell.Self().PID().String(),
	})
}

func (w *worker) stats() link.Stats {
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	s := link.Stats{
		Goroutines: runtime.NumGoroutine(), HeapBytes: int64(mem.HeapAlloc),
		Processes: len(w.system.Processes()),
	}
	if x := w.current.Load(); x != nil {
		s.Cell = x.Cell
	}
	return s
}

// send sends a frame that belongs to a cell.
func (w *worker) send(kind link.Kind, body any) { w.out.send(kind, body) }

// comm answers a widget message: nothing here serves widgets, so that what the
// front end opens is closed.
func (w *worker) comm(c link.Comm) {
	if c.Kind == "open" {
		w.send(link.KindCommUp, link.Comm{Kind: "close", ID: c.ID})
	}
}

// control serves what a picture's buttons ask for.
func (w *worker) control(c link.Control) {
	if c.Verb != "kill" {
		return
	}
	for _, p := range w.system.Processes() {
		if p.String() == c.Target {
			w.system.ExitTo(p, process.Kill)
		}
	}
}
