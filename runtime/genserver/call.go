package genserver

import (
	"time"

	"github.com/spawnlab/spawnlab/runtime/process"
)

// CallingSelf is the reason of a call that a process makes to itself, which
// would wait for ever.
const CallingSelf process.Atom = "calling_self"

// A CallError says why a call had no answer; [Call] exits with it. It is OTP's
// {Reason, {gen_server, call, [Server, Request, Timeout]}}. errors.Is finds
// [process.ErrNoProc] and [process.ErrTimeout] in it.
type CallError struct {
	// Reason is [process.NoProc], [process.Timeout], [CallingSelf], or why the
	// server ended.
	Reason  any
	Call    string // the function that was called: "Call", "StopServer" …
	Server  process.Target
	Request any
	Timeout time.Duration

	text string
	is   error
}

// Error names the function, the server and the reason.
func (e *CallError) Error() string { return e.text }

// Unwrap returns [process.ErrNoProc], [process.ErrTimeout], or the server's
// reason as a [*process.ExitError].
func (e *CallError) Unwrap() error { return e.is }

// A question is one call that is being made.
type question struct {
	call    string
	server  process.Target
	request any
	limit   time.Duration
}

// CallAny sends req to server and waits for its answer, of any type. Instead of
// exiting it returns a [*CallError]. [Call] and [TryCall] are made of it.
func CallAny(self *process.Self, server process.Target, req any, opts ...CallOption) (any, error) {
	q := question{"Call", server, req, limitOf(opts, DefaultTimeout)}
	return q.ask(self, func(r *process.Request) any {
		return CallMessage{From{self.PID(), r.ReplyTo()}, req}
	})
}

// Cast sends req to server and does not wait; nothing tells whether it arrives.
// (OTP: gen_server:cast/2.)
func Cast(self *process.Self, server process.Target, req any) {
	if alias, ok := server.(process.Alias); ok {
		self.Send(alias, CastMessage{req})
		return
	}
	if to, ok := whereis(self, server); ok {
		self.Send(to, CastMessage{req})
	}
}

// ask sends what message makes of the request's address, and waits.
func (q *question) ask(self *process.Self, message func(r *process.Request) any) (any, error) {
	to, ok := whereis(self, q.server)
	switch {
	case !ok:
		return nil, q.failed(self, process.NoProc, process.ErrNoProc)
	case to == self.PID():
		return nil, q.failed(self, CallingSelf, process.ErrBadArg)
	}
	r := self.Request(to)
	self.Send(to, message(r))
	v, err := r.Await(q.limit)
	return v, q.failure(self, err)
}

// failure makes a CallError of the error of an Await.
func (q *question) failure(self *process.Self, err error) error {
	if err == nil {
		return nil
	}
	exit, ok := err.(*process.ExitError)
	if !ok {
		return q.failed(self, process.Timeout, process.ErrTimeout)
	}
	if a, ok := exit.Reason.(process.Atom); ok && a == process.NoProc {
		err = process.ErrNoProc
	}
	return q.failed(self, exit.Reason, err)
}

// failed makes the error.
func (q *question) failed(self *process.Self, reason any, is error) *CallError {
	sys := self.System()
	text := "genserver: " + q.call + " of " + q.server.String()
	if q.request != nil {
		text += " with " + sys.Format(q.request)
	}
	return &CallError{
		Reason: reason, Call: q.call, Server: q.server, Request: q.request, Timeout: q.limit,
		text: text + ": " + sys.FormatReason(reason), is: is,
	}
}

// whereis returns the process that target means now. An empty target is left to
// the runtime, which panics.
func whereis(self *process.Self, target process.Target) (process.PID, bool) {
	if pid, ok := target.(process.PID); ok || target == nil {
		return pid, true
	}
	return target.Whereis(self.System())
}
