package link_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spawnlab/spawnlab/kernel/link"
)

// samples has a frame of every kind with every field that matters.
var samples = []struct {
	kind link.Kind
	body any
}{
	{link.KindHello, link.Hello{Version: 1, Session: "s", Folder: "/n", MemoryLimit: 512 << 20, Seed: 1<<63 + 1}},
	{link.KindEval, link.Eval{Cell: "c1", Count: 1, Code: "1 < 2 && \"ß\" != `\t`", Store: true, Expressions: map[string]string{"a": "x"}}},
	{link.KindReplay, link.Replay{Cell: "r1", Cells: []link.Eval{{Cell: "c1", Count: 1, Code: "x := 1"}}}},
	{link.KindInterrupt, link.Interrupt{Cell: "c1"}},
	{link.KindInput, link.Input{Request: 7, Value: "yes"}},
	{link.KindCommDown, link.Comm{Kind: "msg", ID: "w", Data: map[string]any{"n": 1.5}, Buffers: [][]byte{{0, 255}}}},
	{link.KindControl, link.Control{Verb: "kill", Target: "<0.12>"}},
	{link.KindStatsRequest, nil},
	{link.KindPing, nil},
	{link.KindShutdown, nil},
	{link.KindReady, link.Ready{Version: 1, Go: "go1.26", Self: "<0.1>"}},
	{link.KindAccepted, link.Accepted{Cell: "c1", Declared: []string{"x"}, Notes: []string{"n"}}},
	{link.KindOutput, link.Output{Cell: "c1", Process: "<0.2>", Stream: "stdout", Text: "hi\n"}},
	{link.KindDisplay, link.Bundle{Cell: "c1", Data: map[string]any{"text/plain": "x"}, DisplayID: "d"}},
	{link.KindUpdate, link.Bundle{Cell: "c1", Data: map[string]any{"text/plain": "y"}, DisplayID: "d"}},
	{link.KindClear, link.Clear{Cell: "c1", Wait: true}},
	{link.KindResult, link.Bundle{Cell: "c1", Data: map[string]any{"text/plain": "3"}, Metadata: map[string]any{"a": "b"}}},
	{link.KindFailed, link.Failed{Cell: "c1", Kind: "panic", Name: "panic", Frames: []link.Frame{{Func: "f", Count: 1, Line: 2}}}},
	{link.KindCard, link.Card{Cell: "c1", Kind: "process", Reason: "boom", Data: map[string]any{"text/plain": "z"}}},
	{link.KindVerdict, link.Verdict{Cell: "c1", Check: "slow", Points: 1.5, Max: 2, Sum: "abc"}},
	{link.KindDone, link.Done{Cell: "c1", OK: true, CompileNS: 1e6, RunNS: 2}},
	{link.KindInputRequest, link.InputRequest{Request: 7, Cell: "c1", Prompt: "? ", Password: true}},
	{link.KindCommUp, link.Comm{Cell: "c1", Kind: "open", ID: "w", Target: "jupyter.widget"}},
	{link.KindStats, link.Stats{Goroutines: 3, Processes: 2, HeapBytes: 1 << 40}},
	{link.KindPong, nil},
	{link.KindLog, link.Log{Text: "remark"}},
}

func TestMessageRoundTrip(t *testing.T) {
	for _, s := range samples {
		t.Run(s.kind.String(), func(t *testing.T) {
			m, err := link.NewMessage(s.kind, s.body)
			if err != nil {
				t.Fatal(err)
			}
			got, err := m.Body()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(s.body, got); diff != "" {
				t.Errorf("body changed (-sent +got):\n%s", diff)
			}
			line, err := link.ParseMessage(m.String())
			if err != nil {
				t.Fatalf("ParseMessage(%q): %v", m, err)
			}
			if diff := cmp.Diff(m.String(), line.String()); diff != "" {
				t.Errorf("text form changed (-sent +got):\n%s", diff)
			}
		})
	}
}

func TestNewMessageRefuses(t *testing.T) {
	for _, tt := range []struct {
		name string
		kind link.Kind
		body any
		want error
	}{
		{"unknown kind", 200, nil, link.ErrKind},
		{"kind zero", 0, nil, link.ErrKind},
		{"body of another kind", link.KindEval, link.Output{}, link.ErrBody},
		{"pointer", link.KindEval, &link.Eval{}, link.ErrBody},
		{"no body", link.KindEval, nil, link.ErrBody},
		{"body where none belongs", link.KindPing, link.Eval{}, link.ErrBody},
		{"too long", link.KindOutput, link.Output{Text: strings.Repeat("x", link.MaxFrame)}, link.ErrTooLong},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := link.NewMessage(tt.kind, tt.body); !errors.Is(err, tt.want) {
				t.Errorf("NewMessage(%s) error = %v, want %v", tt.kind, err, tt.want)
			}
		})
	}
}

func TestNewMessageReportsWhatJSONCannotHold(t *testing.T) {
	_, err := link.NewMessage(link.KindDisplay, link.Bundle{Data: map[string]any{"f": func() {}}})
	if err == nil || !strings.Contains(err.Error(), "display") {
		t.Errorf("error = %v, want one that names the frame", err)
	}
}

func TestBodyRefuses(t *testing.T) {
	for _, tt := range []struct {
		name string
		m    link.Message
		want error
	}{
		{"unknown kind", link.Message{Kind: 200}, link.ErrKind},
		{"no JSON", link.Message{Kind: link.KindEval, Raw: []byte("{")}, link.ErrBody},
		{"empty", link.Message{Kind: link.KindEval}, link.ErrBody},
		{"wrong type", link.Message{Kind: link.KindEval, Raw: []byte(`{"count":"one"}`)}, link.ErrBody},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := tt.m.Body(); !errors.Is(err, tt.want) {
				t.Errorf("Body() error = %v, want %v", err, tt.want)
			}
		})
	}
}

// Between versions that differ by one, fields come and go.
func TestBodyForgivesUnknownFields(t *testing.T) {
	m := link.Message{Kind: link.KindInterrupt, Raw: []byte(`{"cell":"c1","soon":true}`)}
	got, err := link.Decode[link.Interrupt](m)
	if err != nil || got.Cell != "c1" {
		t.Errorf("Decode = %+v, %v; want cell c1", got, err)
	}
}

func TestDecodeWrongStruct(t *testing.T) {
	m := link.Message{Kind: link.KindInterrupt, Raw: []byte(`{}`)}
	if _, err := link.Decode[link.Eval](m); !errors.Is(err, link.ErrBody) {
		t.Errorf("error = %v, want %v", err, link.ErrBody)
	}
}

// The front passes learner numbers on without reading them; a worker computes
// with what widgets send.
func TestNumbers(t *testing.T) {
	const big = `{"n":12345678901234567890}`
	up, err := link.Decode[link.Bundle](link.Message{Kind: link.KindDisplay, Raw: []byte(`{"data":` + big + `}`)})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := json.Marshal(up.Data); string(got) != big {
		t.Errorf("display data became %s, want %s", got, big)
	}
	down, err := link.Decode[link.Comm](link.Message{Kind: link.KindCommDown, Raw: []byte(`{"data":{"n":2}}`)})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := down.Data["n"].(float64); !ok {
		t.Errorf("comm data to the worker has a %T, want float64", down.Data["n"])
	}
}

func TestParseMessageRefuses(t *testing.T) {
	for line, want := range map[string]error{
		"":               link.ErrKind,
		"kind-200 {}":    link.ErrKind,
		"eval":           link.ErrBody,
		`eval {"count":`: link.ErrBody,
	} {
		if _, err := link.ParseMessage(line); !errors.Is(err, want) {
			t.Errorf("ParseMessage(%q) error = %v, want %v", line, err, want)
		}
	}
}

func ExampleMessage_String() {
	m, _ := link.NewMessage(link.KindOutput, link.Output{Cell: "c1", Stream: "stdout", Text: "a < b\n"})
	fmt.Println(m)
	// Output: output {"cell":"c1","stream":"stdout","text":"a < b\n"}
}
