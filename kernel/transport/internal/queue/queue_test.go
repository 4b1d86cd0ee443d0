package queue_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spawnlab/spawnlab/kernel/transport/internal/queue"
)

const stall = 5 * time.Second

func text(n int) []byte { return []byte(strings.Repeat("x", n)) }

func TestPut(t *testing.T) {
	for _, tt := range []struct {
		name string
		fill func(*queue.Out)
		size int
		want queue.Result
	}{
		{"small", func(*queue.Out) {}, 10, queue.Accepted},
		{"any size when empty", func(*queue.Out) {}, 1000, queue.Accepted},
		{"up to the limit", func(o *queue.Out) { o.Put(text(90)) }, 10, queue.Accepted},
		{"over the limit", func(o *queue.Out) { o.Put(text(90)) }, 11, queue.Full},
		{"room again", func(o *queue.Out) { o.Put(text(90)); o.Take(); o.Wrote(90) }, 11, queue.Accepted},
		{"taken and not written is still there", func(o *queue.Out) { o.Put(text(90)); o.Take(); o.Wrote(1) }, 12, queue.Full},
		{"closed", func(o *queue.Out) { o.Close(); o.Close() }, 1, queue.Gone},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := queue.NewOut(100)
			tt.fill(o)
			if got := o.Put(text(tt.size)); got != tt.want {
				t.Errorf("Put of %d bytes = %v, want %v", tt.size, got, tt.want)
			}
		})
	}
}

func TestPushNeedsNoRoom(t *testing.T) {
	o := queue.NewOut(1)
	for range 3 {
		if got := o.Push(text(5)); got != queue.Accepted {
			t.Errorf("Push = %v", got)
		}
	}
	o.Close()
	if got := o.Push(text(5)); got != queue.Gone {
		t.Errorf("Push after Close = %v, want %v", got, queue.Gone)
	}
}

func TestTakeJoinsSmallMessagesInOrder(t *testing.T) {
	o := queue.NewOut(10 << 20)
	var want []byte
	for i := range 3000 {
		m := fmt.Appendf(nil, "%d,", i)
		if i == 1500 {
			m = text(200_000)
		}
		o.Put(m)
		want = append(want, m...)
	}
	var got []byte
	for takes := 0; len(got) < len(want); takes++ {
		batch, ok := o.Take()
		if !ok || takes > 3 {
			t.Fatalf("take %d gave %v, %d of %d bytes so far", takes, ok, len(got), len(want))
		}
		got = append(got, batch...)
	}
	if !bytes.Equal(got, want) {
		t.Error("messages out of order")
	}
}

func TestTakeEndsWithClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := queue.NewOut(1)
		go func() { time.Sleep(time.Hour); o.Close() }()
		if _, ok := o.Take(); ok {
			t.Error("Take gave something")
		}
	})
}

func TestWaitRoom(t *testing.T) {
	for _, tt := range []struct {
		name  string
		other func(*queue.Out, chan struct{}) // what happens meanwhile
		want  bool
		after time.Duration
	}{
		{"nothing moves", func(*queue.Out, chan struct{}) {}, false, stall},
		{"peer reads", func(o *queue.Out, _ chan struct{}) { time.Sleep(time.Second); o.Wrote(50) }, true, time.Second},
		{"peer is slow but lives", func(o *queue.Out, _ chan struct{}) {
			for range 20 {
				time.Sleep(4 * time.Second)
				o.Wrote(2)
			}
		}, true, 80 * time.Second},
		{"peer reads a little and stops", func(o *queue.Out, _ chan struct{}) { time.Sleep(4 * time.Second); o.Wrote(1) }, false, 9 * time.Second},
		{"peer leaves", func(o *queue.Out, _ chan struct{}) { time.Sleep(2 * time.Second); o.Close() }, true, 2 * time.Second},
		{"stopped", func(_ *queue.Out, stop chan struct{}) { time.Sleep(time.Second); close(stop) }, false, time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o, stop := queue.NewOut(100), make(chan struct{})
				o.Put(text(100))
				o.Take()
				go tt.other(o, stop)
				start := time.Now()
				if got := o.WaitRoom(40, stall, stop); got != tt.want || time.Since(start) != tt.after {
					t.Errorf("WaitRoom = %v after %v, want %v after %v", got, time.Since(start), tt.want, tt.after)
				}
			})
		})
	}
}

func TestIdleTimeIsNoStall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := queue.NewOut(100)
		time.Sleep(time.Hour)
		o.Put(text(100))
		start := time.Now()
		if o.WaitRoom(1, stall, nil) || time.Since(start) != stall {
			t.Errorf("gave up after %v, want %v", time.Since(start), stall)
		}
	})
}

func TestFlush(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, deadline := queue.NewOut(100), make(chan struct{})
		o.Flush(deadline) // empty: at once
		o.Put(text(100))
		go func() { time.Sleep(time.Second); o.Wrote(60); time.Sleep(time.Second); o.Wrote(40) }()
		start := time.Now()
		if o.Flush(deadline); time.Since(start) != 2*time.Second {
			t.Errorf("flushed after %v, want 2s", time.Since(start))
		}
		o.Put(text(100))
		close(deadline)
		o.Flush(deadline)
	})
}

func TestIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := queue.NewIn(300)
		message := [][]byte{text(100), nil}
		var put int
		go func() {
			for in.Put(message) {
				put++
			}
		}()
		synctest.Wait()
		if put != 1 {
			t.Errorf("%d messages went in, want 1 of the 2 that do not fit together", put)
		}
		if got, ok := in.Take(); !ok || len(got) != 2 {
			t.Errorf("Take = %v, %v", got, ok)
		}
		synctest.Wait()
		in.Finish()
		synctest.Wait()
		if put != 2 {
			t.Errorf("%d messages went in, want 2", put)
		}
		if _, ok := in.Take(); !ok {
			t.Error("what came in before the end is lost")
		}
		if _, ok := in.Take(); ok {
			t.Error("Take gave something after the end")
		}
	})
}

func TestInTakesOneMessageOfAnySize(t *testing.T) {
	in := queue.NewIn(10)
	if !in.Put([][]byte{text(1000)}) {
		t.Error("a message that is larger than the queue was refused")
	}
}
