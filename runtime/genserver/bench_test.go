package genserver_test

import (
	"runtime"
	"testing"

	"github.com/spawnlab/spawnlab/runtime/genserver"
	"github.com/spawnlab/spawnlab/runtime/internal/proctest"
	"github.com/spawnlab/spawnlab/runtime/process"
)

type counter struct {
	genserver.Base
	n int
}

func (c *counter) HandleCall(*process.Self, any, genserver.From) genserver.Result {
	c.n++
	return genserver.Reply(nil)
}

func BenchmarkCall(b *testing.B) {
	b.ReportAllocs()
	proctest.Run(b, process.Options{}, func(self *process.Self) {
		q := process.Must(genserver.StartLink(self, &counter{}))
		for b.Loop() {
			genserver.Call[any](self, q, nil)
		}
	})
}

func BenchmarkCall100Callers(b *testing.B) {
	const callers = 100
	proctest.Run(b, process.Options{}, func(self *process.Self) {
		q := process.Must(genserver.StartLink(self, &counter{}))
		n := b.N/callers + 1
		b.ResetTimer()
		for range callers {
			self.SpawnMonitor(func(self *process.Self) {
				for range n {
					genserver.Call[any](self, q, nil)
				}
			})
		}
		for range callers {
			self.Receive()
		}
	})
}

func BenchmarkCallBehind10000Unread(b *testing.B) {
	proctest.Run(b, process.Options{}, func(self *process.Self) {
		for range 10_000 {
			self.Send(self.PID(), nil)
		}
		q := process.Must(genserver.StartLink(self, &counter{}))
		for b.Loop() {
			genserver.Call[any](self, q, nil)
		}
	})
}

func BenchmarkStartStop(b *testing.B) {
	proctest.Run(b, process.Options{}, func(self *process.Self) {
		for b.Loop() {
			q := process.Must(genserver.StartLink(self, &counter{}))
			genserver.StopServer(self, q, process.Normal)
		}
	})
}

// BenchmarkIdle and BenchmarkHibernated measure bytes per server.
func BenchmarkIdle(b *testing.B)       { idle(b, genserver.OK()) }
func BenchmarkHibernated(b *testing.B) { idle(b, genserver.OK().Hibernate()) }

func idle(b *testing.B, r genserver.Result) {
	const n = 20_000
	for b.Loop() {
		proctest.Run(b, process.Options{}, func(self *process.Self) {
			before := memory()
			for range n {
				process.Must(genserver.Start(self, &mirror{init: &r}))
			}
			b.ReportMetric(float64(memory()-before)/n, "B/server")
		})
	}
}

func memory() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}
