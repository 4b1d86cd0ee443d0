package wire_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spawnlab/spawnlab/kernel/wire"
)

const key = "a0436f6c-1916-498b-8eb9-e81ab9368e84"

func request() wire.Message {
	h := wire.NewHeader("s1", "execute_request")
	h.MsgID, h.Date = "m1", "2026-01-02T03:04:05.000006Z"
	return wire.Message{Header: h, Content: json.RawMessage(`{"code":"1"}`)}
}

// The signature was computed with Python's hmac module.
func TestEncode(t *testing.T) {
	frames := wire.NewSigner([]byte(key)).Encode(request(), []byte("topic"))
	want := []string{
		"topic", "<IDS|MSG>",
		"a1d2dc77b2a28b8300d86c876999c4f1bd5c515ccae8621e6caf50ec29a9e875",
		`{"msg_id":"m1","session":"s1","username":"kernel","date":"2026-01-02T03:04:05.000006Z","msg_type":"execute_request","version":"5.5"}`,
		"{}", "{}", `{"code":"1"}`,
	}
	if diff := cmp.Diff(want, texts(frames)); diff != "" {
		t.Errorf("Encode (-want +got):\n%s", diff)
	}
}

func TestEncodeNeverSendsNull(t *testing.T) {
	m := request()
	m.Parent, m.Metadata, m.Content = nil, json.RawMessage("null"), json.RawMessage{}
	frames := wire.NewSigner(nil).Encode(m)
	for i, part := range frames[3:] {
		if string(part) != "{}" {
			t.Errorf("part %d = %s, want {}", i+1, part)
		}
	}
	if got := frames[1]; got == nil || len(got) != 0 {
		t.Errorf("signature with an empty key = %q, want an empty frame", got)
	}
}

func TestRoundTrip(t *testing.T) {
	for _, tt := range []struct {
		name, key string
		change    func(*wire.Message)
	}{
		{"plain", key, func(*wire.Message) {}},
		{"unsigned", "", func(*wire.Message) {}},
		{"all parts", key, func(m *wire.Message) {
			m.Parent, m.Metadata = json.RawMessage(`{"msg_id":"p"}`), json.RawMessage(`{"a":null}`)
		}},
		{"buffers", key, func(m *wire.Message) { m.Buffers = [][]byte{{}, []byte("<IDS|MSG>"), {0, 255}} }},
		{"subshell", key, func(m *wire.Message) { m.Header.SubshellID = "sub" }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sent := request()
			tt.change(&sent)
			frames := wire.NewSigner([]byte(tt.key)).Encode(sent, []byte("id"))
			got, err := wire.NewSigner([]byte(tt.key)).Decode(frames)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.RawHeader, frames[3]) {
				t.Errorf("RawHeader = %s, want %s", got.RawHeader, frames[3])
			}
			if diff := cmp.Diff(normal(sent), normal(got)); diff != "" {
				t.Errorf("Decode(Encode(m)) (-want +got):\n%s", diff)
			}
		})
	}
}

// normal makes the two spellings of nothing equal and leaves out what encoding
// ignores.
func normal(m wire.Message) wire.Message {
	for _, part := range []*json.RawMessage{&m.Parent, &m.Metadata, &m.Content} {
		if *part == nil {
			*part = json.RawMessage("{}")
		}
	}
	if len(m.Buffers) == 0 {
		m.Buffers = nil
	}
	m.RawHeader = nil
	return m
}

func TestDecodeRefuses(t *testing.T) {
	const head = `{"msg_id":"m","msg_type":"t"}`
	for _, tt := range []struct {
		name   string
		frames []string
		want   error
		says   string
	}{
		{"nothing", nil, wire.ErrNoDelimiter, ""},
		{"no delimiter", []string{"id", "x"}, wire.ErrNoDelimiter, ""},
		{"delimiter alone", []string{"<IDS|MSG>"}, wire.ErrShort, "1 after the route"},
		{"no content", []string{"<IDS|MSG>", "", head, "{}", "{}"}, wire.ErrShort, "5 after the route"},
		{"header not JSON", []string{"<IDS|MSG>", "", "{", "{}", "{}", "{}"}, wire.ErrMalformed, "header"},
		{"header not an object", []string{"<IDS|MSG>", "", "[1]", "{}", "{}", "{}"}, wire.ErrMalformed, "header"},
		{"header null", []string{"<IDS|MSG>", "", "null", "{}", "{}", "{}"}, wire.ErrMalformed, "without msg_type"},
		{"header empty", []string{"<IDS|MSG>", "", "{}", "{}", "{}", "{}"}, wire.ErrMalformed, "without msg_type"},
		{"header of wrong types", []string{"<IDS|MSG>", "", `{"msg_id":1,"msg_type":"t"}`, "{}", "{}", "{}"}, wire.ErrMalformed, "header"},
		{"parent a list", []string{"<IDS|MSG>", "", head, "[]", "{}", "{}"}, wire.ErrMalformed, "parent header of t"},
		{"metadata a number", []string{"<IDS|MSG>", "", head, "{}", "1", "{}"}, wire.ErrMalformed, "metadata of t"},
		{"content cut", []string{"<IDS|MSG>", "", head, "{}", "{}", "{"}, wire.ErrMalformed, "content of t"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := wire.NewSigner(nil).Decode(frames(tt.frames...))
			if !errors.Is(err, tt.want) || !strings.Contains(fmt.Sprint(err), tt.says) {
				t.Errorf("Decode(%q) error = %v, want %v with %q", tt.frames, err, tt.want, tt.says)
			}
		})
	}
}

func TestDecodeTakesNullAsEmpty(t *testing.T) {
	m, err := wire.NewSigner(nil).Decode(frames("<IDS|MSG>", "", `{"msg_id":"m","msg_type":"t","subshell_id":null}`, "", "null", " {} "))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []json.RawMessage{m.Parent, m.Metadata, m.Content} {
		if string(part) != "{}" {
			t.Errorf("part = %q, want {}", part)
		}
	}
}

func TestSignatures(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(frames [][]byte)
	}{
		{"empty", func(f [][]byte) { f[1] = nil }},
		{"short", func(f [][]byte) { f[1] = f[1][:63] }},
		{"long", func(f [][]byte) { f[1] = append(f[1], '0') }},
		{"not hex", func(f [][]byte) { f[1] = bytes.Repeat([]byte("x"), 64) }},
		{"of another key", func(f [][]byte) { f[1] = wire.NewSigner([]byte("other")).Encode(request())[1] }},
		{"header changed", func(f [][]byte) { f[2] = bytes.Replace(f[2], []byte("m1"), []byte("m2"), 1) }},
		{"parent changed", func(f [][]byte) { f[3] = []byte(`{"a":1}`) }},
		{"metadata changed", func(f [][]byte) { f[4] = []byte(`{"a":1}`) }},
		{"content changed", func(f [][]byte) { f[5] = []byte(`{"code":"2"}`) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := wire.NewSigner([]byte(key))
			f := s.Encode(request())
			tt.change(f)
			if _, err := s.Decode(f); !errors.Is(err, wire.ErrSignature) {
				t.Errorf("Decode error = %v, want %v", err, wire.ErrSignature)
			}
		})
	}
}

func TestReplays(t *testing.T) {
	s := wire.NewSigner([]byte(key))
	first := s.Encode(request())
	if _, err := s.Decode(first); err != nil {
		t.Fatal(err)
	}
	for name, again := range map[string][][]byte{
		"same frames":           first,
		"another route":         append(frames("other"), first...),
		"signature in capitals": append([][]byte{first[0], bytes.ToUpper(first[1])}, first[2:]...),
		"other buffers":         append(first[:6:6], []byte("x")),
	} {
		if _, err := s.Decode(again); !errors.Is(err, wire.ErrReplayed) {
			t.Errorf("%s: error = %v, want %v", name, err, wire.ErrReplayed)
		}
	}
}

func TestReplayMemoryIsBounded(t *testing.T) {
	const size, last = 10, 35
	s := wire.NewForgetfulSigner([]byte(key), size)
	numbered := func(i int) [][]byte {
		m := request()
		m.Header.MsgID = fmt.Sprint(i)
		return s.Encode(m)
	}
	for i := range last + 1 {
		if _, err := s.Decode(numbered(i)); err != nil {
			t.Fatal(i, err)
		}
	}
	for i := last - size + 1; i <= last; i++ {
		if _, err := s.Decode(numbered(i)); !errors.Is(err, wire.ErrReplayed) {
			t.Errorf("recent signature %d: error = %v, want %v", i, err, wire.ErrReplayed)
		}
	}
	if _, err := s.Decode(numbered(last - 2*size)); err != nil {
		t.Errorf("a signature as old as this should be forgotten: %v", err)
	}
}

func TestReplayedByManyIsAcceptedOnce(t *testing.T) {
	s := wire.NewSigner([]byte(key))
	f := s.Encode(request())
	var accepted atomic.Int64
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := s.Decode(f); err == nil {
				accepted.Add(1)
			}
		})
	}
	all.Wait()
	if n := accepted.Load(); n != 1 {
		t.Errorf("accepted %d times, want once", n)
	}
}

func TestNewHeader(t *testing.T) {
	a, b := wire.NewHeader("s", "status"), wire.NewHeader("s", "status")
	if a.MsgID == b.MsgID || len(a.MsgID) != 36 {
		t.Errorf("ids %q and %q", a.MsgID, b.MsgID)
	}
	if _, err := time.Parse(time.RFC3339Nano, a.Date); err != nil || !strings.HasSuffix(a.Date, "Z") {
		t.Errorf("date %q: %v", a.Date, err)
	}
	if a.Session != "s" || a.MsgType != "status" || a.Version != wire.ProtocolVersion {
		t.Errorf("header %+v", a)
	}
}

func TestSplitRoute(t *testing.T) {
	for _, tt := range []struct {
		name           string
		frames         []string
		route, message []string
	}{
		{"none", nil, nil, nil},
		{"no delimiter", []string{"a"}, []string{"a"}, nil},
		{"no route", []string{"<IDS|MSG>", "x"}, nil, []string{"<IDS|MSG>", "x"}},
		{"route", []string{"a", "", "<IDS|MSG>", "<IDS|MSG>"}, []string{"a", ""}, []string{"<IDS|MSG>", "<IDS|MSG>"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			route, message := wire.SplitRoute(frames(tt.frames...))
			if diff := cmp.Diff([][]string{tt.route, tt.message}, [][]string{texts(route), texts(message)}); diff != "" {
				t.Errorf("SplitRoute(%q) (-want +got):\n%s", tt.frames, diff)
			}
		})
	}
}

func frames(texts ...string) [][]byte {
	var all [][]byte
	for _, s := range texts {
		all = append(all, []byte(s))
	}
	return all
}

func texts(frames [][]byte) []string {
	var all []string
	for _, f := range frames {
		all = append(all, string(f))
	}
	return all
}

func BenchmarkEncode(b *testing.B) {
	s, m := wire.NewSigner([]byte(key)), request()
	b.ReportAllocs()
	for b.Loop() {
		s.Encode(m)
	}
}

func BenchmarkDecode(b *testing.B) {
	f := wire.NewSigner(nil).Encode(request())
	s := wire.NewSigner(nil)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Decode(f); err != nil {
			b.Fatal(err)
		}
	}
}
