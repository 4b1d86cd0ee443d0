package native

import (
	"os"
	"reflect"
	"time"
)

// Hooks connect a Machine to the worker around it. They are called on the
// goroutine that runs the learner's code and must be safe for concurrent use.
// A zero Hooks makes a plain program: the real standard streams, the real
// clock, os.Exit.
type Hooks struct {
	// Stdout and Stderr take what the thread writes. text is the hook's only
	// during the call.
	Stdout, Stderr func(t *Thread, text []byte) (int, error)
	// Exit takes the code of os.Exit. When it returns, the thread ends; ending
	// the cell's other threads is the hook's work (Thread.Exit).
	Exit func(t *Thread, code int)
	// Crashed is told of a panic that ended a goroutine that Go started, or a
	// goroutine of a native library that was running the learner's code.
	Crashed func(t *Thread, p *Crash)
	// Display takes the value or values of a cell's last expression, as they are
	// in interfaces, and the names of their static types.
	Display func(t *Thread, values []any, types []string)
	// Wrapper finds the struct type that makes a native interface from
	// functions (its fields are IValue and W+method name).
	Wrapper func(iface reflect.Type) (reflect.Type, bool)
	// Point is a schedule point of a seeded run. Nil: there is no schedule.
	Point func(t *Thread)
	// Choose draws a number in [0, n) for select and map iteration. Nil: Go's
	// own random choice.
	Choose func(t *Thread, n int) int
	// Clock is the time of the thread; it may return nil for the real clock.
	Clock func(t *Thread) Clock
	// Poll is called at checkpoints every few thousand times where there is
	// only one processor thread (js/wasm), so that an interrupt can arrive.
	Poll func()
}

// A Clock is the source of time of a thread.
type Clock interface {
	Now() time.Time
	// AfterFunc calls f, which does not block, after d. stop reports whether it
	// prevented the call.
	AfterFunc(d time.Duration, f func()) (stop func() bool)
}

func (h Hooks) withDefaults() Hooks {
	if h.Stdout == nil {
		h.Stdout = func(_ *Thread, text []byte) (int, error) { return os.Stdout.Write(text) }
	}
	if h.Stderr == nil {
		h.Stderr = func(_ *Thread, text []byte) (int, error) { return os.Stderr.Write(text) }
	}
	if h.Exit == nil {
		h.Exit = func(_ *Thread, code int) { os.Exit(code) }
	}
	if h.Crashed == nil {
		h.Crashed = func(t *Thread, p *Crash) {
			os.Stderr.WriteString(p.Text() + "\n\ngoroutine 1 [running]:\n")
			os.Exit(2)
		}
	}
	if h.Display == nil {
		h.Display = func(*Thread, []any, []string) {}
	}
	if h.Wrapper == nil {
		h.Wrapper = func(reflect.Type) (reflect.Type, bool) { return nil, false }
	}
	if h.Clock == nil {
		h.Clock = func(*Thread) Clock { return nil }
	}
	if h.Poll == nil {
		h.Poll = func() {}
	}
	return h
}
