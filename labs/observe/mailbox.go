package observe

import (
	"fmt"
	"strings"

	"github.com/spawnlab/spawnlab/labs/display"
)

// A MailboxView is what waited in a process's mailbox at one moment, oldest
// first. Shown alone it draws the envelopes; Since draws what became of them.
type MailboxView struct {
	owner   string // name or PID
	waiting []string
	total   int // also those not listed
}

// Bundle draws the mailbox.
func (m MailboxView) Bundle() display.Bundle { return m.change().figure().Bundle() }

// String lists the messages.
func (m MailboxView) String() string { return m.change().story() }

// Since compares with an earlier view of the same mailbox: which messages were
// taken, which stayed, which came.
func (m MailboxView) Since(earlier MailboxView) MailboxChange {
	c := MailboxChange{owner: m.owner, compared: true, left: m.total}
	rest := m.waiting
	for _, text := range earlier.waiting {
		if len(rest) > 0 && rest[0] == text {
			c.envelopes = append(c.envelopes, envelope{text, stayed})
			rest = rest[1:]
			continue
		}
		c.envelopes = append(c.envelopes, envelope{text, taken})
	}
	for _, text := range rest {
		c.envelopes = append(c.envelopes, envelope{text, arrived})
	}
	return c
}

func (m MailboxView) change() MailboxChange {
	c := MailboxChange{owner: m.owner, left: m.total}
	for _, text := range m.waiting {
		c.envelopes = append(c.envelopes, envelope{text, stayed})
	}
	return c
}

type fate int

const (
	stayed fate = iota
	taken
	arrived
)

// An envelope is one message and what became of it.
type envelope struct {
	text string
	fate fate
}

// A MailboxChange is a mailbox before and after something happened.
type MailboxChange struct {
	owner     string
	envelopes []envelope
	compared  bool
	left      int
}

// Bundle draws the change.
func (c MailboxChange) Bundle() display.Bundle { return c.figure().Bundle() }

// String tells the change, a line for each message.
func (c MailboxChange) String() string { return c.story() }

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

func (c MailboxChange) story() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", c.title(), c.facts())
	for i, e := range c.envelopes {
		fmt.Fprintf(&b, "\n%3d  %s  %s", i+1, fateWords[e.fate], e.text)
	}
	if n := c.hidden(); n > 0 {
		fmt.Fprintf(&b, "\n     and %d more", n)
	}
	return b.String()
}

// hidden counts the waiting messages that are not listed.
func (c MailboxChange) hidden() int {
	return max(0, c.left-c.count(stayed)-c.count(arrived))
}

func (c MailboxChange) figure() display.Figure {
	g := display.Grid{Columns: []string{"place", "message", "what became of it"}}
	for i, e := range c.envelopes {
		g.Rows = append(g.Rows, []string{fmt.Sprint(i + 1), e.text, fateWords[e.fate]})
	}
	return display.Figure{SVG: c.svg(), Width: figureWidth, Story: c.story(), Table: g}
}

const (
	envelopeHigh = 34
	envelopeGap  = 10
	shownLetters = 24 // envelopes in one drawing
)

func (c MailboxChange) svg() string {
	var cv canvas
	x, y := 20.0, 56.0
	cv.text(x, y, "oldest first", style{size: smallest, color: faint})
	y += 14
	drawn := c.envelopes[:min(len(c.envelopes), shownLetters)]
	for _, e := range drawn {
		text := shorten(e.text, 300, 12, true)
		wide := textWidth(text, 12, true) + 44
		if x+wide > figureWidth-20 {
			x, y = 20, y+envelopeHigh+envelopeGap+14
		}
		drawEnvelope(&cv, x, y, wide, text, e.fate, c.compared)
		x += wide + envelopeGap
	}
	if len(c.envelopes) == 0 {
		cv.text(20, y+20, "empty", style{size: 13, color: faint})
	}
	if n := len(c.envelopes) - len(drawn) + c.hidden(); n > 0 {
		y += envelopeHigh + 26
		cv.text(20, y, fmt.Sprintf("+ %d more", n), style{size: 12, color: faint})
	}
	height := y + envelopeHigh + 52
	cv.legend(20, height-18, c.marks())
	return cv.card(height, c.title(), c.facts())
}

func (c MailboxChange) marks() []mark {
	if !c.compared {
		return []mark{{name: "waits to be received", color: blue}}
	}
	var marks []mark
	if c.count(taken) > 0 {
		marks = append(marks, mark{name: "taken out", color: green, dash: "6 3"})
	}
	if c.count(stayed) > 0 {
		marks = append(marks, mark{name: "did not match and stays", color: rule})
	}
	if c.count(arrived) > 0 {
		marks = append(marks, mark{name: "came meanwhile", color: blue})
	}
	return marks
}

func drawEnvelope(cv *canvas, x, y, wide float64, text string, f fate, compared bool) {
	stroke, fill, dash, word := blue, "#ffffff", "", ""
	switch f {
	case taken:
		stroke, dash, word = green, "6 3", "✓ taken"
	case stayed:
		word = "waits"
		if compared {
			stroke = rule
		}
	case arrived:
		word = "new"
	}
	cv.rect(x, y, wide, envelopeHigh, 4, fill, stroke, 1.5, dash)
	cv.add(`<path d="M%g %g l9 7 l9 -7" fill="none" stroke="%s" stroke-width="1.2"/><rect x="%g" y="%g" width="18" height="12" fill="none" stroke="%s" stroke-width="1.2"/>`,
		x+9, y+12, stroke, x+9, y+11, stroke)
	cv.text(x+34, y+22, text, style{size: 12, color: ink, mono: true})
	cv.text(x+4, y+envelopeHigh+12, word, style{size: smallest, color: faint})
}
