package worker

import (
	"time"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
	"github.com/spawnlab/spawnlab/kernel/link"
)

// What the external tests look at from inside.
var (
	CountLabelled = countLabelled
	FramesAllowed = framesAllowed
)

// Output is output.
type Output struct{ *output }

// NewOutput makes an output that sends by send.
func NewOutput(send func(link.Kind, any) error) Output { return Output{newOutput(sendFunc(send))} }

type sendFunc func(link.Kind, any) error

func (f sendFunc) Send(kind link.Kind, body any) error { return f(kind, body) }

func (o Output) Print(cell, process, stream, text string) {
	o.print(cell, process, stream, []byte(text))
}
func (o Output) Send(kind link.Kind, body any) { o.send(kind, body) }
func (o Output) Close()                        { o.close() }

// When output is flushed.
const (
	FlushAfter = flushAfter
	FlushAt    = flushAt
)

// A SleepWatch is a sleepWatch.
type SleepWatch struct{ s sleepWatch }

func (s *SleepWatch) IsDue(wait *native.Wait, now time.Time) bool { return s.s.isDue(wait, now) }

func (s *SleepWatch) Saw(sleep map[*native.Thread]*native.Wait, now time.Time) bool {
	return s.s.saw(sleep, now)
}
