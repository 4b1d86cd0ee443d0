package protocol

// InspectRequestType is the request for documentation.
const InspectRequestType = "inspect_request"

// An InspectRequest asks what stands at the cursor.
type InspectRequest struct {
	Code        string `json:"code"`
	CursorPos   int    `json:"cursor_pos"`   // in code points
	DetailLevel int    `json:"detail_level"` // 0, or 1 for the source too
}

// An InspectReply is documentation in several MIME types.
type InspectReply struct {
	Status   string `json:"status"`
	Found    bool   `json:"found"`
	Data     Object `json:"data"`
	Metadata Object `json:"metadata"`
}

// MessageType is "inspect_reply".
func (InspectReply) MessageType() string { return "inspect_reply" }
