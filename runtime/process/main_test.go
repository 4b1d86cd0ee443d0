package process_test

import (
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/spawnlab/spawnlab/runtime/internal/oracle"
	. "github.com/spawnlab/spawnlab/runtime/process"
)

func TestMain(m *testing.M) {
	// handleEvent is the Go runtime's own, under js/wasm.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("runtime.handleEvent"))
}

const (
	boom = Atom("boom")
	ms   = time.Millisecond
)

// virtual runs body as the first process of a fresh System in virtual time, and
// ends everything it left.
func virtual(t *testing.T, body func(self *Self)) {
	t.Helper()
	virtualWith(t, Options{}, body)
}

func virtualWith(t *testing.T, o Options, body func(self *Self)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		sys := NewSystem(o)
		if reason := sys.Run(body); !IsClean(reason) {
			t.Errorf("the test's process ended with %v", reason)
		}
		if left := sys.Shutdown(time.Minute); left != nil {
			t.Errorf("zombies: %v", left)
		}
	})
}

// all returns the messages that come until d passes without one.
func all(self *Self, d time.Duration) []any {
	got := []any{}
	for {
		m, ok := self.ReceiveFor(d)
		if !ok {
			return got
		}
		got = append(got, m)
	}
}

// dead returns a PID whose process has ended.
func dead(self *Self) PID {
	pid, ref := self.SpawnMonitor(func(*Self) {})
	downOf(self, ref)
	return pid
}

// downOf waits for the Down of ref.
func downOf(self *Self, ref Ref) (down Down) {
	self.Select(When(func(d Down) bool { return d.Ref == ref }, func(d Down) { down = d }))
	return down
}

// sleep waits, without looking at messages.
func sleep(self *Self, d time.Duration) {
	self.ReceiveMatchFor(d, func(any) bool { return false })
}

// forever is the body of a process that does nothing.
func forever(self *Self) { self.ReceiveMatch(func(any) bool { return false }) }

// exiting returns a body that waits for a message and exits with reason.
func exiting(reason any) func(self *Self) {
	return func(self *Self) { self.Receive(); self.Exit(reason) }
}

// value is what a body run by iso returned.
type value struct {
	Of PID
	V  any
}

// iso runs f in a process of its own and returns {ok, its value} or {exit, the
// reason of its end}.
func iso(self *Self, f func(self *Self) any) any {
	me := self.PID()
	pid, ref := self.SpawnMonitor(func(self *Self) { self.Send(me, value{self.PID(), f(self)}) })
	down := downOf(self, ref)
	got := any(oracle.Tuple{Atom("exit"), down.Reason})
	self.Select(
		When(func(v value) bool { return v.Of == pid }, func(v value) { got = oracle.Tuple{Atom("ok"), v.V} }),
		After(0, func() {}),
	)
	return got
}
