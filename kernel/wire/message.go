package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// Delimiter is the frame between a message's route and the message itself.
const Delimiter = "<IDS|MSG>"

// What may be wrong with frames from outside.
var (
	ErrNoDelimiter = errors.New("wire: no delimiter frame")
	ErrShort       = errors.New("wire: too few frames")
	ErrSignature   = errors.New("wire: bad signature")
	ErrReplayed    = errors.New("wire: signature seen before")
	ErrMalformed   = errors.New("wire: malformed message")
)

// A Message is one Jupyter message. Parent, Metadata and Content are JSON
// objects; nil stands for the empty object. The parts of a decoded message
// share memory with the frames it came from, and Metadata and Content are
// known to look like objects only: parsing them may still fail.
type Message struct {
	Header   Header
	Parent   json.RawMessage // header of the request that caused the message
	Metadata json.RawMessage
	Content  json.RawMessage
	Buffers  [][]byte

	// RawHeader is the header as it came: the Parent of every answer. Encoding
	// ignores it.
	RawHeader json.RawMessage
}

// SplitRoute divides frames into those before the delimiter and the message
// that begins with it; the message is nil if there is no delimiter.
func SplitRoute(frames [][]byte) (route, message [][]byte) {
	for i, f := range frames {
		if string(f) == Delimiter {
			return frames[:i:i], frames[i:]
		}
	}
	return frames, nil
}

// parse makes a message of the frames after the signature: header, parent,
// metadata, content, buffers.
func parse(parts [][]byte) (Message, error) {
	m := Message{RawHeader: parts[0], Buffers: parts[4:]}
	if err := parseHeader(parts[0], &m.Header); err != nil {
		return Message{}, err
	}
	for i, part := range []struct {
		name string
		to   *json.RawMessage
	}{{"parent header", &m.Parent}, {"metadata", &m.Metadata}, {"content", &m.Content}} {
		object, ok := asObject(parts[i+1])
		if !ok {
			return Message{}, fmt.Errorf("%w: %s of %s is not a JSON object", ErrMalformed, part.name, m.Header.MsgType)
		}
		*part.to = object
	}
	return m, nil
}

func parseHeader(raw []byte, h *Header) error {
	if err := json.Unmarshal(raw, h); err != nil {
		return fmt.Errorf("%w: header: %w", ErrMalformed, err)
	}
	if h.MsgType == "" || h.MsgID == "" {
		return fmt.Errorf("%w: header without msg_type or msg_id", ErrMalformed)
	}
	return nil
}

// asObject gives raw if it looks like a JSON object, and the empty object for
// null and nothing. It looks at both ends only: a content may have hundreds of
// megabytes, and who reads it parses it anyway.
func asObject(raw []byte) (json.RawMessage, bool) {
	text := bytes.TrimSpace(raw)
	if len(text) == 0 || string(text) == "null" {
		return json.RawMessage("{}"), true
	}
	return text, len(text) >= 2 && text[0] == '{' && text[len(text)-1] == '}'
}
