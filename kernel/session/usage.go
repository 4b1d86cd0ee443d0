package session

import (
	"os"
	"runtime"

	"github.com/spawnlab/spawnlab/kernel/protocol"
)

// usage answers a usage_request with what this process and those below it use.
// Where the system does not tell, the numbers are those of this process alone.
func (s *Session) usage(*request) (protocol.Content, error) {
	host, _ := os.Hostname()
	reply := protocol.UsageReply{Hostname: host, PID: os.Getpid(), CPUCount: runtime.NumCPU()}
	measure(&s.meter, &reply)
	return reply, nil
}
