package keeper_test

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/keeper"
	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/kernel/session"
)

var record = flag.Bool("record", false, "record the streams of testdata/streams again with a real worker; then -update")

// TestStreams plays recorded conversations with a worker: "> " are frames to
// it, "< " what it answers. The expectation is what the session gets.
func TestStreams(t *testing.T) {
	if *record {
		files, _ := filepath.Glob("testdata/streams/*.txt")
		for _, file := range files {
			recordStream(t, file)
		}
	}
	golden(t, "testdata/streams/*.txt", func(t *testing.T, input string) string {
		p := &player{tb: t, script: strings.Split(input, "\n")}
		s := &screen{}
		k := keeper.New(keeper.Config{Carrier: p})
		if err := k.Start(s); err != nil {
			t.Fatal(err)
		}
		for _, e := range evals(t, p.script) {
			r := k.Execute(session.Cell{ID: e.Cell, Count: e.Count, Code: e.Code, Store: true, Expressions: e.Expressions})
			s.add("%s ends: %s", e.Cell, outcome(r))
			if r.Err != nil {
				s.add("%s", strings.TrimSuffix(printed(r.Err), "\n"))
			}
		}
		if err := k.Close(context.Background()); err != nil {
			t.Error(err)
		}
		return s.take() + "\n"
	})
}

// evals are the cells of a script.
func evals(t *testing.T, script []string) (cells []link.Eval) {
	for _, line := range script {
		if text, ok := strings.CutPrefix(line, "> "); ok {
			m, err := link.ParseMessage(text)
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			if e, err := link.Decode[link.Eval](m); err == nil {
				cells = append(cells, e)
			}
		}
	}
	return cells
}

// A player is a worker that answers from a script.
type player struct {
	tb     testing.TB
	script []string
}

func (p *player) Start() (*keeper.Worker, error) {
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	exit := make(chan keeper.Exit, 1)
	go func() {
		p.play(inR, outW)
		_, _ = io.Copy(io.Discard, inR)
		_ = outW.Close()
		exit <- keeper.Exit{}
	}()
	return &keeper.Worker{
		In: inW, Out: outR,
		Wait: func() keeper.Exit { return <-exit },
		Kill: func() { _ = inR.Close(); _ = outW.Close() },
	}, nil
}

func (p *player) play(in io.Reader, out io.Writer) {
	frames := link.NewReader(in)
	for _, line := range p.script {
		m, err := link.ParseMessage(line[2:])
		if err != nil {
			p.tb.Errorf("%s: %v", line, err)
			return
		}
		if line[0] == '<' {
			_, _ = out.Write(m.AppendTo(nil))
			continue
		}
		got, err := frames.Next()
		if err != nil || got.Kind != m.Kind {
			p.tb.Errorf("the keeper sends %s, %v; the recording has %s", got, err, m)
			return
		}
	}
}

// recordStream runs the cells of a file in a real worker and writes down both
// streams.
func recordStream(t *testing.T, file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	input, old, _ := strings.Cut(string(text), ruler)
	carrier := processCarrier("real worker")
	carrier.MemoryLimit = 0
	tape := &recorder{Carrier: carrier}
	k := keeper.New(keeper.Config{Carrier: tape})
	if err := k.Start(&screen{}); err != nil {
		t.Fatal(err)
	}
	for _, e := range evals(t, strings.Split(strings.TrimSpace(input), "\n")) {
		k.Execute(session.Cell{ID: e.Cell, Count: e.Count, Code: e.Code, Store: true, Expressions: e.Expressions})
	}
	if err := k.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(tape.text()+ruler+old), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A recorder copies the streams of another carrier's worker.
type recorder struct {
	keeper.Carrier
	mu    sync.Mutex
	lines []string
}

func (r *recorder) Start() (*keeper.Worker, error) {
	w, err := r.Carrier.Start()
	if err != nil {
		return nil, err
	}
	w.In = struct {
		io.Writer
		io.Closer
	}{io.MultiWriter(&tape{r: r, mark: "> "}, w.In), w.In}
	w.Out = struct {
		io.Reader
		io.Closer
	}{io.TeeReader(w.Out, &tape{r: r, mark: "< "}), w.Out}
	return w, nil
}

// text is what was recorded without the end, which is no part of the cells, and
// without what differs from run to run.
func (r *recorder) text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var kept []string
	for _, line := range r.lines {
		if line != "> shutdown" {
			kept = append(kept, times.ReplaceAllString(line, `${1}0`))
		}
	}
	return strings.Join(kept, "\n")
}

var times = regexp.MustCompile(`("(?:compile|run)_ns":)\d+`)

// A tape writes down the frames of one stream.
type tape struct {
	r       *recorder
	mark    string
	pending bytes.Buffer
}

func (t *tape) Write(b []byte) (int, error) {
	t.pending.Write(b)
	for {
		rest := bytes.NewReader(t.pending.Bytes())
		m, err := link.NewReader(rest).Next()
		if err != nil {
			return len(b), nil // the frame is not whole yet
		}
		t.pending.Next(t.pending.Len() - rest.Len())
		t.r.mu.Lock()
		t.r.lines = append(t.r.lines, t.mark+m.String())
		t.r.mu.Unlock()
	}
}
