package session_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spawnlab/spawnlab/kernel/session"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

var key = []byte("secret")

// A message is one that the kernel sent, as a client reads it.
type message struct {
	channel string // shell, iopub or stdin; replies on control count as shell
	peer    string
	wire.Message
	parent  wire.Header
	content map[string]any
}

func (m message) String() string {
	switch m.Header.MsgType {
	case "status":
		return fmt.Sprint(m.content["execution_state"])
	case "stream":
		return fmt.Sprintf("%v %q", m.content["name"], m.content["text"])
	}
	if status, ok := m.content["status"]; ok {
		return fmt.Sprintf("%s %v", m.Header.MsgType, status)
	}
	return m.Header.MsgType
}

// A memoryPort is a transport in memory: it keeps what the kernel sends and
// checks the shape of all of it.
type memoryPort struct {
	t      *testing.T
	signer *wire.Signer

	mu   sync.Mutex
	sent []message
	gone bool
}

func (p *memoryPort) take(channel string, peer wire.Peer, frames [][]byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := message{channel: channel}
	if peer != nil {
		m.peer = peer.String()
	}
	var err error
	if m.Message, err = p.signer.Decode(frames); err != nil {
		p.t.Errorf("the kernel sent what is no message: %v", err)
		return nil
	}
	if err := errors.Join(json.Unmarshal(m.Parent, &m.parent), json.Unmarshal(m.Content, &m.content)); err != nil {
		p.t.Errorf("%s: %v", m.Header.MsgType, err)
	}
	checkShape(p.t, m)
	p.sent = append(p.sent, m)
	if p.gone {
		return errors.New("gone")
	}
	return nil
}

func (p *memoryPort) Reply(to wire.Peer, frames [][]byte) error { return p.take("shell", to, frames) }
func (p *memoryPort) Publish(frames [][]byte) error             { return p.take("iopub", nil, frames) }
func (p *memoryPort) RequestInput(to wire.Peer, frames [][]byte) error {
	return p.take("stdin", to, frames)
}

type peer string

func (p peer) String() string { return string(p) }

// A client talks to a session over a memoryPort.
type client struct {
	t       *testing.T
	s       *session.Session
	eval    *fake
	port    *memoryPort
	session string
	peer    peer
	signer  *wire.Signer
}

// start runs test with a started session, inside a bubble with its own time.
func start(t *testing.T, test func(c *client)) { startWith(t, session.Config{}, test) }

func startWith(t *testing.T, config session.Config, test func(c *client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		eval := newFake()
		config.Evaluator, config.Key = eval, key
		config.Implementation, config.Version = "fakelab", "0.1"
		c := &client{
			t: t, eval: eval, s: session.New(config), port: &memoryPort{t: t, signer: wire.NewSigner(key)},
			session: "client", peer: "peer", signer: wire.NewSigner(key),
		}
		if err := c.s.Start(c.port); err != nil {
			t.Fatal(err)
		}
		defer c.close()
		test(c)
	})
}

func (c *client) close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := c.s.Close(ctx); err != nil {
		c.t.Errorf("Close: %v", err)
	}
}

// content is what a request says.
type content map[string]any

// send gives a request to the session and does not wait.
func (c *client) send(channel wire.Channel, msgType string, say content) wire.Header {
	c.t.Helper()
	h := wire.NewHeader(c.session, msgType)
	c.sendMessage(channel, wire.Message{Header: h, Content: mustJSON(c.t, say)})
	return h
}

func (c *client) sendMessage(channel wire.Channel, m wire.Message) {
	c.s.Handle(wire.Inbound{Channel: channel, Peer: c.peer, Frames: c.signer.Encode(m)})
}

// request sends a request on shell, waits until the kernel waits for others,
// and gives everything that was said about it.
func (c *client) request(msgType string, say content) []message {
	c.t.Helper()
	return c.about(c.send(wire.Shell, msgType, say))
}

// run executes code and gives what was said about it.
func (c *client) run(code string) []message {
	c.t.Helper()
	return c.request("execute_request", content{"code": code})
}

// sent waits and gives everything that was sent so far.
func (c *client) sent() []message {
	synctest.Wait()
	c.port.mu.Lock()
	defer c.port.mu.Unlock()
	return append([]message(nil), c.port.sent...)
}

// about waits and gives what was sent with a request as its parent.
func (c *client) about(h wire.Header) []message {
	var list []message
	for _, m := range c.sent() {
		if m.parent.MsgID == h.MsgID {
			list = append(list, m)
		}
	}
	return list
}

// only gives the one message of a type.
func only(t *testing.T, list []message, msgType string) message {
	t.Helper()
	var found []message
	for _, m := range list {
		if m.Header.MsgType == msgType {
			found = append(found, m)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d messages %s, want one, in %v", len(found), msgType, story(list))
	}
	return found[0]
}

// reply asks and gives the content of the only reply.
func (c *client) reply(msgType string, say content) map[string]any {
	c.t.Helper()
	return only(c.t, c.request(msgType, say), strings.TrimSuffix(msgType, "_request")+"_reply").content
}

// story tells messages in one line.
func story(list []message) string {
	var words []string
	for _, m := range list {
		words = append(words, m.String())
	}
	return strings.Join(words, " · ")
}

func mustJSON(t *testing.T, v any) json.RawMessage {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// expect compares a story.
func expect(t *testing.T, list []message, want string) {
	t.Helper()
	if got := story(list); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
