package observe

import (
	"fmt"
	"slices"
)

// A head is the box above a column of a chart.
type head struct {
	x, y       float64 // middle, top
	name, line string
	many       bool // stands for several participants
}

// A track is a participant's line down the chart: dotted before its birth, gone
// after its end.
type track struct {
	x, top, begin, end float64
}

// A sheet is where everything of a chart stands.
type sheet struct {
	column []int // of each lane
	folded []int // lanes that share the last column
	heads  []head
	wide   float64 // of a head
	tracks []track
	shown  rowFold
	y      []float64 // of each shown row
	top    float64   // where heads end
	foot   float64   // where tracks end
}

const (
	chartLeft  = 52
	chartRight = figureWidth - 12
	headTop    = 48
	headHigh   = 40
	headStep   = 48  // from one level of heads to the next
	headLeast  = 150 // where there is room
	headMost   = 230
	rowHigh    = 38
	endHigh    = 8 // more, below an end
)

// lay finds the places.
func (c Chart) lay() sheet {
	var s sheet
	active := make([]int, len(c.lanes))
	for i, l := range c.lanes {
		active[i] = l.active
	}
	s.column, s.folded = foldQuiet(active, mostColumns)
	s.layHeads(c)
	s.layRows(c)
	s.layTracks(c)
	return s
}

// isFolded reports whether a lane shares the last column; none, -1, does not.
func (s *sheet) isFolded(lane int) bool {
	return lane >= 0 && len(s.folded) > 0 && s.column[lane] == mostColumns-1
}

// layHeads puts heads side by side, or on two levels if their names need more
// room.
func (s *sheet) layHeads(c Chart) {
	s.heads = c.heads(s)
	wish := float64(headLeast)
	for _, h := range s.heads {
		wish = min(headMost, max(wish, nameStyle.width(h.name)+24))
	}
	levels := 1
	xs, wide := spread(len(s.heads), 1, wish)
	if len(s.heads) > 2 && s.cramped(wide) {
		levels = 2
		xs, wide = spread(len(s.heads), 2, wish)
	}
	s.wide, s.top = wide, headTop+headHigh+headStep*float64(levels-1)
	for i := range s.heads {
		s.heads[i].x, s.heads[i].y = xs[i], headTop+headStep*float64(i%levels)
	}
}

// cramped reports whether a name does not fit into heads that are wide.
func (s *sheet) cramped(wide float64) bool {
	return slices.ContainsFunc(s.heads, func(h head) bool { return nameStyle.width(h.name) > wide-22 })
}

// heads are the names and second lines, in columns.
func (c Chart) heads(s *sheet) []head {
	var heads []head
	for i, l := range c.lanes {
		if !s.isFolded(i) {
			heads = append(heads, head{name: l.name, line: l.sum()})
		}
	}
	if n := len(s.folded); n > 0 {
		heads = append(heads, head{name: fmt.Sprintf("+ %d more", n), line: c.lanes[s.folded[0]].name + " and others", many: true})
	}
	return heads
}

// sum is the second line of a head.
func (l lane) sum() string {
	switch {
	case l.late:
		return "had ended"
	case l.sent+l.got == 0:
		return "process"
	}
	return fmt.Sprintf("sent %d, got %d", l.sent, l.got)
}

// spread places n heads, at most wish wide, over the chart so that neighbours of
// one level do not touch, and gives the middles and the width of a head.
func spread(n, levels int, wish float64) (xs []float64, wide float64) {
	if n < 2 {
		return []float64{(chartLeft + chartRight) / 2}, wish
	}
	const span = chartRight - chartLeft
	gap := func(wide float64) float64 { return (span - wide) / float64(n-1) }
	for wide = wish; wide > float64(levels)*gap(wide)-14; wide-- {
	}
	for i := range n {
		xs = append(xs, chartLeft+wide/2+gap(wide)*float64(i))
	}
	return xs, wide
}

// layRows gives each row its height.
func (s *sheet) layRows(c Chart) {
	s.shown = foldRows(len(c.steps), mostRows)
	y := s.top + 44
	for i := range s.shown.rows() {
		s.y = append(s.y, y)
		y += rowHigh
		if i >= 0 && c.steps[i].isEnd() {
			y += endHigh
		}
	}
	s.foot = y - rowHigh + 30
}

// layTracks finds where each column's line begins and ends.
func (s *sheet) layTracks(c Chart) {
	for _, h := range s.heads {
		s.tracks = append(s.tracks, track{x: h.x, top: h.y + headHigh, begin: h.y + headHigh, end: s.foot})
	}
	at := 0
	for row := range s.shown.rows() {
		if row >= 0 {
			s.bound(c.steps[row], s.y[at])
		} else {
			for i := range s.shown.hidden {
				s.bound(c.steps[s.shown.head+i], s.y[at])
			}
		}
		at++
	}
}

// bound lets a track begin or end at y if the step says so.
func (s *sheet) bound(st step, y float64) {
	switch st.kind {
	case stepSpawn:
		if !s.isFolded(st.to) {
			s.tracks[s.column[st.to]].begin = y
		}
	case stepEnd, stepCrash, stepFelled:
		if !s.isFolded(st.from) {
			s.tracks[s.column[st.from]].end = y
		}
	}
}

// x is the middle of a lane's column.
func (s *sheet) x(lane int) float64 { return s.heads[s.column[lane]].x }
