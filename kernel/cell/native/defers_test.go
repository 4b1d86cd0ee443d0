package native_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// called is a function that defers fs, in order, and has the given body.
func called(body func(), fs ...func(d *native.Defers)) {
	d := native.NewDefers()
	for _, f := range fs {
		d.Push(func() { f(d) })
	}
	d.Run(body)
}

func TestDefers(t *testing.T) {
	var log []string
	note := func(s string) func(*native.Defers) {
		return func(*native.Defers) { log = append(log, s) }
	}
	rec := func(d *native.Defers) {
		if v := d.Recover(); v != nil {
			log = append(log, "recovered "+v.(string))
		} else {
			log = append(log, "nothing")
		}
	}
	throw := func(s string) func(*native.Defers) { return func(*native.Defers) { native.Panic(s) } }
	exit := func(*native.Defers) { runtime.Goexit() }
	for _, tt := range []struct {
		name string
		body func()
		log  string
		want string // "" or the text of the panic, or "Goexit"
	}{
		{"order", func() { called(func() {}, note("a"), note("b")) }, "b a", ""},
		{"recover", func() { called(func() { native.Panic("x") }, note("a"), rec) }, "recovered x a", ""},
		{"recover once", func() { called(func() { native.Panic("x") }, rec, rec) }, "recovered x nothing", ""},
		{"no panic", func() { called(func() {}, rec) }, "nothing", ""},
		{"not recovered", func() { called(func() { native.Panic("x") }, note("a")) }, "a", "panic: x"},
		{"outer recovers", func() { called(func() { called(func() { native.Panic("x") }, note("in")) }, rec) }, "in recovered x", ""},
		{"panic in deferred", func() { called(func() { native.Panic("x") }, note("a"), throw("y")) }, "a", "panic: x\n\tpanic: y"},
		{"replaced panic recovered", func() { called(func() { native.Panic("x") }, rec, throw("y")) }, "recovered y", ""},
		{"recovered, then another", func() {
			called(func() { native.Panic("x") }, func(d *native.Defers) { d.Recover(); native.Panic("y") })
		}, "", "panic: x [recovered]\n\tpanic: y"},
		{"repanicked", func() {
			called(func() { native.Panic("x") }, func(d *native.Defers) { native.Panic(d.Recover()) })
		}, "", "panic: x [recovered, repanicked]"},
		{"Goexit", func() { called(runtime.Goexit, note("a"), rec) }, "nothing a", "Goexit"},
		{"Goexit in deferred", func() { called(func() {}, note("a"), exit, note("b")) }, "b a", "Goexit"},
		{"Goexit aborts a panic", func() { called(func() { native.Panic("x") }, rec, exit) }, "nothing", "Goexit"},
		{"panic during Goexit", func() { called(runtime.Goexit, rec, throw("y")) }, "recovered y", "Goexit"},
		{"native panic", func() {
			called(func() { var p *int; *p = 1 }, func(d *native.Defers) { log = append(log, d.Recover().(error).Error()) })
		},
			"runtime error: invalid memory address or nil pointer dereference", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			log = nil
			o := newWorld().run(t, tt.body)
			if got := strings.Join(log, " "); got != tt.log {
				t.Errorf("log %q, want %q", got, tt.log)
			}
			got := ""
			switch {
			case o.Crash != nil:
				got = o.Crash.Text()
			case o.Ending == native.Goexit:
				got = "Goexit"
			}
			if got != tt.want {
				t.Errorf("ended with %q, want %q", got, tt.want)
			}
		})
	}
}

func TestRecEntry(t *testing.T) {
	var got any
	recoverer := func() { got = native.RecEntry().Recover() }
	through := func() { recoverer() } // does not enter as a deferred function
	for _, tt := range []struct {
		name string
		push func(d *native.Defers)
		want any
	}{
		{"deferred", func(d *native.Defers) { d.PushR(recoverer) }, "x"},
		{"called by a deferred literal", func(d *native.Defers) { d.Push(through) }, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got = nil
			o := newWorld().run(t, func() {
				d := native.NewDefers()
				tt.push(d)
				d.Run(func() { native.Panic("x") })
			})
			if got != tt.want || (o.Crash == nil) != (tt.want != nil) {
				t.Errorf("recovered %v, want %v; outcome %+v", got, tt.want, o)
			}
		})
	}
	newWorld().run(t, func() {
		if native.RecEntry().Recover() != nil {
			t.Error("recover outside of deferred functions")
		}
	})
}

func BenchmarkDefers(b *testing.B) {
	w := newWorld()
	w.m.Enter(w.m.NewThread("", ""), func() {
		for b.Loop() {
			d := native.NewDefers()
			d.Push(func() {})
			d.Run(func() {})
		}
	}, nil)
}
