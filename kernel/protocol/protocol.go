// Package protocol holds the contents of Jupyter messages, one file for each
// family, with exactly the fields that the specification of version 5.5 names.
// It knows JSON only: no frames, no sockets, no evaluation.
//
// Objects and lists are never null on the wire, whatever the Go value: clients
// refuse a message whose fields have the wrong type.
//
// Source: jupyter_client, docs/messaging.rst.
package protocol

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Version is the version of the specification that this package follows. It
// goes into every header and into kernel_info_reply.
const Version = "5.5"

// A Content is what a message of one type says.
type Content interface {
	// MessageType is the msg_type of the header.
	MessageType() string
}

// The states of a reply.
const (
	OK      = "ok"
	Failed  = "error"
	Aborted = "aborted"
)

// Encode gives v as JSON, with <, > and & as they are: pictures are full of
// them.
func Encode(v any) (json.RawMessage, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("protocol: encode %T: %w", v, err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Decode fills v from the content of a message. Unknown fields are skipped; an
// absent or null content leaves v as it is.
func Decode(raw json.RawMessage, v any) error {
	if len(raw) == 0 {
		return nil
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return fmt.Errorf("protocol: decode %T: %w", v, err)
	}
	return nil
}

// An Object is a JSON object; nil encodes as {}.
type Object map[string]any

// MarshalJSON encodes nil as {}.
func (o Object) MarshalJSON() ([]byte, error) {
	if o == nil {
		return []byte("{}"), nil
	}
	return Encode(map[string]any(o))
}

// A List is a JSON list; nil encodes as [].
type List[T any] []T

// MarshalJSON encodes nil as [].
func (l List[T]) MarshalJSON() ([]byte, error) {
	if l == nil {
		return []byte("[]"), nil
	}
	return Encode([]T(l))
}

// A Dict is a JSON object whose values are all of one type; nil encodes as {}.
type Dict[T any] map[string]T

// MarshalJSON encodes nil as {}.
func (d Dict[T]) MarshalJSON() ([]byte, error) {
	if d == nil {
		return []byte("{}"), nil
	}
	return Encode(map[string]T(d))
}
