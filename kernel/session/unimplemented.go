package session

import "github.com/spawnlab/spawnlab/kernel/protocol"

// unanswered are the requests that this kernel knows and does not answer,
// because it does not list their features in kernel_info_reply.
var unanswered = map[string]string{
	protocol.DebugRequestType:          "there is no debugger",
	protocol.CreateSubshellRequestType: "there are no subshells: all but execute_request is answered while a cell runs",
	protocol.DeleteSubshellRequestType: "there are no subshells",
	protocol.ListSubshellRequestType:   "there are no subshells",
	protocol.ConnectRequestType:        "deprecated by the specification",
}

// unimplemented takes every request that has no handler: clients see busy and
// idle, and no reply, as the specification has it for features that are not
// there.
func (s *Session) unimplemented(r *request) (protocol.Content, error) {
	reason, known := unanswered[r.Header.MsgType]
	if !known {
		reason = "unknown message type"
	}
	s.log.Warn("request not answered", "type", r.Header.MsgType, "reason", reason)
	return nil, nil
}
