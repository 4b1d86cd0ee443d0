package native

import (
	"context"
	"time"
)

// contextSymbols make deadlines follow the thread's clock and give functions
// that a context calls a thread.
func (m *Machine) contextSymbols() map[string]any {
	return map[string]any{
		"WithTimeout":  m.withTimeout,
		"WithDeadline": m.withDeadline,
		"AfterFunc":    m.contextAfterFunc,
	}
}

func (m *Machine) withTimeout(parent context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	return m.withDeadline(parent, m.Now().Add(d))
}

func (m *Machine) withDeadline(parent context.Context, at time.Time) (context.Context, context.CancelFunc) {
	clock := m.hooks.Clock(m.thread())
	if clock == nil {
		return context.WithDeadline(parent, at)
	}
	if old, ok := parent.Deadline(); ok && old.Before(at) {
		at = old
	}
	ctx, cancel := context.WithCancelCause(parent)
	stop := clock.AfterFunc(at.Sub(clock.Now()), func() { cancel(context.DeadlineExceeded) })
	return &deadlineContext{ctx, at}, func() { stop(); cancel(context.Canceled) }
}

// deadlineContext is a context with a deadline of another clock.
type deadlineContext struct {
	context.Context
	at time.Time
}

func (c *deadlineContext) Deadline() (time.Time, bool) { return c.at, true }

func (c *deadlineContext) Err() error {
	err := c.Context.Err()
	if err != nil && context.Cause(c.Context) == context.DeadlineExceeded {
		return context.DeadlineExceeded
	}
	return err
}

// contextAfterFunc is context.AfterFunc; f runs in a goroutine of the caller.
func (m *Machine) contextAfterFunc(ctx context.Context, f func()) func() bool {
	t := m.thread()
	return context.AfterFunc(ctx, func() { m.startAs(t, f) })
}
