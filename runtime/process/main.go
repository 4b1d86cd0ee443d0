package process

import (
	"fmt"
	"os"
	"time"
)

// mainGrace is how long Main waits for the processes that are left.
const mainGrace = 5 * time.Second

// Main is the main function of a program made of processes: it runs body as
// process <0.1> of a new System and returns when that has returned, having
// ended all others. Crashes are reported on standard error; if body ends with
// any reason but a clean one the program exits with status 1.
func Main(body func(self *Self)) {
	sys := NewSystem(Options{})
	sys.Subscribe(EventExit, func(e Event) {
		if !IsClean(e.Value) {
			fmt.Fprintln(os.Stderr, crashReport(e))
		}
	})
	reason := sys.Run(body)
	sys.Shutdown(mainGrace)
	if !IsClean(reason) {
		os.Exit(1)
	}
}

// Run spawns body and waits until that process has ended, of which it returns
// the reason. The System's other processes live on.
func (sys *System) Run(body func(self *Self), opts ...SpawnOption) (reason any) {
	done := make(chan struct{})
	pid := sys.Spawn(func(self *Self) {
		sys.OnExit(self.PID(), func() { close(done) })
		body(self)
	}, opts...)
	<-done
	pid.self.mu.Lock()
	defer pid.self.mu.Unlock()
	return pid.self.reason
}

// crashReport is what is printed of a process that did not end cleanly.
func crashReport(e Event) string {
	who := e.PID.String()
	if e.Label != "" {
		who += " (" + e.Label + ")"
	}
	text := "process " + who + " ended: " + reasonText(defaultFormat, e.Value)
	if !e.Other.IsZero() {
		text += "\n\tby an exit signal from " + e.Other.String()
	}
	if c, ok := e.Value.(Crash); ok && e.Other.IsZero() && c.Stack != "" {
		text += "\n" + c.Stack
	}
	return text
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
