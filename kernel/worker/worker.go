package worker

import (
	"context"
	"io"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"

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

	checker *check.Session
	lowerer *lower.Session
	machine *native.Machine
	system  *process.System
	inputs  inputs

	mu      sync.Mutex // guards what follows
	shell   *process.Shell
	runs    map[string]*execution // by execution id
	keys    map[string][]string   // executions of a notebook cell, by its key
	kept    map[process.PID]bool
	current atomic.Pointer[execution]
	shown   *link.Bundle // value of the cell that runs
}

// Serve evaluates the cells of one notebook: it reads frames from in and
// writes frames to out until in ends, a shutdown frame comes or ctx ends. It
// then returns at once, whatever still runs: learner code can hold a goroutine
// for ever, and the caller's process ends now. The error is that of the
// streams.
func Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	debug.SetMaxStack(maxStack)
	w := newWorker(link.StartWriter(out))
	frames, errs := make(chan link.Message), make(chan error, 1)
	go receive(in, frames, errs)
	jobs := newJobs()
	go jobs.run()
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
				w.out.flush()
				return nil
			}
			if err := w.take(m, jobs); err != nil {
				return err
			}
		}
	}
}

// receive reads frames until the stream ends; its reader goes with the
// process.
func receive(in io.Reader, frames chan<- link.Message, errs chan<- error) {
	r := link.NewReader(in)
	for {
		m, err := r.Next()
		if err != nil {
			errs <- err
			return
		}
		frames <- m
	}
}

func newWorker(to *link.Writer) *worker {
	w := &worker{
		link: to, out: newOutput(to),
		runs: map[string]*execution{}, keys: map[string][]string{}, kept: map[process.PID]bool{},
	}
	w.inputs.init(w)
	return w
}

// take serves one frame. Cells and replays wait for each other; everything
// else is served at once, also while a cell runs.
func (w *worker) take(m link.Message, jobs *jobs) error {
	body, err := m.Body()
	if err != nil {
		return err
	}
	switch f := body.(type) {
	case link.Hello:
		jobs.add(func() { w.begin(f) })
	case link.Eval:
		jobs.add(func() { w.eval(f) })
	case link.Replay:
		jobs.add(func() { w.replay(f) })
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
	w.hello = h
	w.build()
	_ = w.link.Send(link.KindReady, link.Ready{
		Version: link.Version, Go: runtime.Version(), Self: w.shell.Self().PID().String(),
	})
}

func (w *worker) stats() link.Stats {
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	s := link.Stats{Goroutines: runtime.NumGoroutine(), HeapBytes: int64(mem.HeapAlloc)}
	if w.system != nil {
		s.Processes = len(w.system.Processes())
	}
	if x := w.current.Load(); x != nil {
		s.Cell = x.Cell
	}
	return s
}

// send sends a frame that belongs to a cell.
func (w *worker) send(kind link.Kind, body any) { w.out.send(kind, body) }

// interrupt ends the foreground of a cell.
func (w *worker) interrupt(cell string) {
	x := w.current.Load()
	if x == nil || cell != "" && x.Cell != cell {
		return
	}
	w.machine.Interrupt(x.thread)
	w.inputs.cancel()
}

// comm answers a widget message: nothing here serves widgets, so that what the
// front end opens is closed.
func (w *worker) comm(c link.Comm) {
	if c.Kind == "open" {
		w.send(link.KindCommUp, link.Comm{Kind: "close", ID: c.ID})
	}
}

// control serves what a picture's buttons ask for.
func (w *worker) control(c link.Control) {
	if c.Verb != "kill" || w.system == nil {
		return
	}
	if pid, ok := w.pid(c.Target); ok {
		w.system.ExitTo(pid, process.Kill)
	}
}

// pid finds a living process by the text of its PID.
func (w *worker) pid(text string) (process.PID, bool) {
	for _, p := range w.system.Processes() {
		if p.String() == text {
			return p, true
		}
	}
	return process.PID{}, false
}

// jobs are done one after the other by one goroutine, which goes with the
// process.
type jobs struct {
	mu   sync.Mutex
	list []func()
	wake chan struct{}
}

func newJobs() *jobs { return &jobs{wake: make(chan struct{}, 1)} }

func (j *jobs) add(f func()) {
	j.mu.Lock()
	j.list = append(j.list, f)
	j.mu.Unlock()
	select {
	case j.wake <- struct{}{}:
	default:
	}
}

func (j *jobs) run() {
	for range j.wake {
		for f := j.next(); f != nil; f = j.next() {
			f()
		}
	}
}

func (j *jobs) next() func() {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.list) == 0 {
		return nil
	}
	f := j.list[0]
	j.list = j.list[1:]
	return f
}
