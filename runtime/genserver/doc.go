// Package genserver gives the client-server pattern of Erlang/OTP's gen_server:
// a process that keeps a state and answers calls, casts and other messages by
// callbacks. It knows processes only: no supervisors, no registries, no
// notebook.
//
// A server is a type that implements [Server], which it does by embedding
// [Base] and writing the callbacks it needs; its fields are the state:
//
//	type Counter struct {
//		genserver.Base
//		n int
//	}
//
//	func (c *Counter) HandleCall(self *process.Self, req any, from genserver.From) genserver.Result {
//		switch req := req.(type) {
//		case Add:
//			c.n += req.N
//			return genserver.Reply(c.n)
//		}
//		return genserver.Stop(errors.New("unknown request"))
//	}
//
//	counter := process.Must(genserver.StartLink(self, &Counter{}, genserver.Name("counter")))
//	n := genserver.Call[int](self, counter, Add{2})
//
// Callbacks run one after the other in the server's process. They must not
// receive messages themselves: the loop around them does.
//
// # Where it differs from OTP
//
// A late or a second reply never reaches the caller's mailbox, whatever the
// call's time limit was (OTP lets some through). A suspended server that
// hibernates does not spin.
package genserver
