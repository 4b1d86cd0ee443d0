package protocol

// Requests that change how the kernel runs.
const (
	InterruptRequestType = "interrupt_request"
	ShutdownRequestType  = "shutdown_request"
)

// An InterruptReply says that the interrupt was taken note of.
type InterruptReply struct {
	Status string `json:"status"`
}

// MessageType is "interrupt_reply".
func (InterruptReply) MessageType() string { return "interrupt_reply" }

// A ShutdownRequest asks the kernel to end; Restart says that another one will
// follow.
type ShutdownRequest struct {
	Restart bool `json:"restart"`
}

// A ShutdownReply is sent to the client and to all others on IOPub.
type ShutdownReply struct {
	Status  string `json:"status"`
	Restart bool   `json:"restart"`
}

// MessageType is "shutdown_reply".
func (ShutdownReply) MessageType() string { return "shutdown_reply" }
