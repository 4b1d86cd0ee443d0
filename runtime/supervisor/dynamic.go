package supervisor

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/spawnlab/spawnlab/runtime/genserver"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// A DynamicSpec says what a dynamic supervisor does. The zero DynamicSpec has
// any number of children.
type DynamicSpec struct {
	// Name is the name it is registered under; "": none.
	Name process.Name
	// MaxRestarts and Period are as in [Spec].
	MaxRestarts int
	Period      time.Duration
	// MaxChildren limits the children, those that are being restarted included.
	// 0: no limit.
	MaxChildren int
}

// errNoIDs answers requests by ID.
var errNoIDs = errors.New("supervisor: a dynamic supervisor knows its children by PID only")

// StartDynamic starts a supervisor, linked with the caller, without children:
// [StartChild] adds them, and [TerminatePID] ends them. It restarts each for
// itself, and stops them all at once. The ID of a child means nothing to it; a
// child that ended and is not restarted is forgotten, one whose Start fails or
// asks to be ignored ([genserver.ErrIgnore]) leaves nothing. (Elixir:
// DynamicSupervisor.)
func StartDynamic(self *process.Self, spec DynamicSpec) (process.PID, error) {
	d := &dynamic{spec: spec, members: map[process.PID]*member{}, intensity: newIntensity(spec.MaxRestarts, spec.Period)}
	return genserver.StartLink(self, d, named(spec.Name)...)
}

// TerminatePID stops a child that is known by its PID, of any supervisor. The
// error is [ErrNotFound]. (Elixir: DynamicSupervisor.terminate_child/2.)
func TerminatePID(self *process.Self, sup process.Target, pid process.PID) error {
	_, err := child(self, sup, terminateChild{PID: pid})
	return err
}

// dynamic is the server behind StartDynamic.
type dynamic struct {
	genserver.Base
	spec      DynamicSpec
	members   map[process.PID]*member
	started   uint64 // how many were
	intensity intensity
}

// A member is a child. It keeps its place, and the PID it had, while it is being
// restarted.
type member struct {
	Child
	pid    process.PID
	place  uint64 // in the order of starts
	status Status
}

// Init implements [genserver.Server].
func (d *dynamic) Init(self *process.Self) genserver.Result {
	self.TrapExit(true)
	return genserver.OK()
}

// HandleCall answers the requests.
func (d *dynamic) HandleCall(self *process.Self, req any, _ genserver.From) genserver.Result {
	switch req := req.(type) {
	case startChild:
		return answer(d.add(self, req.Child))
	case terminateChild:
		return answer(process.PID{}, d.terminateChild(self, req))
	case restartChild, deleteChild:
		return answer(process.PID{}, errNoIDs)
	case whichChildren:
		return genserver.Reply(d.whichChildren())
	}
	return unexpected(self, req)
}

// add starts a child and takes it in.
func (d *dynamic) add(self *process.Self, c Child) (process.PID, error) {
	if err := c.check(Never); err != nil {
		return process.PID{}, err
	}
	if d.spec.MaxChildren > 0 && len(d.members) >= d.spec.MaxChildren {
		return process.PID{}, ErrMaxChildren
	}
	pid, err := launch(self, &c)
	if err == nil {
		d.started++
		d.members[pid] = &member{Child: c, pid: pid, place: d.started}
	}
	return pid, err
}

func (d *dynamic) terminateChild(self *process.Self, req terminateChild) error {
	if req.PID.IsZero() {
		return errNoIDs
	}
	m, ok := d.members[req.PID]
	if !ok {
		return ErrNotFound
	}
	if m.status == Running {
		halt(self, m.pid, m.patience())
	}
	delete(d.members, m.pid)
	return nil
}

// whichChildren lists the children, the last started first.
func (d *dynamic) whichChildren() []ChildInfo {
	list := make([]ChildInfo, 0, len(d.members))
	for _, m := range d.inOrder() {
		info := ChildInfo{PID: m.pid, Status: m.status, Type: m.Type}
		if m.status != Running {
			info.PID = process.PID{}
		}
		list = append(list, info)
	}
	return list
}

// inOrder returns the children, the last started first: a map has no order, but
// a run must be repeatable.
func (d *dynamic) inOrder() []*member {
	list := make([]*member, 0, len(d.members))
	for _, m := range d.members {
		list = append(list, m)
	}
	slices.SortFunc(list, func(a, b *member) int { return cmp.Compare(b.place, a.place) })
	return list
}

// HandleInfo takes the ends of children, and ignores those of others.
func (d *dynamic) HandleInfo(self *process.Self, message any) genserver.Result {
	exit, ok := message.(process.ExitSignal)
	if !ok {
		return unexpected(self, message)
	}
	m, ok := d.members[exit.From]
	if !ok || m.status != Running {
		return genserver.NoReply()
	}
	if !m.Restart.isDue(exit.Reason) {
		delete(d.members, m.pid)
		return genserver.NoReply()
	}
	return d.restart(self, m)
}

// tryPID is what a dynamic supervisor casts to itself when a restart failed.
type tryPID struct{ pid process.PID }

// HandleCast tries a restart again, unless the child was stopped meanwhile.
func (d *dynamic) HandleCast(self *process.Self, req any) genserver.Result {
	try, ok := req.(tryPID)
	if !ok {
		return unexpected(self, req)
	}
	m, ok := d.members[try.pid]
	if !ok || m.status != Restarting {
		return genserver.NoReply()
	}
	return d.restart(self, m)
}

// restart starts a child again, or ends the supervisor if that was too often.
func (d *dynamic) restart(self *process.Self, m *member) genserver.Result {
	if !d.intensity.allow(self.System().Clock().Now()) {
		delete(d.members, m.pid)
		logGivingUp(self, "child "+m.pid.String(), &d.intensity)
		return genserver.Stop(process.Shutdown)
	}
	pid, err := launch(self, &m.Child)
	switch {
	case err == nil:
		delete(d.members, m.pid)
		m.pid, m.status = pid, Running
		d.members[pid] = m
	case isIgnore(err):
		delete(d.members, m.pid)
	default:
		m.status = Restarting
		genserver.Cast(self, self.PID(), tryPID{m.pid})
	}
	return genserver.NoReply()
}

// Terminate stops the children: it asks all, then waits for each.
func (d *dynamic) Terminate(self *process.Self, _ any) {
	var endings []ending
	clock := self.System().Clock()
	began := clock.Now()
	for _, m := range d.inOrder() {
		if m.status == Running {
			endings = append(endings, ask(self, m.pid, m.patience()))
		}
	}
	for i := range endings {
		endings[i].wait(self, clock.Now().Sub(began))
	}
}

// logGivingUp says why a supervisor ends.
func logGivingUp(self *process.Self, who string, n *intensity) {
	log(self, who+" needed more than "+strconv.Itoa(n.max)+" restarts within "+n.period.String()+": giving up")
}
