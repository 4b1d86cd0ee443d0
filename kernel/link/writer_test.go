package link_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/spawnlab/spawnlab/kernel/link"
)

// text is an output frame of about n bytes.
func text(n int) link.Output {
	return link.Output{Cell: "c", Stream: "stdout", Text: strings.Repeat("x", n)}
}

func mustSend(t *testing.T, w *link.Writer, kind link.Kind, body any) {
	t.Helper()
	if err := w.Send(kind, body); err != nil {
		t.Errorf("Send(%s): %v", kind, err)
	}
}

// readKinds reads frames until the stream ends.
func readKinds(r io.Reader) (got []link.Kind) {
	for frames := link.NewReader(r); ; {
		m, err := frames.Next()
		if err != nil {
			return got
		}
		got = append(got, m.Kind)
	}
}

func TestWriterCloseSendsEverything(t *testing.T) {
	var b bytes.Buffer
	w := link.StartWriter(&b)
	for _, s := range samples {
		mustSend(t, w, s.kind, s.body)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got := len(readKinds(&b)); got != len(samples) {
		t.Errorf("%d frames arrived, want %d", got, len(samples))
	}
	if err := w.Send(link.KindPing, nil); !errors.Is(err, link.ErrClosed) {
		t.Errorf("Send after Close: %v, want %v", err, link.ErrClosed)
	}
	if err := w.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
}

func TestWriterKeepsDataInOrder(t *testing.T) {
	var b bytes.Buffer
	w := link.StartWriter(&b)
	for i := range 1000 {
		mustSend(t, w, link.KindDone, link.Done{Cell: "c", RunNS: int64(i)})
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r := link.NewReader(&b)
	for i := range 1000 {
		m, _ := r.Next()
		if d, err := link.Decode[link.Done](m); err != nil || d.RunNS != int64(i) {
			t.Fatalf("frame %d is %+v, %v", i, d, err)
		}
	}
}

// A reader that stops must hold up learner output and nothing else.
func TestWriterBlocksDataNotControl(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, pipe := io.Pipe()
		w := link.StartWriter(pipe)
		var printed sync.WaitGroup
		sent := 0
		printed.Go(func() {
			for range 20 {
				mustSend(t, w, link.KindOutput, text(link.Backlog/4))
				sent++
			}
		})
		synctest.Wait() // the printer waits now
		if sent == 20 {
			t.Fatal("nothing held the printer back")
		}
		mustSend(t, w, link.KindPong, nil) // returns at once

		frames := link.NewReader(r)
		for i := 0; ; i++ {
			m, err := frames.Next()
			if err != nil {
				t.Fatal(err)
			}
			if m.Kind == link.KindPong {
				break
			}
			if i > 1 { // what was already on its way
				t.Errorf("pong waits behind %d outputs", i)
			}
		}
		go func() { printed.Wait(); _ = w.Close(); _ = pipe.Close() }()
		readKinds(r)
	})
}

func TestWriterReportsBrokenStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, pipe := io.Pipe()
		w := link.StartWriter(pipe)
		var waiting sync.WaitGroup
		broken := errors.New("gone")
		waiting.Go(func() {
			var err error
			for err == nil {
				err = w.Send(link.KindOutput, text(link.Backlog/4))
			}
			if !errors.Is(err, broken) {
				t.Errorf("Send: %v, want %v", err, broken)
			}
		})
		synctest.Wait()
		_ = r.CloseWithError(broken)
		waiting.Wait()
		if err := w.Close(); !errors.Is(err, broken) {
			t.Errorf("Close: %v, want %v", err, broken)
		}
	})
}

// A cell may end its process with its first statement. What says that it
// began must be out by then.
func TestWriterSendsAcceptedBeforeItReturns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, pipe := io.Pipe()
		w := link.StartWriter(pipe)
		mustSend(t, w, link.KindOutput, text(10))
		sent := make(chan struct{})
		go func() {
			mustSend(t, w, link.KindAccepted, link.Accepted{Cell: "c"})
			close(sent)
		}()
		synctest.Wait()
		select {
		case <-sent:
			t.Error("Send returned although nobody read")
		default:
		}
		frames := link.NewReader(r)
		for _, want := range []link.Kind{link.KindOutput, link.KindAccepted} {
			if m, err := frames.Next(); err != nil || m.Kind != want {
				t.Errorf("Next() = %s, %v; want %s", m.Kind, err, want)
			}
		}
		<-sent
		_ = w.Close()
	})
}

func TestWriterSendsLongAccepted(t *testing.T) {
	w := link.StartWriter(io.Discard)
	mustSend(t, w, link.KindAccepted, link.Accepted{Notes: []string{strings.Repeat("x", 1<<20)}})
	_ = w.Close()
}

func TestWriterAcceptedOnBrokenStream(t *testing.T) {
	r, pipe := io.Pipe()
	broken := errors.New("gone")
	_ = r.CloseWithError(broken)
	w := link.StartWriter(pipe)
	if err := w.Send(link.KindAccepted, link.Accepted{}); !errors.Is(err, broken) {
		t.Errorf("Send: %v, want %v", err, broken)
	}
	_ = w.Close()
}

func TestWriterManySenders(t *testing.T) {
	r, pipe := io.Pipe()
	w := link.StartWriter(pipe)
	var senders sync.WaitGroup
	for range 8 {
		senders.Go(func() {
			for range 200 {
				mustSend(t, w, link.KindOutput, text(1000))
				mustSend(t, w, link.KindStats, link.Stats{})
			}
		})
	}
	go func() { senders.Wait(); _ = w.Close(); _ = pipe.Close() }()
	if got := len(readKinds(r)); got != 8*200*2 {
		t.Errorf("%d frames arrived, want %d", got, 8*200*2)
	}
}

func ExampleStartWriter() {
	var stream bytes.Buffer
	w := link.StartWriter(&stream)
	_ = w.Send(link.KindOutput, link.Output{Cell: "c1", Stream: "stdout", Text: "hi"})
	_ = w.Send(link.KindDone, link.Done{Cell: "c1", OK: true})
	_ = w.Close()

	for r := link.NewReader(&stream); ; {
		m, err := r.Next()
		if err != nil {
			fmt.Println(err)
			return
		}
		switch body, _ := m.Body(); f := body.(type) {
		case link.Output:
			fmt.Println(f.Stream, f.Text)
		case link.Done:
			fmt.Println("done", f.OK)
		}
	}
	// Output:
	// stdout hi
	// done true
	// EOF
}

func BenchmarkWriterOutput(b *testing.B) {
	w := link.StartWriter(io.Discard)
	body := text(80)
	for b.Loop() {
		_ = w.Send(link.KindOutput, body)
	}
	_ = w.Close()
}
