package session_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spawnlab/spawnlab/kernel/session"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

// asking registers a cell that asks once and prints what it got.
func (c *client) asking() {
	c.eval.on("ask", func(ctx context.Context, x session.Cell) session.Result {
		c.eval.out.Stream(x.ID, "stdout", "before ")
		line, err := c.eval.out.Input(ctx, x.ID, "name? ", true)
		c.eval.out.Stream(x.ID, "stdout", fmt.Sprintf("%q %v", line, err))
		return session.Result{}
	})
}

// answer sends an input_reply; question is the id it answers, "" for none.
func (c *client) answer(question, value string) {
	c.sendMessage(wire.Stdin, wire.Message{
		Header:  wire.NewHeader(c.session, "input_reply"),
		Parent:  mustJSON(c.t, map[string]string{"msg_id": question}),
		Content: mustJSON(c.t, content{"value": value}),
	})
}

func TestInput(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(c *client, question string)
		want string
	}{
		{"an answer with a parent", func(c *client, q string) { c.answer(q, "Joe") }, `"Joe" <nil>`},
		{"an answer without a parent", func(c *client, _ string) { c.answer("", "Joe") }, `"Joe" <nil>`},
		{"an empty line", func(c *client, q string) { c.answer(q, "") }, `"" <nil>`},
		{"end of input", func(c *client, q string) { c.answer(q, "\x04") }, `"" EOF`},
		{"an answer to something else first", func(c *client, q string) { c.answer("old", "no"); c.answer(q, "yes") }, `"yes" <nil>`},
		{"two answers", func(c *client, q string) { c.answer(q, "one"); c.answer(q, "two") }, `"one" <nil>`},
		{"interrupt", func(c *client, _ string) { c.send(wire.Control, "interrupt_request", content{}) }, `"" context canceled`},
		{"shutdown", func(c *client, _ string) { c.s.Close(c.t.Context()) }, `"" the kernel is shutting down`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctestInput(t, tt.do, tt.want)
		})
	}
}

func synctestInput(t *testing.T, do func(c *client, question string), want string) {
	synctest.Test(t, func(t *testing.T) {
		c := bare(t)
		c.asking()
		c.answer("", "typed ahead") // is not the answer to a later question
		h := c.send(wire.Shell, "execute_request", content{"code": "ask"})
		question := only(t, c.about(h), "input_request")
		if question.channel != "stdin" || question.peer != "peer" {
			t.Errorf("asked %s on %s", question.peer, question.channel)
		}
		if question.content["prompt"] != "name? " || question.content["password"] != true {
			t.Errorf("asked %v", question.content)
		}
		do(c, question.Header.MsgID)
		synctest.Wait()
		list := c.about(h)
		expect(t, list[:4], `busy · execute_input · stdout "before " · input_request`)
		if got := texts(list[4:]); len(got) != 1 || got[0] != fmt.Sprintf("stdout %q", want) {
			t.Errorf("got %v, want %s", got, want)
		}
		c.s.Close(t.Context())
	})
}

// bare is a started client that the test closes itself.
func bare(t *testing.T) *client {
	eval := newFake()
	c := &client{
		t: t, eval: eval, s: session.New(session.Config{Evaluator: eval, Key: key}),
		port:    &memoryPort{t: t, signer: wire.NewSigner(key)},
		session: "client", peer: "peer", signer: wire.NewSigner(key),
	}
	if err := c.s.Start(c.port); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNoStdin(t *testing.T) {
	start(t, func(c *client) {
		c.eval.on("ask", func(ctx context.Context, x session.Cell) session.Result {
			if _, err := c.eval.out.Input(ctx, x.ID, "?", false); !errors.Is(err, session.ErrNoStdin) {
				t.Errorf("Input error = %v, want ErrNoStdin", err)
			}
			return session.Result{}
		})
		expect(t, c.request("execute_request", content{"code": "ask", "allow_stdin": false}), "busy · execute_input · execute_reply ok · idle")
	})
}

// Clients show one box: the second question waits for the first answer.
func TestQuestionsAreAskedOneByOne(t *testing.T) {
	start(t, func(c *client) {
		h := c.send(wire.Shell, "execute_request", content{"code": ""})
		synctest.Wait()
		answers := make(chan string, 2)
		ask := func(prompt string) {
			line, err := c.eval.out.Input(c.t.Context(), h.MsgID, prompt, false)
			answers <- fmt.Sprint(prompt, line, err)
		}
		go ask("first")
		synctest.Wait()
		go ask("second")
		for i, want := range []string{"first", "second"} {
			var asked []message
			for _, m := range c.about(h) {
				if m.channel == "stdin" {
					asked = append(asked, m)
				}
			}
			if len(asked) != i+1 || asked[i].content["prompt"] != want {
				t.Fatalf("asked %v", asked)
			}
			c.answer("", "!")
			if got := <-answers; got != want+"!<nil>" {
				t.Errorf("got %s", got)
			}
		}
	})
}

func TestWaitingForOnesTurnEnds(t *testing.T) {
	start(t, func(c *client) {
		h := c.send(wire.Shell, "execute_request", content{"code": ""})
		synctest.Wait()
		first, cancel := context.WithCancel(c.t.Context())
		defer cancel()
		go c.eval.out.Input(first, h.MsgID, "first", false)
		synctest.Wait()
		ctx, cancelSecond := context.WithTimeout(c.t.Context(), time.Second)
		defer cancelSecond()
		if _, err := c.eval.out.Input(ctx, h.MsgID, "second", false); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Input error = %v, want DeadlineExceeded", err)
		}
	})
}

func TestAskingAClientThatIsGone(t *testing.T) {
	start(t, func(c *client) {
		h := c.send(wire.Shell, "execute_request", content{"code": ""})
		synctest.Wait()
		c.port.gone = true
		if _, err := c.eval.out.Input(c.t.Context(), h.MsgID, "?", false); !errors.Is(err, session.ErrNoStdin) {
			t.Errorf("Input error = %v, want ErrNoStdin", err)
		}
	})
}

func TestNonsenseOnStdin(t *testing.T) {
	start(t, func(c *client) {
		c.asking()
		h := c.send(wire.Shell, "execute_request", content{"code": "ask"})
		synctest.Wait()
		c.send(wire.Stdin, "input_reply", content{"value": 7})
		c.send(wire.Stdin, "kernel_info_request", content{})
		if list := c.about(h); list[len(list)-1].String() != "input_request" {
			t.Errorf("%s", story(list))
		}
	})
}
