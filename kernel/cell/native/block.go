package native

import (
	"reflect"
	"time"
)

// wait blocks the calling goroutine, whose thread t may be nil, until ready
// gives a value or is closed. When the thread is told to end first, undo is
// called and the goroutine ends. what is what Waiting tells.
func (t *Thread) await(ready <-chan struct{}, what string, undo func()) {
	if t == nil {
		<-ready
		return
	}
	defer t.blocked(what)()
	select {
	case <-ready:
	case <-t.enough():
		if undo != nil {
			undo()
		}
		t.quit()
	}
}

// blocked notes what the thread waits for until the returned func is called.
func (t *Thread) blocked(what string) func() {
	t.wait.Store(&Wait{What: what, Since: time.Now()})
	return func() { t.wait.Store(nil) }
}

// enough is closed when the thread has to stop waiting: at once when it was
// told to end, a little later for the deferred functions that run then.
func (t *Thread) enough() <-chan struct{} {
	if t.dying && t.Told() != Exited {
		return t.life.last()
	}
	return t.life.done
}

// quit ends the goroutine after a wait that was cut short.
func (t *Thread) quit() {
	if t.dying {
		t.grace = 0
	}
	t.expire()
}

// waiting is the thread that a blocking operation waits for, nil if it cannot
// be ended.
func waiting() *Thread {
	if t := Current(); t == nil || t.machine == nil {
		return nil
	}
	return here()
}

// choose runs reflect.Select with one more case for the end of the thread.
// It returns what Select does.
func choose(cases []reflect.SelectCase, what string) (int, reflect.Value, bool) {
	t := waiting()
	if t == nil {
		return reflect.Select(cases)
	}
	defer t.blocked(what)()
	all := append(cases[:len(cases):len(cases)], reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(t.enough())})
	i, v, ok := reflect.Select(all)
	if i == len(cases) {
		t.quit()
	}
	return i, v, ok
}
