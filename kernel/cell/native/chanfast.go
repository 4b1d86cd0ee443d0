package native

import "reflect"

// chanFuncs are the operations on one channel type as compiled functions.
type chanFuncs struct{ send, recv, recv2 reflect.Value }

// fastChans are the channel types that programs use most.
var fastChans = map[reflect.Type]func(*Machine) chanFuncs{
	reflect.TypeFor[chan int]():       fastChan[int],
	reflect.TypeFor[chan string]():    fastChan[string],
	reflect.TypeFor[chan bool]():      fastChan[bool],
	reflect.TypeFor[chan float64]():   fastChan[float64],
	reflect.TypeFor[chan any]():       fastChan[any],
	reflect.TypeFor[chan error]():     fastChan[error],
	reflect.TypeFor[chan struct{}]():  fastChan[struct{}],
	reflect.TypeFor[chan []int]():     fastChan[[]int],
	reflect.TypeFor[chan chan int]():  fastChan[chan int],
	reflect.TypeFor[chan func()]():    fastChan[func()],
	reflect.TypeFor[chan int64]():     fastChan[int64],
	reflect.TypeFor[chan []string]():  fastChan[[]string],
	reflect.TypeFor[chan chan bool](): fastChan[chan bool],
}

func fastChan[T any](m *Machine) chanFuncs {
	recv2 := func(c chan T) (T, bool) {
		m.point()
		return receiveFrom(c)
	}
	return chanFuncs{
		send:  reflect.ValueOf(func(c chan T, v T) { m.point(); sendTo(c, v) }),
		recv:  reflect.ValueOf(func(c chan T) T { v, _ := recv2(c); return v }),
		recv2: reflect.ValueOf(recv2),
	}
}

func sendTo[T any](c chan T, v T) {
	select {
	case c <- v:
		return
	default:
	}
	t := waiting()
	if t == nil {
		c <- v
		return
	}
	defer t.blocked(nilRemark(c == nil, sending))()
	select {
	case c <- v:
	case <-t.enough():
		t.quit()
	}
}

func receiveFrom[T any](c chan T) (v T, ok bool) {
	select {
	case v, ok = <-c:
		return v, ok
	default:
	}
	t := waiting()
	if t == nil {
		v, ok = <-c
		return v, ok
	}
	defer t.blocked(nilRemark(c == nil, receiving))()
	select {
	case v, ok = <-c:
	case <-t.enough():
		t.quit()
	}
	return v, ok
}

func nilRemark(isNil bool, op string) string {
	if isNil {
		return op + " (nil chan)"
	}
	return op
}
