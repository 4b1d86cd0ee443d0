package genserver

import "github.com/spawnlab/spawnlab/runtime/process"

// A systemMessage is one that every server understands, also when it is
// suspended. (OTP: the module sys.)
type systemMessage interface {
	do(l *loop, self *process.Self)
}

// State returns the server itself as it is now, its fields being its state; a
// copy, if messages are copied. For looking, not for programs. The error is a
// [*CallError]. (OTP: sys:get_state/2.)
func State(self *process.Self, server process.Target, opts ...CallOption) (Server, error) {
	v, err := system(self, "State", server, opts, func(to process.Alias) systemMessage {
		return getState{to}
	})
	s, _ := v.(Server)
	return s, err
}

type getState struct{ to process.Alias }

func (g getState) do(l *loop, self *process.Self) { self.Send(g.to, l.server) }

// ReplaceState has the server's process put what replace makes of the server in
// its place. replace may return what it was given, changed. If it panics the
// server goes on with what it had, and the error is a [process.Crash]. (OTP:
// sys:replace_state/3.)
func ReplaceState(self *process.Self, server process.Target, replace func(Server) Server, opts ...CallOption) error {
	return done(system(self, "ReplaceState", server, opts, func(to process.Alias) systemMessage {
		return replaceState{to, replace}
	}))
}

type replaceState struct {
	to      process.Alias
	replace func(Server) Server
}

func (r replaceState) do(l *loop, self *process.Self) {
	self.Send(r.to, finishedWith(l.replaced(r.replace)))
}

// replaced replaces the server, and returns a panic as an error.
func (l *loop) replaced(replace func(Server) Server) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = process.Crash{Value: v}
		}
	}()
	if s := replace(l.server); s != nil {
		l.server = s
	}
	return nil
}

// Suspend has the server handle nothing but system messages and its parent's
// end: other messages wait until [Resume]. (OTP: sys:suspend/2.)
func Suspend(self *process.Self, server process.Target, opts ...CallOption) error {
	return done(system(self, "Suspend", server, opts, func(to process.Alias) systemMessage {
		return suspend{to, true}
	}))
}

// Resume ends [Suspend].
func Resume(self *process.Self, server process.Target, opts ...CallOption) error {
	return done(system(self, "Resume", server, opts, func(to process.Alias) systemMessage {
		return suspend{to, false}
	}))
}

type suspend struct {
	to process.Alias
	on bool
}

func (s suspend) do(l *loop, self *process.Self) {
	l.suspended = s.on
	self.Send(s.to, finished{})
}

// ChangeCode puts fresh, whose CodeChange takes over the state, in the place of
// the server; its process, name and mailbox stay. If CodeChange returns an
// error, or panics, ChangeCode returns that and the old server goes on. (OTP:
// sys:change_code between suspend and resume.)
func ChangeCode(self *process.Self, server process.Target, fresh Server, extra any, opts ...CallOption) error {
	if fresh == nil {
		panic("genserver: ChangeCode: the server is nil")
	}
	return done(system(self, "ChangeCode", server, opts, func(to process.Alias) systemMessage {
		return changeCode{to, process.Shared{Value: fresh}, extra}
	}))
}

// changeCode hands the fresh server over as it is, under any policy.
type changeCode struct {
	to    process.Alias
	fresh process.Shared
	extra any
}

func (c changeCode) do(l *loop, self *process.Self) {
	fresh := c.fresh.Value.(Server)
	err := error(nil)
	failed := l.replaced(func(old Server) Server {
		if err = fresh.CodeChange(self, old, c.extra); err != nil {
			return old
		}
		return fresh
	})
	if failed != nil {
		err = failed
	}
	self.Send(c.to, finishedWith(err))
}

// finished answers a system message. The error crosses as it is, as callers
// compare it.
type finished struct{ err process.Shared }

func finishedWith(err error) finished { return finished{process.Shared{Value: err}} }

// done returns the error of a system call, or of what it did.
func done(v any, err error) error {
	if f, ok := v.(finished); ok && err == nil {
		err, _ = f.err.Value.(error)
	}
	return err
}

// system sends a system message and waits for its answer.
func system(self *process.Self, call string, server process.Target, opts []CallOption, message func(to process.Alias) systemMessage) (any, error) {
	q := question{call, server, nil, limitOf(opts, DefaultTimeout)}
	return q.ask(self, func(r *process.Request) any { return message(r.ReplyTo()) })
}

// StopServer has the server end with reason, after Terminate, and waits until
// it is dead; for ever, unless [Timeout] is given. It exits the caller with a
// [*CallError] if there is no such server, if it ends with another reason, or
// when the time is over, when the request stays queued. A server must not stop
// itself this way: it returns [Stop]. (OTP: gen_server:stop/3.)
func StopServer(self *process.Self, server process.Target, reason any, opts ...CallOption) {
	if err := TryStopServer(self, server, reason, opts...); err != nil {
		self.Exit(err)
	}
}

// TryStopServer is [StopServer] that returns the error in place of exiting.
func TryStopServer(self *process.Self, server process.Target, reason any, opts ...CallOption) error {
	q := question{"StopServer", server, nil, limitOf(opts, process.Infinity)}
	to, ok := whereis(self, server)
	if !ok {
		return q.failed(self, process.NoProc, process.ErrNoProc)
	}
	end := self.Request(to) // answered by nobody
	_, err := q.ask(self, func(r *process.Request) any { return stopServer{r.ReplyTo(), reason} })
	if err != nil {
		end.Cancel()
		return err
	}
	_, _ = end.Await(process.Infinity)
	return nil
}

type stopServer struct {
	To     process.Alias
	Reason any
}

// do answers when Terminate has returned: the reason is the one asked for then.
func (s stopServer) do(l *loop, self *process.Self) {
	l.server.Terminate(self, s.Reason)
	self.Send(s.To, finished{})
	self.Exit(s.Reason)
}
