package supervisor

import (
	"fmt"
	"hash/fnv"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spawnlab/spawnlab/runtime/genserver"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// A PartitionSpec says what a partition supervisor does.
type PartitionSpec struct {
	// Name is the name it is registered under; "": none.
	Name process.Name
	// Partitions is how many children there are. 0: as many as Go runs threads.
	Partitions int
	// Start starts the child of a partition, as Child.Start does. Servers that
	// are all alike: func(int) … { return genserver.Starter[T]() }.
	Start func(partition int) func(self *process.Self) (process.PID, error)
	// Restart, Shutdown and Type are the children's, as in [Child].
	Restart  Restart
	Shutdown time.Duration
	Type     Type
	// Strategy, MaxRestarts and Period are as in [Spec].
	Strategy    Strategy
	MaxRestarts int
	Period      time.Duration
}

// StartPartition starts a supervisor, linked with the caller, of several
// children that are alike, among which keys are shared out: [Partition] is the
// address of a key's. Their IDs are the numbers of the partitions, "0", "1" … .
// The error is as of [StartLink]. (Elixir: PartitionSupervisor.)
func StartPartition(self *process.Self, spec PartitionSpec) (process.PID, error) {
	if spec.Start == nil {
		return process.PID{}, &SpecError{"0", "it has no Start"}
	}
	if spec.Partitions <= 0 {
		spec.Partitions = runtime.GOMAXPROCS(0)
	}
	p := &partitioned{children: &partitions{make([]atomic.Pointer[process.PID], spec.Partitions)}}
	p.spec = Spec{
		Name: spec.Name, Strategy: spec.Strategy, MaxRestarts: spec.MaxRestarts, Period: spec.Period,
		Children: p.children.specs(spec),
	}
	pid, err := genserver.StartLink(self, p, named(spec.Name)...)
	return pid, cause(err)
}

// partitioned is the server behind StartPartition.
type partitioned struct {
	static
	children *partitions
}

// Init makes the partitions known and starts them.
func (p *partitioned) Init(self *process.Self) genserver.Result {
	sys, pid := self.System(), self.PID()
	known := partitionsOf(sys)
	known.Store(pid, p.children)
	if _, alive := sys.OnExit(pid, func() { known.Delete(pid) }); !alive {
		known.Delete(pid)
	}
	return p.static.Init(self)
}

// partitions are the PIDs of a partition supervisor's children: whoever needs
// one reads it here, without a message.
type partitions struct {
	pids []atomic.Pointer[process.PID]
}

// specs returns the children, whose starts note their PIDs.
func (ps *partitions) specs(spec PartitionSpec) []Child {
	children := make([]Child, len(ps.pids))
	for i := range children {
		start := spec.Start(i)
		children[i] = Child{
			ID: strconv.Itoa(i), Restart: spec.Restart, Shutdown: spec.Shutdown, Type: spec.Type,
			Start: func(self *process.Self) (process.PID, error) {
				pid, err := start(self)
				if err == nil {
					ps.pids[i].Store(&pid)
				}
				return pid, err
			},
		}
	}
	return children
}

// of returns the PID of the partition that a key belongs to; false if it is not
// known yet.
func (ps *partitions) of(sys *process.System, key any) (process.PID, bool) {
	n := uint64(len(ps.pids))
	if pid := ps.pids[spread(sys, key)%n].Load(); pid != nil {
		return *pid, true
	}
	return process.PID{}, false
}

// partitionsKey is the key of the partitions of a System.
type partitionsKey struct{}

// partitionsOf returns those of a System: PID of a supervisor to *partitions.
func partitionsOf(sys *process.System) *sync.Map {
	m, _ := sys.Local(partitionsKey{}, func() any { return &sync.Map{} }).(*sync.Map)
	return m
}

// Partition returns the address of the child that key belongs to: an integer to
// its absolute value modulo their number, any other key to one that depends on
// its text. It may be kept; a child that was restarted is found again. (Elixir:
// {:via, PartitionSupervisor, {sup, key}}.)
func Partition(self *process.Self, sup process.Target, key any) process.Target {
	return partition{sup, key, fmt.Sprintf("%s/%s", sup.String(), self.System().Format(key))}
}

type partition struct {
	sup  process.Target
	key  any
	text string
}

// String returns the supervisor and the key.
func (p partition) String() string { return p.text }

// Whereis implements [process.Target].
func (p partition) Whereis(sys *process.System) (process.PID, bool) {
	sup, ok := p.sup.Whereis(sys)
	if !ok {
		return process.PID{}, false
	}
	found, _ := partitionsOf(sys).Load(sup)
	ps, ok := found.(*partitions)
	if !ok {
		return process.PID{}, false
	}
	return ps.of(sys, p.key)
}

// Partitions returns how many partitions a partition supervisor has; 0 if there
// is no such supervisor. (Elixir: PartitionSupervisor.partitions/1.)
func Partitions(self *process.Self, sup process.Target) int {
	sys := self.System()
	pid, ok := sup.Whereis(sys)
	if !ok {
		return 0
	}
	if ps, ok := partitionsOf(sys).Load(pid); ok {
		return len(ps.(*partitions).pids)
	}
	return 0
}

// spread turns a key into a number: the same for the same key, in every run.
func spread(sys *process.System, key any) uint64 {
	plain, _ := sys.Reveal(key)
	if n, ok := integer(plain); ok {
		return n
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(sys.Format(key))) // a hash takes anything
	return h.Sum64()
}

// integer returns the absolute value of an integer.
func integer(v any) (abs uint64, ok bool) {
	var n int64
	switch v := v.(type) {
	case int:
		n = int64(v)
	case int8:
		n = int64(v)
	case int16:
		n = int64(v)
	case int32:
		n = int64(v)
	case int64:
		n = v
	case uint:
		return uint64(v), true
	case uint8:
		return uint64(v), true
	case uint16:
		return uint64(v), true
	case uint32:
		return uint64(v), true
	case uint64:
		return v, true
	default:
		return 0, false
	}
	if n < 0 {
		return -uint64(n), true
	}
	return uint64(n), true
}
