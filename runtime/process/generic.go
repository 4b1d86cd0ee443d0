package process

import "time"

// Receive returns the oldest message of type T, waiting for one without limit;
// other messages stay, in order.
func Receive[T any](self *Self) T {
	m := self.ReceiveMatch(func(m any) bool { _, ok := m.(T); return ok })
	t, _ := m.(T)
	return t
}

// ReceiveFor is [Receive] with a time limit; false if no such message comes
// within d. With a d of 0 it only looks.
func ReceiveFor[T any](self *Self, d time.Duration) (T, bool) {
	m, ok := self.ReceiveMatchFor(d, func(m any) bool { _, ok := m.(T); return ok })
	t, _ := m.(T)
	return t, ok
}

// On returns the [Self.Select] case that takes messages of type T.
func On[T any](do func(T)) Case {
	return NewCase(
		func(m any) bool { _, ok := m.(T); return ok },
		func(m any) { t, _ := m.(T); do(t) },
	)
}

// When returns the [Self.Select] case that takes the messages of type T that
// match accepts.
func When[T any](match func(T) bool, do func(T)) Case {
	return NewCase(
		func(m any) bool { t, ok := m.(T); return ok && match(t) },
		func(m any) { t, _ := m.(T); do(t) },
	)
}

// Must returns v, and panics with err if it is not nil: Elixir's failed match
// {:ok, v} = ….
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
