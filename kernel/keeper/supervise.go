package keeper

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/kernel/session"
)

const (
	// startTime is how long a worker may take to say that it is ready, and to
	// load the cells of its predecessor.
	startTime = 30 * time.Second
	// maxStarts is how many workers may fail to start, one after the other,
	// until only the next cell makes the keeper try again.
	maxStarts = 3
	// pause is the wait after the first of them; it grows with each.
	pause = 100 * time.Millisecond
)

// errReplay: a worker started, but did not survive the cells of its
// predecessor.
var errReplay = errors.New("the declarations of earlier cells could not be loaded")

// supervise keeps one worker alive until ctx ends. It is the only goroutine
// that starts workers.
func (k *Keeper) supervise(ctx context.Context) {
	defer close(k.ended)
	for failures := 0; ctx.Err() == nil && !k.isClosed(); {
		l, err := k.open(ctx)
		if err == nil {
			failures = 0
			k.serve(ctx, l)
			continue
		}
		failures++
		k.log.Error("worker did not start", "error", err, "attempt", failures)
		if errors.Is(err, errReplay) && failures > 1 {
			k.forget()
		}
		if failures < maxStarts {
			wait(ctx, time.Duration(failures)*pause)
			continue
		}
		failures = 0
		k.despair(ctx, err)
	}
	k.settleClosed()
}

// open starts a worker and brings it to where its predecessor was.
func (k *Keeper) open(ctx context.Context) (*life, error) {
	w, err := k.cfg.Carrier.Start()
	if err != nil {
		return nil, fmt.Errorf("the worker could not be started: %w", err)
	}
	l := begin(w, k.deliver, k.library)
	if !k.adopt(l) {
		l.kill(death{name: workerStopped, what: "the kernel was closed"})
	}
	if err := k.greet(ctx, l); err != nil {
		l.kill(death{name: workerStopped, what: err.Error()})
		<-l.gone
		k.adopt(nil)
		return nil, err
	}
	return l, nil
}

// adopt makes l the worker that Close ends. It reports false when Close has
// been called already.
func (k *Keeper) adopt(l *life) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.life = l
	return !k.closed
}

// greet opens the link and replays the accepted cells.
func (k *Keeper) greet(ctx context.Context, l *life) error {
	hello := link.Hello{
		Version: link.Version, Session: k.cfg.Session, Folder: k.cfg.Folder,
		MemoryLimit: k.cfg.MemoryLimit, OutputLimit: k.cfg.OutputLimit,
		DepthLimit: k.cfg.DepthLimit, Seed: k.cfg.Seed,
	}
	_ = l.frames.Send(link.KindHello, hello) // a broken stream ends the life
	ready, err := await(ctx, l, l.ready)
	if err != nil {
		return fmt.Errorf("the worker did not start: %w", err)
	}
	if d := ready.Version - link.Version; d < -1 || d > 1 {
		return fmt.Errorf("the worker speaks version %d of the link, not %d: install the kernel again", ready.Version, link.Version)
	}
	return k.replay(ctx, l)
}

func (k *Keeper) replay(ctx context.Context, l *life) error {
	replay, ok := k.nextReplay()
	if !ok {
		return nil
	}
	if err := l.frames.Send(link.KindReplay, replay); err != nil {
		return fmt.Errorf("%w: %w", errReplay, err)
	}
	if _, err := await(ctx, l, l.restored); err != nil {
		return fmt.Errorf("%w: %w", errReplay, err)
	}
	return nil
}

func (k *Keeper) nextReplay() (link.Replay, bool) {
	cells := k.mirror.replay()
	k.mu.Lock()
	defer k.mu.Unlock()
	k.replays++
	return link.Replay{Cell: fmt.Sprintf("replay-%d", k.replays), Cells: cells}, len(cells) > 0
}

// forget gives up on the accepted cells.
func (k *Keeper) forget() {
	k.mirror.reset()
	k.mu.Lock()
	defer k.mu.Unlock()
	k.notices = append(k.notices, "The declarations of earlier cells could not be loaded into the new worker: run those cells again.")
}

// serve gives l the cells, until it is gone or ctx ends.
func (k *Keeper) serve(ctx context.Context, l *life) {
	k.mu.Lock()
	k.ready, k.stuck = true, false
	k.settle()
	k.dispatch()
	k.mu.Unlock()
	select {
	case <-l.gone:
	case <-ctx.Done():
		l.dismiss()
	}
	k.mourn(l)
}

// despair answers the cell that waits and waits for the next one to come.
func (k *Keeper) despair(ctx context.Context, err error) {
	k.mu.Lock()
	k.stuck = true
	if r := k.run; r != nil && r.fate == nil {
		k.finish(r, session.Result{Err: startError(err)})
	}
	k.settle()
	k.mu.Unlock()
	select {
	case <-k.poke:
	case <-ctx.Done():
	}
}

func (k *Keeper) isClosed() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.closed
}

// settleClosed answers the cell that is left when the keeper ends.
func (k *Keeper) settleClosed() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.run != nil {
		k.finish(k.run, session.Result{Err: closedError()})
	}
}

// await waits for something from a worker that starts.
func await[T any](ctx context.Context, l *life, c <-chan T) (T, error) {
	limit := time.NewTimer(startTime)
	defer limit.Stop()
	var none T
	select {
	case v := <-c:
		return v, nil
	case <-l.gone:
		return none, errors.New(l.death.what)
	case <-limit.C:
		return none, fmt.Errorf("it was not ready after %v", startTime)
	case <-ctx.Done():
		return none, errClosed
	}
}

func wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
