package supervisor

import (
	"errors"
	"io"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/spawnlab/spawnlab/runtime/genserver"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// A FailedToStartError says that a child's Start failed. A supervisor whose
// first start fails so exits with {shutdown, it}. (OTP: {failed_to_start_child,
// Id, Reason}.)
type FailedToStartError struct {
	ID  string
	Err error
}

// Error names the child and the reason.
func (e *FailedToStartError) Error() string {
	return "supervisor: child " + strconv.Quote(e.ID) + " failed to start: " + e.Err.Error()
}

// Unwrap returns why.
func (e *FailedToStartError) Unwrap() error { return e.Err }

var errNoPID = errors.New("supervisor: Start returned no PID")

// launch runs a child's Start in the supervisor. A panic is an error.
func launch(self *process.Self, c *Child) (pid process.PID, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = process.Crash{Value: v, Stack: string(debug.Stack())}
		}
	}()
	pid, err = c.Start(self)
	if err != nil {
		return process.PID{}, err
	}
	if pid.IsZero() {
		return pid, errNoPID
	}
	self.Link(pid) // Start should have
	return pid, nil
}

// isIgnore reports whether a Start did not fail, but wants no child.
func isIgnore(err error) bool { return errors.Is(err, genserver.ErrIgnore) }

// ending is a child that is being stopped.
type ending struct {
	pid      process.PID
	patience time.Duration
	request  *process.Request // answered by the child's death alone
}

// ask begins to stop a child. It monitors it rather than trust the link, which
// the child may have removed.
func ask(self *process.Self, pid process.PID, patience time.Duration) ending {
	e := ending{pid, patience, self.Request(pid)}
	if patience == BrutalKill {
		self.Kill(pid)
	} else {
		self.ExitTo(pid, process.Shutdown)
	}
	return e
}

// wait waits for the child's end and kills it when its time, of which passed is
// gone, is over.
func (e *ending) wait(self *process.Self, passed time.Duration) {
	left := e.patience
	if left == BrutalKill {
		left = process.Infinity
	}
	if left != process.Infinity {
		left = max(left-passed, 0)
	}
	if _, err := e.request.Await(left); err == process.ErrTimeout {
		end := self.Request(e.pid)
		self.Kill(e.pid)
		_, _ = end.Await(process.Infinity)
	}
	self.Unlink(e.pid)
}

// halt stops a child: it asks, waits, kills.
func halt(self *process.Self, pid process.PID, patience time.Duration) {
	e := ask(self, pid, patience)
	e.wait(self, 0)
}

// log writes a line about the supervisor to its group leader.
func log(self *process.Self, text string) {
	line := "supervisor " + self.String() + ": " + text + "\n"
	_, _ = io.WriteString(self.GroupLeader(), line) // there is nobody to tell of a failure
}
