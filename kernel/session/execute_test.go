package session_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spawnlab/spawnlab/kernel/session"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

// Silent replies carry the last used number; cells that are not stored show the
// next one and do not use it up.
func TestExecutionCount(t *testing.T) {
	type step struct {
		say          content
		input, reply any // execution counts, nil for no execute_input
	}
	start(t, func(c *client) {
		for i, s := range []step{
			{content{"code": "", "silent": true}, nil, 0.0},
			{content{"code": "a"}, 1.0, 1.0},
			{content{"code": "fail", "stop_on_error": false}, 2.0, 2.0},
			{content{"code": "b", "store_history": false}, 3.0, 3.0},
			{content{"code": "c"}, 3.0, 3.0},
			{content{"code": "", "silent": true}, nil, 3.0},
			{content{"code": "d", "silent": true, "store_history": true}, nil, 3.0},
			{content{"code": " \n"}, 3.0, 3.0},
			{content{"code": "6*7"}, 4.0, 4.0},
		} {
			list := c.request("execute_request", s.say)
			if got := only(t, list, "execute_reply").content["execution_count"]; got != s.reply {
				t.Errorf("step %d %v: reply has count %v, want %v", i, s.say, got, s.reply)
			}
			var input any
			for _, m := range list {
				if m.Header.MsgType == "execute_input" {
					input = m.content["execution_count"]
				}
			}
			if input != s.input {
				t.Errorf("step %d %v: execute_input has count %v, want %v", i, s.say, input, s.input)
			}
		}
		result := only(t, c.run("6*7"), "execute_result")
		if result.content["execution_count"] != 5.0 {
			t.Errorf("execute_result has count %v", result.content["execution_count"])
		}
	})
}

func TestWhatTheEvaluatorGets(t *testing.T) {
	start(t, func(c *client) {
		h := wire.NewHeader("client", "execute_request")
		c.sendMessage(wire.Shell, wire.Message{
			Header:   h,
			Metadata: []byte(`{"cellId":"c7","deletedCells":[]}`),
			Content:  []byte(`{"code":"x","user_expressions":{"a":"b"}}`),
		})
		c.request("execute_request", content{"code": "y", "silent": true})
		want := []session.Cell{
			{ID: h.MsgID, Key: "c7", Count: 1, Code: "x", Store: true, Expressions: map[string]string{"a": "b"}},
			{Count: 1, Code: "y", Silent: true},
		}
		got := slices.Clone(c.eval.cells)
		got[1].ID = ""
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestReplyTellsWhenItStarted(t *testing.T) {
	start(t, func(c *client) {
		c.eval.on("slow", func(context.Context, session.Cell) session.Result {
			time.Sleep(3 * time.Second)
			return session.Result{}
		})
		want := wire.Timestamp(time.Now())
		h := c.send(wire.Shell, "execute_request", content{"code": "slow"})
		time.Sleep(4 * time.Second)
		reply := only(t, c.about(h), "execute_reply")
		if got := string(reply.Metadata); got != `{"started":"`+want+`"}` {
			t.Errorf("metadata %s, want started %s", got, want)
		}
	})
}

func TestUserExpressions(t *testing.T) {
	start(t, func(c *client) {
		c.eval.on("x", always(session.Result{Expressions: map[string]session.Expression{
			"good":  {Value: &session.Bundle{Data: map[string]any{"text/plain": "1"}}},
			"bad":   {Err: &session.Error{Name: "E", Message: "m"}},
			"empty": {},
		}}))
		got := c.reply("execute_request", content{"code": "x"})["user_expressions"]
		want := map[string]any{
			"good":  map[string]any{"status": "ok", "data": map[string]any{"text/plain": "1"}, "metadata": map[string]any{}},
			"bad":   map[string]any{"status": "error", "ename": "E", "evalue": "m", "traceback": []any{}},
			"empty": map[string]any{"status": "ok", "data": map[string]any{}, "metadata": map[string]any{}},
		}
		if diff := cmp.Diff(any(want), got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPager(t *testing.T) {
	start(t, func(c *client) {
		c.eval.on("doc", always(session.Result{Page: &session.Bundle{Data: map[string]any{"text/plain": "help"}}}))
		got := c.reply("execute_request", content{"code": "doc"})["payload"]
		want := []any{map[string]any{"source": "page", "start": 0.0, "data": map[string]any{"text/plain": "help"}}}
		if diff := cmp.Diff(any(want), got); diff != "" {
			t.Error(diff)
		}
	})
}

// The error on IOPub and the error in the reply say the same.
func TestFailure(t *testing.T) {
	start(t, func(c *client) {
		list := c.run("fail")
		published, reply := only(t, list, "error").content, only(t, list, "execute_reply").content
		delete(reply, "status")
		delete(reply, "execution_count")
		if diff := cmp.Diff(published, reply); diff != "" {
			t.Error(diff)
		}
		if published["ename"] != "Panic" || published["evalue"] != "boom" {
			t.Errorf("error %v", published)
		}
	})
}

func TestDisplays(t *testing.T) {
	start(t, func(c *client) {
		c.eval.on("show", func(_ context.Context, x session.Cell) session.Result {
			c.eval.out.Display(x.ID, session.Bundle{Data: map[string]any{"text/html": "<b>"}, DisplayID: "d"})
			c.eval.out.Update(x.ID, session.Bundle{Data: map[string]any{"text/plain": "two"}, DisplayID: "d"})
			c.eval.out.Clear(x.ID, true)
			c.eval.out.Display(x.ID, session.Bundle{Data: map[string]any{"text/plain": "y", "x/bad": func() {}}})
			return session.Result{}
		})
		list := c.run("show")
		expect(t, list, "busy · execute_input · display_data · update_display_data · clear_output · display_data · execute_reply ok · idle")
		named := map[string]any{"display_id": "d"}
		for i, want := range map[int]map[string]any{
			2: {"data": map[string]any{"text/html": "<b>", "text/plain": ""}, "metadata": map[string]any{}, "transient": named},
			3: {"data": map[string]any{"text/plain": "two"}, "metadata": map[string]any{}, "transient": named},
			4: {"wait": true},
			5: {"data": map[string]any{"text/plain": "[x/bad can't be shown: protocol: encode func(): json: unsupported type: func()]"}, "metadata": map[string]any{}},
		} {
			if diff := cmp.Diff(want, list[i].content); diff != "" {
				t.Errorf("message %d: %s", i, diff)
			}
		}
	})
}

// hold registers a cell that fails or ends well when it is released.
func (c *client) hold(code string, r session.Result) (release func()) {
	gate := make(chan struct{})
	c.eval.on(code, func(context.Context, session.Cell) session.Result {
		<-gate
		return r
	})
	return func() { close(gate) }
}

const aborted = "busy · execute_reply aborted · idle"

func TestFailureAbortsTheQueue(t *testing.T) {
	for _, tt := range []struct {
		name      string
		say       content
		end       session.Result
		wantQueue string
	}{
		{"failure", content{}, failed("E", "m"), aborted},
		{"interrupted", content{}, failed("KeyboardInterrupt", "m"), aborted},
		{"ends well", content{}, session.Result{}, "busy · execute_input · execute_reply ok · idle"},
		{"stop_on_error is false", content{"stop_on_error": false}, failed("E", "m"), "busy · execute_input · execute_reply ok · idle"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			start(t, func(c *client) {
				release := c.hold("first", tt.end)
				tt.say["code"] = "first"
				c.send(wire.Shell, "execute_request", tt.say)
				second := c.send(wire.Shell, "execute_request", content{"code": "second"})
				third := c.send(wire.Shell, "execute_request", content{"code": "third"})
				time.Sleep(time.Second)
				release()
				expect(t, c.about(second), tt.wantQueue)
				expect(t, c.about(third), tt.wantQueue)
				time.Sleep(time.Second)
				expect(t, c.run("later"), "busy · execute_input · execute_reply ok · idle")
			})
		})
	}
}

// "Run all" sends its cells one by one: those that a client made before it could
// know of the failure are aborted, those that it made in spite of it run.
func TestFailureAbortsWhatIsOnItsWay(t *testing.T) {
	for _, tt := range []struct {
		name    string
		session string
		made    time.Duration // after the first request was made
		late    time.Duration // from the failure until it arrives
		ran     bool
	}{
		{"made before", "client", 10 * time.Millisecond, 0, false},
		{"made before, arrives later", "client", 40 * time.Millisecond, 300 * time.Millisecond, false},
		{"made after the reply", "client", 51 * time.Millisecond, time.Millisecond, true},
		{"by another client", "other", 10 * time.Millisecond, 0, true},
		{"arrives much too late", "client", 10 * time.Millisecond, 2 * time.Second, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			start(t, func(c *client) {
				clock := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC) // the client's is wrong
				request := func(session, code string, made time.Duration) {
					h := wire.NewHeader(session, "execute_request")
					h.Date = wire.Timestamp(clock.Add(made))
					c.sendMessage(wire.Shell, wire.Message{Header: h, Content: mustJSON(t, content{"code": code})})
				}
				release := c.hold("first", failed("E", "m"))
				request("client", "first", 0)
				time.Sleep(50 * time.Millisecond)
				release()
				synctest.Wait()
				time.Sleep(tt.late)
				request(tt.session, "second", tt.made)
				synctest.Wait()
				if ran := len(c.eval.ran()) == 2; ran != tt.ran {
					t.Errorf("ran = %v, want %v", ran, tt.ran)
				}
			})
		})
	}
}

func TestRequestsWithoutDateAreNotAborted(t *testing.T) {
	start(t, func(c *client) {
		h := wire.NewHeader("client", "execute_request")
		h.Date = ""
		c.run("fail")
		c.sendMessage(wire.Shell, wire.Message{Header: h, Content: []byte(`{"code":"second"}`)})
		expect(t, c.about(h), "busy · execute_input · execute_reply ok · idle")
	})
}

// Clients take the newest status for the state of the kernel.
func TestOthersAreAnsweredWhileACellRuns(t *testing.T) {
	start(t, func(c *client) {
		release := c.hold("long", session.Result{})
		h := c.send(wire.Shell, "execute_request", content{"code": "long"})
		synctest.Wait()
		for _, msgType := range []string{"kernel_info_request", "complete_request", "inspect_request", "comm_info_request", "history_request"} {
			list := c.request(msgType, content{})
			if len(list) != 3 || list[2].String() != "idle" {
				t.Errorf("%s: %s", msgType, story(list))
			}
			if all := c.sent(); all[len(all)-1].String() != "busy" || all[len(all)-1].parent.MsgID != h.MsgID {
				t.Errorf("%s: clients think that the kernel is %s", msgType, all[len(all)-1])
			}
		}
		release()
		all := c.sent()
		if last := all[len(all)-1]; last.String() != "idle" || last.parent.MsgID != h.MsgID {
			t.Errorf("the last message is %s", last)
		}
		expect(t, c.request("kernel_info_request", content{}), "busy · kernel_info_reply ok · idle")
	})
}

func TestInterrupt(t *testing.T) {
	t.Run("a running cell", func(t *testing.T) {
		start(t, func(c *client) {
			cell := c.send(wire.Shell, "execute_request", content{"code": "wait", "stop_on_error": false})
			queued := c.send(wire.Shell, "execute_request", content{"code": "queued"})
			synctest.Wait()
			expect(t, c.about(c.send(wire.Control, "interrupt_request", content{})), "busy · interrupt_reply ok · idle")
			only(t, c.about(cell), "error")
			expect(t, c.about(queued), aborted)
		})
	})
	t.Run("nothing", func(t *testing.T) {
		start(t, func(c *client) {
			c.send(wire.Control, "interrupt_request", content{})
			expect(t, c.run("hello"), `busy · execute_input · stdout "hello, world\n" · execute_reply ok · idle`)
		})
	})
}

func TestShutdown(t *testing.T) {
	for _, restart := range []bool{true, false} {
		start(t, func(c *client) {
			list := c.about(c.send(wire.Control, "shutdown_request", content{"restart": restart}))
			if list[1].channel != "iopub" || list[2].channel != "shell" {
				t.Errorf("replies on %s and %s, want iopub and shell", list[1].channel, list[2].channel)
			}
			for _, m := range list[1:3] {
				if m.content["restart"] != restart {
					t.Errorf("restart is %v, want %v", m.content["restart"], restart)
				}
			}
			select {
			case <-c.s.Done():
			default:
				t.Error("Done is open")
			}
			c.send(wire.Control, "shutdown_request", content{}) // again does no harm
		})
	}
}

func TestCloseEndsWhatRuns(t *testing.T) {
	var c *client
	var running, queued wire.Header
	start(t, func(cl *client) {
		c = cl
		running = c.send(wire.Shell, "execute_request", content{"code": "wait"})
		queued = c.send(wire.Shell, "execute_request", content{"code": "queued"})
		synctest.Wait()
		c.close()
		only(t, c.about(running), "execute_reply")
		expect(t, c.about(queued), aborted)
		before := len(c.sent())
		c.eval.out.Stream("", "stdout", "after the end")
		c.run("after the end")
		if n := len(c.sent()); n != before {
			t.Errorf("a closed session said %s", story(c.sent()[before:]))
		}
	})
}

func TestCloseDoesNotWaitForever(t *testing.T) {
	start(t, func(c *client) {
		release := c.hold("stuck", session.Result{})
		c.send(wire.Shell, "execute_request", content{"code": "stuck"})
		synctest.Wait()
		ctx, cancel := context.WithTimeout(c.t.Context(), time.Second)
		defer cancel()
		if err := c.s.Close(ctx); err != context.DeadlineExceeded {
			t.Errorf("Close = %v, want DeadlineExceeded", err)
		}
		release()
	})
}
