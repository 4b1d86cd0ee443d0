package observe

import (
	"sync"
	"time"

	"github.com/spawnlab/spawnlab/runtime/process"
)

// A recording collects the events of a System while something runs.
type recording struct {
	mu     sync.Mutex
	events []process.Event
	missed int // events beyond the limit
}

// most is how many events a recording keeps.
const most = 20_000

// The processes are at rest when nothing has happened for quiet; who waits for
// that gives up after patience, of the System's time, and after grace, of the
// machine's: a virtual clock may stand still.
const (
	quiet    = 25 * time.Millisecond
	patience = time.Second
	grace    = 5 * time.Second
)

// record runs f as the process self and returns what happened meanwhile and
// until the processes came to rest. It listens no more when it returns, also
// when f panics or the process is ended.
func record(self *process.Self, kinds process.Kind, f func()) *recording {
	r := &recording{}
	cancel := self.System().Subscribe(kinds, r.add)
	defer cancel()
	f()
	r.settle(self)
	return r
}

// rest waits until nothing of some kinds happens any more.
func rest(self *process.Self, kinds process.Kind) { record(self, kinds, func() {}) }

func (r *recording) add(e process.Event) {
	if isAlarm(e.Value) {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.events) == most {
		r.missed++
		return
	}
	r.events = append(r.events, e)
}

func (r *recording) total() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.events) + r.missed
}

// settle waits until nothing happens any more. The process waits as for a
// message, so that schedulers and clocks of a simulation see it.
func (r *recording) settle(self *process.Self) {
	stop := setAlarm(self, grace)
	defer stop()
	for waited := time.Duration(0); waited < patience; waited += quiet {
		before := r.total()
		if _, rang := self.ReceiveMatchFor(quiet, isAlarm); rang || r.total() == before {
			return
		}
	}
}

// An alarm is the message that ends a wait by the machine's time.
type alarm struct{}

func isAlarm(message any) bool {
	_, is := message.(alarm)
	return is
}

// setAlarm sends the process an alarm in d. stop takes it back, out of the
// mailbox if it is there already.
func setAlarm(self *process.Self, d time.Duration) (stop func()) {
	sent := make(chan struct{})
	timer := time.AfterFunc(d, func() {
		self.System().Send(self.PID(), alarm{})
		close(sent)
	})
	return func() {
		if !timer.Stop() {
			<-sent
			self.ReceiveMatchFor(0, isAlarm)
		}
	}
}
