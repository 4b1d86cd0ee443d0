package native

import "reflect"

// Channel operations of lowered code, made for one channel type each. They
// end with their thread.

const (
	sending   = "chan send"
	receiving = "chan receive"
)

// ChanSend makes a func(chan T, T).
func (m *Machine) ChanSend(t reflect.Type) reflect.Value {
	if f, ok := fastChans[t]; ok {
		return f(m).send
	}
	return makeFunc([]reflect.Type{t, t.Elem()}, nil, func(a []reflect.Value) []reflect.Value {
		m.point()
		if a[0].IsNil() || !a[0].TrySend(a[1]) {
			choose([]reflect.SelectCase{{Dir: reflect.SelectSend, Chan: a[0], Send: a[1]}}, what(a[0], sending))
		}
		return nil
	})
}

// ChanRecv makes a func(chan T) T.
func (m *Machine) ChanRecv(t reflect.Type) reflect.Value {
	if f, ok := fastChans[t]; ok {
		return f(m).recv
	}
	return makeFunc([]reflect.Type{t}, []reflect.Type{t.Elem()}, func(a []reflect.Value) []reflect.Value {
		v, _ := m.receive(a[0])
		return []reflect.Value{v}
	})
}

// ChanRecv2 makes a func(chan T) (T, bool).
func (m *Machine) ChanRecv2(t reflect.Type) reflect.Value {
	if f, ok := fastChans[t]; ok {
		return f(m).recv2
	}
	return makeFunc([]reflect.Type{t}, []reflect.Type{t.Elem(), reflect.TypeFor[bool]()}, func(a []reflect.Value) []reflect.Value {
		v, ok := m.receive(a[0])
		return []reflect.Value{v, reflect.ValueOf(ok)}
	})
}

func (m *Machine) receive(c reflect.Value) (reflect.Value, bool) {
	m.point()
	if !c.IsNil() {
		if v, ok := c.TryRecv(); v.IsValid() {
			return v, ok
		}
	}
	_, v, ok := choose([]reflect.SelectCase{{Dir: reflect.SelectRecv, Chan: c}}, what(c, receiving))
	return v, ok
}

// what adds Go's remark about nil channels.
func what(c reflect.Value, op string) string {
	if c.IsNil() {
		return op + " (nil chan)"
	}
	return op
}

// Close is the builtin.
func (m *Machine) Close(c any) {
	m.point()
	v := reflect.ValueOf(c)
	if v.IsNil() {
		raise(plainError("close of nil channel"))
	}
	v.Close()
}
