package wire_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spawnlab/spawnlab/kernel/wire"
)

// Frames are fuzzed as one text, cut at newlines.
func FuzzDecode(f *testing.F) {
	f.Add(bytes.Join(wire.NewSigner(nil).Encode(request(), []byte("id")), []byte("\n")), false)
	f.Add(bytes.Join(wire.NewSigner([]byte(key)).Encode(request()), []byte("\n")), true)
	f.Add([]byte("<IDS|MSG>\n\n{}\n{}\n{}\n{}\nbuffer"), false)
	f.Add([]byte("<IDS|MSG>"), true)
	f.Fuzz(func(t *testing.T, text []byte, signed bool) {
		var k []byte
		if signed {
			k = []byte(key)
		}
		s := wire.NewSigner(k)
		m, err := s.Decode(bytes.Split(text, []byte("\n")))
		if err != nil {
			return
		}
		again, err := wire.NewSigner(k).Decode(s.Encode(m))
		if err != nil {
			t.Fatalf("what was decoded does not decode again: %v", err)
		}
		if diff := cmp.Diff(normal(m), normal(again)); diff != "" {
			t.Errorf("second round differs (-first +second):\n%s", diff)
		}
	})
}
