package wire

import (
	"time"

	"github.com/google/uuid"
)

// ProtocolVersion is the version of the Jupyter messaging protocol that
// outgoing headers carry.
const ProtocolVersion = "5.5"

// A Header says what a message is and where it comes from. Fields that it does
// not name are not kept: the header of a request goes back to its client as
// [Message.RawHeader], byte for byte.
type Header struct {
	MsgID      string `json:"msg_id"`
	Session    string `json:"session"`
	Username   string `json:"username"`
	Date       string `json:"date"` // ISO 8601, UTC
	MsgType    string `json:"msg_type"`
	Version    string `json:"version"`
	SubshellID string `json:"subshell_id,omitempty"` // "" is the parent shell
}

// NewHeader makes the header of a new message: its own id, dated now, in the
// sender's session. A kernel uses one session id for everything it sends;
// clients drop messages of any other.
func NewHeader(session, msgType string) Header {
	return Header{
		MsgID:    NewID(),
		Session:  session,
		Username: "kernel",
		Date:     Timestamp(time.Now()),
		MsgType:  msgType,
		Version:  ProtocolVersion,
	}
}

// NewID gives a new unique id, fit for messages and sessions.
func NewID() string { return uuid.NewString() }

// Timestamp gives t as the protocol writes times: ISO 8601 in UTC, with
// microseconds.
func Timestamp(t time.Time) string {
	return t.UTC().Format("2006-01-02T15:04:05.000000Z")
}
