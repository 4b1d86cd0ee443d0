package genserver

import (
	"errors"
	"runtime/debug"
	"time"

	"github.com/spawnlab/spawnlab/runtime/process"
)

// A loop is a server's process.
type loop struct {
	server    Server
	parent    process.PID   // zero: started without a link
	name      Registrar     // nil: none
	starter   process.Alias // where to tell how the start went
	up        bool          // Init succeeded
	suspended bool
	next      next          // wait, timeout or hibernate
	after     time.Duration // of timeout
}

// run is the body of the process.
func (l *loop) run(self *process.Self) {
	if l.begin(self) {
		l.serve(self)
	}
}

// begin prepares the server and tells the starter; false if it is not wanted.
func (l *loop) begin(self *process.Self) (wanted bool) {
	l.link(self)
	l.register(self)
	r := l.invoke(self, onInit, nil, From{})
	if !onInit.allows(r) {
		self.Exit(&BadReturnError{onInit.String(), r})
	}
	switch r.kind {
	case ignore:
		self.Send(l.starter, begun{to: l.starter, outcome: ignored})
		return false
	case stop:
		self.Exit(r.arg)
	}
	l.up = true
	self.Send(l.starter, begun{to: l.starter, outcome: started})
	l.obey(self, onInit, r, From{})
	if r.next == proceed {
		l.step(self, onContinue, r.arg, From{})
	}
	return true
}

// link links the process with its parent, before anything can end it. A parent
// that is dead by now ends it as the link would have.
func (l *loop) link(self *process.Self) {
	if l.parent.IsZero() {
		return
	}
	defer func() {
		if recover() != nil {
			self.Exit(process.NoProc)
		}
	}()
	self.Link(l.parent)
}

// register takes the name, or ends the process without a sound if another was
// faster.
func (l *loop) register(self *process.Self) {
	if l.name == nil {
		return
	}
	for {
		err := l.name.RegisterSelf(self)
		if err == nil {
			return
		}
		if !errors.Is(err, process.ErrNameTaken) {
			self.Exit(err)
		}
		if owner, ok := l.name.Whereis(self.System()); ok {
			self.Unlink(l.parent)
			self.Send(l.starter, begun{l.starter, taken, owner})
			self.Exit(process.Normal)
		}
	}
}

// serve handles messages until the process ends. It waits in this frame, above
// none of the server's code, so that an idle server's stack is small.
func (l *loop) serve(self *process.Self) {
	for {
		switch {
		case l.suspended:
			l.handle(self, self.ReceiveMatch(l.isUrgent))
		case l.next == timeout:
			if m, ok := self.ReceiveFor(l.after); ok {
				l.handle(self, m)
			} else {
				l.step(self, onInfo, process.Timeout, From{})
			}
		case l.next == hibernate:
			l.rest(self)
		default:
			l.handle(self, self.Receive())
		}
	}
}

// rest hibernates. The message that wakes the process is the next one.
func (l *loop) rest(self *process.Self) {
	self.Hibernate(func(self *process.Self) {
		l.handle(self, self.Receive())
		l.serve(self)
	})
}

// isUrgent reports whether a message is handled while the server is suspended.
func (l *loop) isUrgent(m any) bool {
	_, system := m.(systemMessage)
	return system || l.isParentExit(m)
}

func (l *loop) isParentExit(m any) bool {
	e, ok := m.(process.ExitSignal)
	return ok && !l.parent.IsZero() && e.From == l.parent
}

// handle gives one message to the callback it is for.
func (l *loop) handle(self *process.Self, m any) {
	switch m := m.(type) {
	case CallMessage:
		l.step(self, onCall, m.Request, m.From)
	case CastMessage:
		l.step(self, onCast, m.Request, From{})
	case systemMessage:
		m.do(l, self)
	default:
		if l.isParentExit(m) {
			l.end(self, m.(process.ExitSignal).Reason, nil)
		}
		l.step(self, onInfo, m, From{})
	}
}

// step runs a callback and does what it returns, and so with HandleContinue as
// long as that is asked for.
func (l *loop) step(self *process.Self, c callback, m any, from From) {
	for {
		r := l.invoke(self, c, m, from)
		l.obey(self, c, r, from)
		if r.next != proceed {
			return
		}
		c, m, from = onContinue, r.arg, From{}
	}
}

// obey does what a callback returned, but for a Continue.
func (l *loop) obey(self *process.Self, c callback, r Result, from From) {
	if !c.allows(r) {
		l.end(self, &BadReturnError{c.String(), r}, nil)
	}
	switch r.kind {
	case reply:
		from.Reply(self, r.value)
	case stop:
		l.end(self, r.arg, nil)
	case stopReply:
		l.end(self, r.arg, func() { from.Reply(self, r.value) })
	}
	l.next, l.after = r.next, r.after
}

// invoke runs a callback. If it does not return, Terminate is called before the
// process ends.
func (l *loop) invoke(self *process.Self, c callback, m any, from From) (r Result) {
	returned := false
	defer func() {
		if !returned {
			l.fell(self, recover())
		}
	}()
	switch c {
	case onInit:
		r = l.server.Init(self)
	case onCall:
		r = l.server.HandleCall(self, m, from)
	case onCast:
		r = l.server.HandleCast(self, m)
	case onInfo:
		r = l.server.HandleInfo(self, m)
	case onContinue:
		r = l.server.HandleContinue(self, m)
	}
	returned = true
	return r
}

// fell is called while the goroutine unwinds: a callback panicked, or called
// Exit (panicked is nil then), or the process was ended by a signal. The panic
// goes on afterwards.
func (l *loop) fell(self *process.Self, panicked any) {
	if l.up && !self.Dead() {
		reason, known := self.Exiting()
		if !known {
			reason = Exiting
		}
		if panicked != nil {
			reason = process.Crash{Value: panicked, Stack: string(debug.Stack())}
		}
		l.server.Terminate(self, reason)
	}
	if panicked != nil {
		panic(panicked)
	}
}

// end calls Terminate and ends the process with reason. last, if there is one,
// is done after Terminate even if that fails.
func (l *loop) end(self *process.Self, reason any, last func()) {
	if last != nil {
		defer last()
	}
	l.server.Terminate(self, reason)
	self.Exit(reason)
}
