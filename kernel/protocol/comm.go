package protocol

// Messages of comms, in both directions; buffers follow the content.
const (
	CommOpenType  = "comm_open"
	CommMsgType   = "comm_msg"
	CommCloseType = "comm_close"
)

// A CommOpen opens a comm.
type CommOpen struct {
	CommID     string `json:"comm_id"`
	TargetName string `json:"target_name"`
	Data       Object `json:"data"`
}

// MessageType is "comm_open".
func (CommOpen) MessageType() string { return CommOpenType }

// A CommMsg is a message over an open comm.
type CommMsg struct {
	CommID string `json:"comm_id"`
	Data   Object `json:"data"`
}

// MessageType is "comm_msg".
func (CommMsg) MessageType() string { return CommMsgType }

// A CommClose closes a comm, or answers an open whose target nobody knows.
type CommClose struct {
	CommID string `json:"comm_id"`
	Data   Object `json:"data"`
}

// MessageType is "comm_close".
func (CommClose) MessageType() string { return CommCloseType }

// CommInfoRequestType is the question which comms are open.
const CommInfoRequestType = "comm_info_request"

// A CommInfoRequest asks for the open comms, of one target or of all.
type CommInfoRequest struct {
	TargetName string `json:"target_name"`
}

// A CommInfoReply lists open comms by id.
type CommInfoReply struct {
	Status string         `json:"status"`
	Comms  Dict[CommInfo] `json:"comms"`
}

// MessageType is "comm_info_reply".
func (CommInfoReply) MessageType() string { return "comm_info_reply" }

// A CommInfo describes one open comm.
type CommInfo struct {
	TargetName string `json:"target_name"`
}
