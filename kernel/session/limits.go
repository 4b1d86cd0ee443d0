package session

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// Limits bound what one execution may show. They keep a runaway loop from
// filling the browser's memory and the notebook's file; what is cut is said in
// the output. The defaults keep below the limits at which jupyter_server drops
// output by itself.
type Limits struct {
	Text    int // bytes of printed text, default 2 MB
	Outputs int // displays, default 2,000
}

func (l Limits) orDefault() Limits {
	if l.Text == 0 {
		l.Text = 2 << 20
	}
	if l.Outputs == 0 {
		l.Outputs = 2000
	}
	return l
}

// spent is what an execution has shown so far.
type spent struct {
	text, outputs int
}

// admitText gives the part of text that may still be shown, with a notice
// behind it where text is cut for the first time.
func (s *spent) admitText(text string, l Limits) string {
	left := l.Text - s.text
	switch {
	case left < 0:
		return ""
	case len(text) <= left:
		s.text += len(text)
		return text
	}
	s.text = l.Text + 1
	return cutAtLine(text[:left]) + textNotice(l.Text)
}

// cutAtLine drops what stands behind the last line feed, if there is one.
func cutAtLine(text string) string {
	if i := strings.LastIndexByte(text, '\n'); i >= 0 {
		return text[:i+1]
	}
	return strings.ToValidUTF8(text, "")
}

func textNotice(limit int) string {
	return fmt.Sprintf("\n[output cut: this cell has printed %s, the most that is shown for one cell. It goes on without being shown.]\n", byteSize(limit))
}

func byteSize(n int) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.3g MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.3g KB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", n)
}

// admitOutput reports whether one more display may be shown; the first that may
// not brings a notice.
func (s *spent) admitOutput(l Limits) (ok bool, notice string) {
	s.outputs++
	switch {
	case s.outputs <= l.Outputs:
		return true, ""
	case s.outputs == l.Outputs+1:
		return false, fmt.Sprintf("\n[output cut: this cell has shown %d outputs, the most that is shown for one cell. It goes on without being shown.]\n", l.Outputs)
	}
	return false, ""
}

// The rate of output messages, kept below the 1,000 a second over 3 seconds at
// which jupyter_server drops them: 1,000 at once, then 600 a second.
const (
	messageRate  = 600
	messageBurst = 1000
)

// A pace slows down who sends more messages than its rate allows.
type pace struct {
	interval time.Duration // between messages
	burst    time.Duration // how far ahead of that one may be

	mu   sync.Mutex
	next time.Time // when everything sent so far is paid for
}

func newPace(rate, burst int) *pace {
	interval := time.Second / time.Duration(rate)
	return &pace{interval: interval, burst: interval * time.Duration(burst)}
}

// spend takes note of n messages sent now and says how long to wait before the
// next one.
func (p *pace) spend(n int, now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.next.Before(now) {
		p.next = now
	}
	p.next = p.next.Add(time.Duration(n) * p.interval)
	return max(0, p.next.Sub(now)-p.burst)
}

// wait spends n messages and waits, at most until closing is closed.
func (p *pace) wait(n int, closing <-chan struct{}) {
	if n == 0 {
		return
	}
	d := p.spend(n, time.Now())
	if d == 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-closing:
	}
}
