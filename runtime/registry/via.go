package registry

import (
	"fmt"

	"github.com/spawnlab/spawnlab/runtime/genserver"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// A Key is a unique key of a registry as an address: messages to it and calls
// of it reach whose the key is at the time. (Elixir: {:via, Registry, {registry,
// key}}.)
type Key struct {
	registry process.Target
	key      any
	text     string
}

var _ genserver.Registrar = Key{}

// Via returns the address of a key. With [genserver.Via] a server is started
// under it.
func Via(self *process.Self, registry process.Target, key any) Key {
	return Key{registry, key, registry.String() + ":" + self.System().Format(key)}
}

// String returns the registry's name and the key.
func (k Key) String() string { return k.text }

// Whereis implements [process.Target].
func (k Key) Whereis(sys *process.System) (process.PID, bool) {
	if k.registry == nil {
		return process.PID{}, false
	}
	t := tableOf(sys, k.registry)
	if t == nil || t.spec.Keys != Unique {
		return process.PID{}, false
	}
	entries := t.lookup(k.key)
	if len(entries) == 0 {
		return process.PID{}, false
	}
	return entries[0].PID, true
}

// RegisterSelf implements [genserver.Registrar].
func (k Key) RegisterSelf(self *process.Self) error {
	if t := find(self, k.registry); t.spec.Keys != Unique {
		return fmt.Errorf("%w: registry: an address needs unique keys: %s", process.ErrBadArg, k.text)
	}
	return Register(self, k.registry, k.key, nil)
}
