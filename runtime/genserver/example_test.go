package genserver_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/spawnlab/spawnlab/runtime/genserver"
	"github.com/spawnlab/spawnlab/runtime/process"
)

type (
	Add struct{ N int }
	Get struct{}
)

// A Counter counts.
type Counter struct {
	genserver.Base // what we do not write
	n              int
}

func (c *Counter) HandleCall(self *process.Self, req any, from genserver.From) genserver.Result {
	switch req := req.(type) {
	case Add:
		c.n += req.N
		return genserver.Reply(c.n)
	case Get:
		return genserver.Reply(c.n).Timeout(time.Minute)
	}
	return genserver.Stop(errors.New("unknown request"))
}

func (c *Counter) HandleCast(self *process.Self, req any) genserver.Result {
	c.n += req.(Add).N
	return genserver.NoReply()
}

func Example() {
	process.Main(func(self *process.Self) {
		counter := process.Must(genserver.Start(self, &Counter{}, genserver.Name("counter")))
		fmt.Println(genserver.Call[int](self, counter, Add{2}))
		genserver.Cast(self, process.Name("counter"), Add{1})
		n, err := genserver.TryCall[int](self, counter, Get{}, genserver.Timeout(time.Second))
		fmt.Println(n, err)
		_, err = genserver.TryCall[int](self, counter, "what?")
		fmt.Println(err)
	})
	// Output:
	// 2
	// 3 <nil>
	// genserver: Call of <0.2> with what?: unknown request
}
