package keeper

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/kernel/session"
)

// Kinds of link.Failed.
const (
	failedCompile   = "compile"
	failedInterrupt = "interrupt"
)

// interrupted is what notebook clients know an interrupted cell by; it keeps
// VS Code from marking the cell as wrong.
const interrupted = "KeyboardInterrupt"

// shownFrames is how many frames at either end of a long stack are shown.
const shownFrames = 8

// readable turns a failed frame into what the learner reads.
func readable(f link.Failed) *session.Error {
	e := &session.Error{Name: oneLine(f.Name), Message: oneLine(f.Message)}
	if e.Name == "" {
		e.Name = f.Kind
	}
	if e.Message == "" {
		e.Message = "the cell failed"
	}
	switch {
	case f.Kind == failedInterrupt:
		e.Name = interrupted
		if f.Message == "" {
			e.Message = "the cell was interrupted; processes live on"
		}
		e.Traceback = append(e.Traceback, headline(e.Name, e.Message))
	case len(f.Problems) > 0:
		e.Message = summary(f)
		e.Traceback = append(e.Traceback, problems(f.Problems)...)
	case f.Message == "":
		e.Traceback = append(e.Traceback, headline(e.Name, e.Message))
	default:
		e.Traceback = append(e.Traceback, headline(e.Name, f.Message))
	}
	e.Traceback = append(e.Traceback, stack(f.Frames)...)
	for _, note := range f.Notes {
		e.Traceback = append(e.Traceback, noteLine(note))
	}
	return e
}

// withSource fills in the source lines of problems that have none.
func withSource(f link.Failed, cell session.Cell) link.Failed {
	problems := slices.Clone(f.Problems)
	for i, p := range problems {
		if p.Source == "" && p.Count == cell.Count {
			problems[i].Source = lineOf(cell.Code, p.Line)
		}
	}
	f.Problems = problems
	return f
}

// summary is the message of a compile error: the first problem, and how many
// more there are.
func summary(f link.Failed) string {
	first := oneLine(f.Problems[0].Msg)
	if more := len(f.Problems) - 1; more > 0 {
		return fmt.Sprintf("%s (and %d more)", first, more)
	}
	return first
}

// problems has a block for each compile error: where, the line with a caret,
// what is wrong, and a hint.
func problems(ps []link.Problem) []string {
	var blocks []string
	for _, p := range ps {
		lines := []string{
			place(p.Count, p.Line, ""),
			underline(p.Source, p.Column, p.Width),
			paint(ansiBold, p.Msg),
			hint(p.Hint),
		}
		blocks = append(blocks, joinLines(lines))
	}
	return blocks
}

// stack has a block for each learner function on the stack, innermost first,
// as Go lists them; a recursion is folded.
func stack(frames []link.Frame) []string {
	var blocks []string
	for _, run := range fold(frames) {
		if run.skipped > 0 {
			blocks = append(blocks, paint(ansiDim, fmt.Sprintf("… %d more calls …", run.skipped)))
			continue
		}
		lines := []string{place(run.Count, run.Line, run.Func), quote(run.Source)}
		if run.times > 1 {
			lines = append(lines, paint(ansiDim, fmt.Sprintf("… %d calls like this one", run.times)))
		}
		blocks = append(blocks, joinLines(lines))
	}
	return blocks
}

// A folded is a frame that stands for several equal ones, or for skipped
// frames that are not shown.
type folded struct {
	link.Frame
	times   int
	skipped int
}

// fold joins equal neighbours, then leaves out the middle of what is still
// long.
func fold(frames []link.Frame) []folded {
	var runs []folded
	for _, f := range frames {
		if n := len(runs); n > 0 && runs[n-1].Frame == f {
			runs[n-1].times++
			continue
		}
		runs = append(runs, folded{Frame: f, times: 1})
	}
	if len(runs) <= 2*shownFrames {
		return runs
	}
	gap := folded{}
	for _, run := range runs[shownFrames : len(runs)-shownFrames] {
		gap.skipped += run.times
	}
	short := append([]folded{}, runs[:shownFrames]...)
	return append(append(short, gap), runs[len(runs)-shownFrames:]...)
}

func headline(name, message string) string {
	if message == "" {
		return paint(ansiBold, name)
	}
	if name == "" || strings.HasPrefix(message, name) {
		return paint(ansiBold, message)
	}
	return paint(ansiBold, name+": "+message)
}

func hint(text string) string {
	if text == "" {
		return ""
	}
	return paint(ansiGreen, "hint: "+text)
}

func noteLine(text string) string { return paint(ansiDim, text) }

// oneLine is the first line of a text, for clients that show only that.
func oneLine(text string) string {
	first, rest, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if strings.TrimSpace(rest) != "" {
		return strings.TrimSpace(first) + " …"
	}
	return strings.TrimSpace(first)
}

// joinLines leaves out what is empty.
func joinLines(lines []string) string {
	var kept []string
	for _, l := range lines {
		if l != "" {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "\n")
}
