package process_test

import (
	"testing"
	"time"

	. "github.com/spawnlab/spawnlab/runtime/process"
)

type ping struct{ from PID }
type pong struct{}

func TestFirst(t *testing.T) {
	sys := NewSystem(Options{})
	reason := sys.Run(func(self *Self) {
		echo := self.Spawn(func(self *Self) {
			for {
				switch m := self.Receive().(type) {
				case ping:
					self.Send(m.from, pong{})
				}
			}
		})
		self.Send(echo, ping{self.PID()})
		_, ok := ReceiveFor[pong](self, time.Second)
		t.Log(ok, echo)
		ref := self.Monitor(echo)
		self.Select(On(func(ping) {}), After(0, func() { t.Log("quiet") }))
		self.Kill(echo)
		d := Receive[Down](self)
		t.Log(d, d.Ref == ref, ref)
		child := self.SpawnLink(func(self *Self) { self.Receive() })
		self.TrapExit(true)
		self.ExitTo(child, Shutdown)
		t.Log(Receive[ExitSignal](self))
		_, r := self.SpawnMonitor(func(self *Self) { panic("x") })
		d = Receive[Down](self)
		t.Log(d.Reason, r == d.Ref)
	})
	t.Log(reason, sys.Shutdown(time.Second))
}
