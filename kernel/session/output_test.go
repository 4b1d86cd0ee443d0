package session_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spawnlab/spawnlab/kernel/session"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

// texts lists what was published as text.
func texts(list []message) []string {
	var found []string
	for _, m := range list {
		if m.Header.MsgType == "stream" {
			found = append(found, m.String())
		}
	}
	return found
}

// print registers a cell that prints by itself.
func (c *client) script(code string, do func(out session.Output, cell string)) {
	c.eval.on(code, func(_ context.Context, x session.Cell) session.Result {
		do(c.eval.out, x.ID)
		return session.Result{}
	})
}

func TestTextIsCollected(t *testing.T) {
	long := strings.Repeat("x", session.TextSize)
	for _, tt := range []struct {
		name string
		do   func(out session.Output, cell string)
		want []string
	}{
		{"small pieces", func(out session.Output, cell string) {
			for i := range 5 {
				out.Stream(cell, "stdout", fmt.Sprint(i))
			}
		}, []string{`stdout "01234"`}},
		{"nothing", func(out session.Output, cell string) { out.Stream(cell, "stdout", "") }, nil},
		{"change of stream", func(out session.Output, cell string) {
			out.Stream(cell, "stdout", "a")
			out.Stream(cell, "stderr", "b")
			out.Stream(cell, "stdout", "c")
		}, []string{`stdout "a"`, `stderr "b"`, `stdout "c"`}},
		{"a size that is enough", func(out session.Output, cell string) {
			out.Stream(cell, "stdout", long[:100])
			out.Stream(cell, "stdout", long)
			out.Stream(cell, "stdout", "rest")
		}, []string{fmt.Sprintf("stdout %q", long[:100]+long), `stdout "rest"`}},
		{"a time that is enough", func(out session.Output, cell string) {
			out.Stream(cell, "stdout", "a")
			time.Sleep(session.TextDelay - 1)
			out.Stream(cell, "stdout", "b")
			time.Sleep(1)
			synctest.Wait()
			out.Stream(cell, "stdout", "c")
		}, []string{`stdout "ab"`, `stdout "c"`}},
		{"a character in pieces", func(out session.Output, cell string) {
			out.Stream(cell, "stdout", "1 \xf0\x9f")
			time.Sleep(session.TextDelay)
			synctest.Wait()
			out.Stream(cell, "stdout", "\x98\x80")
		}, []string{`stdout "1 "`, `stdout "😀"`}},
		{"a character that never ends", func(out session.Output, cell string) {
			out.Stream(cell, "stdout", "\xf0\x9f")
		}, []string{`stdout "��"`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			start(t, func(c *client) {
				c.script("go", tt.do)
				h := c.send(wire.Shell, "execute_request", content{"code": "go"})
				time.Sleep(time.Second)
				got := texts(c.about(h))
				if fmt.Sprint(got) != fmt.Sprint(tt.want) {
					t.Errorf("got  %.200q\nwant %.200q", got, tt.want)
				}
			})
		})
	}
}

func TestTextKeepsItsPlace(t *testing.T) {
	start(t, func(c *client) {
		c.script("go", func(out session.Output, cell string) {
			out.Stream(cell, "stdout", "a")
			out.Display(cell, session.Bundle{})
			out.Stream(cell, "stdout", "b")
			out.Update(cell, session.Bundle{DisplayID: "d"})
			out.Stream(cell, "stdout", "c")
			out.Clear(cell, false)
			out.Stream(cell, "stdout", "d")
			out.Comm(cell, session.CommMessage{Kind: session.CommMsg, ID: "1"})
			out.Stream(cell, "stdout", "e")
		})
		expect(t, c.run("go"), `busy · execute_input · stdout "a" · display_data · stdout "b" · update_display_data · `+
			`stdout "c" · clear_output · stdout "d" · comm_msg · stdout "e" · execute_reply ok · idle`)
	})
}

// Output goes to the cell that owns it, also long after it ended.
func TestLateOutput(t *testing.T) {
	start(t, func(c *client) {
		first := c.send(wire.Shell, "execute_request", content{"code": "first"})
		silent := c.send(wire.Shell, "execute_request", content{"code": "", "silent": true})
		second := c.send(wire.Shell, "execute_request", content{"code": "second"})
		synctest.Wait()
		out := c.eval.out
		out.Stream(first.MsgID, "stdout", "of the first")
		out.Stream(second.MsgID, "stdout", "of the second")
		out.Stream("", "stdout", ", of nobody")
		out.Stream("never heard of", "stdout", ", of nobody known")
		out.Stream(silent.MsgID, "stdout", "of a silent one")
		out.Display(first.MsgID, session.Bundle{})
		time.Sleep(time.Second)
		expect(t, c.about(first), `busy · execute_input · execute_reply ok · idle · stdout "of the first" · display_data`)
		expect(t, c.about(second), `busy · execute_input · execute_reply ok · idle · stdout "of the second, of nobody, of nobody known"`)
		expect(t, c.about(silent), "busy · execute_reply ok · idle")
	})
}

func TestOutputBeforeTheFirstCell(t *testing.T) {
	start(t, func(c *client) {
		c.eval.out.Stream("", "stdout", "hello")
		time.Sleep(time.Second)
		all := c.sent()
		if last := all[len(all)-1]; last.String() != `stdout "hello"` || string(last.Parent) != "{}" {
			t.Errorf("%s with parent %s", last, last.Parent)
		}
	})
}

// What has been silent for longest is forgotten first, and then its output goes
// to the newest cell.
func TestMemoryOfExecutionsIsBounded(t *testing.T) {
	start(t, func(c *client) {
		quiet := c.send(wire.Shell, "execute_request", content{"code": ""})
		busy := c.send(wire.Shell, "execute_request", content{"code": ""})
		for range session.RememberedExecutions - 2 {
			c.send(wire.Shell, "execute_request", content{"code": ""})
		}
		synctest.Wait()
		c.eval.out.Stream(busy.MsgID, "stdout", "x")
		newest := c.send(wire.Shell, "execute_request", content{"code": ""})
		synctest.Wait()
		c.eval.out.Stream(busy.MsgID, "stdout", "still known")
		c.eval.out.Stream(quiet.MsgID, "stdout", "forgotten")
		time.Sleep(time.Second)
		for h, want := range map[wire.Header]string{busy: `[stdout "x" stdout "still known"]`, quiet: "[]", newest: `[stdout "forgotten"]`} {
			if got := fmt.Sprint(texts(c.about(h))); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		}
	})
}

func TestTextLimit(t *testing.T) {
	notice := `\n[output cut: this cell has printed 10 bytes, the most that is shown for one cell. It goes on without being shown.]\n`
	for _, tt := range []struct {
		name   string
		pieces []string
		want   string
	}{
		{"fits", []string{"12345", "67890"}, `[stdout "1234567890"]`},
		{"cut at a line", []string{"1234\n", "678\n0123"}, `[stdout "1234\n678\n` + notice + `"]`},
		{"cut in a line", []string{"1234567890123"}, `[stdout "1234567890` + notice + `"]`},
		{"cut at a character", []string{"123456789é"}, `[stdout "123456789` + notice + `"]`},
		{"nothing more", []string{"1234567890", "x", "y", "z"}, `[stdout "1234567890` + notice + `"]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			startWith(t, session.Config{Limits: session.Limits{Text: 10}}, func(c *client) {
				c.script("go", func(out session.Output, cell string) {
					for _, s := range tt.pieces {
						out.Stream(cell, "stdout", s)
					}
				})
				if got := fmt.Sprint(texts(c.run("go"))); got != tt.want {
					t.Errorf("got  %s\nwant %s", got, tt.want)
				}
			})
		})
	}
}

func TestOutputsLimit(t *testing.T) {
	startWith(t, session.Config{Limits: session.Limits{Outputs: 2}}, func(c *client) {
		c.script("go", func(out session.Output, cell string) {
			for range 5 {
				out.Display(cell, session.Bundle{})
			}
			out.Update(cell, session.Bundle{DisplayID: "d"})
		})
		expect(t, c.run("go"), `busy · execute_input · display_data · display_data · `+
			`stdout "\n[output cut: this cell has shown 2 outputs, the most that is shown for one cell. It goes on without being shown.]\n"`+
			` · update_display_data · execute_reply ok · idle`)
	})
}

// jupyter_server drops what comes faster than 1,000 messages a second over
// three seconds; whoever sends faster waits instead.
func TestMessageRate(t *testing.T) {
	start(t, func(c *client) {
		c.script("go", func(out session.Output, cell string) {
			for range 8000 {
				out.Update(cell, session.Bundle{DisplayID: "d"})
			}
		})
		h := c.send(wire.Shell, "execute_request", content{"code": "go"})
		time.Sleep(time.Minute)
		var times []time.Time
		for _, m := range c.about(h) {
			if m.Header.MsgType == "update_display_data" {
				at, err := time.Parse(time.RFC3339Nano, m.Header.Date)
				if err != nil {
					t.Fatal(err)
				}
				times = append(times, at)
			}
		}
		if len(times) != 8000 {
			t.Fatalf("%d updates arrived", len(times))
		}
		for i := 3000; i < len(times); i++ {
			if d := times[i].Sub(times[i-3000]); d < 3*time.Second {
				t.Fatalf("3,000 messages in %v", d)
			}
		}
	})
}

func TestCloseEndsAPause(t *testing.T) {
	start(t, func(c *client) {
		c.script("go", func(out session.Output, cell string) {
			for range 10000 {
				out.Update(cell, session.Bundle{DisplayID: "d"})
			}
		})
		c.send(wire.Shell, "execute_request", content{"code": "go"})
		time.Sleep(2 * time.Second)
	})
}

func TestWholeRunes(t *testing.T) {
	for _, tt := range []struct {
		text string
		want int
	}{
		{"", 0}, {"a", 1}, {"é", 2}, {"\xc3", 0}, {"a\xf0\x9f\x98", 1}, {"a😀", 5}, {"a\x80\x80\x80\x80", 5}, {"\xff", 1},
	} {
		if got := session.WholeRunes([]byte(tt.text)); got != tt.want {
			t.Errorf("WholeRunes(%q) = %d, want %d", tt.text, got, tt.want)
		}
	}
}
