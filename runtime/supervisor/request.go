package supervisor

import (
	"errors"
	"slices"

	"github.com/spawnlab/spawnlab/runtime/genserver"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// Errors of requests to supervisors.
var (
	ErrNotFound       = errors.New("supervisor: no such child")
	ErrRunning        = errors.New("supervisor: the child is running")
	ErrRestarting     = errors.New("supervisor: the child is being restarted")
	ErrAlreadyPresent = errors.New("supervisor: there is a stopped child with this ID: restart or delete it")
	ErrAlreadyStarted = errors.New("supervisor: the child is started already")
	ErrMaxChildren    = errors.New("supervisor: it has as many children as it may")
)

// A ChildInfo describes a child.
type ChildInfo struct {
	ID     string // "" of a dynamic supervisor's
	PID    process.PID
	Status Status
	Type   Type
}

// A Count counts children.
type Count struct {
	Specs       int // children, running or not
	Active      int // those that run
	Supervisors int // of Specs
	Workers     int // of Specs
}

// A report answers the requests that return a child.
type report struct {
	pid process.PID
	err process.Shared // an error
}

// child asks a supervisor for something that it answers with a child.
func child(self *process.Self, sup process.Target, req any) (process.PID, error) {
	r, _ := request(self, sup, req).(report)
	err, _ := r.err.Value.(error)
	return r.pid, err
}

// Requests, by the names of their functions.
type (
	startChild     struct{ Child Child }
	terminateChild struct {
		ID  string
		PID process.PID // of a dynamic supervisor's child
	}
	restartChild  struct{ ID string }
	deleteChild   struct{ ID string }
	whichChildren struct{}
)

// StartChild adds a child to a supervisor, after the others, and starts it. The
// error is [ErrAlreadyStarted], with the child's PID, or [ErrAlreadyPresent], if
// there is one with this ID; a [*SpecError]; or a [*FailedToStartError], when the
// child is not added. If its Start asks to be ignored the PID is zero and the
// child stopped. Of a dynamic supervisor the error is [ErrMaxChildren], a
// *SpecError, or that of its Start.
//
// Like the other requests StartChild waits for ever, and exits the caller, with
// a [*genserver.CallError], if there is no such supervisor or it ends. (OTP:
// supervisor:start_child/2.)
func StartChild(self *process.Self, sup process.Target, c Child) (process.PID, error) {
	return child(self, sup, startChild{c})
}

// TerminateChild stops a child. It stays known, unless it is temporary, and can
// be restarted or deleted. It is no error if it does not run; [ErrNotFound] if
// there is none. (OTP: supervisor:terminate_child/2.)
func TerminateChild(self *process.Self, sup process.Target, id string) error {
	_, err := child(self, sup, terminateChild{ID: id})
	return err
}

// RestartChild starts a child that does not run. The error is [ErrRunning],
// [ErrRestarting], [ErrNotFound], or of its Start. (OTP:
// supervisor:restart_child/2.)
func RestartChild(self *process.Self, sup process.Target, id string) (process.PID, error) {
	return child(self, sup, restartChild{id})
}

// DeleteChild forgets a child that does not run. The error is [ErrRunning],
// [ErrRestarting] or [ErrNotFound]. (OTP: supervisor:delete_child/2.)
func DeleteChild(self *process.Self, sup process.Target, id string) error {
	_, err := child(self, sup, deleteChild{id})
	return err
}

// WhichChildren lists the children, the last started first. (OTP:
// supervisor:which_children/1.)
func WhichChildren(self *process.Self, sup process.Target) []ChildInfo {
	list, _ := request(self, sup, whichChildren{}).([]ChildInfo)
	return list
}

// CountChildren counts the children. (OTP: supervisor:count_children/1.)
func CountChildren(self *process.Self, sup process.Target) Count {
	var n Count
	for _, c := range WhichChildren(self, sup) {
		n.Specs++
		if c.Status == Running && self.IsAlive(c.PID) {
			n.Active++
		}
		if c.Type == Supervisor {
			n.Supervisors++
		} else {
			n.Workers++
		}
	}
	return n
}

// Stop ends a supervisor and its children, with reason [process.Normal], and
// waits for that. For another reason see [genserver.StopServer].
func Stop(self *process.Self, sup process.Target) {
	genserver.StopServer(self, sup, process.Normal)
}

// request asks a supervisor.
func request(self *process.Self, sup process.Target, req any) any {
	v, err := genserver.CallAny(self, sup, req, genserver.Timeout(process.Infinity))
	if err != nil {
		self.Exit(err)
	}
	return v
}

// HandleCall answers the requests.
func (s *static) HandleCall(self *process.Self, req any, _ genserver.From) genserver.Result {
	switch req := req.(type) {
	case startChild:
		return answer(s.startChild(self, req.Child))
	case terminateChild:
		return answer(process.PID{}, s.terminateChild(self, req))
	case restartChild:
		return answer(s.restartChild(self, req.ID))
	case deleteChild:
		return answer(process.PID{}, s.deleteChild(req.ID))
	case whichChildren:
		return genserver.Reply(s.whichChildren())
	}
	return unexpected(self, req)
}

// answer answers with a child. The error crosses as it is, as callers compare
// it.
func answer(pid process.PID, err error) genserver.Result {
	return genserver.Reply(report{pid, process.Shared{Value: err}})
}

// unexpected logs a message that a supervisor does not know, and drops it: a
// stranger's mistake must not end the tree.
func unexpected(self *process.Self, message any) genserver.Result {
	log(self, "unexpected message: "+self.System().Format(message))
	return genserver.NoReply()
}

func (s *static) startChild(self *process.Self, c Child) (process.PID, error) {
	if i := s.family.find(c.ID); i >= 0 {
		if s.family.slots[i].status == Running {
			return s.family.slots[i].pid, ErrAlreadyStarted
		}
		return process.PID{}, ErrAlreadyPresent
	}
	one := Spec{AutoShutdown: s.spec.AutoShutdown, Children: []Child{c}}
	if err := one.check(); err != nil {
		return process.PID{}, err
	}
	return s.add(self, c)
}

func (s *static) terminateChild(self *process.Self, req terminateChild) error {
	i := s.family.find(req.ID)
	if !req.PID.IsZero() {
		i = s.family.owner(req.PID)
	}
	if i < 0 {
		return ErrNotFound
	}
	s.stop(self, i)
	return nil
}

func (s *static) restartChild(self *process.Self, id string) (process.PID, error) {
	i, err := s.idle(id)
	if err != nil {
		return process.PID{}, err
	}
	c := &s.family.slots[i]
	pid, err := launch(self, &c.Child)
	if err == nil {
		c.pid, c.status = pid, Running
	} else if isIgnore(err) {
		err = nil
	}
	return pid, err
}

func (s *static) deleteChild(id string) error {
	i, err := s.idle(id)
	if err == nil {
		s.family.drop(i)
	}
	return err
}

// idle finds a child that must be stopped.
func (s *static) idle(id string) (i int, err error) {
	i = s.family.find(id)
	switch {
	case i < 0:
		return i, ErrNotFound
	case s.family.slots[i].status == Running:
		return i, ErrRunning
	case s.family.slots[i].status == Restarting:
		return i, ErrRestarting
	}
	return i, nil
}

func (s *static) whichChildren() []ChildInfo {
	list := make([]ChildInfo, 0, len(s.family.slots))
	for _, c := range slices.Backward(s.family.slots) {
		list = append(list, ChildInfo{c.ID, c.pid, c.status, c.Type})
	}
	return list
}
