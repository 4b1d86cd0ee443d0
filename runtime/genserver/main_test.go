package genserver_test

import (
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/spawnlab/spawnlab/runtime/genserver"
	"github.com/spawnlab/spawnlab/runtime/internal/oracle"
	"github.com/spawnlab/spawnlab/runtime/process"
)

func TestMain(m *testing.M) {
	// handleEvent is the Go runtime's own, under js/wasm.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("runtime.handleEvent"))
}

const (
	boom = process.Atom("boom")
	ms   = time.Millisecond
)

type (
	tuple = oracle.Tuple
	list  = oracle.List
)

// A probe is a server that does as it is told: calls and casts are functions.
// What else happens to it it tells the process to, if there is one.
type probe struct {
	genserver.Base
	init  func(self *process.Self) genserver.Result
	to    process.PID
	state int
	end   func(self *process.Self) // in Terminate
}

// onCall and onCast are what a probe is told to do.
type (
	onCall func(self *process.Self, from genserver.From, p *probe) genserver.Result
	onCast func(self *process.Self, p *probe) genserver.Result
)

func (p *probe) Init(self *process.Self) genserver.Result {
	if p.init == nil {
		return genserver.OK()
	}
	return p.init(self)
}

func (p *probe) tell(self *process.Self, what process.Atom, v any) {
	if !p.to.IsZero() {
		self.Send(p.to, tuple{what, v})
	}
}

func (p *probe) HandleCall(self *process.Self, req any, from genserver.From) genserver.Result {
	return req.(onCall)(self, from, p)
}

func (p *probe) HandleCast(self *process.Self, req any) genserver.Result {
	return req.(onCast)(self, p)
}

func (p *probe) HandleInfo(self *process.Self, m any) genserver.Result {
	p.tell(self, "info", m)
	return genserver.NoReply()
}

func (p *probe) HandleContinue(self *process.Self, arg any) genserver.Result {
	p.tell(self, "continue", arg)
	return genserver.NoReply()
}

func (p *probe) Terminate(self *process.Self, reason any) {
	p.tell(self, "terminate", reason)
	if p.end != nil {
		p.end(self)
	}
}

func (p *probe) CodeChange(_ *process.Self, old genserver.Server, _ any) error {
	p.state = old.(*probe).state + 1
	return nil
}

// start starts a linked probe.
func start(self *process.Self, p genserver.Server, opts ...genserver.StartOption) process.PID {
	return process.Must(genserver.StartLink(self, p, opts...))
}

// telling returns a linked probe that tells the caller, and traps exits if asked.
func telling(self *process.Self, trap bool) process.PID {
	return start(self, &probe{to: self.PID(), init: func(self *process.Self) genserver.Result {
		self.TrapExit(trap)
		return genserver.OK()
	}})
}

// returning is a request whose callback only returns r.
func returning(r genserver.Result) onCall {
	return func(*process.Self, genserver.From, *probe) genserver.Result { return r }
}
