package keeper

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spawnlab/spawnlab/kernel/link"
)

// grace is how long a worker may take from the end of one of its streams to
// its own end, and from that to the end of the others.
const grace = time.Second

// A life is one worker from its start to its end. All methods may be called
// from any goroutine, also when it is over.
type life struct {
	worker *Worker
	frames *link.Writer
	words  lastWords
	ctx    context.Context // ends with the worker
	cancel context.CancelFunc

	ready    chan link.Ready // gets the worker's greeting
	restored chan link.Done  // gets the answer to the replay
	gone     chan struct{}   // closed when the worker and all goroutines have ended
	tasks    sync.WaitGroup  // goroutines that wait for a person's input

	delivering atomic.Bool  // a frame is being shown
	delivered  atomic.Int64 // frames that were

	mu      sync.Mutex
	cause   *death // why the keeper ended it, nil when it did not
	waiting map[link.Kind][]chan link.Message

	death death // of a life that is gone
}

// begin takes over a worker. deliver gets its frames in order, from one
// goroutine; an error of it ends the worker. library gets the lines that native
// code writes to the worker's stderr.
func begin(w *Worker, deliver func(*life, link.Message) error, library func(string)) *life {
	l := &life{
		worker:   w,
		frames:   link.StartWriter(w.In),
		ready:    make(chan link.Ready, 1),
		restored: make(chan link.Done, 1),
		gone:     make(chan struct{}),
		waiting:  map[link.Kind][]chan link.Message{},
	}
	l.ctx, l.cancel = context.WithCancel(context.Background())
	go l.live(deliver, library)
	return l
}

// live runs the life to its end; what the worker said before it died is still
// delivered.
func (l *life) live(deliver func(*life, link.Message) error, library func(string)) {
	defer close(l.gone)
	defer l.cancel()
	var streams sync.WaitGroup
	streams.Go(func() { l.read(deliver) })
	if l.worker.Stderr != nil {
		streams.Go(func() { l.words.listen(l.worker.Stderr, library) })
	}
	exit := l.worker.Wait()
	l.cancel()
	limit := time.AfterFunc(grace, l.closeStreams)
	streams.Wait()
	_ = l.frames.Close()
	limit.Stop()
	l.closeStreams()
	l.tasks.Wait()
	l.death = l.causeOf(exit)
}

func (l *life) read(deliver func(*life, link.Message) error) {
	frames := link.NewReader(bufio.NewReaderSize(l.worker.Out, 64<<10))
	for {
		m, err := frames.Next()
		if err == nil {
			err = deliver(l, m)
		}
		if err != nil {
			l.lostTouch(err)
			return
		}
	}
}

// lostTouch sees to it that a worker which can't be heard any more ends.
func (l *life) lostTouch(err error) {
	if ended(err) {
		time.AfterFunc(grace, l.worker.Kill)
		return
	}
	l.kill(death{name: workerStopped, what: "it could not be understood any more (" + err.Error() + ")", advice: garbledAdvice})
}

const garbledAdvice = "Code that writes to file descriptor 1 by itself garbles what the worker sends; print with fmt."

// kill ends the worker at once; cause is what learners read. The first cause
// counts.
func (l *life) kill(cause death) {
	l.mu.Lock()
	if l.cause == nil {
		l.cause = &cause
	}
	l.mu.Unlock()
	l.worker.Kill()
}

// dismiss asks the worker to end, ends it when it has not after grace, and
// returns when it is gone.
func (l *life) dismiss() {
	_ = l.frames.Send(link.KindShutdown, nil)
	timer := time.AfterFunc(grace, l.worker.Kill)
	defer timer.Stop()
	var closing sync.WaitGroup
	defer closing.Wait()
	closing.Go(func() { // a worker that does not read must not hold us up
		_ = l.frames.Close()
		_ = l.worker.In.Close()
	})
	<-l.gone
}

func (l *life) closeStreams() {
	_ = l.worker.In.Close()
	_ = l.worker.Out.Close()
	if l.worker.Stderr != nil {
		_ = l.worker.Stderr.Close()
	}
}

func (l *life) causeOf(exit Exit) death {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cause != nil {
		return *l.cause
	}
	return diagnose(exit, l.words.String())
}

// request sends a frame without body and waits for the next frame of kind
// answer.
func (l *life) request(ctx context.Context, kind, answer link.Kind) (link.Message, error) {
	c := make(chan link.Message, 1)
	l.mu.Lock()
	l.waiting[answer] = append(l.waiting[answer], c)
	l.mu.Unlock()
	if err := l.frames.Send(kind, nil); err != nil {
		return link.Message{}, err
	}
	select {
	case m := <-c:
		return m, nil
	case <-l.gone:
		return link.Message{}, errNoWorker
	case <-ctx.Done():
		return link.Message{}, ctx.Err()
	}
}

// answer gives m to all who wait for its kind.
func (l *life) answer(m link.Message) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.waiting[m.Kind] {
		c <- m
	}
	delete(l.waiting, m.Kind)
}

// ended reports whether err is the end of a stream, and not something that the
// stream says.
func ended(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, os.ErrClosed) || errors.Is(err, io.ErrClosedPipe)
}
