package genserver

import (
	"time"

	"github.com/spawnlab/spawnlab/runtime/process"
)

// A Result is what a callback returns: OTP's tuples {reply, …}, {noreply, …},
// {stop, …}. [Reply], [NoReply], [Stop], [StopReply], [OK] and [Ignore] make
// one; the zero Result is none of them.
type Result struct {
	kind   kind
	next   next
	extras uint8 // how many of Timeout, Continue, Hibernate were asked for
	after  time.Duration
	value  any // the reply
	arg    any // the reason to stop, or what to continue with
}

// A kind is what a Result says of the message.
type kind uint8

const (
	none kind = iota
	ok
	ignore
	reply
	noReply
	stop
	stopReply
)

// A next is what a Result says of the time until the next message.
type next uint8

const (
	wait next = iota
	timeout
	proceed // with HandleContinue
	hibernate
)

// OK says that Init succeeded. (OTP: {ok, State}.)
func OK() Result { return Result{kind: ok} }

// Ignore says that the server is not wanted: Init ends the process with
// [process.Normal] and the starter gets [ErrIgnore]. (OTP: ignore.)
func Ignore() Result { return Result{kind: ignore} }

// Reply answers a call. (OTP: {reply, Reply, State}.)
func Reply(v any) Result { return Result{kind: reply, value: v} }

// NoReply goes on without an answer. (OTP: {noreply, State}.)
func NoReply() Result { return Result{kind: noReply} }

// Stop ends the server with reason, after Terminate; a call that was not
// answered exits with it. (OTP: {stop, Reason, State}.)
func Stop(reason any) Result { return Result{kind: stop, arg: reason} }

// StopReply ends the server with reason; the call is answered after Terminate.
// (OTP: {stop, Reason, Reply, State}.)
func StopReply(reason, v any) Result { return Result{kind: stopReply, arg: reason, value: v} }

// Timeout asks for HandleInfo with [process.Timeout] if no message comes within
// d. Any message ends that; it is not asked for again by itself. (Messages of
// this package's own, such as [State], start it anew.) It excludes Continue and
// Hibernate.
func (r Result) Timeout(d time.Duration) Result {
	r.next, r.after = timeout, d
	r.extras++
	return r
}

// Continue asks for HandleContinue with arg before any message is handled.
func (r Result) Continue(arg any) Result {
	r.next, r.arg = proceed, arg
	r.extras++
	return r
}

// Hibernate gives the goroutine and its stack back until there is a message.
func (r Result) Hibernate() Result {
	r.next = hibernate
	r.extras++
	return r
}

// String returns the result as it is written.
func (r Result) String() string {
	kinds := [...]string{"Result{}", "OK()", "Ignore()", "Reply(…)", "NoReply()", "Stop(…)", "StopReply(…)"}
	nexts := [...]string{"", ".Timeout(…)", ".Continue(…)", ".Hibernate()"}
	return kinds[r.kind] + nexts[r.next]
}

// A callback is one of the Server's.
type callback uint8

const (
	onInit callback = iota
	onCall
	onCast
	onInfo
	onContinue
)

// String returns the callback's name.
func (c callback) String() string {
	return [...]string{"Init", "HandleCall", "HandleCast", "HandleInfo", "HandleContinue"}[c]
}

// allows reports whether the callback may return r: its kind, and at most one
// word on what comes next, which an end has not.
func (c callback) allows(r Result) bool {
	ends := r.kind == ignore || r.kind == stop || r.kind == stopReply
	if r.extras > 1 || ends && r.extras > 0 {
		return false
	}
	switch r.kind {
	case ok, ignore:
		return c == onInit
	case stop:
		return true
	case noReply:
		return c != onInit
	case reply, stopReply:
		return c == onCall
	}
	return false
}

// BadReturnError is the reason of a server whose callback returned what it may not.
// (OTP: {bad_return_value, Value}.)
type BadReturnError struct {
	Callback string
	Result   Result
}

// Error names the callback and what it returned.
func (b *BadReturnError) Error() string {
	return "genserver: bad return value of " + b.Callback + ": " + b.Result.String()
}

// Unwrap returns [process.ErrBadArg].
func (b *BadReturnError) Unwrap() error { return process.ErrBadArg }
