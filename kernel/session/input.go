package session

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/spawnlab/spawnlab/kernel/protocol"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

// errClosing ends a question when the kernel ends.
var errClosing = errors.New("the kernel is shutting down")

// inputs knows which question is being asked. Only one is at a time: clients
// show one box.
type inputs struct {
	turn chan struct{} // holds a value while someone asks

	mu      sync.Mutex
	pending string      // msg_id of the question, "" for none
	answer  chan string // of it; has room for one
}

func newInputs() *inputs { return &inputs{turn: make(chan struct{}, 1)} }

// open begins to wait for the answer to the question id.
func (i *inputs) open(id string) <-chan string {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.pending, i.answer = id, make(chan string, 1)
	return i.answer
}

// close ends the waiting; a later answer is stale.
func (i *inputs) close() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.pending, i.answer = "", nil
}

// take delivers an answer. Some clients name the question as its parent, others
// name none; an answer to another question, or to none, is refused.
func (i *inputs) take(question, value string) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.pending == "" || question != "" && question != i.pending {
		return false
	}
	i.answer <- value
	i.pending = ""
	return true
}

// ask puts a question to the client of an execution and waits for the answer.
func (s *Session) ask(ctx context.Context, x *execution, q protocol.InputRequest) (string, error) {
	select {
	case s.inputs.turn <- struct{}{}:
		defer func() { <-s.inputs.turn }()
	case <-ctx.Done():
		return "", ctx.Err()
	case <-s.closing:
		return "", errClosing
	}
	s.iopub.flush()
	header := wire.NewHeader(s.id, q.MessageType())
	frames, err := s.encodeAs(header, x.parent, q, extra{})
	if err != nil {
		return "", err
	}
	answer := s.inputs.open(header.MsgID)
	defer s.inputs.close()
	if err := s.port.RequestInput(x.peer, frames); err != nil {
		return "", fmt.Errorf("%w: %w", ErrNoStdin, err)
	}
	return s.await(ctx, answer)
}

func (s *Session) await(ctx context.Context, answer <-chan string) (string, error) {
	select {
	case value := <-answer:
		if value == protocol.InputEOF {
			return "", io.EOF
		}
		return value, nil
	case <-ctx.Done():
		return "", ctx.Err()
	case <-s.closing:
		return "", errClosing
	}
}

// takeInput handles a message on the stdin channel.
func (s *Session) takeInput(r *request) {
	q := protocol.InputReply{}
	if err := decode(r, &q); err != nil || r.Header.MsgType != protocol.InputReplyType {
		s.log.Warn("no answer to a question", "type", r.Header.MsgType, "error", err)
		return
	}
	if !s.inputs.take(parentID(r), q.Value) {
		s.log.Debug("answer came too late")
	}
}

// parentID is the msg_id of a message's parent, "" for none.
func parentID(r *request) string {
	var parent struct {
		MsgID string `json:"msg_id"`
	}
	if err := json.Unmarshal(r.Parent, &parent); err != nil {
		return ""
	}
	return parent.MsgID
}
