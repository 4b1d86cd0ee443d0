package session

import (
	"context"
	"iter"
	"log/slog"
	"slices"
	"sync"
)

// history remembers what was run: this session in memory, and all sessions in
// an archive. A session gets its number with its first entry. The disk is the
// business of a goroutine of its own: a slow one never delays a cell, and
// trouble with it is logged and costs the archive only.
type history struct {
	archive archive
	log     *slog.Logger

	mu     sync.Mutex
	list   []entry
	number int         // of this session, 0 before it has a file
	lines  chan []byte // to the file; nil before the first entry
	closed bool
	writer sync.WaitGroup
}

func newHistory(dir string, log *slog.Logger) *history {
	return &history{archive: archive(dir), log: log}
}

// record adds an entry of this session.
func (h *history) record(count int, input string, output *string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	e := entry{Line: count, Input: input, Output: output}
	h.list = append(h.list, e)
	if h.archive == "" || h.closed {
		return
	}
	if h.lines == nil {
		h.lines = make(chan []byte, 256)
		h.writer.Go(h.write)
	}
	select {
	case h.lines <- line(e):
	default:
		h.log.Warn("the disk is too slow for the history: an entry is left out")
	}
}

// write takes a number and copies lines to the file of this session, until
// close.
func (h *history) write() {
	file, number, err := h.archive.create()
	h.mu.Lock()
	h.number = number
	h.mu.Unlock()
	for line := range h.lines {
		if err == nil {
			_, err = file.Write(line)
		}
		if err != nil {
			break
		}
	}
	if err != nil {
		h.log.Warn("the history is not kept on disk", "error", err)
		for range h.lines { // until close
		}
	}
	if file != nil {
		file.Close()
	}
	h.archive.prune(keptSessions, keptBytes)
}

// close waits until everything is written, at most until ctx ends.
func (h *history) close(ctx context.Context) {
	h.mu.Lock()
	if h.lines != nil && !h.closed {
		close(h.lines)
	}
	h.closed = true
	h.mu.Unlock()
	written := make(chan struct{})
	go func() { // ends with the writer
		h.writer.Wait()
		close(written)
	}()
	select {
	case <-written:
	case <-ctx.Done():
		h.log.Warn("the history was not written in time")
	}
}

// current is the number of this session, or the one that it will probably get.
func (h *history) current() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.number != 0 {
		return h.number
	}
	return h.archive.newest() + 1
}

// session gives the entries of a session, from old to new.
func (h *history) session(number int) []entry {
	if number != h.current() {
		return h.archive.read(number)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	list := slices.Clone(h.list)
	for i := range list {
		list[i].Session = number
	}
	return list
}

// backwards gives all entries of all sessions, from new to old.
func (h *history) backwards() iter.Seq[entry] {
	numbers := h.archive.numbers()
	if current := h.current(); !slices.Contains(numbers, current) {
		numbers = append(numbers, current)
	}
	return func(yield func(entry) bool) {
		for _, number := range slices.Backward(numbers) {
			for _, e := range slices.Backward(h.session(number)) {
				if !yield(e) {
					return
				}
			}
		}
	}
}
