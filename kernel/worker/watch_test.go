package worker_test

import (
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
	"github.com/spawnlab/spawnlab/kernel/worker"
)

func TestFramesAllowed(t *testing.T) {
	for turns, want := range map[int]int{0: 60_000, 4: 60_000, 5: 30_000, 10: 15_000, 500: 15_000} {
		if got := worker.FramesAllowed(turns); got != want {
			t.Errorf("after %d looks %d frames are allowed, want %d", turns, got, want)
		}
	}
}

func TestCountLabelled(t *testing.T) {
	const profile = `goroutine profile: total 9
3 @ 0x1 0x2
# labels: {"thread":"<0.2>"}
#	0x1	runtime.gopark+0x1

2 @ 0x1 0x2
#	0x1	runtime.gopark+0x1

1 @ 0x3
# labels: {"thread":""}

3 @ 0x4
# labels: {"worker":"pool"}
`
	if got := worker.CountLabelled([]byte(profile)); got != 4 {
		t.Errorf("%d goroutines are counted, want 4", got)
	}
}

// TestSleepWatch: everybody must be found in the same sleep three times in a
// row; whoever does not sleep is left alone for longer and longer.
func TestSleepWatch(t *testing.T) {
	begin := time.Unix(1000, 0)
	wait := &native.Wait{What: "select", Since: begin}
	a, b := &native.Thread{}, &native.Thread{}
	type sleep = map[*native.Thread]*native.Wait
	asleep := sleep{a: wait, b: wait}
	for _, tt := range []struct {
		name  string
		looks []sleep // each when it is due
		after []time.Duration
		sure  int // the look after which it is sure, from 1
	}{
		{"asleep", []sleep{asleep, asleep, asleep}, []time.Duration{100, 120, 140}, 3},
		{"one works", []sleep{nil, nil, nil, nil}, []time.Duration{100, 200, 400, 800}, 0},
		{"one woke up between", []sleep{asleep, {a: wait, b: {What: "select"}}, asleep, asleep, asleep}, []time.Duration{100, 120, 140, 160, 180}, 5},
		{"one came", []sleep{asleep, asleep, {a: wait}, {a: wait}, {a: wait}}, []time.Duration{100, 120, 140, 160, 180}, 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var s worker.SleepWatch
			look, at := 0, time.Duration(0)
			for ; look < len(tt.looks); at += 20 {
				now := begin.Add(at * time.Millisecond)
				if !s.IsDue(wait, now) {
					continue
				}
				if at != tt.after[look] {
					t.Errorf("look %d is due after %d ms, want %d", look+1, at, tt.after[look])
				}
				look++
				if sure := s.Saw(tt.looks[look-1], now); sure != (look == tt.sure) {
					t.Errorf("after look %d sure is %t", look, sure)
				}
			}
		})
	}
	var s worker.SleepWatch
	if s.IsDue(nil, begin.Add(time.Hour)) {
		t.Error("one that does not wait is looked at")
	}
}
