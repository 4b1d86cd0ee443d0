package session

import (
	"fmt"
	"runtime/debug"
	"time"

	"github.com/spawnlab/spawnlab/kernel/protocol"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

// A handler answers one type of request.
type handler struct {
	// first is what must not wait for anything, not even for busy.
	first func(*Session)
	// answer gives the content of the reply, nil for none. An error becomes an
	// error reply.
	answer func(*Session, *request) (protocol.Content, error)
}

// handlers answer on shell and on control alike, except execute_request, which
// has its queue and is taken on shell only.
var handlers = map[string]handler{
	protocol.KernelInfoRequestType: {answer: (*Session).kernelInfo},
	protocol.CompleteRequestType:   {answer: (*Session).complete},
	protocol.InspectRequestType:    {answer: (*Session).inspect},
	protocol.IsCompleteRequestType: {answer: (*Session).isComplete},
	protocol.HistoryRequestType:    {answer: (*Session).historyEntries},
	protocol.CommInfoRequestType:   {answer: (*Session).commInfo},
	protocol.CommOpenType:          {answer: (*Session).commOpen},
	protocol.CommMsgType:           {answer: (*Session).commMsg},
	protocol.CommCloseType:         {answer: (*Session).commClose},
	protocol.InterruptRequestType:  {first: (*Session).interruptNow, answer: (*Session).interrupt},
	protocol.ShutdownRequestType:   {answer: (*Session).shutdown},
	protocol.UsageRequestType:      {answer: (*Session).usage},
}

// Handle takes one message from a client. It may be called from one goroutine
// for each channel; Close ends all waiting in it. What is no message, or not
// signed with the key, is dropped and counted.
func (s *Session) Handle(in wire.Inbound) {
	m, err := s.signer.Decode(in.Frames)
	if err != nil {
		n := s.refused.Add(1)
		s.log.Warn("message refused", "channel", in.Channel, "error", err, "refused so far", n)
		return
	}
	r := &request{Message: m, peer: in.Peer, received: time.Now()}
	switch {
	case in.Channel == wire.Stdin:
		s.takeInput(r)
	case in.Channel == wire.Shell && m.Header.MsgType == protocol.ExecuteRequestType:
		s.queue.push(r)
	default:
		s.serve(r)
	}
}

// serve answers one request between busy and idle.
func (s *Session) serve(r *request) {
	h, known := handlers[r.Header.MsgType]
	if !known {
		h.answer = (*Session).unimplemented
	}
	if h.first != nil {
		h.first(s)
	}
	s.enclose(r, func() {
		content, err := s.guarded(r, h)
		if err != nil && hasReply(r.Header.MsgType) {
			content = protocol.Fail(r.Header.MsgType, exception("RequestError", err.Error()))
		}
		if content != nil {
			s.reply(r, content, extra{})
		}
	})
}

// enclose does what r asks for between busy and idle.
func (s *Session) enclose(r *request, do func()) {
	s.iopub.busy(r)
	do()
	s.iopub.idle(r)
	if r.afterwards != nil {
		r.afterwards()
	}
}

// guarded calls a handler; a panic in it is an error of that request only.
func (s *Session) guarded(r *request, h handler) (content protocol.Content, err error) {
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("handler panicked", "request", r.Header.MsgType, "panic", p, "stack", string(debug.Stack()))
			content, err = nil, fmt.Errorf("the kernel failed: %v", p)
		}
	}()
	return h.answer(s, r)
}

// decode fills v from the content of r.
func decode(r *request, v any) error { return protocol.Decode(r.Content, v) }

// hasReply reports whether requests of a type are answered at all.
func hasReply(msgType string) bool { return protocol.ReplyTo(msgType) != msgType+"_reply" }
