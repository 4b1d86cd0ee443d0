package registry

import (
	"hash/maphash"
	"slices"
	"sync"

	"github.com/spawnlab/spawnlab/runtime/process"
)

const shardCount = 32

// A table is what all processes share of a registry. Keys are spread over
// shards. Lock order: an owner, then a shard.
type table struct {
	sys    *process.System
	pid    process.PID
	parent process.PID // linked with the registry anyway
	spec   Spec
	copies bool // values cross as copies
	seed   maphash.Seed
	shards [shardCount]shard

	mu     sync.Mutex // guards owners and closed
	owners map[process.PID]*owner
	closed bool
}

type shard struct {
	mu      sync.RWMutex
	entries map[any][]Entry // the oldest first
}

// An owner is a process with keys.
type owner struct {
	pid  process.PID
	drop func() // takes the OnExit back

	mu   sync.Mutex
	keys []any // the oldest first; a key once for each entry
	gone bool  // it ended, or the registry did
}

// tablesKey is the key of the tables of a System.
type tablesKey struct{}

// tablesOf returns the tables of a System: PID of a registry to *table.
func tablesOf(sys *process.System) *sync.Map {
	m, _ := sys.Local(tablesKey{}, func() any { return &sync.Map{} }).(*sync.Map)
	return m
}

// tableOf returns the table of a registry; nil if there is no such registry.
func tableOf(sys *process.System, registry process.Target) *table {
	pid, ok := registry.Whereis(sys)
	if !ok {
		return nil
	}
	t, _ := tablesOf(sys).Load(pid)
	found, _ := t.(*table)
	return found
}

func newTable(sys *process.System, pid process.PID, spec Spec) *table {
	return &table{sys: sys, pid: pid, spec: spec, seed: maphash.MakeSeed(), owners: map[process.PID]*owner{}}
}

// shard returns where a key is. It panics, as a Go map does, if the key cannot
// be compared.
func (t *table) shard(key any) *shard {
	return &t.shards[maphash.Comparable(t.seed, key)%shardCount]
}

// crossing returns a value on its way into the table or out of it.
func (t *table) crossing(v any) any {
	if t.copies {
		return t.sys.Copy(v)
	}
	return v
}

// name returns how listeners know the registry.
func (t *table) name() process.Target {
	if t.spec.Name != "" {
		return t.spec.Name
	}
	return t.pid
}

// owner returns the entry of a process in the table of owners, which is new if
// it had none; nil if the process or the registry has ended.
func (t *table) owner(pid process.PID) (o *owner, fresh bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if o := t.owners[pid]; o != nil || t.closed {
		return o, false
	}
	o = &owner{pid: pid}
	drop, alive := t.sys.OnExit(pid, func() { t.bury(o) })
	if !alive {
		return nil, false
	}
	o.drop = drop
	t.owners[pid] = o
	return o, true
}

// insert enters a key of o's. It returns the owner if a unique key is taken.
func (t *table) insert(o *owner, key, value any) error {
	s := t.shard(key)
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.gone {
		return process.ErrNoProc
	}
	if err := s.insert(t.spec.Keys, key, Entry{o.pid, t.crossing(value)}); err != nil {
		return err
	}
	o.keys = append(o.keys, key)
	return nil
}

func (s *shard) insert(keys Keys, key any, e Entry) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.entries[key]
	if keys == Unique && len(old) > 0 {
		return &AlreadyRegisteredError{old[0].PID}
	}
	if s.entries == nil {
		s.entries = map[any][]Entry{}
	}
	s.entries[key] = append(old, e)
	return nil
}

// remove takes the entries of o's under a key out and returns how many there
// were, and how many of its keys are left.
func (t *table) remove(o *owner, key any) (removed, left int) {
	s := t.shard(key)
	o.mu.Lock()
	defer o.mu.Unlock()
	before := len(o.keys)
	o.keys = slices.DeleteFunc(o.keys, func(k any) bool { return k == key })
	s.remove(o.pid, key)
	return before - len(o.keys), len(o.keys)
}

func (s *shard) remove(pid process.PID, key any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	// The old list may be in the hands of a reader: it is left as it is.
	var rest []Entry
	for _, e := range s.entries[key] {
		if e.PID != pid {
			rest = append(rest, e)
		}
	}
	if rest == nil {
		delete(s.entries, key)
	} else {
		s.entries[key] = rest
	}
}

// forget takes an owner without keys out.
func (t *table) forget(o *owner) {
	t.mu.Lock()
	defer t.mu.Unlock()
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.keys) == 0 && t.owners[o.pid] == o {
		o.gone = true
		delete(t.owners, o.pid)
		o.drop()
	}
}

// bury takes out what a process that ended had registered.
func (t *table) bury(o *owner) {
	t.mu.Lock()
	delete(t.owners, o.pid)
	t.mu.Unlock()
	o.mu.Lock()
	keys := o.keys
	o.keys, o.gone = nil, true
	for _, key := range keys {
		t.shard(key).remove(o.pid, key)
	}
	o.mu.Unlock()
	for _, key := range keys {
		t.tell(func(name process.Name) { t.sys.Send(name, Unregistered{t.name(), key, o.pid}) })
	}
}

// close ends the table with its registry.
func (t *table) close() {
	t.mu.Lock()
	owners := t.owners
	t.owners, t.closed = nil, true
	t.mu.Unlock()
	for _, o := range owners {
		o.mu.Lock()
		o.gone = true
		o.mu.Unlock()
		o.drop()
	}
}

// tell does send for each listener.
func (t *table) tell(send func(name process.Name)) {
	for _, name := range t.spec.Listeners {
		send(name)
	}
}

// lookup returns the entries under a key. The list is not to be changed.
func (t *table) lookup(key any) []Entry {
	s := t.shard(key)
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.entries[key]
}
