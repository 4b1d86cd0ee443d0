package session

import (
	"fmt"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/kernel/wire"
)

// at is a request that a client made ms milliseconds after an hour of its own
// clock, and that came later by ours.
func at(ms int, session, key string) *request {
	begin := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	r := &request{received: begin.Add(time.Hour + time.Duration(ms+2)*time.Millisecond)}
	r.Header = wire.Header{Session: session, Date: begin.Add(time.Duration(ms) * time.Millisecond).Format(time.RFC3339Nano)}
	r.Metadata = []byte("{}")
	if key != "" {
		r.Metadata = fmt.Appendf(nil, `{"cellId":%q}`, key)
	}
	return r
}

func TestFailureStops(t *testing.T) {
	type later struct {
		ms           int
		session, key string
		want         bool
	}
	for _, tt := range []struct {
		name   string
		key    string // of the cell that failed, which took 5 ms
		behind []later
	}{
		{"sent before it can be known", "", []later{{4, "s", "", true}}},
		{"a script that read the answer", "", []later{{6, "s", "", false}}},
		{"another client", "", []later{{4, "other", "", false}}},
		{"a notebook runs all", "a", []later{{20, "s", "b", true}, {90, "s", "c", true}, {180, "s", "d", true}, {400, "s", "e", false}}},
		{"a person runs the next cell later", "a", []later{{150, "s", "b", false}}},
		{"a person runs the same cell again", "a", []later{{50, "s", "a", false}}},
		{"a script beside a notebook", "a", []later{{50, "s", "", false}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			by := at(0, "s", tt.key)
			f := newFailure(by, by.received.Add(5*time.Millisecond))
			for _, l := range tt.behind {
				if got := f.stops(at(l.ms, l.session, l.key)); got != l.want {
					t.Errorf("stops a request made after %d ms: %t, want %t", l.ms, got, l.want)
				}
			}
		})
	}
}

func TestNoFailureStopsNothing(t *testing.T) {
	var f failure
	if f.stops(at(0, "s", "a")) {
		t.Error("without a failure a cell is stopped")
	}
}

func TestFailureWithoutDates(t *testing.T) {
	by := at(0, "s", "a")
	by.Header.Date = "yesterday"
	f := newFailure(by, by.received)
	if f.stops(at(1, "s", "b")) {
		t.Error("a cell is stopped although the dates say nothing")
	}
}
