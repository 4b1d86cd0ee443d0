package worker

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
	"github.com/spawnlab/spawnlab/kernel/cell/lower"
	"github.com/spawnlab/spawnlab/kernel/cell/native"
	"github.com/spawnlab/spawnlab/kernel/link"
)

// Kinds of a link.Failed.
const (
	failedCompile     = "compile"
	failedUnsupported = "unsupported"
	failedInternal    = "internal"
	failedPanic       = "panic"
	failedExit        = "exit"
	failedInterrupt   = "interrupt"
	failedDeadlock    = "deadlock"
)

// refused says why a cell did not compile.
func refused(count int, err error) link.Failed {
	var wrong check.Errors
	var unsupported *lower.Unsupported
	switch {
	case errors.As(err, &wrong):
		f := link.Failed{Kind: failedCompile, Name: "compile error", Message: wrong[0].Msg}
		for _, e := range wrong {
			f.Problems = append(f.Problems, problem(count, e))
		}
		return f
	case errors.As(err, &unsupported):
		what := "not supported here: " + unsupported.What
		return link.Failed{
			Kind: failedUnsupported, Name: "not supported", Message: unsupported.What,
			Problems: []link.Problem{{Count: count, Line: unsupported.Pos.Line, Column: unsupported.Pos.Column, Width: 1, Msg: what}},
		}
	}
	return link.Failed{
		Kind: failedInternal, Name: "internal error", Message: err.Error(),
		Notes: []string{"this is a mistake of the notebook's compiler, not of your code; nothing of the cell ran"},
	}
}

func problem(count int, e check.Error) link.Problem {
	return link.Problem{
		Count: count, Line: e.Pos.Line, Column: e.Pos.Column, Width: max(1, e.Width),
		Msg: e.Msg, Hint: e.Hint, Source: e.Source,
	}
}

// overflow is Go's text for a recursion that took all the stack.
const overflow = "stack overflow"

// panicked says what a panic or fatal error was. The message is Go's own text.
func (s *sources) panicked(p *native.Crash) link.Failed {
	f := link.Failed{Kind: failedPanic, Name: "panic", Frames: s.frames(p.Frames)}
	lost, isLost := p.Value.(lower.Lost)
	switch {
	case p.Fatal != "":
		f.Name, f.Message = "fatal error", p.Fatal
	case isLost:
		f.Name, f.Message = "lost variable", lost.Error()
	default:
		f.Message = strings.TrimPrefix(p.Text(), "panic: ")
	}
	if p.Fatal == overflow {
		f.Notes = []string{"calls were nested too deep: does the recursion have an end? Compiled, this ends the whole program"}
	}
	return f
}

// sources keeps the text of the cells, for the lines of crash reports.
type sources struct {
	mu    sync.Mutex
	cells map[string][]string // "cell7" -> lines
}

func (s *sources) add(name, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cells == nil {
		s.cells = map[string][]string{}
	}
	s.cells[name] = strings.Split(text, "\n")
}

// frames turns the interpreter's frames into those of the learner's functions.
func (s *sources) frames(all []native.Frame) []link.Frame {
	s.mu.Lock()
	defer s.mu.Unlock()
	var frames []link.Frame
	for _, f := range all {
		lines, ok := s.cells[f.File]
		name := functionName(f.Func)
		if !ok || name == "" {
			continue
		}
		count, _ := strconv.Atoi(strings.TrimPrefix(f.File, "cell"))
		frame := link.Frame{Func: name, Count: count, Line: f.Line}
		if f.Line >= 1 && f.Line <= len(lines) {
			frame.Source = strings.TrimSpace(lines[f.Line-1])
		}
		frames = append(frames, frame)
	}
	return frames
}

// functionName is what the learner calls a function of lowered text, "" for
// those that lowering made for itself: F12_name is a function, L3 a function
// literal, Cell7 the statements of a cell.
func functionName(lowered string) string {
	lowered = strings.TrimPrefix(lowered, "main.")
	switch {
	case strings.HasPrefix(lowered, "F"):
		if _, name, ok := strings.Cut(lowered, "_"); ok {
			return name
		}
	case strings.HasPrefix(lowered, "Cell"):
		return "the cell"
	case strings.HasPrefix(lowered, "L"):
		return "a function literal"
	}
	return ""
}

// exited says how os.Exit ended a cell, nil for a good end.
func exited(code int) *link.Failed {
	if code == 0 {
		return nil
	}
	return &link.Failed{
		Kind: failedExit, Name: "os.Exit", Message: fmt.Sprintf("exit status %d", code), ExitCode: code,
		Notes: []string{"os.Exit ends the cell; the notebook and its processes go on"},
	}
}
