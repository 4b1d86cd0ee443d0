package session_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/kernel/session"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

// shapes are the fields that clients demand of each message type: the schemas
// of jupyter_kernel_test (msgspec_v5.py) and the validation of JupyterLab
// (services/src/kernel/validate.ts). A field with ? may be absent.
var shapes = map[string]string{
	"status":              "execution_state:string",
	"execute_input":       "code:string execution_count:number",
	"stream":              "name:string text:string",
	"display_data":        "data:object metadata:object transient:object?",
	"update_display_data": "data:object metadata:object transient:object",
	"execute_result":      "execution_count:number data:object metadata:object transient:object?",
	"error":               "ename:string evalue:string traceback:array",
	"clear_output":        "wait:boolean",
	"iopub_welcome":       "subscription:string",
	"comm_open":           "comm_id:string target_name:string data:object",
	"comm_msg":            "comm_id:string data:object",
	"comm_close":          "comm_id:string data:object",
	"input_request":       "prompt:string password:boolean",
	"kernel_info_reply": "status:string protocol_version:string implementation:string implementation_version:string " +
		"language_info:object banner:string help_links:array supported_features:array",
	"execute_reply":     "status:string execution_count:number payload:array user_expressions:object",
	"complete_reply":    "status:string matches:array cursor_start:number cursor_end:number metadata:object",
	"inspect_reply":     "status:string found:boolean data:object metadata:object",
	"is_complete_reply": "status:string indent:string?",
	"history_reply":     "status:string history:array",
	"comm_info_reply":   "status:string comms:object",
	"interrupt_reply":   "status:string",
	"shutdown_reply":    "status:string restart:boolean",
	"usage_reply": "hostname:string pid:number kernel_cpu:number kernel_memory:number cpu_count:number " +
		"host_cpu_percent:number? host_virtual_memory:object",
}

// A reply that is not ok has other fields.
const (
	errorShape        = "status:string ename:string evalue:string traceback:array"
	executeErrorShape = errorShape + " execution_count:number"
	abortedShape      = "status:string"
)

func shapeOf(m message) string {
	switch m.content["status"] {
	case "error":
		if m.Header.MsgType == "execute_reply" {
			return executeErrorShape
		}
		return errorShape
	case "aborted":
		return abortedShape
	}
	return shapes[m.Header.MsgType]
}

var mimeType = regexp.MustCompile(`^[\w\-+.]+/[\w\-+.]+$`)

// checkShape reports what clients would refuse in a message.
func checkShape(t *testing.T, m message) {
	t.Helper()
	complain := func(format string, args ...any) {
		t.Helper()
		t.Errorf("%s: %s in %s", m.Header.MsgType, fmt.Sprintf(format, args...), m.Content)
	}
	checkHeader(complain, m.Header)
	shape := shapeOf(m)
	if shape == "" {
		complain("unknown type")
	}
	names := map[string]bool{}
	for field := range strings.FieldsSeq(shape) {
		name, kind, _ := strings.Cut(field, ":")
		kind, optional := strings.CutSuffix(kind, "?")
		names[name] = true
		if v, ok := m.content[name]; !ok && !optional {
			complain("no %s", name)
		} else if ok && kindOf(v) != kind {
			complain("%s is %s, want %s", name, kindOf(v), kind)
		}
	}
	for name := range m.content {
		if !names[name] {
			complain("field %s is in no specification", name)
		}
	}
	data, _ := m.content["data"].(map[string]any)
	if !strings.HasPrefix(m.Header.MsgType, "comm_") {
		for mime := range data {
			if !mimeType.MatchString(mime) {
				complain("MIME type %q", mime)
			}
		}
	}
}

func checkHeader(complain func(string, ...any), h wire.Header) {
	if h.MsgID == "" || h.Session == "" || h.Username == "" {
		complain("header %+v lacks something", h)
	}
	if h.Version != "5.5" {
		complain("version %q", h.Version)
	}
	if _, err := time.Parse(time.RFC3339Nano, h.Date); err != nil || !strings.HasSuffix(h.Date, "Z") {
		complain("date %q", h.Date)
	}
}

func kindOf(v any) string {
	switch v.(type) {
	case string:
		return "string"
	case float64:
		return "number"
	case bool:
		return "boolean"
	case map[string]any:
		return "object"
	case []any:
		return "array"
	}
	return "null"
}

// What the kernel says to each request, in order. All shapes are checked by the
// port.
func TestEveryRequest(t *testing.T) {
	for _, tt := range []struct {
		name, msgType string
		say           content
		want          string
	}{
		{"kernel info", "kernel_info_request", content{}, "busy · kernel_info_reply ok · idle"},
		{"execute", "execute_request", content{"code": "hello"}, `busy · execute_input · stdout "hello, world\n" · execute_reply ok · idle`},
		{"execute with defaults null", "execute_request", content{"code": "hello", "user_expressions": nil}, `busy · execute_input · stdout "hello, world\n" · execute_reply ok · idle`},
		{"execute without code", "execute_request", content{"code": 7}, "busy · execute_reply error · idle"},
		{"stderr", "execute_request", content{"code": "oops"}, `busy · execute_input · stderr "oops\n" · execute_reply ok · idle`},
		{"value", "execute_request", content{"code": "6*7"}, "busy · execute_input · execute_result · execute_reply ok · idle"},
		{"failure", "execute_request", content{"code": "fail"}, "busy · execute_input · error · execute_reply error · idle"},
		{"evaluator panics", "execute_request", content{"code": "panic"}, "busy · execute_input · error · execute_reply error · idle"},
		{"silent", "execute_request", content{"code": "hello", "silent": true}, "busy · execute_reply ok · idle"},
		{"silent value", "execute_request", content{"code": "6*7", "silent": true}, "busy · execute_reply ok · idle"},
		{"silent failure", "execute_request", content{"code": "fail", "silent": true}, "busy · execute_reply error · idle"},
		{"complete", "complete_request", content{"code": "fmt.P", "cursor_pos": 5}, "busy · complete_reply ok · idle"},
		{"complete nonsense", "complete_request", content{"code": []int{}}, "busy · complete_reply error · idle"},
		{"inspect", "inspect_request", content{"code": "x", "cursor_pos": 0, "detail_level": 1}, "busy · inspect_reply ok · idle"},
		{"inspect nothing", "inspect_request", content{"code": "", "cursor_pos": 0}, "busy · inspect_reply ok · idle"},
		{"inspect nonsense", "inspect_request", content{"code": 1}, "busy · inspect_reply error · idle"},
		{"is complete", "is_complete_request", content{"code": "x"}, "busy · is_complete_reply complete · idle"},
		{"is incomplete", "is_complete_request", content{"code": "func {"}, "busy · is_complete_reply incomplete · idle"},
		{"is complete nonsense", "is_complete_request", content{"code": 1}, "busy · is_complete_reply error · idle"},
		{"history", "history_request", content{"hist_access_type": "tail", "n": 3}, "busy · history_reply ok · idle"},
		{"history nonsense", "history_request", content{"n": "x"}, "busy · history_reply error · idle"},
		{"comm info", "comm_info_request", content{}, "busy · comm_info_reply ok · idle"},
		{"comm info nonsense", "comm_info_request", content{"target_name": 1}, "busy · comm_info_reply error · idle"},
		{"comm open", "comm_open", content{"comm_id": "c", "target_name": "known", "data": content{}}, "busy · idle"},
		{"comm open unknown", "comm_open", content{"comm_id": "c", "target_name": "other", "data": content{}}, "busy · comm_close · idle"},
		{"comm open nonsense", "comm_open", content{"comm_id": 1}, "busy · idle"},
		{"comm msg", "comm_msg", content{"comm_id": "c", "data": content{"x": 1}}, "busy · idle"},
		{"comm msg nonsense", "comm_msg", content{"comm_id": 1}, "busy · idle"},
		{"comm close", "comm_close", content{"comm_id": "c"}, "busy · idle"},
		{"comm close nonsense", "comm_close", content{"comm_id": 1}, "busy · idle"},
		{"interrupt", "interrupt_request", content{}, "busy · interrupt_reply ok · idle"},
		{"usage", "usage_request", content{}, "busy · usage_reply ok · idle"},
		{"shutdown", "shutdown_request", content{"restart": true}, "busy · shutdown_reply ok · shutdown_reply ok · idle"},
		{"shutdown nonsense", "shutdown_request", content{"restart": "x"}, "busy · shutdown_reply error · idle"},
		{"connect", "connect_request", content{}, "busy · idle"},
		{"debug", "debug_request", content{"seq": 1, "type": "request", "command": "debugInfo"}, "busy · idle"},
		{"create subshell", "create_subshell_request", content{}, "busy · idle"},
		{"delete subshell", "delete_subshell_request", content{"subshell_id": "x"}, "busy · idle"},
		{"list subshell", "list_subshell_request", content{}, "busy · idle"},
		{"unknown", "make_coffee_request", content{}, "busy · idle"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			start(t, func(c *client) {
				list := c.request(tt.msgType, tt.say)
				if tt.msgType == "usage_request" {
					if got := story(list); got != "busy · usage_reply · idle" {
						t.Error(got)
					}
					return
				}
				expect(t, list, tt.want)
			})
		})
	}
}

func TestControlAnswersToo(t *testing.T) {
	for _, msgType := range []string{"kernel_info_request", "interrupt_request", "shutdown_request", "usage_request", "complete_request", "comm_info_request"} {
		t.Run(msgType, func(t *testing.T) {
			start(t, func(c *client) {
				list := c.about(c.send(wire.Control, msgType, content{}))
				only(t, list[1:], "status")
				if got := list[len(list)-1].String(); got != "idle" {
					t.Errorf("the last message is %s, want idle", got)
				}
			})
		})
	}
	t.Run("execute_request is for shell only", func(t *testing.T) {
		start(t, func(c *client) {
			expect(t, c.about(c.send(wire.Control, "execute_request", content{"code": "hello"})), "busy · idle")
		})
	})
}

func TestOneSessionForEverything(t *testing.T) {
	start(t, func(c *client) {
		c.run("hello")
		c.request("kernel_info_request", content{})
		ids := map[string]bool{}
		for _, m := range c.sent() {
			if m.Header.Session != c.sent()[0].Header.Session || m.Header.Session == "client" {
				t.Errorf("%s has session %s", m, m.Header.Session)
			}
			if ids[m.Header.MsgID] {
				t.Errorf("%s has the id of an earlier message", m)
			}
			ids[m.Header.MsgID] = true
		}
	})
}

func TestStartingOnce(t *testing.T) {
	start(t, func(c *client) {
		c.run("hello")
		starting := slices.DeleteFunc(c.sent(), func(m message) bool { return m.String() != "starting" })
		if len(starting) != 1 || starting[0].parent.MsgID != "" {
			t.Errorf("starting: %v, want one without a parent", starting)
		}
		if string(starting[0].Parent) != "{}" {
			t.Errorf("parent of starting is %s, want {}", starting[0].Parent)
		}
	})
}

func TestParentIsTheRequestsHeader(t *testing.T) {
	start(t, func(c *client) {
		raw := json.RawMessage(`{"msg_id":"m","msg_type":"kernel_info_request","session":"s","username":"u","version":"5.3","date":"","odd":[1]}`)
		frames := c.signer.Encode(wire.Message{Header: wire.Header{MsgID: "m", MsgType: "kernel_info_request"}})
		frames[2] = raw
		s := session.New(session.Config{Evaluator: newFake()})
		port := &memoryPort{t: c.t, signer: wire.NewSigner(nil)}
		if err := s.Start(port); err != nil {
			t.Fatal(err)
		}
		defer s.Close(c.t.Context())
		s.Handle(wire.Inbound{Peer: peer("p"), Frames: frames})
		for _, m := range port.sent[1:] {
			if string(m.Parent) != string(raw) {
				t.Errorf("%s has parent %s", m, m.Parent)
			}
		}
	})
}

func TestKernelInfo(t *testing.T) {
	start(t, func(c *client) {
		info := c.reply("kernel_info_request", content{})
		language := info["language_info"].(map[string]any)
		for _, tt := range []struct{ name, got, want any }{
			{"protocol_version", info["protocol_version"], "5.5"},
			{"implementation", info["implementation"], "fakelab"},
			{"implementation_version", info["implementation_version"], "0.1"},
			{"banner", info["banner"], "a fake"},
			{"language", language["name"], "fake"},
			{"file extension", language["file_extension"], ".fake"},
			{"features", len(info["supported_features"].([]any)), 0},
			{"help", info["help_links"].([]any)[0].(map[string]any)["url"], "https://example.org"},
		} {
			if tt.got != tt.want {
				t.Errorf("%s = %v, want %v", tt.name, tt.got, tt.want)
			}
		}
	})
}

func TestWelcome(t *testing.T) {
	start(t, func(c *client) {
		for _, topic := range []string{"", "status"} {
			frames := c.s.Welcome([]byte(topic))
			route, _ := wire.SplitRoute(frames)
			if len(route) != 0 && string(route[0]) != topic || topic != "" && len(route) == 0 {
				t.Errorf("topic %q: route %q", topic, route)
			}
			c.port.sent = nil
			if err := c.port.Publish(frames); err != nil {
				t.Fatal(err)
			}
			m := c.port.sent[0]
			if m.content["subscription"] != topic || string(m.Parent) != "{}" {
				t.Errorf("topic %q: %s with parent %s", topic, m.Content, m.Parent)
			}
		}
	})
}

func TestRefusedMessages(t *testing.T) {
	start(t, func(c *client) {
		good := c.signer.Encode(wire.Message{Header: wire.NewHeader("client", "kernel_info_request")})
		forged := slices.Clone(good)
		forged[5] = []byte(`{"x":1}`)
		c.s.Handle(wire.Inbound{Peer: c.peer, Frames: good})
		before := len(c.sent())
		for name, frames := range map[string][][]byte{"forged": forged, "replayed": good, "empty": nil, "short": good[:3]} {
			c.s.Handle(wire.Inbound{Peer: c.peer, Frames: frames})
			if n := len(c.sent()); n != before {
				t.Errorf("%s: the kernel answered", name)
			}
		}
	})
}

func TestClientsThatAreGone(t *testing.T) {
	start(t, func(c *client) {
		c.port.gone = true
		expect(t, c.run("hello"), `busy · execute_input · stdout "hello, world\n" · execute_reply ok · idle`)
	})
}
