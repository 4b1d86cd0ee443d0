package keeper

import (
	"context"
	"errors"
	"io"

	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/kernel/session"
)

// Streams of session.Output.
const (
	stdout = "stdout"
	stderr = "stderr"
)

// deliver gives a worker's frame to whom it is for. It is called by one
// goroutine of each life, in the order of the frames, and waits while the front
// end does not take them. An error means that the worker speaks no sense.
func (k *Keeper) deliver(l *life, m link.Message) error {
	body, err := m.Body()
	if err != nil {
		return err
	}
	l.delivering.Store(true)
	defer l.delivering.Store(false)
	defer l.delivered.Add(1)
	switch f := body.(type) {
	case link.Ready:
		offer(l.ready, f)
	case link.Stats, nil: // nil: a pong
		l.answer(m)
	case link.Log:
		k.log.Info("worker", "says", f.Text)
	case link.Verdict:
		if k.cfg.Verdict != nil {
			k.cfg.Verdict(f)
		}
	case link.Accepted:
		k.accept(f)
	case link.Failed:
		k.fail(f)
	case link.Done:
		k.complete(l, f)
	case link.InputRequest:
		k.ask(l, f)
	default:
		k.show(m.Kind, body)
	}
	return nil
}

// show hands what a cell has to show to the session.
func (k *Keeper) show(kind link.Kind, body any) {
	switch f := body.(type) {
	case link.Output:
		k.out.Stream(f.Cell, stream(f.Stream), f.Text)
	case link.Clear:
		k.out.Clear(f.Cell, f.Wait)
	case link.Card:
		k.out.Display(f.Cell, crashCard(f))
	case link.Comm:
		k.commUp(f)
	case link.Bundle:
		k.showBundle(kind, f)
	default:
		k.log.Warn("frame that goes the other way", "kind", kind)
	}
}

func (k *Keeper) showBundle(kind link.Kind, f link.Bundle) {
	switch kind {
	case link.KindUpdate:
		k.out.Update(f.Cell, bundle(f))
	case link.KindResult:
		if earlier := k.value(f); earlier != nil {
			k.out.Display(f.Cell, *earlier)
		}
	default:
		k.out.Display(f.Cell, bundle(f))
	}
}

// running is the run of a cell, nil when it is not in the foreground. The lock
// is held.
func (k *Keeper) running(cell string) *run {
	if k.run == nil || k.run.cell.ID != cell || k.run.life == nil {
		return nil
	}
	return k.run
}

// accept makes a cell part of what later workers are told.
func (k *Keeper) accept(f link.Accepted) {
	k.mu.Lock()
	r := k.running(f.Cell)
	if r != nil {
		r.begun = true
	}
	k.mu.Unlock()
	if r == nil {
		return // of a replay, or an answer that came too late
	}
	k.mirror.accept(evalOf(r.cell))
	for _, text := range f.Notes {
		k.out.Display(f.Cell, note(text))
	}
}

// value makes f the value of the running cell, and returns what is to be
// displayed instead: an earlier value, or f when its cell is over.
func (k *Keeper) value(f link.Bundle) *session.Bundle {
	k.mu.Lock()
	defer k.mu.Unlock()
	value := bundle(f)
	r := k.running(f.Cell)
	if r == nil {
		return &value
	}
	earlier := r.value
	r.value = &value
	return earlier
}

func (k *Keeper) fail(f link.Failed) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if r := k.running(f.Cell); r != nil {
		r.failed = readable(withSource(f, r.cell))
		return
	}
	k.log.Warn("failed outside a cell", "cell", f.Cell, "kind", f.Kind, "message", f.Message)
}

// complete ends the cell, or the replay, that f belongs to.
func (k *Keeper) complete(l *life, f link.Done) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if r := k.running(f.Cell); r != nil {
		k.finish(r, completed(r, f))
		return
	}
	offer(l.restored, f)
}

// ask has a person answer an input request; the cell's interrupt or end, or the
// worker's end, ends the wait.
func (k *Keeper) ask(l *life, f link.InputRequest) {
	ctx, stop := context.WithCancel(l.ctx)
	release := func() bool { return false }
	k.mu.Lock()
	if r := k.running(f.Cell); r != nil {
		release = context.AfterFunc(r.input, stop)
	}
	k.mu.Unlock()
	l.tasks.Go(func() {
		defer stop()
		defer release()
		value, err := k.out.Input(ctx, f.Cell, f.Prompt, f.Password)
		_ = l.frames.Send(link.KindInput, inputOf(f.Request, value, err))
	})
}

// endOfInput is what clients send for control-D.
const endOfInput = "\x04"

func inputOf(request int, value string, err error) link.Input {
	switch {
	case errors.Is(err, io.EOF), err == nil && value == endOfInput:
		return link.Input{Request: request, EOF: true}
	case err != nil:
		return link.Input{Request: request, Err: err.Error()}
	}
	return link.Input{Request: request, Value: value}
}

// library shows a line that native code wrote to the worker's stderr.
func (k *Keeper) library(line string) {
	k.out.Stream("", stderr, "from a library: "+line)
}

// bundle turns a frame's bundle into the session's; text/plain is always there.
func bundle(f link.Bundle) session.Bundle {
	b := session.Bundle{Data: f.Data, Metadata: f.Metadata, DisplayID: f.DisplayID}
	if b.Data == nil {
		b.Data = map[string]any{}
	}
	if _, ok := b.Data["text/plain"]; !ok {
		b.Data["text/plain"] = ""
	}
	return b
}

func stream(name string) string {
	if name == stderr {
		return stderr
	}
	return stdout
}

// offer sends v when there is room; a second value is of no interest.
func offer[T any](c chan T, v T) {
	select {
	case c <- v:
	default:
	}
}
