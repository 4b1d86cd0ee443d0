package keeper

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"sync"
)

// A Command is the Carrier of workers that are processes of their own. They
// speak on standard input and output.
type Command struct {
	// New makes the command, with path, arguments, folder and environment.
	New func() *exec.Cmd
	// MemoryLimit is that of Config in bytes, 0 for none; Go's garbage
	// collector is told to work harder at 80 % of it.
	MemoryLimit int64
}

// Start starts a process that does not outlive this one: it is killed with it
// where the system can do that, and its standard input ends.
func (c Command) Start() (*Worker, error) {
	cmd := c.New()
	if c.MemoryLimit > 0 {
		cmd.Env = append(cmd.Environ(), fmt.Sprintf("GOMEMLIMIT=%d", c.MemoryLimit/5*4))
	}
	pipes, err := attach(cmd)
	if err != nil {
		return nil, err
	}
	tether(cmd)
	child := &child{cmd: cmd, exit: make(chan Exit, 1)}
	err = child.launch()
	pipes.closeChild()
	if err != nil {
		pipes.closeFront()
		return nil, err
	}
	return &Worker{
		In: pipes.in[1], Out: pipes.out[0], Stderr: pipes.err[0],
		Wait: func() Exit { return <-child.exit },
		Kill: child.kill,
	}, nil
}

// A child is a process of ours; exit gets its one exit.
type child struct {
	cmd  *exec.Cmd
	exit chan Exit

	mu    sync.Mutex
	ended bool // its id may belong to another process by now
}

// launch starts the process on a thread that stays until it has ended, because
// Linux kills a child when the thread that started it ends.
func (c *child) launch() error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := c.cmd.Start()
		started <- err
		if err == nil {
			c.exit <- c.wait()
		}
	}()
	return <-started
}

// wait waits for the end, then ends what the process started and left behind:
// that holds our pipes.
func (c *child) wait() Exit {
	err := c.cmd.Wait()
	c.kill()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	return exitOf(c.cmd.ProcessState, err)
}

func (c *child) kill() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.ended {
		kill(c.cmd)
	}
}

// exitOf reads how a process ended.
func exitOf(state *os.ProcessState, err error) Exit {
	if state == nil {
		return Exit{Code: -1, Signal: fmt.Sprint(err)}
	}
	return Exit{Code: state.ExitCode(), Signal: signalOf(state)}
}

// pipes are read and write ends, in that order.
type pipes struct{ in, out, err [2]*os.File }

// attach makes pipes that are files, so that Wait waits for the process alone.
func attach(cmd *exec.Cmd) (*pipes, error) {
	p := &pipes{}
	for _, pair := range []*[2]*os.File{&p.in, &p.out, &p.err} {
		r, w, err := os.Pipe()
		if err != nil {
			p.closeChild()
			p.closeFront()
			return nil, err
		}
		*pair = [2]*os.File{r, w}
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = p.in[0], p.out[1], p.err[1]
	return p, nil
}

func (p *pipes) closeChild() { closeAll(p.in[0], p.out[1], p.err[1]) }
func (p *pipes) closeFront() { closeAll(p.in[1], p.out[0], p.err[0]) }

func closeAll(files ...*os.File) {
	for _, f := range files {
		_ = f.Close() // a nil file gives an error too
	}
}
