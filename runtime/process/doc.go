// Package process gives Go the processes of Erlang/OTP: isolated bodies of code
// with a mailbox, that are spawned, linked, monitored, named, timed and ended
// by exit signals. It knows no behaviours (servers, supervisors), no notebook
// and no other system: it stands on the standard library alone.
//
// Everything hangs off a [System]; there are no globals and no goroutine
// identity. A process is handed its own [Self], and every call that acts for
// it is a method of that Self:
//
//	process.Main(func(self *process.Self) {
//		echo := self.Spawn(func(self *process.Self) {
//			ping := process.Receive[Ping](self)
//			self.Send(ping.From, Pong{})
//		})
//		self.Send(echo, Ping{self.PID()})
//		pong, ok := process.ReceiveFor[Pong](self, time.Second)
//	})
//
// # How a process ends
//
// A body that returns ends with [Normal]; [Self.Exit] ends it with a reason and
// a panic with a [Crash]. Deferred functions then run while the process is
// still alive, as Erlang's "after" does. An exit signal that is not trapped,
// and a kill, end the process at once for everyone else: its name is free, its
// links and monitors are told. Its goroutine, which Go cannot stop, is a zombie
// until its next runtime call ends it; deferred functions run then too (Erlang
// runs none), but the calls they make do nothing any more.
//
// # Order
//
// Signals (messages, exits, links, monitors) from one process to another arrive
// in the order in which they were sent; nothing is said about different
// senders. Messages sent before a death arrive before its [Down] or
// [ExitSignal], and by then the name is free. (Erlang reference manual,
// Processes.)
package process
