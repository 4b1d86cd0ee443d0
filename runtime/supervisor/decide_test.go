package supervisor_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/runtime/process"
	. "github.com/spawnlab/spawnlab/runtime/supervisor"
)

// reasons are the ways a child may end.
var reasons = []struct {
	name   string
	reason any
}{
	{"normal", process.Normal},
	{"shutdown", process.Shutdown},
	{"{shutdown, x}", process.ShutdownWith("x")},
	{"boom", boom},
	{"killed", process.Killed},
}

// TestDecisions writes down what is decided when b of the children a b c d,
// where d is temporary, ends: for every strategy, kind of restart and reason,
// with a limit that is not reached, with one that is, and when a sibling (b
// itself under one_for_one) does not start again.
func TestDecisions(t *testing.T) {
	var text strings.Builder
	for _, strategy := range []Strategy{OneForOne, OneForAll, RestForOne} {
		for _, restart := range []Restart{Permanent, Transient, Temporary} {
			for _, r := range reasons {
				spec := Spec{Strategy: strategy, Children: []Child{
					{ID: "a"}, {ID: "b", Restart: restart}, {ID: "c"}, {ID: "d", Restart: Temporary},
				}}
				now := time.Unix(0, 0)
				fmt.Fprintf(&text, "%s, %s child b ends with %s\n", strategy, restart, r.name)
				fmt.Fprintf(&text, "  plain:       %s\n", NewFamily(spec).Ended("b", r.reason, now))
				failing := "c"
				if strategy == OneForOne {
					failing = "b"
				}
				f := NewFamily(spec)
				first := f.Fails("b", failing, r.reason, now)
				if strings.Contains(first, "fails") {
					first += "\n  then:        " + f.Retry(failing, now)
				}
				fmt.Fprintf(&text, "  %s fails:     %s\n", failing, first)
				spec.MaxRestarts = NoRestarts
				fmt.Fprintf(&text, "  no restarts: %s\n", NewFamily(spec).Ended("b", r.reason, now))
			}
		}
	}
	golden(t, "decisions.txt", text.String())
}

func TestAutoShutdown(t *testing.T) {
	for _, tt := range []struct {
		name    string
		auto    AutoShutdown
		restart Restart
		ends    []string // children, in this order
		reason  any
		want    string
	}{
		{"never", Never, Transient, []string{"b", "c"}, process.Normal, "- · (b stopped) · (c stopped)"},
		{"any: the first ends it", AnySignificant, Transient, []string{"b"}, process.Normal, "end · (b stopped)"},
		{"any: one that is not significant does not", AnySignificant, Transient, []string{"a"}, process.Normal, "- · (a stopped)"},
		{"any: one that is restarted does not", AnySignificant, Transient, []string{"b"}, boom, "start b"},
		{"all: the first does not", AllSignificant, Transient, []string{"b"}, process.Normal, "- · (b stopped)"},
		{"all: the last does", AllSignificant, Transient, []string{"b", "c"}, process.Normal, "end · (b stopped) · (c stopped)"},
		{"all: temporary ones, crashing", AllSignificant, Temporary, []string{"b", "c"}, boom, "end · (b forgotten)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := NewFamily(Spec{AutoShutdown: tt.auto, Children: []Child{
				{ID: "a", Restart: tt.restart},
				{ID: "b", Restart: tt.restart, Significant: true}, {ID: "c", Restart: tt.restart, Significant: true},
			}})
			got := ""
			for _, id := range tt.ends {
				got = f.Ended(id, tt.reason, time.Unix(0, 0))
			}
			if got != tt.want {
				t.Errorf("decided %q, want %q", got, tt.want)
			}
		})
	}
}

func TestIntensity(t *testing.T) {
	const s = time.Second
	for _, tt := range []struct {
		name   string
		max    int
		period time.Duration
		at     []time.Duration
		want   []bool
	}{
		{"3 in 5 s by default", 0, 0, []time.Duration{0, 1, 2, 3}, []bool{true, true, true, false}},
		{"none", NoRestarts, 0, []time.Duration{0}, []bool{false}},
		{"1 in 5 s: the first has left the window", 1, 5 * s, []time.Duration{0, 5 * s}, []bool{true, true}},
		{"1 in 5 s: it has not yet", 1, 5 * s, []time.Duration{0, 5*s - 1}, []bool{true, false}},
		{"2 in 1 s, sliding", 2, s, []time.Duration{0, s / 2, s, s + s/4, s + s/2}, []bool{true, true, true, false, false}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Allows(tt.max, tt.period, tt.at...); !slices.Equal(got, tt.want) {
				t.Errorf("allowed %v, want %v", got, tt.want)
			}
		})
	}
}
