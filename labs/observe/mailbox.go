package observe

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spawnlab/spawnlab/labs/display"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// looked is how many messages of a mailbox are looked at.
const looked = 10_000

// A MailboxView is what waited in a process's mailbox at one moment, oldest
// first. Shown alone it draws the envelopes; Since draws what became of them.
type MailboxView struct {
	owner   uint64 // the number of its PID, 0 if there was none
	absent  string // why there is no mailbox, "" if there is one
	names   namer
	waiting []string // as the System writes them
	total   int      // also those not looked at
}

// Mailbox shows what waits in target's mailbox now. If target is dead, or a
// name that nobody has, the view says so.
func Mailbox(self *process.Self, target process.Target) MailboxView {
	sys := self.System()
	info, alive := sys.Info(target)
	if !alive {
		return absentMailbox(target)
	}
	messages := sys.Messages(target)
	v := MailboxView{owner: info.PID.ID(), total: len(messages)}
	v.names.learn(v.owner, info.Label)
	for _, m := range messages[:min(len(messages), looked)] {
		text := sys.Format(m)
		v.names.learnFrom(sys, text)
		v.waiting = append(v.waiting, text)
	}
	return v
}

// absentMailbox is the view of a mailbox that is not.
func absentMailbox(target process.Target) MailboxView {
	if name, is := target.(process.Name); is {
		return MailboxView{absent: fmt.Sprintf("nobody is registered as %q", string(name))}
	}
	return MailboxView{absent: "the process has ended, and its mailbox with it"}
}

// Bundle draws the mailbox.
func (m MailboxView) Bundle() display.Bundle { return m.change().Bundle() }

// String lists the messages.
func (m MailboxView) String() string { return m.change().String() }

// Since compares with an earlier view of the same mailbox: which messages were
// taken, which stayed, which came. Messages that look the same are told apart by
// their order: the oldest counts as taken.
func (m MailboxView) Since(earlier MailboxView) MailboxChange {
	fates := fatesOf(earlier.waiting, m.waiting)
	all := append(slices.Clone(earlier.waiting), m.waiting[len(m.waiting)-len(fates)+len(earlier.waiting):]...)
	c := MailboxChange{compared: true, left: m.total, absent: m.absent}
	c.fill(m.names.with(earlier.names), cmpOwner(m, earlier), all, fates)
	return c
}

// cmpOwner is the owner of a pair of views.
func cmpOwner(now, earlier MailboxView) uint64 {
	if now.owner != 0 {
		return now.owner
	}
	return earlier.owner
}

// change is the view as one in which nothing happened.
func (m MailboxView) change() MailboxChange {
	c := MailboxChange{left: m.total, absent: m.absent}
	c.fill(m.names.with(namer{}), m.owner, m.waiting, make([]fate, len(m.waiting)))
	return c
}

type fate int

const (
	stayed fate = iota
	taken
	arrived
)

// fatesOf finds what became of the messages of before, and then lists those of
// now that were not among them. A mailbox is a queue: what stayed is in now's
// beginning, in the same order.
func fatesOf(before, now []string) []fate {
	kept := 0
	for _, text := range before {
		if kept < len(now) && now[kept] == text {
			kept++
		}
	}
	fates := make([]fate, len(before), len(before)+len(now)-kept)
	next := kept - 1
	for i, text := range slices.Backward(before) {
		fates[i] = taken
		if next >= 0 && now[next] == text {
			fates[i] = stayed
			next--
		}
	}
	for range now[kept:] {
		fates = append(fates, arrived)
	}
	return fates
}

// An envelope is one message and what became of it.
type envelope struct {
	text string
	fate fate
}

// A MailboxChange is a mailbox before and after something happened.
type MailboxChange struct {
	owner     string
	absent    string
	envelopes []envelope
	compared  bool
	left      int // messages that wait now
}

// fill puts the messages in, with names in place of PIDs.
func (c *MailboxChange) fill(names namer, owner uint64, texts []string, fates []fate) {
	c.owner = "nobody"
	if owner != 0 {
		c.owner = names.call(owner)
	}
	for i, text := range texts {
		c.envelopes = append(c.envelopes, envelope{names.text(text), fates[i]})
	}
}

// Bundle draws the change.
func (c MailboxChange) Bundle() display.Bundle {
	return display.Figure{SVG: c.svg(), Width: figureWidth, Story: c.String(), Table: c.table()}.Bundle()
}

func (c MailboxChange) count(f fate) int {
	n := 0
	for _, e := range c.envelopes {
		if e.fate == f {
			n++
		}
	}
	return n
}

func (c MailboxChange) facts() string {
	if c.absent != "" {
		return c.absent
	}
	if !c.compared {
		return plural(c.left, "message") + " waiting"
	}
	facts := fmt.Sprintf("%d taken, %d left waiting", c.count(taken), c.left)
	if n := c.count(arrived); n > 0 {
		facts += fmt.Sprintf(", %d of them new", n)
	}
	return facts
}

func (c MailboxChange) title() string { return "Mailbox of " + c.owner }

var fateWords = [...]string{stayed: "waits", taken: "taken", arrived: "new"}

// String tells the change, a line for each message.
func (c MailboxChange) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", c.title(), c.facts())
	for i, e := range c.listed() {
		fmt.Fprintf(&b, "\n%3d  %s  %s", i+1, fateWords[e.fate], e.text)
	}
	if n := c.beyond(mostLines); n > 0 {
		fmt.Fprintf(&b, "\n     and %s more", plural(n, "message"))
	}
	return b.String()
}

// listed are the messages that story and table list.
func (c MailboxChange) listed() []envelope { return c.envelopes[:min(len(c.envelopes), mostLines)] }

// beyond counts the messages after the first most.
func (c MailboxChange) beyond(most int) int {
	unseen := max(0, c.left-c.count(stayed)-c.count(arrived))
	return max(0, len(c.envelopes)-most) + unseen
}

func (c MailboxChange) table() display.Grid {
	g := display.Grid{Columns: []string{"place", "message", "what became of it"}}
	for i, e := range c.listed() {
		g.Rows = append(g.Rows, []string{fmt.Sprint(i + 1), e.text, fateWords[e.fate]})
	}
	if n := c.beyond(mostLines); n > 0 {
		g.Rows = append(g.Rows, []string{"", "and " + plural(n, "message") + " more"})
	}
	return g
}
