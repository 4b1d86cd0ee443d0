package genserver

import (
	"errors"
	"io"

	"github.com/spawnlab/spawnlab/runtime/process"
)

// A Server is what a server's process does. The callbacks are run in that
// process, one at a time, and self is its Self. Which results each may return
// is said at the callback; any other ends the server with a [*BadReturnError]. A
// callback that panics, or calls self.Exit, ends the server too, after
// Terminate. (OTP: the behaviour gen_server.)
type Server interface {
	// Init prepares the state, while the starter waits. It returns [OK],
	// [Ignore] or [Stop]. The name is registered already; messages that come
	// meanwhile are handled afterwards. If it fails Terminate is not called.
	Init(self *process.Self) Result

	// HandleCall answers a request of [Call]: [Reply], or [StopReply] to end as
	// well; or [NoReply], and from.Reply later, from any process; or [Stop].
	HandleCall(self *process.Self, req any, from From) Result

	// HandleCast takes a request of [Cast]. It returns [NoReply] or [Stop].
	HandleCast(self *process.Self, req any) Result

	// HandleInfo takes any other message, and [process.Timeout] when the time of
	// [Result.Timeout] has passed. It returns [NoReply] or [Stop].
	HandleInfo(self *process.Self, message any) Result

	// HandleContinue runs right after a callback that returned a
	// [Result.Continue], before any message. It returns [NoReply] or [Stop].
	HandleContinue(self *process.Self, arg any) Result

	// Terminate is called when a callback stopped the server or failed, and, if
	// it traps exits, when its parent's exit signal comes. It is not called for a
	// kill or an exit signal that is not trapped: do not rely on it. If it panics
	// or exits, that is the reason others see.
	Terminate(self *process.Self, reason any)

	// CodeChange takes over the state of old, the server that this one replaces,
	// see [ChangeCode]. After an error the old one goes on.
	CodeChange(self *process.Self, old Server, extra any) error
}

// Exiting is what Terminate gets for a reason when a callback ended the goroutine
// without one: by runtime.Goexit instead of self.Exit.
const Exiting process.Atom = "exiting"

// ErrNoCodeChange says that a server does not implement CodeChange.
var ErrNoCodeChange = errors.New("genserver: the server has no CodeChange")

// Base has the callbacks of a server that are not written. Embed it.
type Base struct{}

// Init returns [OK].
func (Base) Init(*process.Self) Result { return OK() }

// HandleCall panics: a server without it cannot be called.
func (Base) HandleCall(self *process.Self, req any, _ From) Result {
	panic("genserver: the server has no HandleCall, and was called with " + self.System().Format(req))
}

// HandleCast panics: a server without it takes no casts.
func (Base) HandleCast(self *process.Self, req any) Result {
	panic("genserver: the server has no HandleCast, and was cast " + self.System().Format(req))
}

// HandleInfo writes the message to the group leader and drops it.
func (Base) HandleInfo(self *process.Self, message any) Result {
	line := "genserver " + self.String() + ": unexpected message: " + self.System().Format(message) + "\n"
	_, _ = io.WriteString(self.GroupLeader(), line) // there is nobody to tell of a failure
	return NoReply()
}

// HandleContinue panics: a server that returns a Continue has to write it.
func (Base) HandleContinue(self *process.Self, arg any) Result {
	panic("genserver: the server has no HandleContinue, and was continued with " + self.System().Format(arg))
}

// Terminate does nothing.
func (Base) Terminate(*process.Self, any) {}

// CodeChange returns [ErrNoCodeChange].
func (Base) CodeChange(*process.Self, Server, any) error { return ErrNoCodeChange }
