//go:build !js

package native_test

import (
	"testing"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// Where there is one thread, writes of a map do not overlap.
func TestConcurrentMapWrites(t *testing.T) {
	w := newWorld()
	x := map[string]int{}
	set := mapSet[string, int](w.m)
	write := func() {
		for i := 0; ; i++ {
			set(x, "k", i)
			w.m.Checkpoint()
		}
	}
	a, b := w.m.NewThread("", "a"), w.m.NewThread("", "b")
	ends := make(chan native.Outcome, 2)
	go w.m.Enter(a, write, func(o native.Outcome) { ends <- o })
	go w.m.Enter(b, write, func(o native.Outcome) { ends <- o })
	o := <-ends
	w.m.Interrupt(a, b)
	<-ends
	if o.Crash == nil || o.Crash.Text() != "fatal error: concurrent map writes" {
		t.Errorf("outcome %+v", o)
	}
}
