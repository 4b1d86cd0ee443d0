package supervisor

import "time"

// An intensity counts restarts within a time. (OTP: supervisor:add_restart; its
// window is counted in whole seconds, this one is exact.)
type intensity struct {
	max    int
	period time.Duration
	recent []time.Time // restarts within period, the oldest first
}

// newIntensity reads the limit of a spec.
func newIntensity(maxRestarts int, period time.Duration) intensity {
	switch {
	case maxRestarts == 0:
		maxRestarts = DefaultMaxRestarts
	case maxRestarts < 0:
		maxRestarts = 0
	}
	if period <= 0 {
		period = DefaultPeriod
	}
	return intensity{max: maxRestarts, period: period}
}

// allow counts a restart in and reports whether it is within the limit.
func (n *intensity) allow(now time.Time) bool {
	for len(n.recent) > 0 && now.Sub(n.recent[0]) >= n.period {
		n.recent = n.recent[1:]
	}
	n.recent = append(n.recent, now)
	return len(n.recent) <= n.max
}
