package genserver

import "github.com/spawnlab/spawnlab/runtime/process"

// A CallMessage is what [Call] sends to the server: OTP's {'$gen_call', From,
// Request}. Traces show it, and a process that is not a Server may answer it.
type CallMessage struct {
	From    From
	Request any
}

// A CastMessage is what [Cast] sends: OTP's {'$gen_cast', Request}.
type CastMessage struct{ Request any }

// A From says who called, and is where the answer goes. It is comparable and
// may be kept and sent on.
type From struct {
	caller process.PID
	to     process.Alias
}

// Reply answers the call, from any process. Only the first answer counts; one
// that comes too late, when the caller has given up or is dead, is dropped.
// (OTP: gen_server:reply/2.)
func (f From) Reply(self *process.Self, v any) { self.Send(f.to, v) }

// PID returns the caller.
func (f From) PID() process.PID { return f.caller }

// String returns the caller's PID.
func (f From) String() string { return f.caller.String() }
