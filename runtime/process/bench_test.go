package process_test

import (
	"runtime"
	"testing"
	"time"

	. "github.com/spawnlab/spawnlab/runtime/process"
)

// The benchmarks come in pairs: the runtime's, and the same shape made of bare
// goroutines and channels. Only ratios of one run mean anything.

// bench runs body as a process of a fresh System.
func bench(b *testing.B, body func(self *Self)) {
	b.Helper()
	b.ReportAllocs()
	sys := NewSystem(Options{})
	if reason := sys.Run(body); !IsClean(reason) {
		b.Fatal(reason)
	}
	b.StopTimer()
	if left := sys.Shutdown(time.Minute); left != nil {
		b.Fatal(left)
	}
}

func BenchmarkPingPong(b *testing.B) {
	bench(b, func(self *Self) {
		echo := self.Spawn(func(self *Self) {
			for {
				self.Send(self.Receive().(PID), nil)
			}
		})
		me := any(self.PID())
		for b.Loop() {
			self.Send(echo, me)
			self.Receive()
		}
	})
}

func BenchmarkPingPongChannels(b *testing.B) {
	ask, answer := make(chan any, 1), make(chan any, 1)
	go func() {
		for m := range ask {
			answer <- m
		}
	}()
	for b.Loop() {
		ask <- nil
		<-answer
	}
	close(ask)
}

func BenchmarkSpawnMonitor(b *testing.B) {
	bench(b, func(self *Self) {
		for b.Loop() {
			self.SpawnMonitor(func(*Self) {})
			self.Receive()
		}
	})
}

func BenchmarkSpawnReport(b *testing.B) {
	bench(b, func(self *Self) {
		me := self.PID()
		for b.Loop() {
			self.Spawn(func(self *Self) { self.Send(me, nil) })
			self.Receive()
		}
	})
}

func BenchmarkSpawnGoroutine(b *testing.B) {
	done := make(chan any, 1)
	for b.Loop() {
		go func() { done <- nil }()
		<-done
	}
}

func BenchmarkRing100(b *testing.B) {
	const size, tokens = 1000, 100
	bench(b, func(self *Self) {
		me := self.PID()
		next := me
		for range size - 1 {
			to := next
			next = self.Spawn(func(self *Self) {
				for {
					self.Send(to, self.Receive())
				}
			})
		}
		for range tokens {
			self.Send(next, nil)
		}
		b.ResetTimer()
		for range b.N/size + 1 {
			self.Send(next, self.Receive())
		}
	})
}

func BenchmarkRing100Channels(b *testing.B) {
	const size, tokens = 1000, 100
	first := make(chan any, tokens)
	to := first
	for range size - 1 {
		in, out := make(chan any, tokens), to
		go func() {
			for m := range in {
				out <- m
			}
			if out != first {
				close(out)
			}
		}()
		to = in
	}
	for range tokens {
		to <- nil
	}
	b.ResetTimer()
	for range b.N/size + 1 {
		to <- <-first
	}
	close(to)
}

func BenchmarkFanIn(b *testing.B) {
	const senders = 100
	bench(b, func(self *Self) {
		me := self.PID()
		n := b.N/senders + 1
		b.ResetTimer()
		for range senders {
			self.Spawn(func(self *Self) {
				for range n {
					self.Send(me, nil)
				}
			})
		}
		for range n * senders {
			self.Receive()
		}
	})
}

func BenchmarkFanInChannels(b *testing.B) {
	const senders = 100
	in := make(chan any, 1024)
	n := b.N/senders + 1
	for range senders {
		go func() {
			for range n {
				in <- nil
			}
		}()
	}
	for range n * senders {
		<-in
	}
}

type question struct {
	reply Alias
	value any
}

func server(self *Self) {
	for {
		q := self.Receive().(question)
		self.Send(q.reply, q.value)
	}
}

func BenchmarkRequest(b *testing.B) {
	bench(b, func(self *Self) {
		srv := self.Spawn(server)
		for b.Loop() {
			ask(b, self, srv)
		}
	})
}

func ask(b *testing.B, self *Self, srv Target) {
	r := self.Request(srv)
	self.Send(srv, question{r.ReplyTo(), nil})
	if _, err := r.Await(5 * time.Second); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkRequest100Callers(b *testing.B) {
	const callers = 100
	bench(b, func(self *Self) {
		srv, me := self.Spawn(server), self.PID()
		n := b.N/callers + 1
		b.ResetTimer()
		for range callers {
			self.Spawn(func(self *Self) {
				for range n {
					ask(b, self, srv)
				}
				self.Send(me, nil)
			})
		}
		for range callers {
			self.Receive()
		}
	})
}

func BenchmarkRequestBehind10000Unread(b *testing.B) {
	bench(b, func(self *Self) {
		for range 10_000 {
			self.Send(self.PID(), "unread")
		}
		srv := self.Spawn(server)
		for b.Loop() {
			ask(b, self, srv)
		}
	})
}

func BenchmarkReceiveBehind10000Unread(b *testing.B) {
	bench(b, func(self *Self) {
		for range 10_000 {
			self.Send(self.PID(), "unread")
		}
		for b.Loop() {
			self.Send(self.PID(), 1)
			Receive[int](self)
		}
	})
}

func BenchmarkSendAfterCancel(b *testing.B) {
	bench(b, func(self *Self) {
		for b.Loop() {
			self.CancelTimer(self.SendAfter(self.PID(), nil, time.Minute))
		}
	})
}

func skynet(self *Self, parent PID, num, size int) {
	if size == 1 {
		self.Send(parent, num)
		return
	}
	me := self.PID()
	for i := range 10 {
		self.Spawn(func(self *Self) { skynet(self, me, num+i*size/10, size/10) })
	}
	sum := 0
	for range 10 {
		sum += self.Receive().(int)
	}
	self.Send(parent, sum)
}

func BenchmarkSkynet100000(b *testing.B) {
	bench(b, func(self *Self) {
		me := self.PID()
		for b.Loop() {
			self.Spawn(func(self *Self) { skynet(self, me, 0, 100_000) })
			self.Receive()
		}
	})
}

func skynetGo(parent chan<- int, num, size int) {
	if size == 1 {
		parent <- num
		return
	}
	c := make(chan int, 10)
	for i := range 10 {
		go skynetGo(c, num+i*size/10, size/10)
	}
	sum := 0
	for range 10 {
		sum += <-c
	}
	parent <- sum
}

func BenchmarkSkynet100000Channels(b *testing.B) {
	c := make(chan int, 1)
	for b.Loop() {
		go skynetGo(c, 0, 100_000)
		<-c
	}
}

// memory reports the bytes that each of n things made by start costs.
func memory(b *testing.B, n int, start func(n int)) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start(n)
	runtime.GC()
	runtime.ReadMemStats(&after)
	used := func(m runtime.MemStats) uint64 { return m.HeapAlloc + m.StackInuse }
	b.ReportMetric(float64(used(after)-used(before))/float64(n), "B/process")
}

func BenchmarkIdleMemory(b *testing.B) {
	bench(b, func(self *Self) {
		for b.Loop() {
			me := self.PID()
			memory(b, 100_000, func(n int) {
				for range n {
					self.Spawn(func(self *Self) { self.Send(me, nil); self.Receive() })
					self.Receive()
				}
			})
			b.StopTimer()
			for _, p := range self.System().Processes() {
				if p != me {
					self.Kill(p)
				}
			}
			b.StartTimer()
		}
	})
}

func BenchmarkIdleMemoryGoroutine(b *testing.B) {
	for b.Loop() {
		stops := make([]chan any, 0, 100_000)
		ready := make(chan any)
		memory(b, cap(stops), func(n int) {
			for range n {
				c := make(chan any, 1)
				stops = append(stops, c)
				go func() {
					ready <- nil
					<-c
				}()
				<-ready
			}
		})
		for _, c := range stops {
			close(c)
		}
	}
}

func BenchmarkHibernatedMemory(b *testing.B) {
	bench(b, func(self *Self) {
		for b.Loop() {
			me := self.PID()
			memory(b, 100_000, func(n int) {
				for range n {
					self.Spawn(func(self *Self) { self.Send(me, nil); self.Hibernate(func(*Self) {}) })
					self.Receive()
				}
			})
			b.StopTimer()
			for _, p := range self.System().Processes() {
				if p != me {
					self.Kill(p)
				}
			}
			b.StartTimer()
		}
	})
}

// stormOf measures what happens from act until done messages have come, after
// 100,000 processes were started by start.
func stormOf(b *testing.B, body func(self *Self, hub PID), act func(self *Self, hub PID, pids []PID), done int) {
	const n = 100_000
	bench(b, func(self *Self) {
		me := self.PID()
		for range b.N {
			b.StopTimer()
			hub := self.Spawn(func(self *Self) { self.Receive() })
			pids := make([]PID, n)
			for i := range pids {
				pids[i] = self.Spawn(func(self *Self) { body(self, hub) })
			}
			self.Spawn(func(self *Self) { sleep(self, 200*time.Millisecond); self.Send(me, nil) })
			self.Receive()
			b.StartTimer()
			act(self, hub, pids)
			for range done {
				self.Receive()
			}
			b.StopTimer()
			for _, pid := range pids {
				self.Kill(pid)
			}
		}
	})
}

func BenchmarkStormHubDies(b *testing.B) {
	linked := func(self *Self, hub PID) { self.Link(hub); self.Receive() }
	stormOf(b, linked, func(self *Self, hub PID, pids []PID) {
		ref := self.Monitor(pids[len(pids)-1])
		self.Kill(hub)
		downOf(self, ref)
	}, 0)
}

func BenchmarkStormOneGetsAllDowns(b *testing.B) {
	idle := func(self *Self, hub PID) { self.Receive() }
	stormOf(b, idle, func(self *Self, hub PID, pids []PID) {
		b.StopTimer()
		for _, pid := range pids {
			self.Monitor(pid)
		}
		b.StartTimer()
		for _, pid := range pids {
			self.Send(pid, nil)
		}
	}, 100_000)
}

func BenchmarkStormAllGetADown(b *testing.B) {
	watching := func(self *Self, hub PID) { self.Monitor(hub); self.Receive(); self.Receive() }
	stormOf(b, watching, func(self *Self, hub PID, pids []PID) {
		ref := self.Monitor(hub)
		self.Kill(hub)
		downOf(self, ref)
	}, 0)
}

func BenchmarkPingPongTraced(b *testing.B) {
	bench(b, func(self *Self) {
		n := 0
		defer self.System().Subscribe(EventAll, func(Event) { n++ })()
		echo := self.Spawn(func(self *Self) {
			for {
				self.Send(self.Receive().(PID), nil)
			}
		})
		me := any(self.PID())
		for b.Loop() {
			self.Send(echo, me)
			self.Receive()
		}
	})
}
