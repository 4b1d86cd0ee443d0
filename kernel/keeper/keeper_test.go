package keeper_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spawnlab/spawnlab/kernel/keeper"
	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/kernel/session"
)

func want(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
	}
}

func wantHas(t *testing.T, what, got, part string) {
	t.Helper()
	if !strings.Contains(got, part) {
		t.Errorf("%s:\n%s\nlacks:\n%s", what, got, part)
	}
}

func TestExecute(t *testing.T) {
	for _, tt := range []struct{ name, code, outcome, shown string }{
		{"nothing", "", "ok", ""},
		{"value", "value 3", "= 3", ""},
		{"output before the value", "print hi\nvalue 3", "= 3", `c1 stdout "hi\n"`},
		{"the last value counts", "value 1\nvalue 2", "= 2", "c1 display 1"},
		{"failure", "print hi\nfail boom", "panic: boom", `c1 stdout "hi\n"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k, s := start(t, &carrier{})
				want(t, "outcome", outcome(k.Execute(cell(1, tt.code))), tt.outcome)
				want(t, "shown", s.take(), tt.shown)
			})
		})
	}
}

func TestExecuteCarriesEverything(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{commands: map[string]func(*fake, link.Eval, string){
			"all": func(w *fake, e link.Eval, _ string) {
				data := func(text string) map[string]any { return map[string]any{"text/plain": text} }
				w.send(link.KindDisplay, link.Bundle{Cell: e.Cell, Data: data("shown"), DisplayID: "d"})
				w.send(link.KindUpdate, link.Bundle{Cell: e.Cell, Data: data("changed"), DisplayID: "d"})
				w.send(link.KindClear, link.Clear{Cell: e.Cell, Wait: true})
				w.send(link.KindCard, link.Card{Cell: "c0", Kind: "process", Process: "<0.7>", Reason: "boom", Data: data("card")})
				w.send(link.KindCommUp, link.Comm{Cell: e.Cell, Kind: "open", ID: "w1", Target: "jupyter.widget"})
				w.send(link.KindOutput, link.Output{Cell: "c0", Stream: "stderr", Text: "late"})
				w.send(link.KindDone, link.Done{
					Cell: e.Cell, OK: true,
					Expressions: map[string]link.Bundle{"a": {Data: data("1")}}, Errors: map[string]string{"b": "undefined: b"},
				})
			},
		}}
		k, s := start(t, c)
		in := cell(1, "all")
		in.Expressions = map[string]string{"a": "x", "b": "y"}
		r := k.Execute(in)
		want(t, "shown", s.take(), strings.Join([]string{
			"c1 display shown", "c1 update d changed", "c1 clear true", "c0 display card",
			"c1 comm open w1 map[]", `c0 stderr "late"`,
		}, "\n"))
		want(t, "a", r.Expressions["a"].Value.Data["text/plain"].(string), "1")
		want(t, "b", r.Expressions["b"].Err.Message, "undefined: b")
		if got := k.Comms(); got["w1"] != "jupyter.widget" || len(got) != 1 {
			t.Errorf("Comms() = %v, want w1", got)
		}
	})
}

// moment is when everything that happens at once has happened.
const moment = time.Millisecond

func TestInterrupt(t *testing.T) {
	for _, tt := range []struct {
		name    string
		code    string
		presses []time.Duration // when, after the cell began
		after   time.Duration   // the cell has ended
		outcome string
		workers int
	}{
		{"obeyed", "loop", []time.Duration{time.Second}, time.Second, "KeyboardInterrupt: the cell was interrupted; processes live on", 1},
		{"not obeyed", "hang", []time.Duration{0}, 2 * time.Second, "KeyboardInterrupt: the cell did not stop within 2 s, so its worker was replaced", 2},
		{"twice", "hang", []time.Duration{0, time.Second}, time.Second, "KeyboardInterrupt: the cell was interrupted twice, so its worker was replaced", 2},
		{"one press sent twice", "loop", []time.Duration{0, 0}, 0, "KeyboardInterrupt: the cell was interrupted; processes live on", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := &carrier{}
				k, _ := start(t, c)
				k.Execute(cell(1, ""))
				begin := time.Now()
				var presses sync.WaitGroup
				for _, d := range tt.presses {
					presses.Go(func() {
						time.Sleep(d + moment)
						k.Interrupt()
					})
				}
				got := outcome(k.Execute(cell(2, tt.code)))
				want(t, "outcome", got, tt.outcome)
				if took := time.Since(begin); took != tt.after+moment {
					t.Errorf("ended after %v, want %v", took, tt.after+moment)
				}
				presses.Wait()
				want(t, "next cell", outcome(k.Execute(cell(3, "value 1"))), "= 1")
				if c.count() != tt.workers {
					t.Errorf("%d workers were started, want %d", c.count(), tt.workers)
				}
			})
		})
	}
}

func TestInterruptWithoutCellDoesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{}
		k, _ := start(t, c)
		k.Interrupt()
		k.Execute(cell(1, ""))
		k.Interrupt()
		want(t, "outcome", outcome(k.Execute(cell(2, "value 1"))), "= 1")
		if c.count() != 1 {
			t.Errorf("%d workers, want 1", c.count())
		}
	})
}

func TestInterruptWhileWorkerStarts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{beforeReady: func(*fake, int) { time.Sleep(5 * time.Second) }}
		k, _ := start(t, c)
		go func() { time.Sleep(time.Second); k.Interrupt() }()
		want(t, "outcome", outcome(k.Execute(cell(1, "print 1"))), "KeyboardInterrupt: the cell was interrupted before it began")
		want(t, "next", outcome(k.Execute(cell(2, "value 2"))), "= 2")
	})
}

// A learner presses stop because of endless output. What is on its way may
// take longer to show than the interrupt's patience; that is no disobedience.
func TestInterruptWithSlowFrontEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{commands: map[string]func(*fake, link.Eval, string){
			"flood": func(w *fake, e link.Eval, _ string) {
				for range 10 {
					w.send(link.KindOutput, link.Output{Cell: e.Cell, Stream: "stdout", Text: "x"})
				}
			},
		}}
		k, s := start(t, c)
		s.stall = make(chan struct{})
		go func() {
			time.Sleep(moment)
			k.Interrupt()
			for range 10 { // the front end takes one output each second
				time.Sleep(time.Second)
				s.stall <- struct{}{}
			}
		}()
		k.Execute(cell(1, "flood\nloop"))
		if c.count() != 1 {
			t.Errorf("%d workers, want 1: the worker was replaced although it obeyed", c.count())
		}
	})
}

func TestInput(t *testing.T) {
	asking := map[string]func(*fake, link.Eval, string){
		"ask": func(w *fake, e link.Eval, arg string) {
			w.send(link.KindInputRequest, link.InputRequest{Request: 4, Cell: e.Cell, Prompt: arg})
			select {
			case in := <-w.input:
				w.send(link.KindOutput, link.Output{Cell: e.Cell, Stream: "stdout", Text: strings.TrimSpace(strings.Join([]string{in.Value, in.Err}, " "))})
				if in.EOF {
					w.send(link.KindOutput, link.Output{Cell: e.Cell, Stream: "stdout", Text: "EOF"})
				}
			case <-w.ctx.Done():
			}
		},
	}
	for _, tt := range []struct {
		name   string
		answer func(string) (string, error)
		want   string
	}{
		{"a line", func(string) (string, error) { return "ann", nil }, `c1 stdout "ann"`},
		{"no input allowed", func(string) (string, error) { return "", errors.New("no stdin") }, `c1 stdout "no stdin"`},
		{"end of input", func(string) (string, error) { return "", io.EOF }, "c1 stdout \"\"\nc1 stdout \"EOF\""},
		{"control-D", func(string) (string, error) { return "\x04", nil }, "c1 stdout \"\"\nc1 stdout \"EOF\""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k, s := start(t, &carrier{commands: asking})
				s.answer = tt.answer
				k.Execute(cell(1, "ask name?"))
				want(t, "shown", s.take(), "c1 input \"name?\"\n"+tt.want)
			})
		})
	}
	t.Run("interrupt ends the wait", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			k, s := start(t, &carrier{commands: asking})
			go func() { time.Sleep(time.Second); k.Interrupt() }()
			k.Execute(cell(1, "ask name?"))
			wantHas(t, "shown", s.take(), "context canceled")
		})
	})
}

func TestComms(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start(t, &carrier{})
		k.Execute(cell(1, ""))
		k.Comm(session.CommMessage{Kind: "open", ID: "x", Target: "t"})
		k.Comm(session.CommMessage{Kind: "msg", ID: "x"})
		synctest.Wait()
		want(t, "shown", s.take(), " comm msg x map[heard:open]\n comm msg x map[heard:msg]")
		want(t, "died", outcome(k.Execute(cell(2, "die exit status 2"))), "WorkerStopped: it ended with exit code 2")
		wantHas(t, "shown", s.take(), " comm close x map[]")
		if got := k.Comms(); len(got) != 0 {
			t.Errorf("Comms() = %v after the worker died, want none", got)
		}
	})
}

func TestStatsAndPing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, _ := start(t, &carrier{})
		ctx := t.Context()
		if _, err := k.Stats(ctx); err == nil {
			t.Error("Stats before the worker is ready: no error")
		}
		var cells sync.WaitGroup
		cells.Go(func() { k.Execute(cell(1, "loop")) })
		synctest.Wait()
		got, err := k.Stats(ctx) // while a cell runs
		if err != nil || got.Goroutines != 5 {
			t.Errorf("Stats() = %+v, %v", got, err)
		}
		if err := k.Ping(ctx); err != nil {
			t.Errorf("Ping() = %v", err)
		}
		if err := k.Control(link.Control{Verb: "kill", Target: "<0.9>"}); err != nil {
			t.Errorf("Control() = %v", err)
		}
		k.Interrupt()
		cells.Wait()
	})
}

func TestClose(t *testing.T) {
	for _, tt := range []struct{ name, code string }{{"idle", ""}, {"a cell runs", "loop"}, {"a cell hangs", "hang"}} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := &carrier{}
				k, _ := start(t, c)
				k.Execute(cell(1, ""))
				var cells sync.WaitGroup
				if tt.code != "" {
					cells.Go(func() {
						wantHas(t, "outcome", outcome(k.Execute(cell(2, tt.code))), "KernelClosed")
					})
				}
				synctest.Wait()
				if err := k.Close(context.Background()); err != nil {
					t.Error(err)
				}
				cells.Wait()
				want(t, "after Close", outcome(k.Execute(cell(3, ""))), "KernelClosed: the kernel is shutting down")
				if c.count() != 1 {
					t.Errorf("%d workers, want 1", c.count())
				}
			})
		})
	}
}

func TestCloseWithoutStart(t *testing.T) {
	k := keeper.New(keeper.Config{})
	want(t, "outcome", outcome(k.Execute(cell(1, ""))), "KernelClosed: the kernel is shutting down")
	if err := k.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestLanguage(t *testing.T) {
	l := keeper.New(keeper.Config{Version: "1.2"}).Language()
	if l.Name != "go" || l.FileExtension != ".go" || !strings.HasPrefix(l.Version, "1.") {
		t.Errorf("Language() = %+v", l)
	}
	wantHas(t, "banner", l.Banner, "Spawnlab 1.2: Go 1.")
}

func TestVerdictsAndRemarks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{tb: t, commands: map[string]func(*fake, link.Eval, string){
			"judge": func(w *fake, e link.Eval, _ string) {
				w.send(link.KindVerdict, link.Verdict{Cell: e.Cell, Check: "slow", Points: 2, Max: 3})
				w.send(link.KindLog, link.Log{Text: "a remark"})
			},
		}}
		var got link.Verdict
		var log strings.Builder
		k := keeper.New(keeper.Config{
			Carrier: c, Verdict: func(v link.Verdict) { got = v },
			Log: slog.New(slog.NewTextHandler(&log, nil)),
		})
		if err := k.Start(&screen{}); err != nil {
			t.Fatal(err)
		}
		k.Execute(cell(1, "judge"))
		if err := k.Close(t.Context()); err != nil {
			t.Error(err)
		}
		if got.Points != 2 {
			t.Errorf("verdict %+v", got)
		}
		wantHas(t, "log", log.String(), "a remark")
	})
}

func TestHelloCarriesTheConfig(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{tb: t}
		k := keeper.New(keeper.Config{
			Carrier: c, Session: "s1", Folder: "/lessons", MemoryLimit: 5, OutputLimit: 6, DepthLimit: 7, Seed: 8,
		})
		if err := k.Start(&screen{}); err != nil {
			t.Fatal(err)
		}
		k.Execute(cell(1, ""))
		if err := k.Close(t.Context()); err != nil {
			t.Error(err)
		}
		got, err := link.Decode[link.Hello](c.worker(1).heard[0])
		if err != nil || got != (link.Hello{Version: link.Version, Session: "s1", Folder: "/lessons", MemoryLimit: 5, OutputLimit: 6, DepthLimit: 7, Seed: 8}) {
			t.Errorf("hello = %+v, %v", got, err)
		}
	})
}

func TestStartTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, _ := start(t, &carrier{})
		if err := k.Start(&screen{}); err == nil {
			t.Error("second Start: no error")
		}
	})
}

func TestCloseWhileWorkerStarts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{beforeReady: func(w *fake, _ int) { <-w.ctx.Done() }}
		k, _ := start(t, c)
		ended := make(chan string, 1)
		go func() { ended <- outcome(k.Execute(cell(1, ""))) }()
		synctest.Wait()
		if err := k.Close(t.Context()); err != nil {
			t.Error(err)
		}
		want(t, "outcome", <-ended, "KernelClosed: the kernel is shutting down")
	})
}

// A front end that takes nothing any more must not keep the kernel alive.
func TestCloseWithBlockedOutput(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start(t, &carrier{})
		s.stall = make(chan struct{})
		ended := make(chan string, 1)
		go func() { ended <- outcome(k.Execute(cell(1, "print hi"))) }()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		begin := time.Now()
		if err := k.Close(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Close: %v, want %v", err, context.DeadlineExceeded)
		}
		if took := time.Since(begin); took > 3*time.Second {
			t.Errorf("Close took %v", took)
		}
		close(s.stall) // the front end comes back: everything ends
		<-ended
	})
}

func TestCommWithoutWorkerIsClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{beforeReady: func(w *fake, n int) { time.Sleep(time.Second) }}
		k, s := start(t, c)
		k.Comm(session.CommMessage{Kind: "open", ID: "x", Target: "t"})
		want(t, "shown", s.take(), " comm close x map[]")
		if got := k.Comms(); len(got) != 0 {
			t.Errorf("Comms() = %v, want none", got)
		}
	})
}
