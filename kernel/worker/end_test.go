package worker_test

import (
	"bytes"
	"context"
	"io"
	"log"
	"os"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/kernel/worker"
)

// result waits for Serve's.
func (n *notebook) result() error {
	n.t.Helper()
	select {
	case err := <-n.ended:
		return err
	case <-time.After(patience):
		n.t.Fatal("Serve does not return")
		return nil
	}
}

// TestEndOfInput: when the stream ends Serve returns, whatever runs.
func TestEndOfInput(t *testing.T) {
	for _, tt := range []struct{ name, code string }{
		{"idle", "fmt.Println(0)"},
		{"loop", "fmt.Println(0)\nfor {}"},
		{"deferred loop", "defer func() { for {} }()\nfmt.Println(0)\nfor {}"},
		{"receive", "fmt.Println(0)\nself.Receive()"},
		{"input", "fmt.Println(0)\nvar s string\nfmt.Scan(&s)"},
		{"processes", "for range 100 { self.Spawn(func(self *process.Self) { for {} }) }\nfmt.Println(0)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := open(t)
			id := n.begin(tt.code)
			await(n, func(o link.Output) bool { return o.Cell == id })
			began := time.Now()
			n.in.Close()
			if err := n.result(); err != nil {
				t.Errorf("Serve returns %v", err)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

// TestShutdown: what was printed before the shutdown is sent.
func TestShutdown(t *testing.T) {
	n := open(t)
	id := n.begin("self.Spawn(func(self *process.Self) { for i := range 1000 { fmt.Println(i) }; notebook.Show(display.HTML(\"last\")) })\nself.Receive()")
	await(n, func(b link.Bundle) bool { return b.Cell == id })
	n.send(link.KindShutdown, nil)
	if err := n.result(); err != nil {
		t.Errorf("Serve returns %v", err)
	}
	if got := strings.Count(n.answer(id).stdout, "\n"); got != 1000 {
		t.Errorf("%d lines came, want 1000", got)
	}
}

// TestShutdownOfADeafFront: Serve does not wait for one that does not read.
func TestShutdownOfADeafFront(t *testing.T) {
	inR, inW := io.Pipe()
	_, outW := io.Pipe() // nobody reads
	down := link.StartWriter(inW)
	ended := make(chan error, 1)
	go func() { ended <- worker.Serve(context.Background(), inR, outW) }()
	for _, f := range []struct {
		kind link.Kind
		body any
	}{
		{link.KindHello, link.Hello{Version: link.Version}},
		{link.KindEval, link.Eval{Cell: "a", Count: 1, Code: `for { fmt.Println("x") }`}},
		{link.KindShutdown, nil},
	} {
		if err := down.Send(f.kind, f.body); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("Serve returns %v", err)
		}
	case <-time.After(patience):
		t.Fatal("Serve waits for the front")
	}
	inR.Close()
	outW.Close()
	down.Close()
}

// TestEndOfContext: Serve returns when its context ends.
func TestEndOfContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r, w := io.Pipe()
	defer w.Close()
	if err := worker.Serve(ctx, r, io.Discard); err != nil {
		t.Errorf("Serve returns %v", err)
	}
}

// TestStreamsThatMakeNoSense: Serve says so.
func TestStreamsThatMakeNoSense(t *testing.T) {
	frames := func(kinds ...link.Kind) []byte {
		bodies := map[link.Kind]any{link.KindHello: link.Hello{}, link.KindEval: link.Eval{Cell: "a", Code: "1"}}
		var b []byte
		for _, k := range kinds {
			m, err := link.NewMessage(k, bodies[k])
			if err != nil {
				t.Fatal(err)
			}
			b = m.AppendTo(b)
		}
		return b
	}
	for _, tt := range []struct {
		name  string
		bytes []byte
		want  string // part of the error
	}{
		{"nothing", nil, ""},
		{"hello", frames(link.KindHello), ""},
		{"cell before hello", frames(link.KindEval), "eval frame out of turn"},
		{"ping before hello", frames(link.KindPing), "ping frame out of turn"},
		{"two hellos", frames(link.KindHello, link.KindHello), "hello frame out of turn"},
		{"cut off", frames(link.KindHello)[:7], "unexpected EOF"},
		{"no frame", []byte{0, 0, 0, 0}, "frame without kind"},
		{"no JSON", []byte{0, 0, 0, 2, byte(link.KindHello), '{'}, "unexpected EOF"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := worker.Serve(context.Background(), bytes.NewReader(tt.bytes), io.Discard)
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("Serve returns %v, want %q", err, tt.want)
			}
		})
	}
}

// TestNothingIsLeft: what a notebook ran ends with its worker.
func TestNothingIsLeft(t *testing.T) {
	for _, code := range []string{
		"1",
		"self.Spawn(func(self *process.Self) { self.Receive() })\nself.SpawnLink(func(self *process.Self) { for {} })",
		"go func() { select {} }()\ngo func() { for {} }()",
		"panic(1)",
		"self.Exit(1)",
		"var s string\nfmt.Scan(&s)",
		"for {}",
	} {
		before := goleak.IgnoreCurrent()
		n := start(t)
		n.send(link.KindHello, link.Hello{Version: link.Version})
		id := n.begin("fmt.Println(0)\n" + code)
		await(n, func(o link.Output) bool { return o.Cell == id })
		n.close()
		if err := n.result(); err != nil {
			t.Errorf("Serve returns %v", err)
		}
		if err := goleak.Find(before); err != nil {
			t.Errorf("%s\nleaves %v", code, err)
		}
	}
	log.SetOutput(os.Stderr)
}
