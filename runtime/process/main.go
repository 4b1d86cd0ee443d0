package process

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// mainGrace is how long Main waits for the processes that are left.
const mainGrace = 5 * time.Second

// Main is the main function of a program made of processes: it runs body as
// process <0.1> of a new System and returns when that has ended cleanly, having
// ended all others. A process that panics is reported on standard error; if body
// ends with any reason but a clean one the program exits with status 1.
func Main(body func(self *Self)) {
	sys := NewSystem(Options{})
	sys.Subscribe(EventExit, func(e Event) {
		if report := crashReport(e); report != "" {
			fmt.Fprintln(os.Stderr, report)
		}
	})
	reason := sys.Run(body)
	sys.Shutdown(mainGrace)
	if !IsClean(reason) {
		fmt.Fprintln(os.Stderr, "the main process ended: "+sys.FormatReason(reason))
		os.Exit(1)
	}
}

// Run spawns body and waits until that process has ended, of which it returns
// the reason. The System's other processes live on. It is called from outside
// any process.
func (sys *System) Run(body func(self *Self), opts ...SpawnOption) (reason any) {
	s := sys.Spawn(body, opts...).self
	<-s.Context().Done()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reason
}

// crashReport is what is printed of an end: nothing but for a panic of the
// process's own. (OTP logs no exits either.)
func crashReport(e Event) string {
	crash, ok := e.Value.(Crash)
	if !ok || !e.Other.IsZero() {
		return ""
	}
	who := e.PID.String()
	if e.Label != "" {
		who += " (" + e.Label + ")"
	}
	return strings.TrimSpace("process " + who + " crashed: " + crash.String() + "\n" + crash.Stack)
}

// Shutdown ends all processes: it sends them [Shutdown] and, to those that are
// left after grace, [Kill]; then it waits once more as long for their
// goroutines. Processes that are spawned meanwhile are ended at once. It
// returns those goroutines that would not end; with none of them, the System
// has no goroutine left. It is called from outside any process, and once.
func (sys *System) Shutdown(grace time.Duration) []Zombie {
	sys.table.closed.Store(true)
	for _, reason := range []Atom{Shutdown, Kill} {
		for _, s := range sys.table.all((*Self).alive) {
			s.signal(nil, reason, fromOther)
		}
		if sys.waitIdle(grace) {
			break
		}
	}
	sys.timers.stopAll()
	return sys.Zombies()
}

// waitIdle waits until the table is empty; false if it is not within d.
func (sys *System) waitIdle(d time.Duration) bool {
	late := make(chan struct{})
	t := sys.clock.AfterFunc(d, func() { close(late) })
	defer t.Stop()
	select {
	case <-sys.table.whenIdle():
		return true
	case <-late:
		return false
	}
}

func (s *Self) alive() bool { return !s.state.isDying() }
