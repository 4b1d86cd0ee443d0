// Package session answers Jupyter clients: it takes the messages of all
// channels, runs code through an [Evaluator], and tells clients what happens in
// the order that they rely on. It knows Jupyter and nothing of the language: no
// sockets, no Go evaluation.
//
// Requests to execute wait in a queue and run one at a time. Every other
// request is answered at once, also while a cell runs.
package session

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/spawnlab/spawnlab/kernel/protocol"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

// Config says what a session works with. Evaluator is required.
type Config struct {
	Evaluator Evaluator
	// Key signs messages; empty means unsigned.
	Key []byte
	// Implementation and Version name the kernel in kernel_info_reply.
	Implementation, Version string
	// HistoryDir keeps the history of all sessions, "" keeps it in memory.
	HistoryDir string
	// Limits bound the output; the zero value means the defaults.
	Limits Limits
	// Log takes remarks for the person who debugs the kernel, nil drops them.
	Log *slog.Logger
}

// A Session is one kernel in the eyes of its clients. Use it in this order:
// New, Start, Handle as often as messages come, Close.
type Session struct {
	config    Config
	eval      Evaluator
	log       *slog.Logger
	id        string // of all messages that the kernel sends
	signer    *wire.Signer
	port      wire.Port // set by Start
	iopub     *iopub
	memory    *memory
	queue     *queue
	inputs    *inputs
	history   *history
	pace      *pace
	count     atomic.Int64 // of the newest counted execution
	refused   atomic.Int64 // messages that were no messages
	meter     meter
	down      chan struct{}
	downOnce  sync.Once
	closing   chan struct{}
	closeOnce sync.Once
	workers   sync.WaitGroup
}

// New makes a session; it does nothing before Start.
func New(c Config) *Session {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	s := &Session{
		config:  c,
		eval:    c.Evaluator,
		log:     c.Log,
		id:      wire.NewID(),
		signer:  wire.NewSigner(c.Key),
		memory:  newMemory(rememberedExecutions),
		queue:   newQueue(),
		inputs:  newInputs(),
		history: newHistory(c.HistoryDir, c.Log),
		pace:    newPace(messageRate, messageBurst),
		down:    make(chan struct{}),
		closing: make(chan struct{}),
	}
	s.iopub = &iopub{session: s, limits: c.Limits.orDefault()}
	return s
}

// Start announces the kernel on port, once, and starts the evaluator and the
// execution of cells. An error is the evaluator's.
func (s *Session) Start(port wire.Port) error {
	s.port = port
	s.iopub.publish(nil, protocol.Status{ExecutionState: protocol.Starting})
	if err := s.eval.Start(output{s}); err != nil {
		return err
	}
	s.workers.Go(s.executeAll)
	return nil
}

// Welcome gives the message that greets a new subscription to topic.
func (s *Session) Welcome(topic []byte) [][]byte {
	frames, err := s.encode(nil, protocol.Welcome{Subscription: string(topic)}, extra{})
	if err != nil {
		return nil // text always encodes
	}
	if len(topic) == 0 {
		return frames
	}
	return append([][]byte{topic}, frames...)
}

// Done is closed when a client has asked the kernel to shut down and has been
// answered.
func (s *Session) Done() <-chan struct{} { return s.down }

// Close ends the running cell and the evaluator, aborts what is queued, and
// writes out what is left, at most until ctx ends. The port must still work: it
// is closed after the session. Only the first call does something.
func (s *Session) Close(ctx context.Context) error {
	var err error
	s.closeOnce.Do(func() { err = s.close(ctx) })
	return err
}

func (s *Session) close(ctx context.Context) error {
	close(s.closing)
	s.queue.close()
	err := s.eval.Close(ctx)
	ended := make(chan struct{})
	go func() { // ends with the workers, which end with the evaluator
		s.workers.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-ctx.Done():
		err = ctx.Err()
	}
	s.iopub.close()
	s.history.close(ctx)
	return err
}
