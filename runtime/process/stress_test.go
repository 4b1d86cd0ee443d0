package process_test

import (
	"sync/atomic"
	"testing"
	"time"

	. "github.com/spawnlab/spawnlab/runtime/process"
)

// These run in real time, as races need threads.

// real runs body as the first process of a System in real time.
func real(t *testing.T, body func(self *Self)) {
	t.Helper()
	sys := NewSystem(Options{})
	if reason := sys.Run(body); !IsClean(reason) {
		t.Errorf("the test's process ended with %v", reason)
	}
	if left := sys.Shutdown(time.Minute); left != nil {
		t.Errorf("zombies: %v", left)
	}
}

// TestStorm starts 100,000 processes that link, monitor, name, send to and end
// each other, and counts that each monitor told its end, once.
func TestStorm(t *testing.T) {
	if testing.Short() {
		t.Skip("100,000 processes")
	}
	const waves, size = 100, 1000
	real(t, func(self *Self) {
		var downs atomic.Int64
		for wave := range waves {
			for range 10 {
				self.SpawnMonitor(func(self *Self) { storm(self, size/10, wave, &downs) })
			}
			for range 10 {
				if d := Receive[Down](self); d.Reason != Normal {
					t.Errorf("a storm ended with %v", d.Reason)
				}
			}
		}
		if n := downs.Load(); n != waves*size {
			t.Errorf("%d Downs, want %d", n, waves*size)
		}
		if n := len(self.System().Processes()); n != 1 {
			t.Errorf("%d processes are left", n-1)
		}
	})
}

// storm spawns n processes, links neighbours, and ends them in several ways.
func storm(self *Self, n, wave int, downs *atomic.Int64) {
	self.TrapExit(true)
	pids := make([]PID, n)
	refs := map[Ref]bool{}
	for i := range pids {
		var ref Ref
		pids[i], ref = self.SpawnMonitor(func(self *Self) {
			self.TrapExit(i%7 == 0)
			for {
				switch m := self.Receive().(type) {
				case PID:
					self.Monitor(m)
					if self.IsAlive(m) && i%7 == 0 {
						self.Link(m)
					}
				case string:
					return
				case Down, ExitSignal:
				}
			}
		})
		refs[ref] = true
	}
	for i, pid := range pids {
		self.Send(pid, pids[(i+1)%n])
		self.SendAfter(pid, "end", time.Duration(i%10)*time.Millisecond)
	}
	for i, pid := range pids {
		switch (i + wave) % 4 {
		case 0:
			self.Kill(pid)
		case 1:
			self.ExitTo(pid, boom)
		}
	}
	for range n {
		d := Receive[Down](self)
		if refs[d.Ref] {
			delete(refs, d.Ref)
			downs.Add(1)
		}
	}
}

// TestLinksUnderFire links and unlinks two processes from both sides while they
// are killed: at the end nobody is linked with the dead.
func TestLinksUnderFire(t *testing.T) {
	real(t, func(self *Self) {
		self.TrapExit(true)
		for range 500 {
			other := self.SpawnLink(forever)
			linker := self.Spawn(func(self *Self) {
				self.TrapExit(true)
				for self.IsAlive(other) {
					self.Link(other)
					self.Unlink(other)
				}
			})
			self.Unlink(other)
			self.Link(other)
			self.Kill(other)
			ref := self.Monitor(linker)
			self.Select(When(func(d Down) bool { return d.Ref == ref }, func(Down) {}))
		}
		if in, _ := self.Info(self.PID()); len(in.Links)+len(in.Monitors) != 0 {
			t.Errorf("links %v, monitors %v are left", in.Links, in.Monitors)
		}
	})
}

// TestOrderHoldsUntilDeath: everything a process sent before it was killed
// arrives before the Down, in order and without a gap.
func TestOrderHoldsUntilDeath(t *testing.T) {
	real(t, func(self *Self) {
		me := self.PID()
		for range 300 {
			pid, ref := self.SpawnMonitor(func(self *Self) {
				for n := 0; ; n++ {
					self.Send(me, n)
				}
			})
			Receive[int](self)
			self.Kill(pid)
			for want := 1; ; want++ {
				m := self.Receive()
				if d, ok := m.(Down); ok && d.Ref == ref {
					break
				}
				if m != want {
					t.Fatalf("message %v, want %d", m, want)
				}
			}
			if m, late := self.ReceiveFor(0); late {
				t.Fatalf("%v came after the Down", m)
			}
		}
	})
}

// TestRequestsUnderFire asks servers that are killed meanwhile.
func TestRequestsUnderFire(t *testing.T) {
	type question struct {
		reply Alias
		n     int
	}
	real(t, func(self *Self) {
		for range 300 {
			server := self.Spawn(func(self *Self) {
				for {
					q := self.Receive().(question)
					self.Send(q.reply, q.n)
					self.Send(q.reply, -1)
				}
			})
			killer := self.Spawn(func(self *Self) { self.Receive(); self.Kill(server) })
			for n := 0; ; n++ {
				r := self.Request(server)
				self.Send(server, question{r.ReplyTo(), n})
				answer, err := r.Await(10 * time.Second)
				if err != nil {
					break
				}
				if answer != n {
					t.Fatalf("answer %v to question %d", answer, n)
				}
				if n == 3 {
					self.Send(killer, "now")
				}
			}
			if m, ok := self.ReceiveFor(0); ok {
				t.Fatalf("%v is in the mailbox", m)
			}
		}
	})
}

// TestManyGoroutinesOfOneProcess sends with one Self from many goroutines while
// the process is killed: they all end.
func TestManyGoroutinesOfOneProcess(t *testing.T) {
	real(t, func(self *Self) {
		me := self.PID()
		for range 20 {
			var running atomic.Int64
			pid, ref := self.SpawnMonitor(func(self *Self) {
				for range 50 {
					running.Add(1)
					go func() {
						defer running.Add(-1)
						for {
							self.Send(me, "noise")
						}
					}()
				}
				self.Receive()
			})
			Receive[string](self)
			self.Kill(pid)
			downOf(self, ref)
			for running.Load() > 0 {
				self.ReceiveFor(time.Millisecond)
			}
			for range all(self, 0) {
			}
		}
	})
}
