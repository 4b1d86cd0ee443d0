package supervisor_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/spawnlab/spawnlab/runtime/genserver"
	"github.com/spawnlab/spawnlab/runtime/internal/oracle"
	"github.com/spawnlab/spawnlab/runtime/internal/proctest"
	"github.com/spawnlab/spawnlab/runtime/process"
	. "github.com/spawnlab/spawnlab/runtime/supervisor"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestMain(m *testing.M) {
	// handleEvent is the Go runtime's own, under js/wasm.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("runtime.handleEvent"))
}

func TestSource(t *testing.T) { proctest.CheckSource(t) }

const (
	boom = process.Atom("boom")
	ms   = time.Millisecond
)

type (
	atom  = process.Atom
	tuple = oracle.Tuple
	list  = oracle.List
)

// quiet is a System whose group leader is nobody.
func quiet() process.Options { return process.Options{GroupLeader: &bytes.Buffer{}} }

// golden compares text with a file in testdata, or rewrites that.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("%s differs; run with -update and read what changed\n%s", path, text)
	}
}

// A worker tells who watches it when it is up and down. Casts end it: exit and
// stop.
type worker struct {
	genserver.Base
	to   process.PID
	id   atom
	deaf bool                     // does not trap exits
	init func() *genserver.Result // nil, or a result of nil: OK
	slow time.Duration            // of Terminate
}

type (
	exit struct{ Reason any }
	stop struct{ Reason any }
)

func (w *worker) Init(self *process.Self) genserver.Result {
	self.TrapExit(!w.deaf)
	if w.init != nil {
		if r := w.init(); r != nil {
			what := any(atom("ignore"))
			if r.String() != "Ignore()" {
				what = tuple{atom("stop"), atom("bad")}
			}
			self.Send(w.to, tuple{atom("init"), w.id, what})
			return *r
		}
	}
	self.Send(w.to, tuple{atom("up"), w.id})
	return genserver.OK()
}

func (w *worker) HandleCast(self *process.Self, req any) genserver.Result {
	switch req := req.(type) {
	case exit:
		self.Exit(req.Reason)
	case stop:
		return genserver.Stop(req.Reason)
	}
	return genserver.NoReply()
}

func (w *worker) HandleInfo(*process.Self, any) genserver.Result { return genserver.NoReply() }

func (w *worker) Terminate(self *process.Self, reason any) {
	self.Send(w.to, tuple{atom("down"), w.id, reason})
	proctest.Sleep(self, w.slow)
}

// child returns the child that fresh makes, registered under its id.
func child(id string, fresh func() *worker) Child {
	return Child{ID: id, Start: func(self *process.Self) (process.PID, error) {
		w := fresh()
		w.id = atom(id)
		return genserver.StartLink(self, w, genserver.Name(id))
	}}
}

// telling returns a plain child that tells the process.
func telling(self *process.Self, id string) Child {
	me := self.PID()
	return child(id, func() *worker { return &worker{to: me} })
}

// with returns c, changed.
func with(c Child, change func(c *Child)) Child {
	change(&c)
	return c
}
