package observe

// What stands before a word of a legend instead of a piece of line.
type icon int

const (
	iconNone icon = iota
	iconCross
	iconBar
	iconClock
	iconLink
)

// A mark is one entry of a legend: a piece of line, or an icon, and a word.
type mark struct {
	name   string
	stroke stroke
	icon   icon
}

const (
	legendLeft = 20
	legendLine = 20 // pixels from one row of a legend to the next
	markWide   = 28
)

// legendRows puts marks into rows that fit.
func legendRows(marks []mark) [][]mark {
	var rows [][]mark
	x := float64(figureWidth)
	for _, m := range marks {
		wide := m.width()
		if x+wide > figureWidth-legendLeft {
			rows, x = append(rows, nil), legendLeft
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], m)
		x += wide
	}
	return rows
}

func (m mark) width() float64 { return markWide + 8 + smallStyle.width(m.name) + 18 }

// legend draws what occurs in the figure below y, and returns the height of the
// whole card.
func (c *canvas) legend(y float64, marks []mark) (height float64) {
	y += 20
	for _, row := range legendRows(marks) {
		x := float64(legendLeft)
		for _, m := range row {
			c.mark(x, y, m)
			c.text(x+markWide+8, y+4, m.name, smallStyle)
			x += m.width()
		}
		y += legendLine
	}
	return y
}

func (c *canvas) mark(x, y float64, m mark) {
	middle := x + markWide/2
	switch m.icon {
	case iconCross:
		c.cross(middle, y, 5)
	case iconBar:
		c.bar(middle, y, 8)
	case iconClock:
		c.clock(middle, y)
	case iconLink:
		c.tie(x+3, x+markWide-3, y)
	default:
		c.line(x, y, x+markWide, y, m.stroke)
	}
}

// tie draws a link: a line with a ring at each end.
func (c *canvas) tie(x1, x2, y float64) {
	c.line(x1, y, x2, y, stroke{color: faint, width: 2})
	c.ring(x1, y, 3, faint)
	c.ring(x2, y, 3, faint)
}
