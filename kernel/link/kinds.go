package link

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
)

// A lane says how a Writer queues a frame.
type lane bool

const (
	// data frames keep their order and wait when the other side does not read.
	data lane = false
	// control frames are sent before all data frames and never wait. They keep
	// their order among themselves.
	control lane = true
)

// kindInfo is what the codec knows of a kind.
type kindInfo struct {
	name string
	lane lane
	body reflect.Type // nil: the frame has no body
	open func([]byte) (any, error)
}

// describe makes the entry of a kind whose body is a T. Numbers that the front
// only passes on keep their text.
func describe[T any](name string, l lane, exact bool) kindInfo {
	return kindInfo{name, l, reflect.TypeFor[T](), func(raw []byte) (any, error) {
		var v T
		return v, unmarshal(raw, &v, exact)
	}}
}

func down[T any](name string, l lane) kindInfo { return describe[T](name, l, false) }
func up[T any](name string, l lane) kindInfo   { return describe[T](name, l, true) }

// bare makes the entry of a kind without body.
func bare(name string) kindInfo { return kindInfo{name: name, lane: control} }

// kinds lists every frame. Eval and Replay are control frames so that an
// Interrupt cannot overtake the cell that it is meant for.
var kinds = map[Kind]kindInfo{
	KindHello:        down[Hello]("hello", control),
	KindEval:         down[Eval]("eval", control),
	KindReplay:       down[Replay]("replay", control),
	KindInterrupt:    down[Interrupt]("interrupt", control),
	KindInput:        down[Input]("input", control),
	KindCommDown:     down[Comm]("comm-down", data),
	KindControl:      down[Control]("control", control),
	KindStatsRequest: bare("stats-request"),
	KindPing:         bare("ping"),
	KindShutdown:     bare("shutdown"),

	KindReady:        up[Ready]("ready", control),
	KindAccepted:     up[Accepted]("accepted", data),
	KindOutput:       up[Output]("output", data),
	KindDisplay:      up[Bundle]("display", data),
	KindUpdate:       up[Bundle]("update", data),
	KindClear:        up[Clear]("clear", data),
	KindResult:       up[Bundle]("result", data),
	KindFailed:       up[Failed]("failed", data),
	KindCard:         up[Card]("card", data),
	KindVerdict:      up[Verdict]("verdict", data),
	KindDone:         up[Done]("done", data),
	KindInputRequest: up[InputRequest]("input-request", data),
	KindCommUp:       up[Comm]("comm-up", data),
	KindStats:        up[Stats]("stats", control),
	KindPong:         bare("pong"),
	KindLog:          up[Log]("log", data),
}

// String is the kind's name, as recordings show it.
func (k Kind) String() string {
	if info, ok := kinds[k]; ok {
		return info.name
	}
	return fmt.Sprintf("kind-%d", byte(k))
}

func unmarshal(raw []byte, v any, exact bool) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if exact {
		dec.UseNumber()
	}
	return dec.Decode(v)
}
