package process_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/spawnlab/spawnlab/runtime/process"
)

type Ping struct{ From process.PID }

type Pong struct{}

func Example() {
	process.Main(func(self *process.Self) {
		echo := self.Spawn(func(self *process.Self) {
			for {
				switch m := self.Receive().(type) {
				case Ping:
					self.Send(m.From, Pong{})
				}
			}
		})
		self.Send(echo, Ping{self.PID()})
		_, ok := process.ReceiveFor[Pong](self, time.Second)
		fmt.Println(echo, "answered:", ok)

		ref := self.Monitor(echo)
		self.Kill(echo)
		down := process.Receive[process.Down](self)
		fmt.Println(down.Target, "is down:", down.Reason, down.Ref == ref)
	})
	// Output:
	// <0.2> answered: true
	// <0.2> is down: killed true
}

func ExampleSelf_Select() {
	process.Main(func(self *process.Self) {
		self.Send(self.PID(), 1)
		self.Send(self.PID(), "urgent")
		for range 3 {
			self.Select(
				process.When(func(s string) bool { return s == "urgent" }, func(s string) { fmt.Println(s) }),
				process.On(func(n int) { fmt.Println("number", n) }),
				process.After(time.Millisecond, func() { fmt.Println("quiet") }),
			)
		}
	})
	// Output:
	// number 1
	// urgent
	// quiet
}

func ExampleSelf_TrapExit() {
	process.Main(func(self *process.Self) {
		self.TrapExit(true)
		child := self.SpawnLink(func(self *process.Self) { self.Receive() })
		self.ExitTo(child, process.Shutdown)
		exit := process.Receive[process.ExitSignal](self)
		fmt.Println(exit.From, exit.Reason)
	})
	// Output: <0.2> shutdown
}

func ExampleSelf_Exit() {
	process.Main(func(self *process.Self) {
		_, _ = self.SpawnMonitor(func(self *process.Self) {
			defer fmt.Println("deferred functions run")
			self.Exit(process.ShutdownWith("no work left"))
		})
		fmt.Println(process.Receive[process.Down](self).Reason)
	})
	// Output:
	// deferred functions run
	// {shutdown, no work left}
}

func ExampleSelf_Register() {
	process.Main(func(self *process.Self) {
		fmt.Println(self.Register("main", self.PID()))
		other := self.Spawn(func(self *process.Self) { self.Receive() })
		err := self.Register("main", other)
		fmt.Println(err, errors.Is(err, process.ErrNameTaken))
		self.Send(process.Name("main"), "hello")
		fmt.Println(self.Receive())
	})
	// Output:
	// <nil>
	// process: name is taken: "main" belongs to <0.1> true
	// hello
}

func ExampleRequest() {
	type double struct {
		n     int
		reply process.Alias
	}
	process.Main(func(self *process.Self) {
		server := self.Spawn(func(self *process.Self) {
			q := process.Receive[double](self)
			self.Send(q.reply, 2*q.n)
		})
		r := self.Request(server)
		self.Send(server, double{21, r.ReplyTo()})
		fmt.Println(r.Await(time.Second))
		fmt.Println(self.Request(process.Name("nobody")).Await(time.Second))
	})
	// Output:
	// 42 <nil>
	// <nil> exit: noproc
}

func ExampleSystem_Subscribe() {
	sys := process.NewSystem(process.Options{})
	defer sys.Shutdown(time.Second)
	sys.Subscribe(process.EventExit, func(e process.Event) {
		fmt.Println(e.PID, e.Label, "ended:", sys.FormatReason(e.Value))
	})
	sys.Run(func(self *process.Self) { panic("out of paper") }, process.WithLabel("printer"))
	// Output: <0.1> printer ended: panic: out of paper
}

func ExampleSystem_NewShell() {
	sys := process.NewSystem(process.Options{})
	defer sys.Shutdown(time.Second)
	shell := process.Must(sys.NewShell())
	shell.Do(func(self *process.Self) { self.Send(self.PID(), "from the first call") })
	fmt.Println(shell.Do(func(self *process.Self) { self.Exit(process.Atom("enough")) }))
	shell.Do(func(self *process.Self) { fmt.Println(self.Receive()) })
	// Output:
	// enough
	// from the first call
}
