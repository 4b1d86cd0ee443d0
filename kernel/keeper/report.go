package keeper

import (
	"fmt"
	"html"
	"strings"

	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/kernel/session"
)

// shownLost is how many lost variables are named.
const shownLost = 12

// A variable is one of the session's, and the cell that made it.
type variable struct {
	name  string
	count int
}

// A report is what a learner reads about the end of a worker.
type report struct {
	death  death
	source string // the line that the death names
	lost   []variable
}

// err is the error of the cell that ran.
func (r report) err() *session.Error {
	e := &session.Error{Name: r.death.name, Message: r.death.what}
	e.Traceback = append(e.Traceback, headline(e.Name, e.Message))
	if r.death.count > 0 {
		e.Traceback = append(e.Traceback, joinLines([]string{place(r.death.count, r.death.line, ""), quote(r.source)}))
	}
	for _, text := range []string{r.death.advice, r.loss()} {
		if text != "" {
			e.Traceback = append(e.Traceback, text)
		}
	}
	if r.death.said != "" {
		e.Traceback = append(e.Traceback, noteLine("Go said: "+r.death.said))
	}
	return e
}

// short is one line for the next cell.
func (r report) short() string {
	return "Before this cell the worker stopped: " + r.death.what + ". " + r.loss()
}

// loss says what is gone and what is not.
func (r report) loss() string {
	gone := "All processes and tables are gone"
	if names := r.names(); names != "" {
		gone = "Lost: " + names + "; all processes and tables"
	}
	return gone + ". Kept: imports, types, functions and constants. Run the cells again that make what you need."
}

// names lists the lost variables by cell.
func (r report) names() string {
	var parts []string
	for _, v := range r.lost[:min(len(r.lost), shownLost)] {
		parts = append(parts, fmt.Sprintf("%s (cell %d)", v.name, v.count))
	}
	if more := len(r.lost) - shownLost; more > 0 {
		parts = append(parts, fmt.Sprintf("%d more", more))
	}
	return strings.Join(parts, ", ")
}

// card is the report as a display, for a worker that died while no cell ran.
func (r report) card() session.Bundle {
	title := "✕ The worker stopped: " + r.death.what
	var lines []string
	if r.death.count > 0 {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("Cell In[%d], line %d: %s", r.death.count, r.death.line, strings.TrimSpace(r.source))))
	}
	lines = append(lines, r.death.advice, r.loss())
	if r.death.said != "" {
		lines = append(lines, "Go said: "+r.death.said)
	}
	return cardOf(title, lines)
}

// crashCard is a process's crash report: the worker's own bundle, or a plain
// one when it has none.
func crashCard(f link.Card) session.Bundle {
	if len(f.Data) > 0 {
		return bundle(link.Bundle{Data: f.Data})
	}
	who := f.Kind
	if f.Process != "" {
		who += " " + f.Process
	}
	var lines []string
	for _, frame := range f.Frames {
		lines = append(lines, fmt.Sprintf("Cell In[%d], line %d, in %s", frame.Count, frame.Line, frame.Func))
	}
	return cardOf("✕ "+who+" crashed: "+f.Reason, lines)
}

// The card's look survives in notebooks that are not trusted: its own
// background, plain style attributes.
const (
	cardStyle  = "border:1px solid #8c959f;border-left:6px solid #D55E00;border-radius:8px;background:#ffffff;color:#1f2328;padding:8px 12px;max-width:720px"
	titleStyle = "font-weight:600"
	lineStyle  = "color:#57606a;font-size:13px"
	noteStyle  = "border-left:4px solid #0072B2;padding:2px 10px;max-width:720px"
)

func cardOf(title string, lines []string) session.Bundle {
	text := []string{title}
	var page strings.Builder
	fmt.Fprintf(&page, `<div style="%s"><div style="%s">%s</div>`, cardStyle, titleStyle, html.EscapeString(title))
	for _, line := range lines {
		if line == "" {
			continue
		}
		text = append(text, "  "+line)
		fmt.Fprintf(&page, `<div style="%s">%s</div>`, lineStyle, html.EscapeString(line))
	}
	page.WriteString("</div>")
	return session.Bundle{Data: map[string]any{"text/plain": strings.Join(text, "\n"), "text/html": page.String()}}
}

// note is a remark under a cell. It is a display, not stderr: graders count
// stderr as a fault.
func note(text string) session.Bundle {
	return session.Bundle{Data: map[string]any{
		"text/plain": "ⓘ " + text,
		"text/html":  fmt.Sprintf(`<div style="%s">ⓘ %s</div>`, noteStyle, html.EscapeString(text)),
	}}
}

// plainError is an error of one line.
func plainError(name, message string) *session.Error {
	return &session.Error{Name: name, Message: oneLine(message), Traceback: []string{headline(name, message)}}
}

func closedError() *session.Error { return plainError("KernelClosed", "the kernel is shutting down") }

func startError(err error) *session.Error {
	e := plainError("WorkerNotStarted", err.Error())
	e.Traceback = append(e.Traceback, "Nothing was run. Running a cell tries again; `spawnlab doctor` says what is wrong with the installation.")
	return e
}

// lineOf is line n of a text, from 1.
func lineOf(text string, n int) string {
	lines := strings.Split(text, "\n")
	if n < 1 || n > len(lines) {
		return ""
	}
	return lines[n-1]
}
