package worker

import (
	"bytes"
	"fmt"
	"maps"
	"runtime/pprof"
	"strconv"
	"time"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// Go ends a program when all its goroutines are asleep. Here a cell ends so,
// with Go's words, when it is certain that nothing will ever wake it: every
// goroutine of the learner waits for another one, there is no process but the
// notebook's, no timer, no goroutine of a library that runs for the learner.

// deadlocked is Go's text.
const deadlocked = "all goroutines are asleep - deadlock!"

// When a cell's wait is looked at: first after sleepFirst, then each time it is
// twice as long, at the latest after sleepMost.
const (
	sleepFirst = 100 * time.Millisecond
	sleepMost  = time.Second
	// sleepSeen is how often in a row everything must be found in the same sleep:
	// one that was woken and has not run yet still looks asleep.
	sleepSeen = 3
)

// A sleepWatch is what was seen of the foreground's wait.
type sleepWatch struct {
	wait  *native.Wait
	next  time.Duration // how long the wait must be for the next look
	seen  int           // how often in a row all slept
	sleep map[*native.Thread]*native.Wait
}

// isDue reports whether to look at all threads, given what the foreground waits
// for, nil if it does not.
func (s *sleepWatch) isDue(wait *native.Wait, now time.Time) bool {
	if wait != s.wait {
		*s = sleepWatch{wait: wait, next: sleepFirst}
	}
	return wait != nil && now.Sub(wait.Since) >= s.next
}

// saw notes who sleeps, nil if somebody does not, and reports whether they have
// slept long enough to be sure.
func (s *sleepWatch) saw(sleep map[*native.Thread]*native.Wait, now time.Time) bool {
	switch {
	case sleep == nil:
		s.seen, s.sleep = 0, nil
		s.next = now.Sub(s.wait.Since) + min(s.next, sleepMost)
	case maps.Equal(sleep, s.sleep):
		s.seen++
	default:
		s.seen, s.sleep = 1, sleep
	}
	return s.seen >= sleepSeen
}

// lookForDeadlock ends the foreground of x when it can never go on.
func (w *worker) lookForDeadlock(x *execution, s *sleepWatch) {
	now, wait := time.Now(), x.thread.Waiting()
	if !s.isDue(wait, now) || !s.saw(w.asleep(), now) {
		return
	}
	if labelled()-w.strangers > len(s.sleep) {
		s.saw(nil, now)
		return
	}
	x.stuck.Store(wait)
	x.thread.Fail(deadlocked)
	*s = sleepWatch{}
}

// asleep returns what each of the learner's goroutines waits for, nil if there
// is one that does not, or something else that may wake one.
func (w *worker) asleep() map[*native.Thread]*native.Wait {
	if !w.clock.idle() || len(w.system.Processes()) > 1 {
		return nil
	}
	sleep := map[*native.Thread]*native.Wait{}
	for _, t := range w.machine.Threads() {
		wait := t.Waiting()
		if wait == nil || t.Told() != native.Returned {
			return nil
		}
		sleep[t] = wait
	}
	return sleep
}

// labelled counts the goroutines that carry a thread's label: those of the
// learner and those that libraries started on their behalf.
func labelled() int {
	var b bytes.Buffer
	_ = pprof.Lookup("goroutine").WriteTo(&b, 1) // to memory
	return countLabelled(b.Bytes())
}

// countLabelled counts the labelled goroutines of a goroutine profile in text
// form: groups of lines, the first with the number of goroutines and the second
// with their labels, if they have any.
func countLabelled(profile []byte) (n int) {
	group := 0
	for line := range bytes.Lines(profile) {
		if count, _, ok := bytes.Cut(line, []byte(" @ ")); ok {
			group, _ = strconv.Atoi(string(count))
		} else if bytes.HasPrefix(line, []byte("# labels:")) && bytes.Contains(line, []byte(`"thread"`)) {
			n += group
		}
	}
	return n
}

// sleeping says what a cell waits for that nobody will ever give it.
func sleeping(wait *native.Wait) string {
	return fmt.Sprintf("the cell waits for ever (%s): nothing else runs, no process lives and no timer is set that could wake it", wait.What)
}
