package observe

import (
	"fmt"
	"maps"
	"regexp"
	"strconv"
	"strings"

	"github.com/spawnlab/spawnlab/runtime/process"
)

// A namer calls processes by what the learner calls them, so that a picture is
// the same in every run: by label, else by registered name, else "process N",
// counted in order of appearance. The second process of one name is its "2nd".
// The zero value knows nobody. It is not safe for concurrent use.
type namer struct {
	labels map[uint64]string // by number of the PID: what is known of it
	given  map[uint64]string // what it is called in this picture
	uses   map[string]int
	others map[string]string // references, aliases and addresses: what they are called
	kinds  map[string]int
}

// learn notes the label or name of the process with the number id, if it has
// one; the newest counts.
func (n *namer) learn(id uint64, label string) {
	if label == "" {
		return
	}
	if n.labels == nil {
		n.labels = map[uint64]string{}
	}
	n.labels[id] = oneLine(label)
}

// learnLiving notes what a process is called that still is.
func (n *namer) learnLiving(sys *process.System, pid process.PID) {
	if pid.IsZero() {
		return
	}
	if info, alive := sys.Info(pid); alive {
		n.learn(pid.ID(), info.Label)
	}
}

// learnFrom notes what the living processes are called that a text speaks of.
func (n *namer) learnFrom(sys *process.System, text string) {
	for _, token := range identity.FindAllString(text, -1) {
		id, ok := numberOf(token)
		if !ok || n.labels[id] != "" {
			continue
		}
		if pid, alive := sys.Lookup(id); alive {
			n.learnLiving(sys, pid)
		}
	}
}

// with returns a namer that knows what n and other know, and has named nobody.
func (n namer) with(other namer) namer {
	all := namer{labels: maps.Clone(other.labels)}
	for id, label := range n.labels {
		all.learn(id, label)
	}
	return all
}

// call is the name of the process with the number id.
func (n *namer) call(id uint64) string {
	if name, ok := n.given[id]; ok {
		return name
	}
	if n.given == nil {
		n.given, n.uses = map[uint64]string{}, map[string]int{}
	}
	n.given[id] = n.fresh(n.labels[id])
	return n.given[id]
}

// fresh is a name that nobody has yet.
func (n *namer) fresh(label string) string {
	n.uses[label]++
	switch times := n.uses[label]; {
	case label == "":
		return fmt.Sprintf("process %d", times)
	case times > 1:
		return label + " · " + ordinal(times)
	}
	return label
}

// identity finds what differs between two runs of one program: PIDs, Refs,
// aliases and addresses. Quoted text, which is the learner's own, is matched
// whole, to be left alone.
var identity = regexp.MustCompile("\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|<0\\.\\d+>|#(?:Ref|Alias)<0\\.\\d+\\.\\d+>|\\b0xc[0-9a-f]{7,}\\b")

// text makes a text fit to be told: one line, with names in place of PIDs, and
// references counted in order of appearance.
func (n *namer) text(text string) string {
	return oneLine(identity.ReplaceAllStringFunc(text, func(token string) string {
		if id, ok := numberOf(token); ok {
			return n.call(id)
		}
		switch {
		case strings.HasPrefix(token, "#Ref"):
			return n.other("ref", token)
		case strings.HasPrefix(token, "#Alias"):
			return n.other("alias", token)
		case strings.HasPrefix(token, "0x"):
			return n.other("address", token)
		}
		return token
	}))
}

// numberOf is the number in the text of a PID; false for any other text.
func numberOf(token string) (uint64, bool) {
	digits, ok := strings.CutPrefix(token, "<0.")
	if !ok {
		return 0, false
	}
	id, err := strconv.ParseUint(strings.TrimSuffix(digits, ">"), 10, 64)
	return id, err == nil
}

// other is the name of a token of some kind: "ref 1".
func (n *namer) other(kind, token string) string {
	if name, ok := n.others[token]; ok {
		return name
	}
	if n.others == nil {
		n.others, n.kinds = map[string]string{}, map[string]int{}
	}
	n.kinds[kind]++
	n.others[token] = fmt.Sprintf("%s %d", kind, n.kinds[kind])
	return n.others[token]
}
