package keeper_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/kernel/keeper"
	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/kernel/session"
)

// A carrier starts workers that live in the test: goroutines which speak the
// link as a worker does and do what their cells say.
type carrier struct {
	tb testing.TB
	// starts says what goes wrong with the nth start, from 1; nil: nothing.
	starts func(n int) error
	// commands adds to what cells can say.
	commands map[string]func(w *fake, e link.Eval, arg string)
	// beforeReady runs in a new worker.
	beforeReady func(w *fake, n int)
	tape        io.Writer // gets what the first worker sends

	mu      sync.Mutex
	workers []*fake
}

// A fake is one fake worker.
type fake struct {
	*link.Writer
	tb      testing.TB
	in      *io.PipeReader
	out     io.Closer
	stderr  *io.PipeWriter
	ctx     context.Context // ends when it is killed or has died
	end     context.CancelCauseFunc
	exit    chan keeper.Exit
	stopped atomic.Pointer[context.CancelFunc] // of the cell that runs
	cells   sync.WaitGroup

	input chan link.Input

	mu     sync.Mutex
	heard  []link.Message
	linger time.Duration // after it went deaf
}

// exitError is how a worker ends.
type exitError struct{ keeper.Exit }

func (exitError) Error() string { return "worker ended" }

func (c *carrier) Start() (*keeper.Worker, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := len(c.workers) + 1
	if c.starts != nil {
		if err := c.starts(n); err != nil {
			c.workers = append(c.workers, nil)
			return nil, err
		}
	}
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	errR, errW := io.Pipe()
	var sink io.Writer = outW
	if c.tape != nil && n == 1 {
		sink = io.MultiWriter(c.tape, outW)
	}
	w := &fake{
		Writer: link.StartWriter(sink), tb: c.tb, in: inR, out: outW, stderr: errW,
		exit: make(chan keeper.Exit, 1), input: make(chan link.Input, 1),
	}
	w.ctx, w.end = context.WithCancelCause(context.Background())
	c.workers = append(c.workers, w)
	go w.live(c, n)
	return &keeper.Worker{
		In: inW, Out: outR, Stderr: errR,
		Wait: func() keeper.Exit { return <-w.exit },
		Kill: func() { w.end(exitError{keeper.Exit{Code: -1, Signal: "killed"}}) },
	}, nil
}

// live serves until the worker is told to end, dies or is killed.
func (w *fake) live(c *carrier, n int) {
	cut := context.AfterFunc(w.ctx, func() { // death cuts the streams
		_ = w.in.CloseWithError(errDead)
		_ = w.out.Close()
		_ = w.stderr.Close()
	})
	w.serve(c, n)
	w.mu.Lock()
	linger := w.linger
	w.mu.Unlock()
	time.Sleep(linger)
	w.end(exitError{})
	if cut() {
		_ = w.Close()
		_ = w.in.Close()
		_ = w.out.Close()
		_ = w.stderr.Close()
	}
	_ = w.Close()
	w.cells.Wait()
	var e exitError
	errors.As(context.Cause(w.ctx), &e)
	w.exit <- e.Exit
}

func (w *fake) serve(c *carrier, n int) {
	for frames := link.NewReader(w.in); ; {
		m, err := frames.Next()
		if err != nil {
			return
		}
		w.mu.Lock()
		w.heard = append(w.heard, m)
		w.mu.Unlock()
		body, err := m.Body()
		if err != nil {
			w.tb.Errorf("worker heard %s: %v", m, err)
		}
		switch f := body.(type) {
		case link.Hello:
			if c.beforeReady != nil {
				c.beforeReady(w, n)
			}
			w.send(link.KindReady, link.Ready{Version: link.Version, Go: "go1.26", Self: "<0.1>"})
		case link.Replay:
			w.send(link.KindDone, link.Done{Cell: f.Cell, OK: true})
		case link.Eval:
			ctx, stop := context.WithCancel(w.ctx)
			w.stopped.Store(&stop)
			w.cells.Go(func() { defer stop(); w.eval(ctx, c, f) })
		case link.Interrupt:
			(*w.stopped.Load())()
		case link.Input:
			w.input <- f
		case link.Comm:
			w.send(link.KindCommUp, link.Comm{Kind: "msg", ID: f.ID, Data: map[string]any{"heard": f.Kind}})
		default:
			if w.other(m.Kind) {
				return
			}
		}
	}
}

// other serves frames without body; it reports whether the worker shall end.
func (w *fake) other(k link.Kind) bool {
	switch k {
	case link.KindPing:
		w.send(link.KindPong, nil)
	case link.KindStatsRequest:
		w.send(link.KindStats, link.Stats{Goroutines: 5, Processes: 2})
	}
	return k == link.KindShutdown
}

// eval does what the lines of a cell say: a command and its argument each.
func (w *fake) eval(ctx context.Context, c *carrier, e link.Eval) {
	w.send(link.KindAccepted, link.Accepted{Cell: e.Cell})
	ok := true
	for line := range strings.Lines(e.Code) {
		command, arg, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch command {
		case "print":
			w.send(link.KindOutput, link.Output{Cell: e.Cell, Stream: "stdout", Text: arg + "\n"})
		case "value":
			w.send(link.KindResult, link.Bundle{Cell: e.Cell, Data: map[string]any{"text/plain": arg}})
		case "fail":
			w.send(link.KindFailed, link.Failed{Cell: e.Cell, Kind: "panic", Name: "panic", Message: arg})
			ok = false
		case "loop": // obeys an interrupt
			<-ctx.Done()
			w.send(link.KindFailed, link.Failed{Cell: e.Cell, Kind: "interrupt", Name: "interrupt"})
			ok = false
		case "hang": // does not
			<-w.ctx.Done()
		case "die":
			w.die(arg)
			return
		default:
			if f := c.commands[command]; f != nil {
				f(w, e, arg)
			}
		}
	}
	if w.ctx.Err() == nil { // the dead say nothing
		w.send(link.KindDone, link.Done{Cell: e.Cell, OK: ok})
	}
}

// deafen closes the worker's ear, as the system does when a process dies; it
// takes a second until that is noticed.
func (w *fake) deafen() {
	w.mu.Lock()
	w.linger = time.Second
	w.mu.Unlock()
	_ = w.in.CloseWithError(errDead)
}

var errDead = errors.New("dead")

// die says words on stderr and ends without another frame.
func (w *fake) die(words string) {
	_ = w.Close()
	_, _ = io.WriteString(w.stderr, words+"\n")
	w.end(exitError{keeper.Exit{Code: 2}})
}

// send ignores that the front is gone, as a worker does.
func (w *fake) send(k link.Kind, body any) {
	if err := w.Send(k, body); err != nil && w.ctx.Err() == nil && !errors.Is(err, io.ErrClosedPipe) && !errors.Is(err, link.ErrClosed) {
		w.tb.Errorf("worker can't send %s: %v", k, err)
	}
}

// worker is the nth, from 1; nil when it did not start.
func (c *carrier) worker(n int) *fake {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.workers) < n {
		c.tb.Fatalf("only %d workers were started, want %d", len(c.workers), n)
	}
	return c.workers[n-1]
}

func (c *carrier) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.workers)
}

// replayed is what the worker was told of its predecessors.
func (w *fake) replayed() (codes []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, m := range w.heard {
		if r, err := link.Decode[link.Replay](m); err == nil {
			for _, c := range r.Cells {
				codes = append(codes, c.Code)
			}
		}
	}
	return codes
}

// A screen is an Output that writes down what it gets, a line for each call.
type screen struct {
	mu    sync.Mutex
	lines []string
	// answer gives the person's input; nil: waits until ctx ends.
	answer func(prompt string) (string, error)
	// stall holds every Stream call up while it is open.
	stall chan struct{}
	// streamed is told of every Stream call, when it has room.
	streamed chan string
}

func (s *screen) add(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = append(s.lines, fmt.Sprintf(format, args...))
}

// take returns the lines so far and forgets them.
func (s *screen) take() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := strings.Join(s.lines, "\n")
	s.lines = nil
	return text
}

func (s *screen) Stream(cell, name, text string) {
	if s.stall != nil {
		<-s.stall
	}
	s.add("%s %s %q", cell, name, text)
	select {
	case s.streamed <- text:
	default:
	}
}
func (s *screen) Display(cell string, b session.Bundle) {
	s.add("%s display %v", cell, b.Data["text/plain"])
}
func (s *screen) Update(cell string, b session.Bundle) {
	s.add("%s update %s %v", cell, b.DisplayID, b.Data["text/plain"])
}
func (s *screen) Clear(cell string, wait bool) { s.add("%s clear %v", cell, wait) }
func (s *screen) Comm(cell string, m session.CommMessage) {
	s.add("%s comm %s %s %v", cell, m.Kind, m.ID, m.Data)
}

func (s *screen) Input(ctx context.Context, cell, prompt string, password bool) (string, error) {
	s.add("%s input %q", cell, prompt)
	if s.answer != nil {
		return s.answer(prompt)
	}
	<-ctx.Done()
	return "", ctx.Err()
}

// start makes a keeper that the test ends.
func start(t *testing.T, c *carrier) (*keeper.Keeper, *screen) {
	t.Helper()
	c.tb = t
	k, s := keeper.New(keeper.Config{Carrier: c, Session: "s", Version: "1.0"}), &screen{}
	k.LineTypes()
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

// cell is an execution of code with id "c1", "c2" … for its count.
func cell(count int, code string) session.Cell {
	return session.Cell{ID: fmt.Sprintf("c%d", count), Count: count, Code: code, Store: true}
}

// outcome is a result in one line.
func outcome(r session.Result) string {
	switch {
	case r.Err != nil:
		return r.Err.Name + ": " + r.Err.Message
	case r.Value != nil:
		return fmt.Sprint("= ", r.Value.Data["text/plain"])
	}
	return "ok"
}
