package session

import (
	"encoding/json"
	"sync"
	"time"

	"github.com/spawnlab/spawnlab/kernel/protocol"
)

// iopub publishes messages in order. Text waits a moment, so that many small
// pieces become one message, but never longer than any other message: what is
// published in between, a reply and idle are always after it.
//
// The lock is held while the port waits for slow subscribers: then everyone who
// has something to say waits, learner code last of all.
type iopub struct {
	session *Session
	limits  Limits

	mu      sync.Mutex
	text    text
	timer   *time.Timer // flushes text, nil while there is none
	running *request    // the cell that clients have been told is running
	closed  bool
}

// publish sends one message to all clients. A nil parent is an empty one.
func (p *iopub) publish(parent json.RawMessage, c protocol.Content) {
	p.publishWith(parent, c, extra{})
}

func (p *iopub) publishWith(parent json.RawMessage, c protocol.Content, x extra) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flushLocked()
	p.send(parent, c, x)
}

// busy says that the kernel works on r.
func (p *iopub) busy(r *request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flushLocked()
	p.send(r.RawHeader, protocol.Status{ExecutionState: protocol.Busy}, extra{})
	if r.Header.MsgType == protocol.ExecuteRequestType {
		p.running = r
	}
}

// idle says that the kernel has done r. Clients take the newest status for the
// state of the kernel; so, if a cell is still running, they are told again.
func (p *iopub) idle(r *request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flushLocked()
	p.send(r.RawHeader, protocol.Status{ExecutionState: protocol.Idle}, extra{})
	switch p.running {
	case nil:
	case r:
		p.running = nil
	default:
		p.send(p.running.RawHeader, protocol.Status{ExecutionState: protocol.Busy}, extra{})
	}
}

// print takes text of an execution and gives how many messages that cost.
func (p *iopub) print(x *execution, name, text string) (sent int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	text = x.spent.admitText(text, p.limits)
	if text == "" || p.closed {
		return 0
	}
	if !p.text.accepts(x, name) {
		sent += p.flushLocked()
	}
	p.text.add(x, name, text)
	if p.text.full() {
		return sent + p.flushWhole()
	}
	if p.timer == nil {
		p.timer = time.AfterFunc(textDelay, p.flushLater)
	}
	return sent
}

// show publishes an output of an execution, if its allowance admits one more,
// and gives how many messages that cost.
func (p *iopub) show(x *execution, c protocol.Content) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	sent := p.flushLocked()
	admitted, notice := x.spent.admitOutput(p.limits)
	if admitted {
		p.send(x.parent, c, extra{})
		sent++
	}
	if notice != "" {
		p.send(x.parent, protocol.Stream{Name: "stdout", Text: notice}, extra{})
		sent++
	}
	return sent
}

// flush publishes all text that waits.
func (p *iopub) flush() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flushLocked()
}

// flushLater publishes the text that waited for its time.
func (p *iopub) flushLater() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flushWhole()
}

// flushWhole publishes what waits but the beginning of a character, whose rest
// is still to come.
func (p *iopub) flushWhole() int { return p.flushText(p.text.takeWhole()) }

func (p *iopub) flushLocked() int { return p.flushText(p.text.take()) }

func (p *iopub) flushText(x *execution, name, text string) int {
	if p.timer != nil {
		p.timer.Stop()
		p.timer = nil
	}
	if text == "" {
		return 0
	}
	p.send(x.parent, protocol.Stream{Name: name, Text: text}, extra{})
	return 1
}

// send puts one message on its way; the topic in front is for subscribers that
// want some types only.
func (p *iopub) send(parent json.RawMessage, c protocol.Content, x extra) {
	if p.closed || p.session.port == nil {
		return
	}
	frames, err := p.session.encode(parent, c, x)
	if err != nil {
		p.session.log.Error("output can't be encoded", "type", c.MessageType(), "error", err)
		return
	}
	frames = append([][]byte{[]byte(c.MessageType())}, frames...)
	if err := p.session.port.Publish(frames); err != nil {
		p.session.log.Debug("output not delivered", "type", c.MessageType(), "error", err)
	}
}

// close flushes and ends publishing.
func (p *iopub) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flushLocked()
	p.closed = true
}
