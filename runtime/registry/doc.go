// Package registry keeps processes under keys of any comparable type, with
// values: a unique key belongs to one process, a duplicate one to any number.
// It knows processes only, and where servers are named by [Via].
//
//	process.Must(registry.StartLink(self, registry.Spec{Name: "players"}))
//	players := process.Name("players")
//
//	err := registry.Register(self, players, "ann", 7) // the caller is "ann" now
//	entries := registry.Lookup(self, players, "ann")
//	self.Send(registry.Via(self, players, "ann"), "hello")
//
// A process registers itself, and is linked with the registry as long as it has
// keys: if the registry crashes it ends too, rather than be lost. Looking up is
// no message: it reads a table that all share. (Elixir: Registry.)
//
// # Where it differs from Elixir
//
// The entries of a process are gone before its end is told to anybody; in
// Elixir some time after. Keys are compared as Go compares interface values:
// 1 and 1.0 are two keys. In place of match and select there is [Entries].
package registry
