package protocol

// The states of a kernel.
const (
	Starting = "starting" // published once in the life of a process
	Busy     = "busy"
	Idle     = "idle"
)

// A Status says what the kernel does (IOPub). Every request on shell and
// control is enclosed by Busy and Idle with that request as parent.
type Status struct {
	ExecutionState string `json:"execution_state"`
}

// MessageType is "status".
func (Status) MessageType() string { return "status" }

// A Welcome greets a new subscription on IOPub; its parent header is empty.
// (JEP 65.)
type Welcome struct {
	Subscription string `json:"subscription"`
}

// MessageType is "iopub_welcome".
func (Welcome) MessageType() string { return "iopub_welcome" }
