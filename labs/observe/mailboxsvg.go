package observe

const (
	envelopeHigh = 34
	envelopeMost = 320 // pixels of text
	envelopeGap  = 10
	envelopeStep = 46 // from one row of envelopes to the next
	fateHigh     = 14 // more, where they say what became of them
)

func (c MailboxChange) svg() string {
	var cv canvas
	y := cv.envelopes(c)
	if len(c.envelopes) == 0 {
		cv.text(legendLeft, y, c.emptyWord(), style{size: 13, color: faint})
	}
	if n := c.beyond(mostRows); n > 0 {
		y = cv.notes(y, []string{"+ " + plural(n, "message") + " more, not drawn"})
	}
	return cv.card(cv.legend(y, c.marks()), c.title(), c.facts())
}

func (c MailboxChange) emptyWord() string {
	if c.absent != "" {
		return "no mailbox"
	}
	return "empty"
}

// envelopes draws the messages in rows and returns where they end.
func (c *canvas) envelopes(m MailboxChange) (y float64) {
	x, y := float64(legendLeft), 72.0
	step := float64(envelopeStep)
	if m.compared {
		step += fateHigh
	}
	c.text(x, y-14, "oldest first", smallStyle)
	for _, e := range m.envelopes[:min(len(m.envelopes), mostRows)] {
		text := valueStyle.fit(e.text, envelopeMost)
		wide := valueStyle.width(text) + 46
		if x+wide > figureWidth-legendLeft {
			x, y = legendLeft, y+step
		}
		c.envelope(x, y, wide, text, e.fate, m.compared)
		x += wide + envelopeGap
	}
	return y + envelopeHigh + 20
}

// envelopeStrokes are how envelopes look by what became of them.
var envelopeStrokes = [...]stroke{
	stayed:  {color: faint, width: 1.5},
	taken:   {color: green, width: 1.5, dash: dashed},
	arrived: {color: blue, width: 2},
}

func (c *canvas) envelope(x, y, wide float64, text string, f fate, compared bool) {
	s := envelopeStrokes[f]
	if !compared {
		s.color = blue
	}
	c.rect(x, y, wide, envelopeHigh, 4, ground, s)
	c.rect(x+10, y+11, 18, 12, 0, ground, stroke{color: s.color, width: 1.2})
	c.add(`<path d="M%g %g l9 7 l9 -7" fill="none" stroke="%s" stroke-width="1.2"/>`, x+10, y+11, s.color)
	c.text(x+36, y+21, text, valueStyle.at("start"))
	if compared {
		c.text(x+6, y+envelopeHigh+13, fateWords[f], smallStyle)
	}
}

func (c MailboxChange) marks() []mark {
	var marks []mark
	add := func(f fate, name string) {
		if c.count(f) > 0 {
			marks = append(marks, mark{name: name, stroke: envelopeStrokes[f]})
		}
	}
	if !c.compared && c.count(stayed) > 0 {
		return []mark{{name: "waits to be received", stroke: stroke{color: blue, width: 1.5}}}
	}
	add(taken, "taken out")
	add(stayed, "did not match and stays")
	add(arrived, "came meanwhile")
	return marks
}
