package keeper

import (
	"bufio"
	"io"
	"regexp"
	"strings"
	"sync"
)

// Last words: how much of a worker's stderr is kept. Go says the reason first
// and lists goroutines afterwards, so the beginning of the fatal text counts.
const (
	maxWords = 64 << 10
	maxLine  = 4 << 10
)

// fatal are the lines with which Go's runtime begins to end a process.
var fatal = regexp.MustCompile(`^(fatal error: |panic: |panic\(|runtime: |unexpected fault address|SIG[A-Z]+: |\[signal |goroutine \d+ .*\[|exit status |signal arrived )`)

// A lastWords reads a worker's stderr: lines of libraries go to a function as
// they come, what Go says at the end is kept, at most maxWords bytes of it.
type lastWords struct {
	mu   sync.Mutex
	text strings.Builder
}

// listen reads until r ends. library gets each line before the fatal ones.
func (l *lastWords) listen(r io.Reader, library func(line string)) {
	lines := bufio.NewReaderSize(r, maxLine)
	for dying := false; ; {
		part, long, err := lines.ReadLine()
		if err != nil {
			return
		}
		line := string(part)
		if !long {
			line += "\n"
		}
		dying = dying || fatal.MatchString(line)
		if dying {
			l.keep(line)
		} else {
			library(line)
		}
	}
}

func (l *lastWords) keep(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.text.Len()+len(line) <= maxWords {
		l.text.WriteString(line)
	}
}

// String is what was kept so far.
func (l *lastWords) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
