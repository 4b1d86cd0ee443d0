package supervisor_test

import (
	"errors"
	"math"
	"runtime"
	"testing"

	"github.com/spawnlab/spawnlab/runtime/genserver"
	"github.com/spawnlab/spawnlab/runtime/internal/oracle"
	"github.com/spawnlab/spawnlab/runtime/internal/proctest"
	"github.com/spawnlab/spawnlab/runtime/process"
	. "github.com/spawnlab/spawnlab/runtime/supervisor"
)

// A numbered server answers with the number of its partition.
type numbered struct {
	genserver.Base
	n int
}

func (n *numbered) HandleCall(*process.Self, any, genserver.From) genserver.Result {
	return genserver.Reply(n.n)
}

func startNumbered(n int) func(self *process.Self) (process.PID, error) {
	return genserver.StarterFunc(func() genserver.Server { return &numbered{n: n} })
}

const ps = process.Name("ps")

// TestPartitionOracle compares partition supervisors with Elixir's.
func TestPartitionOracle(t *testing.T) {
	table := oracle.Table{"part | routes by key, default partitions = schedulers": func(self *process.Self) any {
		return proctest.Iso(self, func(self *process.Self) any {
			process.Must(StartPartition(self, PartitionSpec{Name: ps, Partitions: 3, Start: startNumbered}))
			pids := map[process.PID]bool{}
			for k := range 6 {
				pid, _ := Partition(self, ps, k).Whereis(self.System())
				pids[pid] = true
			}
			return tuple{len(pids), Partitions(self, ps), count(self, ps)}
		})
	}}
	oracle.Run(t, table, func(t *testing.T, f any) (got any) {
		proctest.VirtualWith(t, quiet(), func(self *process.Self) { got = f.(func(self *process.Self) any)(self) })
		return got
	}, "part")
}

func TestPartitionOfKeys(t *testing.T) {
	type id int
	proctest.VirtualWith(t, quiet(), func(self *process.Self) {
		process.Must(StartPartition(self, PartitionSpec{Name: ps, Partitions: 3, Start: startNumbered}))
		of := func(key any) int { return genserver.Call[int](self, Partition(self, ps, key), nil) }
		for key, want := range map[any]int{
			0: 0, 1: 1, 2: 2, 3: 0, -4: 1, int8(5): 2, int16(-5): 2, int32(7): 1, int64(8): 2,
			uint(9): 0, uint8(10): 1, uint16(11): 2, uint32(12): 0, uint64(math.MaxUint64): 0, math.MinInt64: 2,
		} {
			if got := of(key); got != want {
				t.Errorf("key %v is in partition %d, want %d", key, got, want)
			}
		}
		seen := map[int]bool{}
		for _, key := range []any{"ann", "bob", "cy", "dan", "eve", id(7), 1.5, nil} {
			if of(key) != of(key) {
				t.Errorf("key %v moves", key)
			}
			seen[of(key)] = true
		}
		if len(seen) < 2 {
			t.Error("other keys are all in one partition")
		}
	})
}

func TestPartitionsAreFoundAfterARestart(t *testing.T) {
	proctest.VirtualWith(t, quiet(), func(self *process.Self) {
		self.TrapExit(true)
		sup := process.Must(StartPartition(self, PartitionSpec{Start: startNumbered}))
		if got := Partitions(self, sup); got != runtime.GOMAXPROCS(0) {
			t.Errorf("%d partitions by default", got)
		}
		first := Partition(self, sup, 0)
		before, _ := first.Whereis(self.System())
		self.Kill(first)
		proctest.Sleep(self, ms)
		if after, _ := first.Whereis(self.System()); after == before || genserver.Call[int](self, first, nil) != 0 {
			t.Error("the address leads to the old child")
		}
		Stop(self, sup)
		if _, ok := first.Whereis(self.System()); ok || Partitions(self, sup) != 0 {
			t.Error("the address leads somewhere after the end")
		}
	})
}

func TestPartitionErrors(t *testing.T) {
	proctest.VirtualWith(t, quiet(), func(self *process.Self) {
		self.TrapExit(true)
		if _, err := StartPartition(self, PartitionSpec{}); !errors.Is(err, process.ErrBadArg) {
			t.Errorf("without Start: %v", err)
		}
		var failed *FailedToStartError
		_, err := StartPartition(self, PartitionSpec{Start: func(int) func(*process.Self) (process.PID, error) { return failing }})
		if !errors.As(err, &failed) || failed.ID != "0" {
			t.Errorf("with a Start that fails: %v", err)
		}
		plain := process.Must(StartLink(self, Spec{}))
		if _, err := genserver.CallAny(self, Partition(self, plain, 1), nil); !errors.Is(err, process.ErrNoProc) {
			t.Errorf("of a supervisor of another kind: %v", err)
		}
		if _, err := genserver.CallAny(self, Partition(self, process.Name("none"), "k"), nil); err == nil || err.Error() != "genserver: Call of none/k: noproc" {
			t.Errorf("of none: %v", err)
		}
		if got := Partitions(self, process.Name("none")); got != 0 {
			t.Errorf("%d partitions of none", got)
		}
	})
}
