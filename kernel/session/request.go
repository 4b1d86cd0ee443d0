package session

import (
	"encoding/json"
	"time"

	"github.com/spawnlab/spawnlab/kernel/protocol"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

// A request is a message from a client that is answered on shell or control.
type request struct {
	wire.Message
	peer     wire.Peer
	received time.Time
	// afterwards runs when the request has been answered, after idle.
	afterwards func()
}

// size is what the request costs while it waits.
func (r *request) size() int {
	n := len(r.RawHeader) + len(r.Content) + len(r.Metadata)
	for _, b := range r.Buffers {
		n += len(b)
	}
	return n
}

// extra is what a message carries beside its content.
type extra struct {
	metadata any
	buffers  [][]byte
}

// encode makes the frames of a message; parent is the header of the request
// that caused it, nil for none.
func (s *Session) encode(parent json.RawMessage, c protocol.Content, x extra) ([][]byte, error) {
	return s.encodeAs(wire.NewHeader(s.id, c.MessageType()), parent, c, x)
}

func (s *Session) encodeAs(h wire.Header, parent json.RawMessage, c protocol.Content, x extra) ([][]byte, error) {
	m := wire.Message{Header: h, Parent: parent, Buffers: x.buffers}
	var err error
	if m.Content, err = protocol.Encode(c); err != nil {
		return nil, err
	}
	if x.metadata != nil {
		if m.Metadata, err = protocol.Encode(x.metadata); err != nil {
			return nil, err
		}
	}
	return s.signer.Encode(m), nil
}

// reply answers r. All output before it has been published.
func (s *Session) reply(r *request, c protocol.Content, x extra) {
	s.iopub.flush()
	frames, err := s.encode(r.RawHeader, c, x)
	if err != nil {
		s.log.Error("reply can't be encoded", "to", r.Header.MsgType, "error", err)
		frames, _ = s.encode(r.RawHeader, protocol.Fail(r.Header.MsgType, internalError(err)), extra{})
	}
	if err := s.port.Reply(r.peer, frames); err != nil {
		s.log.Debug("reply not delivered", "to", r.peer, "error", err)
	}
}

// internalError says that the kernel itself failed.
func internalError(err error) protocol.Exception {
	return exception("InternalError", "the kernel failed: "+err.Error())
}

// exception is an error without a stack: its traceback is its own line.
func exception(name, text string) protocol.Exception {
	return protocol.Exception{Name: name, Value: text, Traceback: protocol.List[string]{name + ": " + text}}
}
