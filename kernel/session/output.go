package session

import (
	"context"

	"github.com/spawnlab/spawnlab/kernel/protocol"
)

// output is the way of an evaluator's words to the clients. (Output.)
type output struct{ s *Session }

func (o output) Stream(cell, name, text string) {
	x := o.s.memory.find(cell)
	if x.silent || text == "" {
		return
	}
	o.pause(o.s.iopub.print(x, name, text))
}

func (o output) Display(cell string, b Bundle) {
	data, meta := encodable(b)
	o.show(cell, protocol.DisplayData{Data: data, Metadata: meta, Transient: transient(b.DisplayID)})
}

// show counts an output against the allowance of its execution.
func (o output) show(cell string, c protocol.Content) {
	x := o.s.memory.find(cell)
	if !x.silent {
		o.pause(o.s.iopub.show(x, c))
	}
}

func (o output) Update(cell string, b Bundle) {
	data, meta := encodable(b)
	o.replace(cell, protocol.UpdateDisplayData{Data: data, Metadata: meta, Transient: protocol.Transient{DisplayID: b.DisplayID}})
}

func (o output) Clear(cell string, wait bool) { o.replace(cell, protocol.ClearOutput{Wait: wait}) }

// replace publishes what makes the notebook no longer.
func (o output) replace(cell string, c protocol.Content) {
	x := o.s.memory.find(cell)
	if x.silent {
		return
	}
	o.s.iopub.publish(x.parent, c)
	o.pause(1)
}

func (o output) Input(ctx context.Context, cell, prompt string, password bool) (string, error) {
	x := o.s.memory.find(cell)
	if !x.stdin {
		return "", ErrNoStdin
	}
	return o.s.ask(ctx, x, protocol.InputRequest{Prompt: prompt, Password: password})
}

func (o output) Comm(cell string, m CommMessage) {
	if c := commContent(m); c != nil {
		o.s.iopub.publishWith(o.s.memory.find(cell).parent, c, commExtra(m))
		o.pause(1)
	}
}

// pause makes the one who has sent n messages wait if they were too many.
func (o output) pause(n int) { o.s.pace.wait(n, o.s.closing) }
