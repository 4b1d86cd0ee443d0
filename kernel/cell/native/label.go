package native

import (
	"runtime/debug"
	"unsafe"
)

// A goroutine carries one pointer for the profiler's labels. It is inherited
// by the goroutines it starts, also those started inside native libraries,
// and reading it costs a nanosecond: that is how native code knows whose
// goroutine it runs on.

//go:linkname getLabel runtime/pprof.runtime_getProfLabel
func getLabel() unsafe.Pointer

//go:linkname setLabel runtime/pprof.runtime_setProfLabel
func setLabel(unsafe.Pointer)

// labelSet has the layout of what the profiler expects behind the pointer. A
// Thread begins with one, so that profiles stay readable. Only in a Thread
// the list lies inside the same object: this tells threads from other labels.
type labelSet struct {
	list []labelPair
	own  [1]labelPair
}

type labelPair struct{ key, value string }

func (l *labelSet) set(value string) {
	l.own[0] = labelPair{"thread", value}
	l.list = l.own[:]
}

// Current returns the thread whose label the calling goroutine carries, or
// nil. On goroutines that native libraries started it is the thread that they
// descend from.
func Current() *Thread {
	p := getLabel()
	if p == nil {
		return nil
	}
	list := *(*[]labelPair)(p)
	if len(list) != 1 || uintptr(unsafe.Pointer(unsafe.SliceData(list))) != uintptr(p)+unsafe.Offsetof(labelSet{}.own) {
		return nil
	}
	return (*Thread)(p)
}

// here returns the thread of exactly this goroutine. A goroutine that
// inherited its label is adopted: it gets a thread of its own, below the one
// it descends from.
//
// Whether the label was inherited is told by a bit of the goroutine that is
// not: whether faults panic (debug.SetPanicOnFault), which Enter sets.
func here() *Thread {
	t := Current()
	if owned := debug.SetPanicOnFault(true); owned && t != nil {
		return t
	}
	return adopt(t)
}

// adopt makes a thread for a goroutine that native code started. It is ended
// together with its parent and is in nobody's list, since its end is not
// seen. Without a parent it is a stray: code that runs outside of any thread.
func adopt(parent *Thread) *Thread {
	t := &Thread{life: newLife(), adopted: true}
	t.root = t
	if parent != nil {
		t.machine, t.root, t.life = parent.machine, parent.root, parent.life
		t.set(parent.own[0].value)
	} else { // not the learner's: goroutine profiles can tell
		t.own[0] = labelPair{"host", ""}
		t.list = t.own[:]
	}
	setLabel(unsafe.Pointer(t))
	return t
}
