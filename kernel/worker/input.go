package worker

import (
	"bufio"
	"fmt"
	"io"
	"reflect"
	"strings"
	"sync"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
	"github.com/spawnlab/spawnlab/kernel/link"
)

// inputs asks the person at the notebook for lines of text and gives them to
// those who read standard input: the functions of fmt that scan.
type inputs struct {
	w *worker

	mu      sync.Mutex
	last    int
	waiting map[int]chan link.Input
	line    sync.Mutex // held by who reads
	reader  *bufio.Reader
}

func (in *inputs) init(w *worker) {
	in.w, in.waiting = w, map[int]chan link.Input{}
	in.reader = bufio.NewReader(lines{in})
}

// ask asks for one line and waits for it; the thread's end ends the wait.
func (in *inputs) ask(prompt string) (string, error) {
	t := native.Current()
	in.mu.Lock()
	in.last++
	id, answer := in.last, make(chan link.Input, 1)
	in.waiting[id] = answer
	in.mu.Unlock()
	in.w.send(link.KindInputRequest, link.InputRequest{Request: id, Cell: in.w.ownerOf(t), Prompt: prompt})
	a := <-answer
	in.w.machine.Check()
	switch {
	case a.Err != "":
		return "", fmt.Errorf("no input: %s", a.Err)
	case a.EOF:
		return "", io.EOF
	}
	return a.Value, nil
}

// answer delivers what the person typed.
func (in *inputs) answer(a link.Input) {
	in.mu.Lock()
	waits, ok := in.waiting[a.Request]
	delete(in.waiting, a.Request)
	in.mu.Unlock()
	if ok {
		waits <- a
	}
}

// cancel ends all waits: the cell was interrupted.
func (in *inputs) cancel() {
	in.mu.Lock()
	defer in.mu.Unlock()
	for id, waits := range in.waiting {
		delete(in.waiting, id)
		waits <- link.Input{Request: id, EOF: true}
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

// override replaces the functions that read standard input.
func (in *inputs) override(own map[string]map[string]reflect.Value) {
	if own["fmt"] == nil {
		own["fmt"] = map[string]reflect.Value{}
	}
	scan := func(f func(io.Reader, ...any) (int, error)) func(...any) (int, error) {
		return func(a ...any) (int, error) {
			in.line.Lock()
			defer in.line.Unlock()
			return f(in.reader, a...)
		}
	}
	own["fmt"]["Scan"] = reflect.ValueOf(scan(fmt.Fscan))
	own["fmt"]["Scanln"] = reflect.ValueOf(scan(fmt.Fscanln))
	own["fmt"]["Scanf"] = reflect.ValueOf(func(format string, a ...any) (int, error) {
		in.line.Lock()
		defer in.line.Unlock()
		return fmt.Fscanf(in.reader, format, a...)
	})
}
