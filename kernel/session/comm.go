package session

import "github.com/spawnlab/spawnlab/kernel/protocol"

// The kinds of a CommMessage.
const (
	CommOpen  = "open"
	CommMsg   = "msg"
	CommClose = "close"
)

// commOpen takes a comm that the front end opens. Nobody serves an unknown
// target, and the front end learns it at once.
func (s *Session) commOpen(r *request) (protocol.Content, error) {
	c := protocol.CommOpen{}
	if err := decode(r, &c); err != nil {
		return nil, s.lost(r, err)
	}
	s.deliver(r, CommMessage{Kind: CommOpen, ID: c.CommID, Target: c.TargetName, Data: c.Data})
	if _, open := s.eval.Comms()[c.CommID]; !open {
		s.iopub.publish(r.RawHeader, protocol.CommClose{CommID: c.CommID})
	}
	return nil, nil
}

func (s *Session) commMsg(r *request) (protocol.Content, error) {
	c := protocol.CommMsg{}
	if err := decode(r, &c); err != nil {
		return nil, s.lost(r, err)
	}
	s.deliver(r, CommMessage{Kind: CommMsg, ID: c.CommID, Data: c.Data})
	return nil, nil
}

func (s *Session) commClose(r *request) (protocol.Content, error) {
	c := protocol.CommClose{}
	if err := decode(r, &c); err != nil {
		return nil, s.lost(r, err)
	}
	s.deliver(r, CommMessage{Kind: CommClose, ID: c.CommID, Data: c.Data})
	return nil, nil
}

// deliver gives a comm message to the evaluator, with its metadata and buffers.
func (s *Session) deliver(r *request, m CommMessage) {
	m.Buffers = r.Buffers
	if err := protocol.Decode(r.Metadata, &m.Meta); err != nil {
		s.log.Warn("comm metadata can't be read", "error", err)
	}
	s.eval.Comm(m)
}

// lost notes a comm message that can't be read: there is no reply to say it in.
func (s *Session) lost(r *request, err error) error {
	s.log.Warn("comm message can't be read", "type", r.Header.MsgType, "error", err)
	return err
}

func (s *Session) commInfo(r *request) (protocol.Content, error) {
	q := protocol.CommInfoRequest{}
	if err := decode(r, &q); err != nil {
		return nil, err
	}
	reply := protocol.CommInfoReply{Status: protocol.OK, Comms: protocol.Dict[protocol.CommInfo]{}}
	for id, target := range s.eval.Comms() {
		if q.TargetName == "" || q.TargetName == target {
			reply.Comms[id] = protocol.CommInfo{TargetName: target}
		}
	}
	return reply, nil
}

// commContent is the content of a message to the front end, nil for an unknown
// kind.
func commContent(m CommMessage) protocol.Content {
	switch m.Kind {
	case CommOpen:
		return protocol.CommOpen{CommID: m.ID, TargetName: m.Target, Data: m.Data}
	case CommMsg:
		return protocol.CommMsg{CommID: m.ID, Data: m.Data}
	case CommClose:
		return protocol.CommClose{CommID: m.ID, Data: m.Data}
	}
	return nil
}

func commExtra(m CommMessage) extra {
	return extra{metadata: protocol.Object(m.Meta), buffers: m.Buffers}
}
