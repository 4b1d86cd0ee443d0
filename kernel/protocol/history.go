package protocol

import "encoding/json"

// HistoryRequestType is the request for code that was run before.
const HistoryRequestType = "history_request"

// The ways to ask for history.
const (
	HistoryTail   = "tail"   // the last N
	HistoryRange  = "range"  // lines Start to Stop, without Stop, of a session
	HistorySearch = "search" // the last N that match the glob Pattern
)

// A HistoryRequest asks for code that was run before. Session 0 is this one and
// -1 the one before it. Stop nil means to the end, N nil means all.
type HistoryRequest struct {
	Output  bool   `json:"output"`
	Raw     bool   `json:"raw"`
	Access  string `json:"hist_access_type"`
	Session int    `json:"session"`
	Start   int    `json:"start"`
	Stop    *int   `json:"stop"`
	N       *int   `json:"n"`
	Pattern string `json:"pattern"`
	Unique  bool   `json:"unique"`
}

// A HistoryReply lists entries from old to new.
type HistoryReply struct {
	Status  string             `json:"status"`
	History List[HistoryEntry] `json:"history"`
}

// MessageType is "history_reply".
func (HistoryReply) MessageType() string { return "history_reply" }

// A HistoryEntry is one cell. With WithOutput it encodes as [session, line,
// [input, output]], else as [session, line, input].
type HistoryEntry struct {
	Session, Line int
	Input         string
	Output        *string // text/plain of the value, nil for none
	WithOutput    bool
}

// MarshalJSON encodes the entry as a list.
func (e HistoryEntry) MarshalJSON() ([]byte, error) {
	if e.WithOutput {
		return json.Marshal([]any{e.Session, e.Line, []any{e.Input, e.Output}})
	}
	return json.Marshal([]any{e.Session, e.Line, e.Input})
}
