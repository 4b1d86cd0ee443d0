package registry

import (
	"fmt"
	"slices"

	"github.com/spawnlab/spawnlab/runtime/process"
)

// An Entry is a process under a key.
type Entry struct {
	PID   process.PID
	Value any
}

// Register enters the calling process under key, with a value. The error is an
// [*AlreadyRegisteredError] if a unique key is taken, also by the caller. The
// key must be comparable: others panic, as in a Go map. (Elixir:
// Registry.register/3.)
func Register(self *process.Self, registry process.Target, key, value any) error {
	t := find(self, registry)
	t.shard(key) // panics before anything is done
	o, fresh := t.owner(self.PID())
	if o == nil {
		return process.ErrNoProc
	}
	if fresh {
		self.Link(t.pid)
	}
	if err := t.insert(o, key, value); err != nil {
		t.release(self, o)
		return err
	}
	t.tell(func(name process.Name) {
		self.System().Send(name, Registered{t.name(), key, o.pid, value})
	})
	return nil
}

// Unregister takes the caller's entries under key out. There need not be any.
// (Elixir: Registry.unregister/2.)
func Unregister(self *process.Self, registry process.Target, key any) {
	t := find(self, registry)
	o := t.known(self.PID())
	if o == nil {
		return
	}
	removed, _ := t.remove(o, key)
	t.release(self, o)
	for range removed {
		t.tell(func(name process.Name) {
			self.System().Send(name, Unregistered{t.name(), key, o.pid})
		})
	}
}

// release unlinks the caller and the registry if the caller has no key.
func (t *table) release(self *process.Self, o *owner) {
	o.mu.Lock()
	empty := len(o.keys) == 0
	o.mu.Unlock()
	if !empty {
		return
	}
	t.forget(o)
	if t.parent != self.PID() {
		self.Unlink(t.pid)
	}
}

// Lookup returns the entries under key, the oldest first; none or one if keys
// are unique. (Elixir: Registry.lookup/2.)
func Lookup(self *process.Self, registry process.Target, key any) []Entry {
	return find(self, registry).copied(key)
}

// copied returns the entries under a key, for the caller to keep.
func (t *table) copied(key any) []Entry {
	entries := slices.Clone(t.lookup(key))
	for i := range entries {
		entries[i].Value = t.crossing(entries[i].Value)
	}
	return entries
}

// UpdateValue gives the caller's entry under a unique key the value that update
// makes of its present one; false if the caller has no such entry. (Elixir:
// Registry.update_value/3.)
func UpdateValue(self *process.Self, registry process.Target, key any, update func(any) any) (now, was any, ok bool) {
	t := find(self, registry)
	if t.spec.Keys != Unique {
		panic(fmt.Errorf("%w: registry: UpdateValue needs unique keys", process.ErrBadArg))
	}
	entries := t.copied(key)
	if len(entries) == 0 || entries[0].PID != self.PID() {
		return nil, nil, false
	}
	was = entries[0].Value
	now = update(was)
	return now, was, t.replace(self.PID(), key, t.crossing(now))
}

// replace gives an entry of pid's under a unique key another value.
func (t *table) replace(pid process.PID, key, value any) bool {
	s := t.shard(key)
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.entries[key]; len(old) == 0 || old[0].PID != pid {
		return false
	}
	s.entries[key] = []Entry{{pid, value}}
	return true
}

// Dispatch calls do, in the caller, with the entries under key, if there are
// any. (Elixir: Registry.dispatch/3.)
func Dispatch(self *process.Self, registry process.Target, key any, do func([]Entry)) {
	if entries := Lookup(self, registry, key); len(entries) > 0 {
		do(entries)
	}
}

// KeysOf returns the keys of a process, the oldest first, each as often as it is
// registered. (Elixir: Registry.keys/2.)
func KeysOf(self *process.Self, registry process.Target, pid process.PID) []any {
	o := find(self, registry).known(pid)
	if o == nil {
		return nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.keys)
}

// ValuesOf returns the values of a process under key, the oldest first. (Elixir:
// Registry.values/3.)
func ValuesOf(self *process.Self, registry process.Target, key any, pid process.PID) []any {
	var values []any
	for _, e := range Lookup(self, registry, key) {
		if e.PID == pid {
			values = append(values, e.Value)
		}
	}
	return values
}

// Count returns the number of entries. (Elixir: Registry.count/1.)
func Count(self *process.Self, registry process.Target) (n int) {
	find(self, registry).each(func(_ any, entries []Entry) { n += len(entries) })
	return n
}

// Entries calls do, in the caller, with each key and its entries, in no order,
// until do returns false. It is no snapshot: what changes meanwhile may be seen
// or not. (In place of Elixir's Registry.select/2.)
func Entries(self *process.Self, registry process.Target, do func(key any, entries []Entry) bool) {
	t := find(self, registry)
	var keys []any
	t.each(func(key any, _ []Entry) { keys = append(keys, key) })
	for _, key := range keys {
		if entries := t.copied(key); len(entries) > 0 && !do(key, entries) {
			return
		}
	}
}

// each calls do with all keys, shard by shard, under its lock.
func (t *table) each(do func(key any, entries []Entry)) {
	for i := range t.shards {
		s := &t.shards[i]
		s.mu.RLock()
		for key, entries := range s.entries {
			do(key, entries)
		}
		s.mu.RUnlock()
	}
}

// known returns the owner that a process is; nil if it has no keys.
func (t *table) known(pid process.PID) *owner {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.owners[pid]
}

// find returns the table of a registry or panics.
func find(self *process.Self, registry process.Target) *table {
	if registry == nil {
		panic(fmt.Errorf("%w: registry: no registry given", process.ErrBadArg))
	}
	t := tableOf(self.System(), registry)
	if t == nil {
		panic(fmt.Errorf("%w: %s", ErrNoRegistry, registry.String()))
	}
	return t
}
