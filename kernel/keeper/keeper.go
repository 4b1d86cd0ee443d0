package keeper

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/kernel/session"
)

// Errors of Stats, Ping and Control.
var (
	errNoWorker = errors.New("keeper: no worker is running")
	errClosed   = errors.New("keeper: closed")
)

// Config says how workers are started and what they are told. Only Carrier is
// needed.
type Config struct {
	Carrier Carrier
	Session string // id, for the worker's own use
	Folder  string // of the notebook
	Version string // of the kernel, for the banner

	MemoryLimit int64  // bytes, 0: none
	OutputLimit int64  // bytes a cell, 0: the worker's default
	DepthLimit  int    // calls, 0: the worker's default
	Seed        uint64 // 0: none

	// Verdict takes the marks of checks; nil drops them.
	Verdict func(link.Verdict)
	// Log takes remarks for the person who debugs the kernel; nil drops them.
	Log *slog.Logger
}

// A Keeper is a session.Evaluator whose cells run in a worker that may die at
// any time. The zero value is of no use: call New.
type Keeper struct {
	cfg    Config
	log    *slog.Logger
	mirror *mirror
	out    session.Output // set once, by Start

	stop  context.CancelFunc
	ended chan struct{} // closed when the supervisor has ended
	poke  chan struct{} // a cell came although no worker could be started

	mu      sync.Mutex
	life    *life // the worker that is alive, nil between two
	ready   bool  // it takes cells
	stuck   bool  // no worker could be started; the supervisor waits for poke
	closed  bool
	run     *run              // the cell that runs or waits
	newest  string            // id of the newest cell, "" before the first
	comms   map[string]string // open ones: id to target
	notices []string          // for the next cell
	replays int
}

var _ session.Evaluator = (*Keeper)(nil)

// New makes a keeper and starts nothing.
func New(cfg Config) *Keeper {
	log := cfg.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Keeper{
		cfg: cfg, log: log, mirror: newMirror(log, newTypes),
		ended: make(chan struct{}), poke: make(chan struct{}, 1),
		comms: map[string]string{},
	}
}

// Start starts the first worker in the background. Close ends it.
func (k *Keeper) Start(out session.Output) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case k.closed:
		return errClosed
	case k.stop != nil:
		return errors.New("keeper: started twice")
	}
	ctx, cancel := context.WithCancel(context.Background())
	k.out, k.stop = out, cancel
	k.mirror.start()
	go k.supervise(ctx)
	return nil
}

// Close ends the worker: it is asked, and killed when it has not ended after a
// second or when ctx ends. Close waits until it and all goroutines have ended;
// it returns the error of ctx when they are held up by Output.
func (k *Keeper) Close(ctx context.Context) error {
	k.mu.Lock()
	k.closed = true
	stop := k.stop
	if k.run != nil {
		k.run.stopInput()
	}
	k.mu.Unlock()
	k.mirror.close()
	if stop == nil {
		return nil
	}
	stop()
	select {
	case <-k.ended:
		return nil
	case <-ctx.Done():
	}
	k.killNow()
	select {
	case <-k.ended:
		return nil
	case <-time.After(grace):
		return ctx.Err()
	}
}

func (k *Keeper) killNow() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.life != nil {
		k.life.kill(death{name: workerStopped, what: "the kernel was closed"})
	}
}

// Stats asks the worker how it is; it answers also while a cell runs.
func (k *Keeper) Stats(ctx context.Context) (link.Stats, error) {
	m, err := k.request(ctx, link.KindStatsRequest, link.KindStats)
	if err != nil {
		return link.Stats{}, err
	}
	return link.Decode[link.Stats](m)
}

// Ping returns when the worker has answered.
func (k *Keeper) Ping(ctx context.Context) error {
	_, err := k.request(ctx, link.KindPing, link.KindPong)
	return err
}

// Control passes on what a picture asks for: to kill, suspend or resume a
// process, also while a cell runs.
func (k *Keeper) Control(c link.Control) error {
	l := k.alive()
	if l == nil {
		return errNoWorker
	}
	return l.frames.Send(link.KindControl, c)
}

func (k *Keeper) request(ctx context.Context, kind, answer link.Kind) (link.Message, error) {
	l := k.alive()
	if l == nil {
		return link.Message{}, errNoWorker
	}
	m, err := l.request(ctx, kind, answer)
	if err != nil {
		return m, fmt.Errorf("keeper: %s: %w", kind, err)
	}
	return m, nil
}

// alive is the worker that can be spoken to, nil when there is none.
func (k *Keeper) alive() *life {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.ready {
		return nil
	}
	return k.life
}
