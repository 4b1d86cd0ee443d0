package protocol

import "strings"

// An Exception is why something failed, as clients show it. All three fields
// are always present.
type Exception struct {
	Name      string       `json:"ename"`
	Value     string       `json:"evalue"`
	Traceback List[string] `json:"traceback"`
}

// An Error is the output of a cell that failed (IOPub).
type Error struct{ Exception }

// MessageType is "error".
func (Error) MessageType() string { return "error" }

// An ErrorReply answers a request of any type that failed.
type ErrorReply struct {
	Request string `json:"-"` // msg_type of the request
	Status  string `json:"status"`
	Exception
}

// MessageType is the type of the reply to Request.
func (r ErrorReply) MessageType() string { return ReplyTo(r.Request) }

// Fail answers a request of the given type with an exception.
func Fail(request string, e Exception) ErrorReply {
	return ErrorReply{Request: request, Status: Failed, Exception: e}
}

// ReplyTo is the message type that answers a request type.
func ReplyTo(request string) string {
	return strings.TrimSuffix(request, "_request") + "_reply"
}
