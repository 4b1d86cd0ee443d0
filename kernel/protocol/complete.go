package protocol

// CompleteRequestType is the request for completions.
const CompleteRequestType = "complete_request"

// A CompleteRequest asks what may stand at the cursor.
type CompleteRequest struct {
	Code      string `json:"code"`
	CursorPos int    `json:"cursor_pos"` // in code points
}

// A CompleteReply replaces the code points CursorStart to CursorEnd by one of
// Matches.
type CompleteReply struct {
	Status      string           `json:"status"`
	Matches     List[string]     `json:"matches"`
	CursorStart int              `json:"cursor_start"`
	CursorEnd   int              `json:"cursor_end"`
	Metadata    CompleteMetadata `json:"metadata"`
}

// MessageType is "complete_reply".
func (CompleteReply) MessageType() string { return "complete_reply" }

// CompleteMetadata tells menus more about the matches, in the same order.
// JupyterLab and VS Code choose icons by it.
type CompleteMetadata struct {
	Types List[MatchType] `json:"_jupyter_types_experimental"`
}

// A MatchType describes one match.
type MatchType struct {
	Text      string `json:"text"`
	Type      string `json:"type"`
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Signature string `json:"signature,omitempty"`
}

// IsCompleteRequestType is the question whether code may be run.
const IsCompleteRequestType = "is_complete_request"

// An IsCompleteRequest asks whether code may be run or goes on in a next line.
type IsCompleteRequest struct {
	Code string `json:"code"`
}

// The states of an IsCompleteReply.
const (
	CodeComplete   = "complete"
	CodeIncomplete = "incomplete"
	CodeInvalid    = "invalid"
	CodeUnknown    = "unknown"
)

// An IsCompleteReply says whether code may be run. Indent is present for
// incomplete code only.
type IsCompleteReply struct {
	Status string  `json:"status"`
	Indent *string `json:"indent,omitempty"`
}

// MessageType is "is_complete_reply".
func (IsCompleteReply) MessageType() string { return "is_complete_reply" }
