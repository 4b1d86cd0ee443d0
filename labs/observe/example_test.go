package observe_test

import (
	"fmt"
	"time"

	"github.com/spawnlab/spawnlab/labs/observe"
	"github.com/spawnlab/spawnlab/runtime/process"
)

func ExampleTrace() {
	process.Main(func(self *process.Self) {
		self.SetLabel("notebook")
		other := self.Spawn(echo, process.WithLabel("echo"))
		fmt.Println(observe.Trace(self, func() {
			self.Send(other, "no ping")
			self.Send(other, Ping{self.PID()})
			process.ReceiveFor[Pong](self, time.Second)
		}))
	})
	// Output:
	// Who said what: 3 events, 1 message not taken
	//   1  notebook → echo: no ping (still waits)
	//   2  notebook → echo: {notebook}
	//   3  echo → notebook: {1}
}

func ExampleMailbox() {
	process.Main(func(self *process.Self) {
		self.SetLabel("notebook")
		for _, order := range []any{"soup", 2, "tea"} {
			self.Send(self.PID(), order)
		}
		fmt.Println(observe.Mailbox(self, self.PID()))
	})
	// Output:
	// Mailbox of notebook: 3 messages waiting
	//   1  waits  soup
	//   2  waits  2
	//   3  waits  tea
}

func ExampleMailboxView_Since() {
	process.Main(func(self *process.Self) {
		self.SetLabel("notebook")
		for _, order := range []any{"soup", 2, "tea"} {
			self.Send(self.PID(), order)
		}
		before := observe.Mailbox(self, self.PID())
		process.Receive[int](self)
		self.Send(self.PID(), "bill")
		fmt.Println(observe.Mailbox(self, self.PID()).Since(before))
	})
	// Output:
	// Mailbox of notebook: 1 taken, 3 left waiting, 1 of them new
	//   1  waits  soup
	//   2  taken  2
	//   3  waits  tea
	//   4  new  bill
}

func ExampleLinks() {
	process.Main(func(self *process.Self) {
		self.SetLabel("notebook")
		self.SpawnLink(forever, process.WithLabel("stall"))
		fmt.Println(observe.Links(self))
	})
	// Output:
	// Links: 2 alive, 1 link
	//   notebook is alive
	//   stall is alive
	//   notebook and stall are linked
}

func ExampleLinksDuring() {
	process.Main(func(self *process.Self) {
		self.SetLabel("notebook")
		self.TrapExit(true)
		stall := self.SpawnLink(forever, process.WithLabel("stall"))
		fmt.Println(observe.LinksDuring(self, func() { self.ExitTo(stall, "fire") }))
	})
	// Output:
	// Links, before and after: 1 alive, 1 ended, 1 link
	//   notebook is alive and traps exits
	//   stall ended: fire
	//   notebook and stall are linked
	//   notebook sent stall the exit signal fire
	//   stall sent notebook the exit signal fire
}
