package session_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spawnlab/spawnlab/kernel/session"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

func TestCommsFromTheFrontEnd(t *testing.T) {
	start(t, func(c *client) {
		open := wire.NewHeader("client", "comm_open")
		c.sendMessage(wire.Shell, wire.Message{
			Header: open, Metadata: []byte(`{"version":"2.1.0"}`),
			Content: []byte(`{"comm_id":"1","target_name":"known","data":{"a":1}}`),
			Buffers: [][]byte{{1, 2}, {3}},
		})
		c.request("comm_msg", content{"comm_id": "1", "data": content{"b": "x"}})
		c.request("comm_close", content{"comm_id": "1", "data": content{}})
		want := []session.CommMessage{
			{
				Kind: session.CommOpen, ID: "1", Target: "known", Data: map[string]any{"a": 1.0},
				Meta: map[string]any{"version": "2.1.0"}, Buffers: [][]byte{{1, 2}, {3}},
			},
			{Kind: session.CommMsg, ID: "1", Data: map[string]any{"b": "x"}, Meta: map[string]any{}, Buffers: [][]byte{}},
			{Kind: session.CommClose, ID: "1", Data: map[string]any{}, Meta: map[string]any{}, Buffers: [][]byte{}},
		}
		if diff := cmp.Diff(want, c.eval.received); diff != "" {
			t.Error(diff)
		}
		expect(t, c.about(open), "busy · idle")
	})
}

func TestUnknownTargetIsClosed(t *testing.T) {
	start(t, func(c *client) {
		list := c.request("comm_open", content{"comm_id": "9", "target_name": "nobody", "data": content{}})
		closed := only(t, list, "comm_close")
		if closed.content["comm_id"] != "9" {
			t.Errorf("comm_close %v", closed.content)
		}
	})
}

func TestCommsToTheFrontEnd(t *testing.T) {
	start(t, func(c *client) {
		c.script("widget", func(out session.Output, cell string) {
			out.Comm(cell, session.CommMessage{
				Kind: session.CommOpen, ID: "1", Target: "jupyter.widget",
				Data: map[string]any{"state": map[string]any{}}, Meta: map[string]any{"version": "2.1.0"}, Buffers: [][]byte{{7}},
			})
			out.Comm(cell, session.CommMessage{Kind: session.CommMsg, ID: "1"})
			out.Comm(cell, session.CommMessage{Kind: session.CommClose, ID: "1"})
			out.Comm(cell, session.CommMessage{Kind: "unheard of", ID: "1"})
		})
		list := c.run("widget")
		expect(t, list, "busy · execute_input · comm_open · comm_msg · comm_close · execute_reply ok · idle")
		if got := string(list[2].Metadata); got != `{"version":"2.1.0"}` {
			t.Errorf("metadata of comm_open %s", got)
		}
		if diff := cmp.Diff([][]byte{{7}}, list[2].Buffers); diff != "" {
			t.Error(diff)
		}
		if got := string(list[3].Content); got != `{"comm_id":"1","data":{}}` {
			t.Errorf("comm_msg %s", got)
		}
	})
}

func TestCommInfo(t *testing.T) {
	start(t, func(c *client) {
		c.eval.comms = map[string]string{"1": "a", "2": "b"}
		for target, want := range map[string]map[string]any{
			"":  {"1": map[string]any{"target_name": "a"}, "2": map[string]any{"target_name": "b"}},
			"b": {"2": map[string]any{"target_name": "b"}},
			"c": {},
		} {
			got := c.reply("comm_info_request", content{"target_name": target})["comms"]
			if diff := cmp.Diff(any(want), got); diff != "" {
				t.Errorf("target %q: %s", target, diff)
			}
		}
	})
}
