package session

import (
	"slices"

	"github.com/spawnlab/spawnlab/kernel/protocol"
)

// mostEntries bounds a history reply.
const mostEntries = 10000

// An entry is one cell that was run.
type entry struct {
	Session int     `json:"-"`
	Line    int     `json:"line"` // execution count
	Input   string  `json:"in"`
	Output  *string `json:"out,omitempty"` // text of the value
}

// historyEntries answers a history_request.
func (s *Session) historyEntries(r *request) (protocol.Content, error) {
	q := protocol.HistoryRequest{}
	if err := decode(r, &q); err != nil {
		return nil, err
	}
	reply := protocol.HistoryReply{Status: protocol.OK}
	for _, e := range s.history.find(q) {
		reply.History = append(reply.History, protocol.HistoryEntry{
			Session: e.Session, Line: e.Line, Input: e.Input, Output: e.Output, WithOutput: q.Output,
		})
	}
	return reply, nil
}

// find gives the entries that q asks for, from old to new.
func (h *history) find(q protocol.HistoryRequest) []entry {
	switch q.Access {
	case protocol.HistoryRange:
		number := q.Session
		if number <= 0 {
			number += h.current()
		}
		return inRange(h.session(number), q.Start, q.Stop)
	case protocol.HistorySearch:
		pattern := q.Pattern
		if pattern == "" {
			pattern = "*"
		}
		return h.last(q.N, q.Unique, func(e entry) bool { return glob(pattern, e.Input) })
	}
	return h.last(q.N, false, func(entry) bool { return true })
}

// inRange gives the entries of lines start to stop, without stop.
func inRange(list []entry, start int, stop *int) []entry {
	var found []entry
	for _, e := range list {
		if e.Line >= start && (stop == nil || e.Line < *stop) {
			found = append(found, e)
		}
	}
	return found
}

// last gives the last n entries that match, of all sessions; with unique, the
// newest of each input only.
func (h *history) last(n *int, unique bool, match func(entry) bool) []entry {
	most := mostEntries
	if n != nil {
		most = min(max(*n, 0), mostEntries)
	}
	var found []entry
	seen := map[string]bool{}
	for e := range h.backwards() {
		if len(found) >= most {
			break
		}
		if match(e) && !(unique && seen[e.Input]) {
			seen[e.Input] = true
			found = append(found, e)
		}
	}
	slices.Reverse(found)
	return found
}
