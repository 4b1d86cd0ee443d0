package registry_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/spawnlab/spawnlab/runtime/genserver"
	"github.com/spawnlab/spawnlab/runtime/internal/oracle"
	"github.com/spawnlab/spawnlab/runtime/internal/proctest"
	"github.com/spawnlab/spawnlab/runtime/process"
	. "github.com/spawnlab/spawnlab/runtime/registry"
)

func TestMain(m *testing.M) {
	// handleEvent is the Go runtime's own, under js/wasm.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("runtime.handleEvent"))
}

func TestSource(t *testing.T) { proctest.CheckSource(t) }

type (
	atom  = process.Atom
	tuple = oracle.Tuple
	list  = oracle.List
)

const (
	ms = time.Millisecond
	r  = process.Name("r")
)

// start starts the registry r.
func start(self *process.Self, spec Spec) process.PID {
	spec.Name = r
	return process.Must(StartLink(self, spec))
}

// TestOracle compares registries with Elixir's.
func TestOracle(t *testing.T) {
	table := oracle.Table{}
	for name, f := range cases {
		table["reg | "+name] = func(self *process.Self) any { return proctest.Iso(self, f) }
	}
	oracle.Run(t, table, func(t *testing.T, f any) (got any) {
		proctest.Virtual(t, func(self *process.Self) { got = f.(func(self *process.Self) any)(self) })
		return got
	}, "reg")
}

// lookup is what Elixir's lookup returns.
func lookup(self *process.Self, key any) any {
	got := list{}
	for _, e := range Lookup(self, r, key) {
		got = append(got, oracle.Pair{Key: "PID", Value: e.Value})
	}
	return got
}

var cases = map[string]func(self *process.Self) any{
	"unique: register twice": func(self *process.Self) any {
		pid := start(self, Spec{})
		first, second := any(tuple{atom("ok"), pid}), any(nil)
		process.Must(0, Register(self, r, "k", 1))
		var already *AlreadyRegisteredError
		if err := Register(self, r, "k", 2); errors.As(err, &already) {
			second = tuple{atom("error"), tuple{atom("already_registered"), already.PID}}
		}
		found := lookup(self, "k")
		Unregister(self, r, "k")
		return tuple{first, second, found, atom("ok"), lookup(self, "k")}
	},
	"duplicate keys, count, dispatch, keys, values": func(self *process.Self) any {
		start(self, Spec{Keys: Duplicate})
		process.Must(0, Register(self, r, atom("k"), 1))
		process.Must(0, Register(self, r, atom("k"), 2))
		Dispatch(self, r, atom("k"), func(entries []Entry) {
			for _, e := range entries {
				self.Send(e.PID, e.Value)
			}
		})
		return tuple{
			len(Lookup(self, r, atom("k"))), Count(self, r), proctest.All(self, 5*ms),
			KeysOf(self, r, self.PID()), ValuesOf(self, r, atom("k"), self.PID()),
		}
	},
	"entry goes away after owner death (async)": func(self *process.Self) any {
		start(self, Spec{})
		pid := self.Spawn(func(self *process.Self) {
			process.Must(0, Register(self, r, "k", 1))
			self.Receive()
		})
		proctest.Sleep(self, 20*ms)
		before := lookup(self, "k")
		self.Send(pid, "go")
		proctest.Sleep(self, 30*ms)
		return tuple{before, lookup(self, "k")}
	},
	"update_value only by owner": func(self *process.Self) any {
		start(self, Spec{})
		process.Must(0, Register(self, r, "k", 1))
		now, was, _ := UpdateValue(self, r, "k", func(v any) any { return v.(int) + 1 })
		other := any(atom("ok"))
		if _, _, ok := UpdateValue(self, r, "zz", func(v any) any { return v }); !ok {
			other = atom("error")
		}
		return tuple{tuple{now, was}, other}
	},
	"listeners": func(self *process.Self) any {
		process.Must(0, self.Register("lst", self.PID()))
		start(self, Spec{Listeners: []process.Name{"lst"}})
		process.Must(0, Register(self, r, atom("k"), 1))
		Unregister(self, r, atom("k"))
		var told list
		for _, m := range proctest.All(self, 20*ms) {
			switch m := m.(type) { // the oracle's registry is called r5
			case Registered:
				told = append(told, tuple{atom("register"), atom(m.Registry.String() + "5"), m.Key, m.PID, m.Value})
			case Unregistered:
				told = append(told, tuple{atom("unregister"), atom(m.Registry.String() + "5"), m.Key, m.PID})
			}
		}
		return told
	},
}

// registered spawns a process with keys and waits until it has them.
func registered(self *process.Self, keys ...any) process.PID {
	me := self.PID()
	pid := self.Spawn(func(self *process.Self) {
		for i, key := range keys {
			process.Must(0, Register(self, r, key, i))
		}
		self.Send(me, "ready")
		self.ReceiveMatch(func(any) bool { return false })
	})
	process.Receive[string](self)
	return pid
}

// TestEntriesAreGoneByTheDown: a restarted process can register at once.
func TestEntriesAreGoneByTheDown(t *testing.T) {
	proctest.Virtual(t, func(self *process.Self) {
		process.Must(0, self.Register("lst", self.PID()))
		start(self, Spec{Listeners: []process.Name{"lst"}})
		pid := registered(self, "a", "b")
		ref := self.Monitor(pid)
		self.Kill(pid)
		proctest.DownOf(self, ref)
		if n := Count(self, r); n != 0 {
			t.Errorf("%d entries", n)
		}
		var gone []any
		for _, m := range proctest.All(self, ms) {
			if u, ok := m.(Unregistered); ok && u.PID == pid {
				gone = append(gone, u.Key)
			}
		}
		if !slices.Equal(gone, []any{"a", "b"}) {
			t.Errorf("the listener was told of %v", gone)
		}
	})
}

func TestTheRegistryTakesItsProcessesAlong(t *testing.T) {
	proctest.Virtual(t, func(self *process.Self) {
		self.TrapExit(true)
		reg := start(self, Spec{})
		pid, free := registered(self, "a"), registered(self)
		self.Kill(reg)
		proctest.Sleep(self, ms)
		if self.IsAlive(pid) || !self.IsAlive(free) {
			t.Error("the registered process lives, or the other does not")
		}
		start(self, Spec{})
		if err := Register(self, r, "a", 1); err != nil {
			t.Errorf("in the next one: %v", err)
		}
	})
}

func TestLinksEndWithTheLastKey(t *testing.T) {
	proctest.Virtual(t, func(self *process.Self) {
		self.TrapExit(true)
		reg := start(self, Spec{})
		links := func(self *process.Self) int { in, _ := self.Info(self.PID()); return len(in.Links) }
		_, ref := self.SpawnMonitor(func(self *process.Self) {
			process.Must(0, Register(self, r, "a", 1))
			process.Must(0, Register(self, r, "b", 1))
			Unregister(self, r, "a")
			one := links(self)
			Unregister(self, r, "b")
			Unregister(self, r, "never")
			if none := links(self); one != 1 || none != 0 {
				t.Errorf("%d links, then %d", one, none)
			}
		})
		proctest.DownOf(self, ref)
		process.Must(0, Register(self, r, "a", 1)) // the starter is linked anyway
		Unregister(self, r, "a")
		if n := links(self); n != 1 {
			t.Errorf("the starter has %d links", n)
		}
		self.Kill(reg)
	})
}

func TestUpdateOfAnothersValue(t *testing.T) {
	proctest.Virtual(t, func(self *process.Self) {
		start(self, Spec{})
		registered(self, "a")
		if _, _, ok := UpdateValue(self, r, "a", func(any) any { t.Error("called"); return nil }); ok {
			t.Error("allowed")
		}
	})
}

func TestMistakesPanic(t *testing.T) {
	for name, tt := range map[string]struct {
		do   func(self *process.Self)
		want string
	}{
		"no such registry": {func(self *process.Self) { Lookup(self, process.Name("none"), 1) }, "registry: no such registry: none"},
		"no registry":      {func(self *process.Self) { Count(self, nil) }, "process: bad argument: registry: no registry given"},
		"a key that cannot be compared": {func(self *process.Self) {
			_ = Register(self, r, []int{1}, nil)
		}, "runtime error: hash of unhashable type []int"},
		"update of duplicate keys": {func(self *process.Self) {
			process.Must(StartLink(self, Spec{Name: "dup", Keys: Duplicate}))
			UpdateValue(self, process.Name("dup"), 1, nil)
		}, "process: bad argument: registry: UpdateValue needs unique keys"},
	} {
		t.Run(name, func(t *testing.T) {
			proctest.Virtual(t, func(self *process.Self) {
				start(self, Spec{})
				defer func() {
					if got := fmt.Sprint(recover()); got != tt.want {
						t.Errorf("panic %q, want %q", got, tt.want)
					}
				}()
				tt.do(self)
			})
		})
	}
}

// An echo is a server that answers what it is asked.
type echo struct{ genserver.Base }

func (*echo) HandleCall(_ *process.Self, req any, _ genserver.From) genserver.Result {
	return genserver.Reply(req)
}

func TestVia(t *testing.T) {
	proctest.Virtual(t, func(self *process.Self) {
		start(self, Spec{})
		ann := Via(self, r, "ann")
		if _, err := genserver.CallAny(self, ann, 1); !errors.Is(err, process.ErrNoProc) || err.Error() != "genserver: Call of r:ann with 1: noproc" {
			t.Errorf("nobody is ann: %v", err)
		}
		pid := process.Must(genserver.StartLink(self, &echo{}, genserver.Via(ann)))
		if got := genserver.Call[int](self, ann, 5); got != 5 {
			t.Errorf("got %d", got)
		}
		_, err := genserver.StartLink(self, &echo{}, genserver.Via(ann))
		var already *genserver.AlreadyStartedError
		if !errors.As(err, &already) || already.PID != pid {
			t.Errorf("twice: %v", err)
		}
		process.Must(StartLink(self, Spec{Name: "dup", Keys: Duplicate}))
		self.TrapExit(true)
		if _, err := genserver.StartLink(self, &echo{}, genserver.Via(Via(self, process.Name("dup"), 1))); !errors.Is(err, process.ErrBadArg) {
			t.Errorf("under a duplicate key: %v", err)
		}
		if _, ok := (Key{}).Whereis(self.System()); ok {
			t.Error("the empty key leads somewhere")
		}
	})
}

func TestEntries(t *testing.T) {
	proctest.Virtual(t, func(self *process.Self) {
		start(self, Spec{Keys: Duplicate})
		for i := range 100 {
			process.Must(0, Register(self, r, i%50, i))
		}
		seen := map[any]int{}
		Entries(self, r, func(key any, entries []Entry) bool {
			seen[key] += len(entries)
			Unregister(self, r, key) // no lock is held
			return len(seen) < 40
		})
		if len(seen) != 40 || seen[firstOf(seen)] != 2 || Count(self, r) != 20 {
			t.Errorf("seen %v, %d entries are left", seen, Count(self, r))
		}
	})
}

func firstOf(m map[any]int) any {
	for key := range m {
		return key
	}
	return nil
}

// TestValuesCross: as messages do, under each policy.
func TestValuesCross(t *testing.T) {
	for policy, shared := range map[process.Policy]bool{process.Share: true, process.Copy: false} {
		proctest.VirtualWith(t, process.Options{Messages: policy}, func(self *process.Self) {
			start(self, Spec{})
			value := []int{1}
			process.Must(0, Register(self, r, "k", value))
			Lookup(self, r, "k")[0].Value.([]int)[0] = 2
			value[0] += 10
			got := Lookup(self, r, "k")[0].Value.([]int)[0]
			if want := map[bool]int{true: 12, false: 1}[shared]; got != want {
				t.Errorf("policy %d: the value is %d, want %d", policy, got, want)
			}
		})
	}
}

func TestStrangersDoNotEndIt(t *testing.T) {
	proctest.VirtualWith(t, process.Options{GroupLeader: io.Discard}, func(self *process.Self) {
		reg := start(self, Spec{})
		self.Send(reg, 1)
		genserver.Cast(self, reg, 1)
		_, _ = genserver.CallAny(self, reg, 1, genserver.Timeout(ms))
		if !self.IsAlive(reg) {
			t.Error("it ended")
		}
	})
}

// TestUnderLoad: processes fight for keys and die; in the end the registry is
// empty.
func TestUnderLoad(t *testing.T) {
	n := 2000
	if testing.Short() {
		n = 200
	}
	proctest.Run(t, process.Options{}, func(self *process.Self) {
		start(self, Spec{})
		for i := range n {
			pid, _ := self.SpawnMonitor(func(self *process.Self) {
				for k := range 5 {
					if Register(self, r, (i+k)%20, i) == nil && k%2 == 0 {
						Unregister(self, r, (i+k)%20)
					}
				}
				if i%3 == 0 {
					self.Receive()
				}
			})
			if i%3 == 0 {
				self.Kill(pid)
			}
		}
		for range n {
			process.Receive[process.Down](self)
		}
		if n := Count(self, r); n != 0 {
			t.Errorf("%d entries are left", n)
		}
	})
}

func BenchmarkRegister(b *testing.B) {
	proctest.Run(b, process.Options{}, func(self *process.Self) {
		start(self, Spec{})
		i := 0
		for b.Loop() {
			process.Must(0, Register(self, r, i, nil))
			i++
		}
	})
}

func BenchmarkLookup(b *testing.B) {
	proctest.Run(b, process.Options{}, func(self *process.Self) {
		start(self, Spec{})
		for i := range 10_000 {
			process.Must(0, Register(self, r, i, nil))
		}
		i := 0
		for b.Loop() {
			Lookup(self, r, i%10_000)
			i++
		}
	})
}

func BenchmarkCallVia(b *testing.B) {
	proctest.Run(b, process.Options{}, func(self *process.Self) {
		start(self, Spec{})
		key := Via(self, r, "k")
		process.Must(genserver.StartLink(self, &echo{}, genserver.Via(key)))
		for b.Loop() {
			genserver.Call[any](self, key, nil)
		}
	})
}

func Example() {
	process.Main(func(self *process.Self) {
		process.Must(StartLink(self, Spec{Name: "players"}))
		players := process.Name("players")
		process.Must(genserver.StartLink(self, &echo{}, genserver.Via(Via(self, players, "ann"))))
		fmt.Println(genserver.Call[string](self, Via(self, players, "ann"), "hello"))

		fmt.Println(Register(self, players, "bob", 7), len(Lookup(self, players, "bob")))
		fmt.Println(Register(self, players, "ann", 8))
	})
	// Output:
	// hello
	// <nil> 1
	// registry: the key is registered already by <0.3>
}
