package native

import "reflect"

// A Select is one execution of a select statement.
type Select struct {
	m     *Machine
	cases []reflect.SelectCase
	dflt  int // index of the default clause, -1: none
	value reflect.Value
	ok    bool
}

// NewSelect starts a select statement of n clauses.
func (m *Machine) NewSelect(n int) *Select {
	return &Select{m: m, cases: make([]reflect.SelectCase, n), dflt: -1}
}

// Default makes clause i the default clause.
func (s *Select) Default(i int) {
	s.dflt = i
	s.cases[i] = reflect.SelectCase{Dir: reflect.SelectDefault}
}

// OK reports whether the value of the chosen receive was sent.
func (s *Select) OK() bool { return s.ok }

// Run waits for a clause and returns its index.
func (s *Select) Run() int {
	s.m.point()
	i := s.run()
	return i
}

func (s *Select) run() (i int) {
	if s.m.hooks.Choose != nil && s.tryOrdered(&i) {
		return i
	}
	if s.dflt >= 0 {
		i, s.value, s.ok = reflect.Select(s.cases)
		return i
	}
	what := "select"
	if len(s.cases) == 0 {
		what = "select (no cases)"
	}
	i, s.value, s.ok = choose(s.cases, what)
	return i
}

// tryOrdered tries the clauses in an order drawn from the schedule.
func (s *Select) tryOrdered(i *int) bool {
	n := len(s.cases)
	if n == 0 {
		return false
	}
	first := s.m.hooks.Choose(here(), n)
	for k := range n {
		c := (first + k) % n
		if s.try(c) {
			*i = c
			return true
		}
	}
	return false
}

func (s *Select) try(i int) bool {
	c := s.cases[i]
	switch {
	case c.Dir == reflect.SelectDefault || c.Chan.IsNil():
		return false
	case c.Dir == reflect.SelectSend:
		return c.Chan.TrySend(c.Send)
	}
	s.value, s.ok = c.Chan.TryRecv()
	return s.value.IsValid()
}

var selectType = reflect.TypeFor[*Select]()

// SelectSend makes a func(s *Select, i int, c chan T, v T) that makes clause i
// a send; t is the channel type.
func SelectSend(t reflect.Type) reflect.Value {
	return makeFunc([]reflect.Type{selectType, reflect.TypeFor[int](), t, t.Elem()}, nil, func(a []reflect.Value) []reflect.Value {
		v := reflect.New(t.Elem()).Elem()
		v.Set(a[3])
		s := a[0].Interface().(*Select)
		s.cases[a[1].Int()] = reflect.SelectCase{Dir: reflect.SelectSend, Chan: a[2], Send: v}
		return nil
	})
}

// SelectRecv makes a func(s *Select, i int, c chan T) that makes clause i a
// receive; t is the channel type.
func SelectRecv(t reflect.Type) reflect.Value {
	return makeFunc([]reflect.Type{selectType, reflect.TypeFor[int](), t}, nil, func(a []reflect.Value) []reflect.Value {
		s := a[0].Interface().(*Select)
		s.cases[a[1].Int()] = reflect.SelectCase{Dir: reflect.SelectRecv, Chan: a[2]}
		return nil
	})
}

// SelectValue makes a func(*Select) t that returns the received value.
func SelectValue(t reflect.Type) reflect.Value {
	return makeFunc([]reflect.Type{selectType}, []reflect.Type{t}, func(a []reflect.Value) []reflect.Value {
		return []reflect.Value{a[0].Interface().(*Select).value}
	})
}
