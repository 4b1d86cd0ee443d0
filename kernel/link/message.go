package link

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// Errors of the codec; test with errors.Is.
var (
	// ErrTooLong: a frame is longer than MaxFrame.
	ErrTooLong = errors.New("link: frame is longer than 64 MB")
	// ErrEmpty: a frame has not even a kind.
	ErrEmpty = errors.New("link: frame without kind")
	// ErrBody: a body is not what its kind wants.
	ErrBody = errors.New("link: wrong body")
	// ErrKind: the kind is none of this version.
	ErrKind = errors.New("link: unknown kind")
)

// header is the size of the length and the kind; the length counts the kind
// and the body.
const header = 4 + 1

// A Message is one frame as it travels: a kind and its body in JSON, which is
// empty for kinds without one.
type Message struct {
	Kind Kind
	Raw  []byte
}

// NewMessage encodes a body, which must be of the kind's type (nil for kinds
// without one). Errors are ErrKind, ErrBody, ErrTooLong and those of
// encoding/json.
func NewMessage(kind Kind, body any) (Message, error) {
	info, ok := kinds[kind]
	if !ok {
		return Message{}, fmt.Errorf("%w %d", ErrKind, kind)
	}
	if reflect.TypeOf(body) != info.body {
		return Message{}, fmt.Errorf("%w: %T in %s", ErrBody, body, info.name)
	}
	if body == nil {
		return Message{Kind: kind}, nil
	}
	raw, err := marshal(body)
	if err != nil {
		return Message{}, fmt.Errorf("link: %s: %w", info.name, err)
	}
	if len(raw)+1 > MaxFrame {
		return Message{}, fmt.Errorf("%w: %s of %d bytes", ErrTooLong, info.name, len(raw))
	}
	return Message{kind, raw}, nil
}

// Body decodes the body: a value of the struct that belongs to the kind, nil
// for kinds without one. Display, Update and Result all give a Bundle. Numbers
// in fields of type any are json.Number in frames to the front, which passes
// them on as they are, and float64 in frames to the worker.
func (m Message) Body() (any, error) {
	info, ok := kinds[m.Kind]
	switch {
	case !ok:
		return nil, fmt.Errorf("%w %d", ErrKind, m.Kind)
	case info.open == nil:
		return nil, nil
	}
	v, err := info.open(m.Raw)
	if err != nil {
		return nil, fmt.Errorf("%w of %s: %w", ErrBody, info.name, err)
	}
	return v, nil
}

// Decode gives the body as a T, the struct that belongs to the kind.
func Decode[T any](m Message) (T, error) {
	v, err := m.Body()
	if err != nil {
		return *new(T), err
	}
	t, ok := v.(T)
	if !ok {
		return t, fmt.Errorf("%w: %s holds no %T", ErrBody, m.Kind, t)
	}
	return t, nil
}

// AppendTo appends the frame's bytes: length, kind, body.
func (m Message) AppendTo(b []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(m.Raw)+1))
	return append(append(b, byte(m.Kind)), m.Raw...)
}

// String is the message as one line of text, the form of golden recordings:
// the kind's name and the body. ParseMessage reads it back.
func (m Message) String() string {
	if len(m.Raw) == 0 {
		return m.Kind.String()
	}
	return m.Kind.String() + " " + string(m.Raw)
}

// ParseMessage reads a line that String wrote. It gives ErrKind for a name that
// is not known, and ErrBody for a body that does not fit.
func ParseMessage(line string) (Message, error) {
	name, raw, _ := strings.Cut(strings.TrimSpace(line), " ")
	for kind, info := range kinds {
		if info.name != name {
			continue
		}
		m := Message{Kind: kind, Raw: []byte(raw)}
		_, err := m.Body()
		return m, err
	}
	return Message{}, fmt.Errorf("%w %q", ErrKind, name)
}

// marshal leaves <, > and & as they are: no frame ends up inside HTML.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
