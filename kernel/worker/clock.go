package worker

import (
	"context"
	"reflect"
	"sync/atomic"
	"time"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// A countingClock is the real clock. It counts what it has promised to do, so
// that it is known whether anything will still happen by itself. It may be used
// by any number of goroutines.
type countingClock struct{ promises atomic.Int64 }

var _ native.Clock = (*countingClock)(nil)

// Now implements native.Clock.
func (c *countingClock) Now() time.Time { return time.Now() }

// AfterFunc implements native.Clock. A promise is kept when f has returned.
func (c *countingClock) AfterFunc(d time.Duration, f func()) (stop func() bool) {
	c.promises.Add(1)
	t := time.AfterFunc(d, func() {
		defer c.promises.Add(-1)
		f()
	})
	return func() bool {
		stopped := t.Stop()
		if stopped {
			c.promises.Add(-1)
		}
		return stopped
	}
}

// idle reports whether nothing is promised.
func (c *countingClock) idle() bool { return c.promises.Load() == 0 }

// counted counts a context that ends by itself until it has ended.
func (c *countingClock) counted(ctx context.Context, cancel context.CancelFunc) (context.Context, context.CancelFunc) {
	c.promises.Add(1)
	context.AfterFunc(ctx, func() { c.promises.Add(-1) })
	return ctx, cancel
}

// override replaces the functions of the library by which something happens
// later without a goroutine of the learner's.
func (c *countingClock) override(own overrides) {
	own.set("context", map[string]any{
		"WithTimeout": func(parent context.Context, d time.Duration) (context.Context, context.CancelFunc) {
			return c.counted(context.WithTimeout(parent, d))
		},
		"WithDeadline": func(parent context.Context, at time.Time) (context.Context, context.CancelFunc) {
			return c.counted(context.WithDeadline(parent, at))
		},
		"WithTimeoutCause": func(parent context.Context, d time.Duration, cause error) (context.Context, context.CancelFunc) {
			return c.counted(context.WithTimeoutCause(parent, d, cause))
		},
		"WithDeadlineCause": func(parent context.Context, at time.Time, cause error) (context.Context, context.CancelFunc) {
			return c.counted(context.WithDeadlineCause(parent, at, cause))
		},
	})
	c.overrideSignals(own)
}

// overrides are native values by import path and name that take the place of
// the library's.
type overrides map[string]map[string]reflect.Value

// set adds the values of one package.
func (o overrides) set(path string, names map[string]any) {
	if o[path] == nil {
		o[path] = map[string]reflect.Value{}
	}
	for name, v := range names {
		o[path][name] = reflect.ValueOf(v)
	}
}
