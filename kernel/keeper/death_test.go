package keeper_test

import (
	"errors"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spawnlab/spawnlab/kernel/keeper"
	"github.com/spawnlab/spawnlab/kernel/link"
)

const mapWrites = "fatal error: concurrent map writes\n\ngoroutine 9 [running]:\ncell2:2:1: panic: main.f(...)"

func TestDeathWhileCellRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{}
		k, s := start(t, c)
		k.Execute(cell(1, "var cache\nvar n"))
		r := k.Execute(cell(2, "var m\nprint hi\ndie "+mapWrites))
		want(t, "outcome", outcome(r), "WorkerStopped: two goroutines wrote to the same map at the same time")
		text := strings.Join(r.Err.Traceback, "\n")
		wantHas(t, "traceback", text, "Lost: cache (cell 1), n (cell 1), m (cell 2); all processes and tables.")
		wantHas(t, "shown", s.take(), `c2 stdout "hi\n"`)
		if c.count() != 2 {
			t.Fatalf("%d workers when the cell was answered, want 2", c.count())
		}
		if diff := cmp.Diff([]string{"var cache\nvar n", "var m\nprint hi\ndie " + mapWrites}, c.worker(2).replayed()); diff != "" {
			t.Errorf("replay (-want +got):\n%s", diff)
		}
		want(t, "next cell", outcome(k.Execute(cell(3, "value 1"))), "= 1")
		want(t, "shown under it", s.take(), "")
	})
}

func TestVariablesAreLostOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, _ := start(t, &carrier{})
		k.Execute(cell(1, "var a\nvar b"))
		k.Execute(cell(2, "die exit status 2"))
		k.Execute(cell(3, "var b"))
		r := k.Execute(cell(4, "die exit status 2"))
		wantHas(t, "traceback", strings.Join(r.Err.Traceback, "\n"), "Lost: b (cell 3); all")
	})
}

func TestCellsWithoutDeclarationsAreNotReplayed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{}
		k, _ := start(t, c)
		k.Execute(cell(1, "print 1"))
		k.Execute(cell(2, "var x"))
		k.Execute(cell(3, "die exit status 2"))
		if diff := cmp.Diff([]string{"var x"}, c.worker(2).replayed()); diff != "" {
			t.Errorf("replay (-want +got):\n%s", diff)
		}
	})
}

func TestDeathBetweenCells(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{}
		k, s := start(t, c)
		k.Execute(cell(1, "var x"))
		c.worker(1).die(mapWrites)
		synctest.Wait()
		shown := s.take()
		wantHas(t, "shown in the newest cell", shown, " display ✕ The worker stopped: two goroutines")
		wantHas(t, "shown in the newest cell", shown, "Lost: x (cell 1)")
		want(t, "next cell", outcome(k.Execute(cell(2, "print hi\nvalue 1"))), "= 1")
		shown = s.take()
		wantHas(t, "next cell begins with", shown, "c2 display ⓘ Before this cell the worker stopped: two goroutines")
		if !strings.HasSuffix(shown, `c2 stdout "hi\n"`) {
			t.Errorf("the notice is not the first thing that the cell shows:\n%s", shown)
		}
		k.Execute(cell(3, ""))
		want(t, "the cell after it", s.take(), "")
	})
}

func TestDeathBeforeAnyCellIsSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{}
		k, s := start(t, c)
		synctest.Wait()
		c.worker(1).die("exit status 2")
		synctest.Wait()
		want(t, "first cell", outcome(k.Execute(cell(1, "value 1"))), "= 1")
		want(t, "shown", s.take(), "")
	})
}

// The worker dies as the cell is sent to it: it has not begun, so the next
// worker runs it.
func TestCellThatReachedNobodyRunsInTheNextWorker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{}
		k, s := start(t, c)
		k.Execute(cell(1, ""))
		c.worker(1).deafen()
		want(t, "outcome", outcome(k.Execute(cell(2, "value 2"))), "= 2")
		wantHas(t, "shown", s.take(), "display ✕ The worker stopped")
	})
}

func TestCellIsRetriedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{beforeReady: func(w *fake, n int) {
			w.send(link.KindReady, link.Ready{Version: link.Version})
			if n == 1 || n == 2 {
				w.deafen()
			}
		}}
		k, _ := start(t, c)
		want(t, "outcome", outcome(k.Execute(cell(1, "value 1"))), "WorkerStopped: it ended by itself")
	})
}

func TestLibraryText(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{commands: map[string]func(*fake, link.Eval, string){
			"warn": func(w *fake, _ link.Eval, arg string) { _, _ = io.WriteString(w.stderr, arg+"\n") },
		}}
		k, s := start(t, c)
		k.Execute(cell(1, "warn careful"))
		synctest.Wait()
		want(t, "shown", s.take(), ` stderr "from a library: careful\n"`)
	})
}

func TestGarbledStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{commands: map[string]func(*fake, link.Eval, string){
			"garble": func(w *fake, _ link.Eval, arg string) {
				synctest.Wait()
				_, _ = io.WriteString(w.out.(io.Writer), arg)
				<-w.ctx.Done()
			},
		}}
		k, _ := start(t, c)
		got := outcome(k.Execute(cell(1, "garble hello from fd 1")))
		wantHas(t, "outcome", got, "WorkerStopped: it could not be understood any more")
		want(t, "next", outcome(k.Execute(cell(2, "value 1"))), "= 1")
	})
}

// A worker whose output ends but which lives on is of no use: it is killed.
func TestMuteWorkerIsReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{commands: map[string]func(*fake, link.Eval, string){
			"mute": func(w *fake, _ link.Eval, _ string) { _ = w.out.Close(); <-w.ctx.Done() },
		}}
		k, _ := start(t, c)
		wantHas(t, "outcome", outcome(k.Execute(cell(1, "mute"))), "WorkerStopped")
		want(t, "next", outcome(k.Execute(cell(2, "value 1"))), "= 1")
	})
}

func TestWorkerThatDoesNotStart(t *testing.T) {
	for _, tt := range []struct {
		name   string
		starts func(n int) error
		ready  func(w *fake, n int)
		want   string
	}{
		{"no such file", func(int) error { return errors.New("no such file") }, nil, "WorkerNotStarted: the worker could not be started: no such file"},
		{"dies at once", nil, func(w *fake, _ int) { w.die("panic: bad build") }, "WorkerNotStarted: the worker did not start: a panic"},
		{"says nothing", nil, func(w *fake, _ int) { <-w.ctx.Done() }, "WorkerNotStarted: the worker did not start: it was not ready after 30s"},
		{"other version", nil, func(w *fake, _ int) {
			w.send(link.KindReady, link.Ready{Version: link.Version + 2})
			<-w.ctx.Done()
		}, "WorkerNotStarted: the worker speaks version 3"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var healed atomic.Bool
				c := &carrier{}
				if tt.starts != nil {
					c.starts = func(n int) error {
						if healed.Load() {
							return nil
						}
						return tt.starts(n)
					}
				}
				if tt.ready != nil {
					c.beforeReady = func(w *fake, n int) {
						if !healed.Load() {
							tt.ready(w, n)
						}
					}
				}
				k, _ := start(t, c)
				wantHas(t, "outcome", outcome(k.Execute(cell(1, "value 1"))), tt.want)
				wantHas(t, "again", outcome(k.Execute(cell(2, "value 1"))), tt.want)
				healed.Store(true)
				want(t, "after repair", outcome(k.Execute(cell(3, "value 1"))), "= 1")
			})
		})
	}
}

func TestRecoversFromOneBadStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, _ := start(t, &carrier{starts: func(n int) error {
			if n < 3 {
				return errors.New("busy")
			}
			return nil
		}})
		want(t, "outcome", outcome(k.Execute(cell(1, "value 1"))), "= 1")
	})
}

func TestReplayThatKillsIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{}
		c.beforeReady = func(w *fake, n int) {
			if n == 2 || n == 3 {
				w.send(link.KindReady, link.Ready{Version: link.Version})
				w.deafen()
			}
		}
		k, s := start(t, c)
		k.Execute(cell(1, "var x"))
		k.Execute(cell(2, "die exit status 2"))
		s.take()
		want(t, "next cell", outcome(k.Execute(cell(3, "value 1"))), "= 1")
		wantHas(t, "shown", s.take(), "c3 display ⓘ The declarations of earlier cells could not be loaded")
		if got := c.worker(4).replayed(); got != nil {
			t.Errorf("replayed %q to the worker after that", got)
		}
	})
}

func TestPressed(t *testing.T) {
	at := func(ms int) time.Time { return time.UnixMilli(int64(ms)) }
	if got := keeper.Pressed(1, at(0), at(299), true); got != keeper.Ignore {
		t.Errorf("after 299 ms: %v", got)
	}
	if got := keeper.Pressed(1, at(0), at(300), true); got != keeper.Replace {
		t.Errorf("after 300 ms: %v", got)
	}
	if got := keeper.Pressed(0, time.Time{}, at(0), true); got != keeper.Ask {
		t.Errorf("first: %v", got)
	}
	if got := keeper.Pressed(0, time.Time{}, at(0), false); got != keeper.Give {
		t.Errorf("without worker: %v", got)
	}
}

func TestCrashCard(t *testing.T) {
	own := keeper.CrashCard(link.Card{Data: map[string]any{"text/plain": "mine"}})
	want(t, "the worker's own", own.Data["text/plain"].(string), "mine")
	plain := keeper.CrashCard(link.Card{
		Kind: "goroutine", Reason: "a < b",
		Frames: []link.Frame{{Func: "f", Count: 2, Line: 3}},
	})
	want(t, "plain", plain.Data["text/plain"].(string), "✕ goroutine crashed: a < b\n  Cell In[2], line 3, in f")
	wantHas(t, "HTML", plain.Data["text/html"].(string), "a &lt; b")
}
