// Package proctest runs the tests of the packages that stand on processes: in
// virtual time, with what such tests do again and again. It knows processes and
// the oracle's notation only.
package proctest

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/spawnlab/spawnlab/runtime/internal/oracle"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// Virtual runs body as the first process of a fresh System in virtual time,
// and then ends everything it left. body must end cleanly.
func Virtual(t *testing.T, body func(self *process.Self)) {
	t.Helper()
	VirtualWith(t, process.Options{}, body)
}

// VirtualWith is [Virtual] with options for the System.
func VirtualWith(t *testing.T, o process.Options, body func(self *process.Self)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { Run(t, o, body) })
}

// Run is [VirtualWith] in real time, for tests that need threads.
func Run(t testing.TB, o process.Options, body func(self *process.Self)) {
	t.Helper()
	sys := process.NewSystem(o)
	if reason := sys.Run(body); !process.IsClean(reason) {
		t.Errorf("the test's process ended with %v", reason)
	}
	if left := sys.Shutdown(time.Minute); left != nil {
		t.Errorf("zombies: %v", left)
	}
}

// All returns the messages that come until d passes without one.
func All(self *process.Self, d time.Duration) []any {
	got := []any{}
	for {
		m, ok := self.ReceiveFor(d)
		if !ok {
			return got
		}
		got = append(got, m)
	}
}

// Sleep waits, without looking at messages.
func Sleep(self *process.Self, d time.Duration) {
	self.ReceiveMatchFor(d, func(any) bool { return false })
}

// Dead returns a PID whose process has ended.
func Dead(self *process.Self) process.PID {
	pid, ref := self.SpawnMonitor(func(*process.Self) {})
	DownOf(self, ref)
	return pid
}

// DownOf waits for the Down of ref.
func DownOf(self *process.Self, ref process.Ref) (down process.Down) {
	self.Select(process.When(
		func(d process.Down) bool { return d.Ref == ref },
		func(d process.Down) { down = d },
	))
	return down
}

// A value is what a body run by Iso returned.
type value struct {
	of process.PID
	v  any
}

// Iso runs f in a process of its own, which traps exits, and returns {ok, its
// value} or {exit, the reason of its end}.
func Iso(self *process.Self, f func(self *process.Self) any) any {
	me := self.PID()
	pid, ref := self.SpawnMonitor(func(self *process.Self) {
		self.TrapExit(true)
		self.Send(me, value{self.PID(), f(self)})
	})
	got := any(oracle.Tuple{process.Atom("exit"), DownOf(self, ref).Reason})
	self.Select(
		process.When(func(v value) bool { return v.of == pid }, func(v value) { got = oracle.Tuple{process.Atom("ok"), v.v} }),
		process.After(0, nil),
	)
	return got
}

// Keywords returns a list as Elixir prints it: pairs whose first is an atom are
// written key: value if all elements are such pairs.
func Keywords(list []any) []any {
	pairs := make([]any, len(list))
	for i, x := range list {
		t, ok := x.(oracle.Tuple)
		if !ok || len(t) != 2 {
			return list
		}
		key, ok := t[0].(process.Atom)
		if !ok {
			return list
		}
		pairs[i] = oracle.Pair{Key: string(key), Value: t[1]}
	}
	return pairs
}
