package supervisor_test

import (
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/runtime/genserver"
	"github.com/spawnlab/spawnlab/runtime/internal/proctest"
	"github.com/spawnlab/spawnlab/runtime/process"
	. "github.com/spawnlab/spawnlab/runtime/supervisor"
)

// An idler is a server that only says when it is up.
type idler struct {
	genserver.Base
	to process.PID
}

func (i *idler) Init(self *process.Self) genserver.Result {
	self.Send(i.to, self.PID())
	return genserver.OK()
}

// BenchmarkRestart is from the kill of a child to the word of the next one.
func BenchmarkRestart(b *testing.B) {
	proctest.Run(b, quiet(), func(self *process.Self) {
		me := self.PID()
		process.Must(StartLink(self, Spec{MaxRestarts: 1 << 30, Period: time.Nanosecond, Children: []Child{
			{ID: "a", Start: genserver.StarterFunc(func() genserver.Server { return &idler{to: me} })},
		}}))
		pid := process.Receive[process.PID](self)
		for b.Loop() {
			self.Kill(pid)
			pid = process.Receive[process.PID](self)
		}
	})
}
