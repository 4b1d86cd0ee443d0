package supervisor_test

import (
	"fmt"

	"github.com/spawnlab/spawnlab/runtime/genserver"
	"github.com/spawnlab/spawnlab/runtime/process"
	"github.com/spawnlab/spawnlab/runtime/supervisor"
)

// A Till counts money, and begins with none.
type Till struct {
	genserver.Base
	money int
}

func (t *Till) HandleCall(_ *process.Self, req any, _ genserver.From) genserver.Result {
	t.money += req.(int)
	return genserver.Reply(t.money)
}

func Example() {
	process.Main(func(self *process.Self) {
		shop := process.Must(supervisor.StartLink(self, supervisor.Spec{
			Strategy: supervisor.OneForAll,
			Children: []supervisor.Child{
				{ID: "till", Start: genserver.Starter[Till](genserver.Name("till"))},
			},
		}))
		till := process.Name("till")
		fmt.Println("money:", genserver.Call[int](self, till, 50))

		ref := self.Monitor(till)
		self.Kill(till)
		process.Receive[process.Down](self)
		self.Demonitor(ref)
		children := supervisor.WhichChildren(self, shop) // waits for the restart
		fmt.Println("money:", genserver.Call[int](self, till, 0), children[0].Status)
	})
	// Output:
	// money: 50
	// money: 0 running
}
