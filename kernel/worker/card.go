package worker

import (
	"fmt"
	"strings"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/labs/display"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// A report is what a crash card says: who crashed, why, where, and what that
// means.
type report struct {
	title  string
	reason string
	frames []link.Frame
	means  []string
}

// goroutineCard reports a panic in a go statement's goroutine.
func goroutineCard(cell string, f link.Failed) link.Card {
	r := report{
		title: "a goroutine crashed", reason: f.Name + ": " + f.Message, frames: f.Frames,
		means: []string{"Compiled, this would have ended the whole program. Here only this goroutine ended."},
	}
	return link.Card{Cell: cell, Kind: "goroutine", Reason: r.reason, Frames: r.frames, Data: r.bundle()}
}

// processCard reports a panic in a process's body.
func processCard(cell string, self *process.Self, f link.Failed) link.Card {
	r := report{title: "process " + called(self) + " crashed", reason: f.Name + ": " + f.Message, frames: f.Frames}
	info, _ := self.System().Info(self.PID())
	if n := len(info.Links); n > 0 {
		r.means = append(r.means, fmt.Sprintf("An exit signal goes to %s.", processes(n, "linked to it")))
	}
	if n := len(info.MonitoredBy); n > 0 {
		r.means = append(r.means, fmt.Sprintf("A down message goes to %s.", processes(n, "monitoring it")))
	}
	if len(r.means) == 0 {
		r.means = []string{"Nobody is linked to it or monitors it: nobody is told."}
	}
	return link.Card{
		Cell: cell, Process: self.PID().String(), Kind: "process",
		Reason: r.reason, Frames: r.frames, Data: r.bundle(),
	}
}

// exitCard reports a call of os.Exit after its cell had ended.
func exitCard(t *native.Thread, code int) link.Card {
	who := "a goroutine"
	if t.Label() != "" {
		who = "process " + t.Label()
	}
	call := fmt.Sprintf("os.Exit(%d)", code)
	r := report{
		title: who + " called " + call, reason: call,
		means: []string{"Compiled, this would have ended the whole program. Here only the caller ended."},
	}
	return link.Card{Cell: t.Owner(), Process: t.Label(), Kind: "process", Reason: call, Data: r.bundle()}
}

func processes(n int, which string) string {
	if n == 1 {
		return "the process " + which
	}
	return fmt.Sprintf("the %d processes %s", n, which)
}

// called is a process's label or name; its PID when it has neither.
func called(self *process.Self) string {
	if info, ok := self.System().Info(self.PID()); ok && info.Label != "" {
		return info.Label
	}
	return self.PID().String()
}

// text is the card's plain form.
func (r report) text() string {
	lines := []string{"✕ " + r.title, "  " + r.reason}
	for _, f := range r.frames {
		lines = append(lines, "  "+place(f))
	}
	for _, m := range r.means {
		lines = append(lines, "  "+m)
	}
	return strings.Join(lines, "\n")
}

func place(f link.Frame) string {
	at := fmt.Sprintf("Cell In[%d], line %d, in %s", f.Count, f.Line, f.Func)
	if f.Source != "" {
		at += ":  " + f.Source
	}
	return at
}

// bundle is the card for a notebook, and its plain form.
func (r report) bundle() map[string]any {
	var b strings.Builder
	b.WriteString(`<div style="border:1px solid #D55E00;border-left:6px solid #D55E00;padding:8px 12px;max-width:700px">`)
	fmt.Fprintf(&b, `<div style="font-weight:600">✕ %s</div>`, display.Escape(r.title))
	fmt.Fprintf(&b, `<div style="margin:4px 0"><code>%s</code></div>`, display.Escape(r.reason))
	for _, f := range r.frames {
		fmt.Fprintf(&b, `<div><small>Cell In[%d], line %d, in %s</small> <code>%s</code></div>`,
			f.Count, f.Line, display.Escape(f.Func), display.Escape(f.Source))
	}
	for _, m := range r.means {
		fmt.Fprintf(&b, `<div style="margin-top:4px"><small>%s</small></div>`, display.Escape(m))
	}
	b.WriteString("</div>")
	return map[string]any{"text/html": b.String(), "text/plain": r.text()}
}
