package protocol_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spawnlab/spawnlab/kernel/protocol"
)

var update = flag.Bool("update", false, "rewrite testdata/contents.golden")

// contents are all message types, each empty and, where that differs, full.
func contents() []protocol.Content {
	text, n := "42", "\t"
	e := protocol.Exception{Name: "Panic", Value: "boom", Traceback: []string{"one", "two"}}
	named := &protocol.Transient{DisplayID: "d"}
	data := protocol.Object{"text/html": "<b>&</b>"}
	return []protocol.Content{
		protocol.Status{ExecutionState: protocol.Busy},
		protocol.Welcome{},
		protocol.ExecuteInput{Code: "x", ExecutionCount: 1},
		protocol.ExecuteResult{},
		protocol.ExecuteResult{ExecutionCount: 1, Data: data, Metadata: data, Transient: named},
		protocol.ExecuteReply{},
		protocol.ExecuteReply{
			Status: protocol.OK, ExecutionCount: 1, Payload: []protocol.Object{{"source": "page"}},
			UserExpressions: protocol.Object{"a": protocol.Expression{Status: protocol.OK}, "b": protocol.ExpressionError{Status: protocol.Failed, Exception: e}},
		},
		protocol.ExecuteError{Status: protocol.Failed, ExecutionCount: 1, Exception: e},
		protocol.ExecuteAborted{Status: protocol.Aborted},
		protocol.Error{},
		protocol.Error{Exception: e},
		protocol.Fail("inspect_request", e),
		protocol.Stream{Name: "stdout", Text: "<é>"},
		protocol.DisplayData{},
		protocol.DisplayData{Data: data, Transient: named},
		protocol.UpdateDisplayData{Transient: *named},
		protocol.ClearOutput{},
		protocol.KernelInfoReply{},
		protocol.KernelInfoReply{
			LanguageInfo: protocol.LanguageInfo{Name: "go", Lexer: "go", CodeMirror: "go", Exporter: "script"},
			HelpLinks:    []protocol.HelpLink{{Text: "t", URL: "u"}}, SupportedFeatures: []string{"f"},
		},
		protocol.CompleteReply{},
		protocol.CompleteReply{
			Matches:  []string{"a"},
			Metadata: protocol.CompleteMetadata{Types: []protocol.MatchType{{Text: "a", Type: "function", Start: 1, End: 2, Signature: "()"}}},
		},
		protocol.IsCompleteReply{Status: protocol.CodeComplete},
		protocol.IsCompleteReply{Status: protocol.CodeIncomplete, Indent: &n},
		protocol.InspectReply{},
		protocol.InspectReply{Status: protocol.OK, Found: true, Data: data},
		protocol.HistoryReply{},
		protocol.HistoryReply{History: []protocol.HistoryEntry{
			{Session: 1, Line: 2, Input: "a"},
			{Session: 1, Line: 3, Input: "a", WithOutput: true},
			{Session: 1, Line: 4, Input: "a", Output: &text, WithOutput: true},
		}},
		protocol.CommOpen{},
		protocol.CommMsg{CommID: "c", Data: protocol.Object{"x": []int{1}}},
		protocol.CommClose{},
		protocol.CommInfoReply{},
		protocol.CommInfoReply{Comms: protocol.Dict[protocol.CommInfo]{"c": {TargetName: "t"}}},
		protocol.InputRequest{Prompt: "?", Password: true},
		protocol.InterruptReply{Status: protocol.OK},
		protocol.ShutdownReply{Status: protocol.OK, Restart: true},
		protocol.UsageReply{},
	}
}

func TestContents(t *testing.T) {
	var got bytes.Buffer
	for _, c := range contents() {
		raw, err := protocol.Encode(c)
		if err != nil {
			t.Errorf("%s: %v", c.MessageType(), err)
		}
		fmt.Fprintf(&got, "%s %s\n", c.MessageType(), raw)
	}
	const golden = "testdata/contents.golden"
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Error(diff)
	}
}

func TestExecuteRequestDefaults(t *testing.T) {
	for _, tt := range []struct {
		name, json string
		want       protocol.ExecuteRequest
	}{
		{"empty", `{}`, protocol.ExecuteRequest{StoreHistory: true, AllowStdin: true, StopOnError: true}},
		{"null", `null`, protocol.ExecuteRequest{StoreHistory: true, AllowStdin: true, StopOnError: true}},
		{
			"all said", `{"code":"x","silent":false,"store_history":false,"user_expressions":{"a":"b"},"allow_stdin":false,"stop_on_error":false}`,
			protocol.ExecuteRequest{Code: "x", UserExpressions: map[string]string{"a": "b"}},
		},
		{"silent is never stored", `{"silent":true,"store_history":true}`, protocol.ExecuteRequest{Silent: true, AllowStdin: true, StopOnError: true}},
		{"unknown fields", `{"code":"x","later":1}`, protocol.ExecuteRequest{Code: "x", StoreHistory: true, AllowStdin: true, StopOnError: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got protocol.ExecuteRequest
			if err := protocol.Decode(json.RawMessage(tt.json), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecodeRefusesWrongTypes(t *testing.T) {
	for _, text := range []string{`{"code":1}`, `{"silent":"yes"}`, `{"user_expressions":[]}`, `[]`, `{`, `"x"`} {
		var got protocol.ExecuteRequest
		if err := protocol.Decode(json.RawMessage(text), &got); err == nil {
			t.Errorf("Decode(%s) = %+v, want an error", text, got)
		}
	}
}

func TestDecodeOfNothingKeepsDefaults(t *testing.T) {
	got := protocol.HistoryRequest{Access: "tail"}
	if err := protocol.Decode(nil, &got); err != nil || got.Access != "tail" {
		t.Errorf("Decode(nil) = %+v, %v", got, err)
	}
}

func TestEncodeRefusesWhatIsNoJSON(t *testing.T) {
	for _, v := range []any{math.NaN(), func() {}, protocol.Object{"x": make(chan int)}} {
		if raw, err := protocol.Encode(v); err == nil {
			t.Errorf("Encode(%T) = %s, want an error", v, raw)
		}
	}
}

func FuzzRequests(f *testing.F) {
	f.Add([]byte(`{"code":"x","cursor_pos":1,"session":0,"stop":null,"target_name":"t","data":{},"value":"v"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, v := range []any{
			&protocol.ExecuteRequest{}, &protocol.CompleteRequest{}, &protocol.InspectRequest{}, &protocol.IsCompleteRequest{},
			&protocol.HistoryRequest{}, &protocol.CommOpen{}, &protocol.CommMsg{}, &protocol.CommClose{}, &protocol.CommInfoRequest{},
			&protocol.InputReply{}, &protocol.ShutdownRequest{}, &protocol.ExecuteMetadata{},
		} {
			if protocol.Decode(raw, v) == nil {
				if _, err := protocol.Encode(v); err != nil {
					t.Errorf("%T decoded from %q can't be encoded: %v", v, raw, err)
				}
			}
		}
	})
}

func ExampleEncode() {
	raw, _ := protocol.Encode(protocol.DisplayData{Data: protocol.Object{"text/html": "<b>hi</b>"}})
	fmt.Println(string(raw))
	// Output: {"data":{"text/html":"<b>hi</b>"},"metadata":{}}
}
