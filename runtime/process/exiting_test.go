package process_test

import (
	"testing"

	. "github.com/spawnlab/spawnlab/runtime/process"
)

// TestLinksAfterMany: a link made after there were many, and few again, is one
// too.
func TestLinksAfterMany(t *testing.T) {
	virtual(t, func(self *Self) {
		self.TrapExit(true)
		var pids []PID
		for range 40 {
			pids = append(pids, self.SpawnLink(forever))
		}
		for _, pid := range pids {
			self.Unlink(pid)
		}
		self.Kill(self.SpawnLink(forever))
		if _, ok := self.ReceiveFor(ms); !ok {
			t.Error("no exit signal of the 41st link")
		}
	})
}

func TestExiting(t *testing.T) {
	virtual(t, func(self *Self) {
		_, ref := self.SpawnMonitor(func(self *Self) {
			if _, exiting := self.Exiting(); exiting {
				t.Error("exiting before Exit")
			}
			defer func() {
				if reason, exiting := self.Exiting(); reason != boom || !exiting {
					t.Errorf("Exiting = %v, %t", reason, exiting)
				}
			}()
			self.Exit(boom)
		})
		downOf(self, ref)
	})
}
