package process_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	. "github.com/spawnlab/spawnlab/runtime/process"
)

// sendAll sends messages to oneself.
func sendAll(self *Self, messages ...any) {
	for _, m := range messages {
		self.Send(self.PID(), m)
	}
}

func TestSelect(t *testing.T) {
	for _, tt := range []struct {
		name  string
		queue []any
		want  string // taken
		left  []any
	}{
		{"the oldest message decides, not the order of cases", []any{2, "a"}, "int 2", []any{"a"}},
		{"the first case that matches is taken", []any{-1, 2}, "negative -1", []any{2}},
		{"what does not match stays, in order", []any{1.5, 2.5, "a", 3.5}, "string a", []any{1.5, 2.5, 3.5}},
		{"nothing matches", []any{1.5, 2.5}, "after", []any{1.5, 2.5}},
		{"an empty mailbox", nil, "after", []any{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			virtual(t, func(self *Self) {
				sendAll(self, tt.queue...)
				taken := ""
				self.Select(
					On(func(s string) { taken = "string " + s }),
					When(func(n int) bool { return n < 0 }, func(n int) { taken = fmt.Sprint("negative ", n) }),
					On(func(n int) { taken = fmt.Sprint("int ", n) }),
					After(0, func() { taken = "after" }),
				)
				if left := all(self, 0); taken != tt.want || !slices.Equal(left, tt.left) {
					t.Errorf("took %s and left %v, want %s and %v", taken, left, tt.want, tt.left)
				}
			})
		})
	}
}

func TestSelectInsideOfACase(t *testing.T) {
	virtual(t, func(self *Self) {
		sendAll(self, 1, "a", 2)
		var got []any
		self.Select(On(func(s string) {
			got = append(got, s, Receive[int](self), Receive[int](self))
		}))
		if want := []any{"a", 1, 2}; !slices.Equal(got, want) {
			t.Errorf("took %v, want %v", got, want)
		}
	})
}

func TestTimeouts(t *testing.T) {
	virtual(t, func(self *Self) {
		begin := self.System().Clock().Now()
		elapsed := func() time.Duration {
			now := self.System().Clock().Now()
			d := now.Sub(begin)
			begin = now
			return d
		}
		for range 3 {
			self.SendAfter(self.PID(), "noise", 30*ms)
		}
		t.Run("messages that do not match do not prolong it", func(t *testing.T) {
			if _, ok := ReceiveFor[int](self, 50*ms); ok || elapsed() != 50*ms {
				t.Error("not after exactly 50 ms")
			}
		})
		t.Run("a shorter one after a longer one that was not reached", func(t *testing.T) {
			self.SendAfter(self.PID(), 1, 10*ms)
			_, ok := ReceiveFor[int](self, time.Hour)
			if took := elapsed(); !ok || took != 10*ms {
				t.Errorf("%v after %v", ok, took)
			}
			_, ok = ReceiveFor[int](self, 20*ms)
			if took := elapsed(); ok || took != 20*ms {
				t.Errorf("%v after %v", ok, took)
			}
		})
		t.Run("a longer one after a shorter one that was not reached", func(t *testing.T) {
			self.SendAfter(self.PID(), 1, 10*ms)
			ReceiveFor[int](self, 20*ms)
			elapsed()
			_, ok := ReceiveFor[int](self, 500*ms)
			if took := elapsed(); ok || took != 500*ms {
				t.Errorf("%v after %v", ok, took)
			}
		})
		t.Run("Infinity waits for the message", func(t *testing.T) {
			self.SendAfter(self.PID(), 1, 1000*time.Hour)
			if _, ok := ReceiveFor[int](self, Infinity); !ok || elapsed() != 1000*time.Hour {
				t.Error("did not wait")
			}
		})
		t.Run("a negative one only looks", func(t *testing.T) {
			self.Send(self.PID(), 1)
			_, first := ReceiveFor[int](self, -1)
			_, second := ReceiveFor[int](self, -1)
			if !first || second || elapsed() != 0 {
				t.Errorf("%v, then %v", first, second)
			}
		})
	})
}

// TestMailboxAgainstAModel takes messages in random ways from a mailbox and
// from a plain slice.
func TestMailboxAgainstAModel(t *testing.T) {
	virtual(t, func(self *Self) {
		random, model, last := rand.New(rand.NewPCG(1, 2)), []any{}, 0
		for range 20_000 {
			switch random.IntN(3) {
			case 0, 1:
				last++
				self.Send(self.PID(), last)
				model = append(model, last)
			default:
				mod := random.IntN(5) + 1
				match := func(m any) bool { return m.(int)%mod == 0 }
				got, ok := self.ReceiveMatchFor(0, match)
				at := slices.IndexFunc(model, match)
				if ok != (at >= 0) || ok && got != model[at] {
					t.Fatalf("took %v, want place %d of %d", got, at, len(model))
				}
				if ok {
					model = slices.Delete(model, at, at+1)
				}
			}
			if in, _ := self.Info(self.PID()); in.Unread != len(model) {
				t.Fatalf("%d unread, want %d", in.Unread, len(model))
			}
		}
		if left := self.System().Messages(self.PID()); !slices.Equal(left, model) {
			t.Errorf("left %v, want %v", left, model)
		}
	})
}

func TestABurstDoesNotKeepItsMemory(t *testing.T) {
	virtual(t, func(self *Self) {
		for range 100_000 {
			self.Send(self.PID(), 1)
		}
		all(self, 0)
		for range 200 {
			sendAll(self, 1)
			self.Receive()
		}
		if n := MailboxSlots(self); n > 1000 {
			t.Errorf("the empty mailbox has room for %d messages", n)
		}
	})
}

func TestMatchThatFails(t *testing.T) {
	virtual(t, func(self *Self) {
		sendAll(self, 1, 2)
		func() {
			defer func() { _ = recover() }()
			self.ReceiveMatch(func(m any) bool { panic("in match") })
		}()
		if got := all(self, 0); !slices.Equal(got, []any{1, 2}) {
			t.Errorf("left %v", got)
		}
	})
}

func TestForeignGoroutine(t *testing.T) {
	text := func(f func()) (text string) {
		defer func() { text = fmt.Sprint(recover()) }()
		f()
		return ""
	}
	t.Run("may send and tell the PID", func(t *testing.T) {
		virtual(t, func(self *Self) {
			go func() { self.Send(self.PID(), self.PID()) }()
			if self.Receive() != self.PID() {
				t.Error("the message is another")
			}
		})
	})
	t.Run("may not wait while the process does", func(t *testing.T) {
		virtual(t, func(self *Self) {
			go func() {
				got := text(func() { self.Receive() })
				self.Send(self.PID(), got)
			}()
			if got := self.Receive().(string); !strings.Contains(got, "this Self belongs to process <0.1>") {
				t.Errorf("panic %q", got)
			}
		})
	})
	t.Run("is always found when the host knows goroutines", func(t *testing.T) {
		var current atomic.Pointer[Self]
		o := Options{Hooks: Hooks{Current: current.Load}}
		virtualWith(t, o, func(self *Self) {
			self.Spawn(func(inner *Self) {
				current.Store(inner)
				if got := text(func() { self.ReceiveFor(0) }); !strings.Contains(got, "this Self belongs to process <0.1>") {
					t.Errorf("panic %q", got)
				}
				current.Store(nil)
			})
			sleep(self, ms)
		})
	})
}

func TestMessagesOfOthers(t *testing.T) {
	virtual(t, func(self *Self) {
		pid := self.Spawn(func(self *Self) { Receive[string](self) })
		for i := range 3 {
			self.Send(pid, i)
		}
		sleep(self, ms)
		self.Send(pid, 3)
		sleep(self, ms)
		if got := self.System().Messages(pid); !slices.Equal(got, []any{0, 1, 2, 3}) {
			t.Errorf("unread %v", got)
		}
	})
}
