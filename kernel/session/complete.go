package session

import "github.com/spawnlab/spawnlab/kernel/protocol"

func (s *Session) complete(r *request) (protocol.Content, error) {
	q := protocol.CompleteRequest{}
	if err := decode(r, &q); err != nil {
		return nil, err
	}
	return completeReply(q.Code, s.eval.Complete(q.Code, byteOffset(q.Code, q.CursorPos))), nil
}

// completeReply tells a completion in code points.
func completeReply(code string, c Completion) protocol.CompleteReply {
	start, end := codePoints(code, c.Start), codePoints(code, c.End)
	reply := protocol.CompleteReply{Status: protocol.OK, CursorStart: start, CursorEnd: end}
	for _, m := range c.Matches {
		reply.Matches = append(reply.Matches, m.Text)
		reply.Metadata.Types = append(reply.Metadata.Types, protocol.MatchType{
			Text: m.Text, Type: m.Kind, Start: start, End: end, Signature: m.Signature,
		})
	}
	return reply
}

func (s *Session) isComplete(r *request) (protocol.Content, error) {
	q := protocol.IsCompleteRequest{}
	if err := decode(r, &q); err != nil {
		return nil, err
	}
	c := s.eval.IsComplete(q.Code)
	reply := protocol.IsCompleteReply{Status: c.Status}
	if c.Status == protocol.CodeIncomplete {
		reply.Indent = &c.Indent
	}
	return reply, nil
}
