package session

import (
	"fmt"

	"github.com/spawnlab/spawnlab/kernel/protocol"
)

const plain = "text/plain"

// encodable gives the data and metadata of a bundle as clients can take them:
// there is always text/plain (graders index it), and a value that is not JSON is
// replaced by a line that says so.
func encodable(b Bundle) (data, meta protocol.Object) {
	data = protocol.Object{}
	for mime, v := range b.Data {
		raw, err := protocol.Encode(v)
		if err != nil {
			data[plain] = fmt.Sprintf("[%s can't be shown: %v]", mime, err)
			continue
		}
		if _, replaced := data[plain]; mime != plain || !replaced {
			data[mime] = raw
		}
	}
	if _, ok := data[plain]; !ok {
		data[plain] = ""
	}
	if _, err := protocol.Encode(b.Metadata); err == nil {
		meta = b.Metadata
	}
	return data, meta
}

// transient names a display, if it has a name.
func transient(displayID string) *protocol.Transient {
	if displayID == "" {
		return nil
	}
	return &protocol.Transient{DisplayID: displayID}
}

// plainText is the text of a value, nil for none.
func plainText(b *Bundle) *string {
	if b == nil {
		return nil
	}
	s, ok := b.Data[plain].(string)
	if !ok {
		return nil
	}
	return &s
}
