package worker_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/kernel/worker"
)

// A tape keeps what an output sends, one line a frame.
type tape struct{ lines []string }

func (t *tape) send(kind link.Kind, body any) error {
	if o, ok := body.(link.Output); ok {
		t.lines = append(t.lines, fmt.Sprintf("%s %s %s %q", o.Cell, o.Process, o.Stream, o.Text))
	} else {
		t.lines = append(t.lines, kind.String())
	}
	return nil
}

// TestOutputIsCollected: printed text is collected for a while, and sent before
// anything that comes after it.
func TestOutputIsCollected(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(o worker.Output)
		want []string
	}{
		{"one line", func(o worker.Output) { o.Print("a", "", "stdout", "x\n") }, []string{`a  stdout "x\n"`}},
		{"lines", func(o worker.Output) {
			o.Print("a", "", "stdout", "x\n")
			o.Print("a", "", "stdout", "y\n")
		}, []string{`a  stdout "x\ny\n"`}},
		{"lines with time between", func(o worker.Output) {
			o.Print("a", "", "stdout", "x\n")
			time.Sleep(worker.FlushAfter + 1)
			o.Print("a", "", "stdout", "y\n")
		}, []string{`a  stdout "x\n"`, `a  stdout "y\n"`}},
		{"streams", func(o worker.Output) {
			o.Print("a", "", "stdout", "x")
			o.Print("a", "", "stderr", "y")
			o.Print("a", "", "stdout", "z")
		}, []string{`a  stdout "x"`, `a  stderr "y"`, `a  stdout "z"`}},
		{"cells and processes", func(o worker.Output) {
			o.Print("a", "<0.2>", "stdout", "x")
			o.Print("a", "<0.3>", "stdout", "y")
			o.Print("b", "<0.3>", "stdout", "z")
		}, []string{`a <0.2> stdout "x"`, `a <0.3> stdout "y"`, `b <0.3> stdout "z"`}},
		{"another frame", func(o worker.Output) {
			o.Print("a", "", "stdout", "x")
			o.Send(link.KindDone, link.Done{Cell: "a"})
			o.Print("a", "", "stdout", "y")
		}, []string{`a  stdout "x"`, "done", `a  stdout "y"`}},
		{"a cut rune waits", func(o worker.Output) {
			o.Print("a", "", "stdout", strings.Repeat("x", worker.FlushAt-1)+"\xe2")
			o.Print("a", "", "stdout", "\x82\xac")
		}, []string{fmt.Sprintf("a  stdout %q", strings.Repeat("x", worker.FlushAt-1)), `a  stdout "€"`}},
		{"what is no rune is sent as it is", func(o worker.Output) {
			o.Print("a", "", "stdout", "\xe2")
		}, []string{`a  stdout "\xe2"`}},
		{"closed", func(o worker.Output) {
			o.Print("a", "", "stdout", "x")
			o.Close()
			o.Print("a", "", "stdout", "y")
			o.Send(link.KindDone, link.Done{Cell: "a"})
		}, []string{`a  stdout "x"`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var got tape
				tt.do(worker.NewOutput(got.send))
				time.Sleep(time.Second)
				synctest.Wait()
				if !equal(got.lines, tt.want) {
					t.Errorf("sent are\n%s\nwant\n%s", strings.Join(got.lines, "\n"), strings.Join(tt.want, "\n"))
				}
			})
		})
	}
}

// TestOutputIsSentInTime: nothing waits longer than FlushAfter, and no frame is
// much longer than FlushAt.
func TestOutputIsSentInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got tape
		o := worker.NewOutput(got.send)
		for range 10 {
			o.Print("a", "", "stdout", "x")
			time.Sleep(worker.FlushAfter / 4)
		}
		synctest.Wait()
		if len(got.lines) != 2 {
			t.Errorf("%d frames in two and a half times FlushAfter, want 2", len(got.lines))
		}
		for range 4 * worker.FlushAt / 1000 {
			o.Print("a", "", "stdout", strings.Repeat("x", 1000))
		}
		synctest.Wait()
		if len(got.lines) != 2+3 {
			t.Errorf("%d frames for 4 times FlushAt, want 3 and one to come", len(got.lines)-2)
		}
		o.Close()
	})
}
