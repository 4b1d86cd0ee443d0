package observe_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/spawnlab/spawnlab/labs/display"
	"github.com/spawnlab/spawnlab/runtime/process"
)

var update = flag.Bool("update", false, "write the golden files")

func TestMain(m *testing.M) {
	// handleEvent is the Go runtime's own, under js/wasm.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("runtime.handleEvent"))
}

// virtual runs body as the process "notebook" of a fresh System in virtual
// time, and ends everything it left.
func virtual(t *testing.T, body func(self *process.Self)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		sys := process.NewSystem(process.Options{Messages: process.Copy, Hooks: process.Hooks{Format: notation}})
		if reason := sys.Run(body, process.WithLabel("notebook")); !process.IsClean(reason) {
			t.Errorf("the test's process ended with %v", reason)
		}
		if left := sys.Shutdown(time.Minute); left != nil {
			t.Errorf("zombies: %v", left)
		}
	})
}

// notation writes a value about as Go does.
func notation(v any) string {
	if s, is := v.(fmt.Stringer); is {
		return s.String()
	}
	r := reflect.ValueOf(v)
	switch r.Kind() {
	case reflect.String:
		return strconv.Quote(r.String())
	case reflect.Struct:
		var fields []string
		for i := range r.NumField() {
			fields = append(fields, r.Type().Field(i).Name+": "+notation(r.Field(i).Interface()))
		}
		return r.Type().Name() + "{" + strings.Join(fields, ", ") + "}"
	}
	return fmt.Sprint(v)
}

// show is what body makes, in a fresh System.
func show(t *testing.T, body func(self *process.Self) display.Value) (shown display.Value) {
	t.Helper()
	virtual(t, func(self *process.Self) { shown = body(self) })
	return shown
}

// golden compares text with a file of testdata, or writes it with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got); go test -update writes it:\n%s", file, diff)
	}
}

// Messages and bodies of the processes in these tests.
type (
	Ping  struct{ From process.PID }
	Pong  struct{ Count int }
	Order struct {
		From process.PID
		Ref  process.Ref
		Dish string
	}
	Ready struct{}
)

// echo answers every Ping.
func echo(self *process.Self) {
	for n := 1; ; n++ {
		self.Send(process.Receive[Ping](self).From, Pong{n})
	}
}

// forever does nothing.
func forever(self *process.Self) { self.ReceiveMatch(func(any) bool { return false }) }

// sleep waits without looking at messages.
func sleep(self *process.Self, d time.Duration) {
	self.ReceiveMatchFor(d, func(any) bool { return false })
}

// dead is a process that has ended.
func dead(self *process.Self) process.PID {
	pid, _ := self.SpawnMonitor(func(*process.Self) {}, process.WithLabel("late"))
	process.Receive[process.Down](self)
	return pid
}

// stand links itself to others, says so to its parent, and waits.
func stand(others ...process.PID) func(*process.Self) {
	return func(self *process.Self) {
		for _, other := range others {
			self.Link(other)
		}
		self.Send(self.Parent(), Ready{})
		self.Receive()
	}
}

// row spawns stands by name, each linked to the one before; those in trapping
// trap exits.
func row(self *process.Self, trapping string, names ...string) (pids []process.PID) {
	for i, name := range names {
		body := stand(pids[max(0, i-1):]...)
		pids = append(pids, self.Spawn(func(self *process.Self) {
			self.TrapExit(name == trapping)
			body(self)
			if name == trapping {
				forever(self)
			}
		}, process.WithLabel(name)))
		process.Receive[Ready](self)
	}
	return pids
}
