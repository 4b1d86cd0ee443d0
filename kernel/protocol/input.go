package protocol

// InputReplyType is the client's answer to an InputRequest (stdin).
const InputReplyType = "input_reply"

// An InputRequest asks the person at the client for a line (stdin).
type InputRequest struct {
	Prompt   string `json:"prompt"`
	Password bool   `json:"password"`
}

// MessageType is "input_request".
func (InputRequest) MessageType() string { return "input_request" }

// InputEOF is the value that clients send for the end of input.
const InputEOF = "\x04"

// An InputReply is the line.
type InputReply struct {
	Value string `json:"value"`
}
