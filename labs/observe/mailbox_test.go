package observe_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/spawnlab/spawnlab/labs/observe"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// letters sends each letter of text to the caller.
func letters(self *process.Self, text string) {
	for _, l := range text {
		self.Send(self.PID(), string(l))
	}
}

// take takes the oldest messages that are the letters of text.
func take(self *process.Self, text string) {
	for _, l := range text {
		self.ReceiveMatchFor(0, func(m any) bool { return m == string(l) })
	}
}

// outline writes the messages of a change: those taken in (), new ones with +.
func outline(c observe.MailboxChange) string {
	var b strings.Builder
	for _, line := range strings.Split(c.String(), "\n")[1:] {
		f := strings.Fields(line)
		fmt.Fprintf(&b, map[string]string{"waits": "%s", "taken": "(%s)", "new": "+%s"}[f[1]], strings.Trim(f[2], `"`))
	}
	return b.String()
}

func TestSince(t *testing.T) {
	for _, tt := range []struct {
		name, before, take, then, want string
	}{
		{"nothing", "", "", "", ""},
		{"all wait", "abc", "", "", "abc"},
		{"all taken", "abc", "abc", "", "(a)(b)(c)"},
		{"one in the middle", "abc", "b", "", "a(b)c"},
		{"new ones", "ab", "a", "cd", "(a)b+c+d"},
		{"only new ones", "", "", "ab", "+a+b"},
		{"the oldest of equals", "aab", "a", "", "(a)ab"},
		{"equals apart", "abab", "ab", "", "(a)(b)ab"},
		{"all of one kind", "ababa", "aaa", "", "(a)b(a)b(a)"},
		{"equals taken, another came", "aba", "aa", "c", "(a)b(a)+c"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			virtual(t, func(self *process.Self) {
				letters(self, tt.before)
				before := observe.Mailbox(self, self.PID())
				take(self, tt.take)
				letters(self, tt.then)
				if got := outline(observe.Mailbox(self, self.PID()).Since(before)); got != tt.want {
					t.Errorf("%q, %q taken, then %q: %s, want %s", tt.before, tt.take, tt.then, got, tt.want)
				}
			})
		})
	}
}

// TestSinceOfAFullMailbox: messages beyond those listed are compared too.
func TestSinceOfAFullMailbox(t *testing.T) {
	virtual(t, func(self *process.Self) {
		for i := range 500 {
			self.Send(self.PID(), Pong{i})
		}
		before := observe.Mailbox(self, self.PID())
		for range 100 {
			self.Receive()
		}
		c := observe.Mailbox(self, self.PID()).Since(before)
		first, _, _ := strings.Cut(c.String(), "\n")
		if want := "Mailbox of notebook: 100 taken, 400 left waiting"; first != want {
			t.Errorf("it tells %q, want %q", first, want)
		}
		if want := "and 300 messages more"; !strings.HasSuffix(c.String(), want) {
			t.Errorf("it ends without %q:\n%s", want, c)
		}
		figureOf(t, c).check(t)
	})
}

func TestMailboxOf(t *testing.T) {
	for _, tt := range []struct {
		name   string
		target func(self *process.Self) process.Target
		want   string
	}{
		{"a registered name", func(self *process.Self) process.Target {
			self.Spawn(forever, process.WithName("till"))
			self.Send(process.Name("till"), Ping{self.PID()})
			return process.Name("till")
		}, "Mailbox of till: 1 message waiting\n  1  waits  Ping{From: notebook}"},
		{"a nameless process", func(self *process.Self) process.Target {
			pid := self.Spawn(forever)
			self.Send(pid, Ping{pid})
			return pid
		}, "Mailbox of process 1: 1 message waiting\n  1  waits  Ping{From: process 1}"},
		{"a dead process", func(self *process.Self) process.Target { return dead(self) },
			"Mailbox of nobody: the process has ended, and its mailbox with it"},
		{"nobody", func(*process.Self) process.Target { return process.Name("x") },
			`Mailbox of nobody: nobody is registered as "x"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			virtual(t, func(self *process.Self) {
				if got := observe.Mailbox(self, tt.target(self)).String(); got != tt.want {
					t.Errorf("it tells %q, want %q", got, tt.want)
				}
			})
		})
	}
}

// TestSinceKeepsNames: a process that ended meanwhile is called as before.
func TestSinceKeepsNames(t *testing.T) {
	virtual(t, func(self *process.Self) {
		ann := self.Spawn(forever, process.WithLabel("ann"))
		self.Send(self.PID(), Ping{ann})
		before := observe.Mailbox(self, self.PID())
		self.Kill(ann)
		want := "Mailbox of notebook: 0 taken, 1 left waiting\n  1  waits  Ping{From: ann}"
		if got := observe.Mailbox(self, self.PID()).Since(before).String(); got != want {
			t.Errorf("it tells %q, want %q", got, want)
		}
	})
}
