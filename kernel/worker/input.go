package worker

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
	"github.com/spawnlab/spawnlab/kernel/link"
)

// inputs asks the person at the notebook for lines of text and gives them to
// those who read standard input: os.Stdin and the functions of fmt that scan.
// One of them reads at a time; what is left of a line is for the next. The wait
// of a goroutine that is ended ends.
type inputs struct {
	w      *worker
	turn   chan struct{} // has room while nobody reads
	reader *bufio.Reader // of who reads

	mu      sync.Mutex
	last    int
	waiting map[int]chan link.Input
}

func (in *inputs) init(w *worker) {
	in.w, in.waiting = w, map[int]chan link.Input{}
	in.turn = make(chan struct{}, 1)
	in.reader = bufio.NewReader(lines{in})
}

// ask asks for one line and waits for it.
func (in *inputs) ask(prompt string) (string, error) {
	t := native.Current()
	id, answer := in.expect()
	defer in.forget(id)
	in.w.send(link.KindInputRequest, link.InputRequest{Request: id, Cell: in.w.ownerOf(t), Prompt: prompt})
	var a link.Input
	select {
	case a = <-answer:
	case <-ending(t):
		in.w.machine.Check()
		a.EOF = true // of a deferred function
	}
	switch {
	case a.Err != "":
		return "", fmt.Errorf("no input: %s", a.Err)
	case a.EOF:
		return "", io.EOF
	}
	return a.Value, nil
}

// ending is closed when t is told to end.
func ending(t *native.Thread) <-chan struct{} {
	if t == nil {
		return nil
	}
	return t.Done()
}

func (in *inputs) expect() (id int, answer chan link.Input) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.last++
	answer = make(chan link.Input, 1)
	in.waiting[in.last] = answer
	return in.last, answer
}

func (in *inputs) forget(id int) {
	in.mu.Lock()
	defer in.mu.Unlock()
	delete(in.waiting, id)
}

// answer delivers what the person typed, unless nobody waits for it any more.
func (in *inputs) answer(a link.Input) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if waits, ok := in.waiting[a.Request]; ok {
		delete(in.waiting, a.Request)
		waits <- a // has room for one
	}
}

// lines reads like standard input: a line each time it is asked for more.
type lines struct{ in *inputs }

func (l lines) Read(p []byte) (int, error) {
	line, err := l.in.ask("")
	if err != nil {
		return 0, err
	}
	return copy(p, strings.TrimSuffix(line, "\n")+"\n"), nil
}

// errEnding is what the deferred functions of a goroutine get that was ended
// while another one reads.
var errEnding = errors.New("no input: the cell ends")

// lock waits for the caller's turn to read; unlock ends it.
func (in *inputs) lock() error {
	t := native.Current()
	select {
	case in.turn <- struct{}{}:
		return nil
	case <-ending(t):
		in.w.machine.Check()
		return errEnding
	}
}

func (in *inputs) unlock() { <-in.turn }

// read is the Read of os.Stdin.
func (in *inputs) read(p []byte) (int, error) {
	if err := in.lock(); err != nil {
		return 0, err
	}
	defer in.unlock()
	return in.reader.Read(p)
}

// override replaces the functions that read standard input.
func (in *inputs) override(own overrides) {
	scan := func(scan func() (int, error)) (int, error) {
		if err := in.lock(); err != nil {
			return 0, err
		}
		defer in.unlock()
		return scan()
	}
	own.set("fmt", map[string]any{
		"Scan": func(a ...any) (int, error) {
			return scan(func() (int, error) { return fmt.Fscan(in.reader, a...) })
		},
		"Scanln": func(a ...any) (int, error) {
			return scan(func() (int, error) { return fmt.Fscanln(in.reader, a...) })
		},
		"Scanf": func(format string, a ...any) (int, error) {
			return scan(func() (int, error) { return fmt.Fscanf(in.reader, format, a...) })
		},
	})
}
