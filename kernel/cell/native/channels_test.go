package native_test

import (
	"reflect"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

func TestChannels(t *testing.T) {
	w := newWorld()
	t.Run("compiled", func(t *testing.T) { testChan(t, w, 7) })
	t.Run("reflected", func(t *testing.T) { testChan(t, w, point{1, 2}) })
}

func testChan[T comparable](t *testing.T, w *world, v T) {
	c := make(chan T)
	var got T
	w.run(t, func() {
		w.m.Go(func() { send[T](w.m)(c, v) })
		got = receive[T](w.m)(c)
	})
	if got != v {
		t.Errorf("received %v, want %v", got, v)
	}
	w.m.Close(c)
	if got, ok := receive2[T](w.m)(c); ok || got != *new(T) {
		t.Errorf("receive from a closed channel: %v, %v", got, ok)
	}
	for _, tt := range []struct {
		name string
		body func()
		want string
	}{
		{"send", func() { send[T](w.m)(c, v) }, "panic: send on closed channel"},
		{"close", func() { w.m.Close(c) }, "panic: close of closed channel"},
		{"close nil", func() { w.m.Close((chan T)(nil)) }, "panic: close of nil channel"},
	} {
		if o := w.run(t, tt.body); o.Crash == nil || o.Crash.Text() != tt.want {
			t.Errorf("%s: %+v, want %s", tt.name, o, tt.want)
		}
	}
}

func TestSelect(t *testing.T) {
	w := newWorld()
	ct := reflect.TypeFor[chan int]()
	onSend := native.SelectSend(ct).Interface().(func(*native.Select, int, chan int, int))
	onRecv := native.SelectRecv(ct).Interface().(func(*native.Select, int, chan int))
	value := native.SelectValue(reflect.TypeFor[int]()).Interface().(func(*native.Select) int)
	full, empty := make(chan int, 1), make(chan int, 1)
	full <- 5
	for _, tt := range []struct {
		name  string
		build func(s *native.Select)
		want  int
	}{
		{"default", func(s *native.Select) { onRecv(s, 0, empty); s.Default(1) }, 1},
		{"nil never", func(s *native.Select) { onRecv(s, 0, nil); onSend(s, 1, empty, 9) }, 1},
		{"receive", func(s *native.Select) { onRecv(s, 0, full); onRecv(s, 1, nil) }, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w.run(t, func() {
				s := w.m.NewSelect(2)
				tt.build(s)
				if got := s.Run(); got != tt.want {
					t.Errorf("clause %d, want %d", got, tt.want)
				}
				if tt.name == "receive" && (value(s) != 5 || !s.OK()) {
					t.Errorf("received %d, %v", value(s), s.OK())
				}
			})
		})
	}
}

func TestPull(t *testing.T) {
	w := newWorld()
	numbers := func(log *[]int, end func()) *native.Pull {
		return w.m.NewPull(func(yield func() bool) {
			for i := range 3 {
				*log = append(*log, i)
				if !yield() {
					break
				}
			}
			end()
		})
	}
	w.run(t, func() {
		var log []int
		p := numbers(&log, func() {})
		n := 0
		for p.Next() {
			n++
		}
		if n != 3 || len(log) != 3 || p.Next() {
			t.Errorf("%d values, log %v", n, log)
		}
		log = nil
		p = numbers(&log, func() { log = append(log, -1) })
		p.Next()
		p.Stop()
		if len(log) != 2 || log[1] != -1 {
			t.Errorf("after Stop the log is %v", log)
		}
	})
	o := w.run(t, func() {
		var log []int
		p := numbers(&log, func() { native.Panic("inside") })
		for p.Next() {
		}
	})
	if o.Crash == nil || o.Crash.Text() != "panic: inside" {
		t.Errorf("a panic of the iterator: %+v", o)
	}
}
