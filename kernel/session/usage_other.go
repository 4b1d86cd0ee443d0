//go:build !linux

package session

import (
	"runtime"

	"github.com/spawnlab/spawnlab/kernel/protocol"
)

// A meter has nothing to remember here.
type meter struct{}

func measure(_ *meter, reply *protocol.UsageReply) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	reply.Memory = int64(m.Sys)
}
