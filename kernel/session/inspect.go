package session

import "github.com/spawnlab/spawnlab/kernel/protocol"

func (s *Session) inspect(r *request) (protocol.Content, error) {
	q := protocol.InspectRequest{}
	if err := decode(r, &q); err != nil {
		return nil, err
	}
	i := s.eval.Inspect(q.Code, byteOffset(q.Code, q.CursorPos), q.DetailLevel)
	reply := protocol.InspectReply{Status: protocol.OK, Found: i.Found}
	if i.Found {
		reply.Data, _ = encodable(Bundle{Data: i.Data})
	}
	return reply, nil
}
