package genserver

import "github.com/spawnlab/spawnlab/runtime/process"

// Call sends req to server and returns its answer, which must be an R. Without
// one within 5 s, or [Timeout], and when there is no such server or it ends
// first, Call exits the caller with a [*CallError], as OTP's gen_server:call
// does.
func Call[R any](self *process.Self, server process.Target, req any, opts ...CallOption) R {
	v, err := CallAny(self, server, req, opts...)
	if err != nil {
		self.Exit(err)
	}
	var r R
	if v == nil && any(r) == nil {
		return r // nothing, in an R that is an interface
	}
	return v.(R)
}

// TryCall is [Call] that returns the [*CallError] in place of exiting.
func TryCall[R any](self *process.Self, server process.Target, req any, opts ...CallOption) (R, error) {
	var r R
	v, err := CallAny(self, server, req, opts...)
	if err != nil || v == nil && any(r) == nil {
		return r, err
	}
	return v.(R), nil
}

// Starter returns the start of a server whose state begins as a zero T, for a
// child of a supervisor: every start makes a fresh one.
func Starter[T any, P interface {
	*T
	Server
}](opts ...StartOption) func(self *process.Self) (process.PID, error) {
	return StarterFunc(func() Server { return P(new(T)) }, opts...)
}
