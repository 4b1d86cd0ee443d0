package process

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
)

// A table holds every process that is alive or whose goroutine has not ended.
// It is a list in each of a few shards, threaded through the processes: adding
// and removing allocate nothing.
type table struct {
	closed atomic.Bool
	idle   atomic.Pointer[chan struct{}] // closed when a closed table is empty
	shards [shardCount]shard
}

const shardCount = 32

type shard struct {
	mu   sync.Mutex
	head *Self
	_    [48]byte // a cache line each
}

func (t *table) shard(s *Self) *shard { return &t.shards[s.id%shardCount] }

func (t *table) add(s *Self) {
	sh := t.shard(s)
	sh.mu.Lock()
	s.older = sh.head
	if sh.head != nil {
		sh.head.younger = s
	}
	sh.head = s
	sh.mu.Unlock()
}

func (t *table) remove(s *Self) {
	sh := t.shard(s)
	sh.mu.Lock()
	if s.younger != nil {
		s.younger.older = s.older
	} else {
		sh.head = s.older
	}
	if s.older != nil {
		s.older.younger = s.younger
	}
	s.older, s.younger = nil, nil
	sh.mu.Unlock()
	if t.closed.Load() && t.empty() {
		t.tellIdle()
	}
}

func (t *table) empty() bool {
	for i := range t.shards {
		sh := &t.shards[i]
		sh.mu.Lock()
		empty := sh.head == nil
		sh.mu.Unlock()
		if !empty {
			return false
		}
	}
	return true
}

// tellIdle wakes who waits in whenIdle.
func (t *table) tellIdle() {
	if c := t.idle.Swap(nil); c != nil {
		close(*c)
	}
}

// whenIdle returns a channel that is closed when the table, which is closed, is
// empty. One caller waits at a time.
func (t *table) whenIdle() <-chan struct{} {
	c := make(chan struct{})
	t.idle.Store(&c)
	if t.empty() {
		t.tellIdle()
	}
	return c
}

// all returns the processes that keep accepts, in the order of their PIDs.
func (t *table) all(keep func(*Self) bool) []*Self {
	var all []*Self
	for i := range t.shards {
		sh := &t.shards[i]
		sh.mu.Lock()
		for s := sh.head; s != nil; s = s.older {
			if keep(s) {
				all = append(all, s)
			}
		}
		sh.mu.Unlock()
	}
	slices.SortFunc(all, func(a, b *Self) int { return cmp.Compare(a.id, b.id) })
	return all
}

// lookup returns the process with the number id, nil if it is gone.
func (t *table) lookup(id uint64) *Self {
	sh := &t.shards[id%shardCount]
	sh.mu.Lock()
	defer sh.mu.Unlock()
	for s := sh.head; s != nil; s = s.older {
		if s.id == id {
			return s
		}
	}
	return nil
}
