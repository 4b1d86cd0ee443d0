package protocol

import "encoding/json"

// ExecuteRequestType is the request to run code.
const ExecuteRequestType = "execute_request"

// An ExecuteRequest asks to run code.
type ExecuteRequest struct {
	Code            string            `json:"code"`
	Silent          bool              `json:"silent"`
	StoreHistory    bool              `json:"store_history"`
	UserExpressions map[string]string `json:"user_expressions"`
	AllowStdin      bool              `json:"allow_stdin"`
	StopOnError     bool              `json:"stop_on_error"`
}

// UnmarshalJSON gives absent fields their defaults: store_history, allow_stdin
// and stop_on_error are true. Silent code is never stored.
func (r *ExecuteRequest) UnmarshalJSON(b []byte) error {
	type plain ExecuteRequest
	p := plain{StoreHistory: true, AllowStdin: true, StopOnError: true}
	if err := json.Unmarshal(b, &p); err != nil {
		return err
	}
	p.StoreHistory = p.StoreHistory && !p.Silent
	*r = ExecuteRequest(p)
	return nil
}

// ExecuteMetadata is what front ends add to an execute_request beside its
// content. JupyterLab and VS Code name the notebook cell.
type ExecuteMetadata struct {
	CellID string `json:"cellId"`
}

// An ExecuteReply says that code ended well.
type ExecuteReply struct {
	Status          string       `json:"status"`
	ExecutionCount  int          `json:"execution_count"`
	Payload         List[Object] `json:"payload"`
	UserExpressions Object       `json:"user_expressions"` // of Expression or ExpressionError
}

// MessageType is "execute_reply".
func (ExecuteReply) MessageType() string { return "execute_reply" }

// An Expression is the value of a user expression.
type Expression struct {
	Status   string `json:"status"`
	Data     Object `json:"data"`
	Metadata Object `json:"metadata"`
}

// An ExpressionError is a user expression that could not be evaluated.
type ExpressionError struct {
	Status string `json:"status"`
	Exception
}

// An ExecuteError says that code failed.
type ExecuteError struct {
	Status         string `json:"status"`
	ExecutionCount int    `json:"execution_count"`
	Exception
}

// MessageType is "execute_reply".
func (ExecuteError) MessageType() string { return "execute_reply" }

// An ExecuteAborted says that code was not run, because an earlier cell failed.
// The specification calls the state deprecated, yet every front end relies on
// it. It has no execution count.
type ExecuteAborted struct {
	Status string `json:"status"`
}

// MessageType is "execute_reply".
func (ExecuteAborted) MessageType() string { return "execute_reply" }

// ReplyMetadata is the metadata of an execute_reply. JupyterLab takes the
// cell's timing from it.
type ReplyMetadata struct {
	Started string `json:"started"` // ISO 8601, UTC
}

// An ExecuteInput tells all clients which code runs (IOPub).
type ExecuteInput struct {
	Code           string `json:"code"`
	ExecutionCount int    `json:"execution_count"`
}

// MessageType is "execute_input".
func (ExecuteInput) MessageType() string { return "execute_input" }

// An ExecuteResult is the value of a cell (IOPub).
type ExecuteResult struct {
	ExecutionCount int        `json:"execution_count"`
	Data           Object     `json:"data"`
	Metadata       Object     `json:"metadata"`
	Transient      *Transient `json:"transient,omitempty"`
}

// MessageType is "execute_result".
func (ExecuteResult) MessageType() string { return "execute_result" }
