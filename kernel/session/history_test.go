package session_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/session"
)

// entries asks for history and gives it as JSON.
func (c *client) entries(say content) string {
	c.t.Helper()
	b, err := json.Marshal(c.reply("history_request", say)["history"])
	if err != nil {
		c.t.Fatal(err)
	}
	return string(b)
}

func TestHistory(t *testing.T) {
	dir := t.TempDir()
	for _, code := range []string{"old", "6*7"} { // two sessions, with one cell each
		startWith(t, session.Config{HistoryDir: dir}, func(c *client) { c.run(code) })
	}
	startWith(t, session.Config{HistoryDir: dir}, func(c *client) {
		for _, code := range []string{"a := 1", "6*7", "b := 2", "a := 1", "fail"} {
			c.run(code)
		}
		c.request("execute_request", content{"code": "not stored", "store_history": false})
		c.request("execute_request", content{"code": "silent", "silent": true})
		for _, tt := range []struct {
			name string
			say  content
			want string
		}{
			{"tail", content{"hist_access_type": "tail", "n": 2}, `[[3,4,"a := 1"],[3,5,"fail"]]`},
			{"tail over sessions", content{"hist_access_type": "tail", "n": 6}, `[[2,1,"6*7"],[3,1,"a := 1"],[3,2,"6*7"],[3,3,"b := 2"],[3,4,"a := 1"],[3,5,"fail"]]`},
			{"tail of nothing", content{"hist_access_type": "tail", "n": 0}, `[]`},
			{"tail of less than nothing", content{"hist_access_type": "tail", "n": -3}, `[]`},
			{"tail of all", content{"hist_access_type": "tail", "n": 1000}, `[[1,1,"old"],[2,1,"6*7"],[3,1,"a := 1"],[3,2,"6*7"],[3,3,"b := 2"],[3,4,"a := 1"],[3,5,"fail"]]`},
			{"range of this session", content{"hist_access_type": "range", "session": 0, "start": 2, "stop": 4}, `[[3,2,"6*7"],[3,3,"b := 2"]]`},
			{"range to the end", content{"hist_access_type": "range", "start": 4}, `[[3,4,"a := 1"],[3,5,"fail"]]`},
			{"range of the last session, with output", content{"hist_access_type": "range", "session": -1, "output": true}, `[[2,1,["6*7","42"]]]`},
			{"range without output", content{"hist_access_type": "range", "session": 1, "output": true}, `[[1,1,["old",null]]]`},
			{"range by number", content{"hist_access_type": "range", "session": 3, "start": 5, "stop": 6}, `[[3,5,"fail"]]`},
			{"range of a session that never was", content{"hist_access_type": "range", "session": 9}, `[]`},
			{"range before all sessions", content{"hist_access_type": "range", "session": -9}, `[]`},
			{"search", content{"hist_access_type": "search", "pattern": "a*"}, `[[3,1,"a := 1"],[3,4,"a := 1"]]`},
			{"search unique", content{"hist_access_type": "search", "pattern": "a*", "unique": true}, `[[3,4,"a := 1"]]`},
			{"search the last", content{"hist_access_type": "search", "pattern": "*:=*", "n": 2}, `[[3,3,"b := 2"],[3,4,"a := 1"]]`},
			{"search for all", content{"hist_access_type": "search", "n": 1}, `[[3,5,"fail"]]`},
			{"search for nothing", content{"hist_access_type": "search", "pattern": "zz*"}, `[]`},
		} {
			if got := c.entries(tt.say); got != tt.want {
				t.Errorf("%s:\ngot  %s\nwant %s", tt.name, got, tt.want)
			}
		}
	})
}

func TestHistoryInMemory(t *testing.T) {
	start(t, func(c *client) {
		c.run("a")
		if got := c.entries(content{"hist_access_type": "tail", "n": 5}); got != `[[1,1,"a"]]` {
			t.Error(got)
		}
	})
}

// Trouble with the disk costs the old sessions and nothing else.
func TestHistoryWithoutDisk(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	startWith(t, session.Config{HistoryDir: filepath.Join(file, "below")}, func(c *client) {
		expect(t, c.run("hello"), `busy · execute_input · stdout "hello, world\n" · execute_reply ok · idle`)
		c.run("a")
		if got := c.entries(content{"hist_access_type": "tail", "n": 1}); got != `[[1,2,"a"]]` {
			t.Error(got)
		}
	})
}

func TestHistoryThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"3.jsonl":  `{"line":1,"in":"good"}` + "\n" + "nonsense\n" + `{"line":2,"in":"cut`,
		"x.jsonl":  "no number",
		"-1.jsonl": "no number",
		"README":   "what is this",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	startWith(t, session.Config{HistoryDir: dir}, func(c *client) {
		c.run("a")
		if got := c.entries(content{"hist_access_type": "tail", "n": 9}); got != `[[3,1,"good"],[4,1,"a"]]` {
			t.Error(got)
		}
	})
}

// Kernels that share a folder take different numbers.
func TestHistoryOfTwoKernels(t *testing.T) {
	dir := t.TempDir()
	startWith(t, session.Config{HistoryDir: dir}, func(a *client) {
		b := &client{t: a.t, eval: newFake(), port: a.port, session: "b", peer: "b", signer: a.signer}
		b.s = session.New(session.Config{Evaluator: b.eval, Key: key, HistoryDir: dir})
		if err := b.s.Start(b.port); err != nil {
			t.Fatal(err)
		}
		defer b.close()
		a.run("in a")
		b.run("in b")
		a.run("more in a")
		if got := b.entries(content{"hist_access_type": "tail", "n": 9}); got != `[[1,1,"in a"],[1,2,"more in a"],[2,1,"in b"]]` {
			t.Error(got)
		}
		if got := a.entries(content{"hist_access_type": "range"}); got != `[[1,1,"in a"],[1,2,"more in a"]]` {
			t.Error(got)
		}
	})
}

func TestPrune(t *testing.T) {
	for _, tt := range []struct {
		name     string
		sessions int
		bytes    int64
		want     string
	}{
		{"nothing too much", 5, 50, "[1 2 3 4 5]"},
		{"too many", 2, 50, "[4 5]"},
		{"too much", 5, 30, "[3 4 5]"},
		{"all too much", 5, 5, "[]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			for n := range 5 {
				if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(n+1, ".jsonl")), []byte("0123456789"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			session.Prune(dir, tt.sessions, tt.bytes)
			files, _ := filepath.Glob(filepath.Join(dir, "*"))
			for i := range files {
				files[i] = strings.TrimSuffix(filepath.Base(files[i]), ".jsonl")
			}
			if got := fmt.Sprint(files); got != tt.want {
				t.Errorf("left %s, want %s", got, tt.want)
			}
		})
	}
}

func TestGlob(t *testing.T) {
	for _, tt := range []struct {
		pattern, text string
		want          bool
	}{
		{"", "", true},
		{"", "a", false},
		{"*", "", true},
		{"*", "a\nb/c", true},
		{"a*c", "abbbc", true},
		{"a*c", "abbb", false},
		{"*b*b", "abab", true},
		{"**a", "cba", true},
		{"?", "é", true},
		{"?", "", false},
		{"??", "😀", false},
		{"[a-c]x", "bx", true},
		{"[a-c]x", "dx", false},
		{"[^a-c]x", "dx", true},
		{"[^a-c]x", "ax", false},
		{"[]]", "]", true},
		{"[-a]", "-", true},
		{"[é]", "é", true},
		{"a[", "a[", true},
		{"x[1", "x[1", true},
		{"Print", "print", false},
		{"*a*b*c*d*", strings.Repeat("abc", 200), false},
	} {
		if got := session.Glob(tt.pattern, tt.text); got != tt.want {
			t.Errorf("Glob(%q, %.20q) = %v, want %v", tt.pattern, tt.text, got, tt.want)
		}
	}
}

func FuzzGlob(f *testing.F) {
	f.Add("a*[b-d]?", "axxby")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if session.Glob(pattern, text) && !session.Glob("*"+pattern+"*", "x"+text+"y") {
			t.Errorf("%q matches %q alone but not within", pattern, text)
		}
	})
}
