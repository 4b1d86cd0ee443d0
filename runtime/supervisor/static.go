package supervisor

import (
	"strconv"

	"github.com/spawnlab/spawnlab/runtime/genserver"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// StartLink starts a supervisor, linked with the caller, and its children. If a
// child fails to start those before it are stopped, and so is the supervisor:
// the error is a [*FailedToStartError]. It is a [*SpecError] if the spec is
// wrong, and otherwise as of [genserver.StartLink]. (OTP:
// supervisor:start_link/3.)
func StartLink(self *process.Self, spec Spec) (process.PID, error) {
	pid, err := genserver.StartLink(self, &static{spec: spec}, named(spec.Name)...)
	return pid, cause(err)
}

// named returns the start options for a name.
func named(name process.Name) []genserver.StartOption {
	if name == "" {
		return nil
	}
	return []genserver.StartOption{genserver.Name(name)}
}

// cause returns the error that a supervisor's exit reason holds.
func cause(err error) error {
	exit, ok := err.(*process.ExitError)
	if !ok {
		return err
	}
	reason := exit.Reason
	if s, ok := reason.(process.ShutdownReason); ok {
		reason = s.Value
	}
	switch e := reason.(type) {
	case *FailedToStartError:
		return e
	case *SpecError:
		return e
	}
	return err
}

// static is the server behind StartLink.
type static struct {
	genserver.Base
	spec   Spec
	family family
}

// Init starts the children.
func (s *static) Init(self *process.Self) genserver.Result {
	self.TrapExit(true)
	if err := s.spec.check(); err != nil {
		return genserver.Stop(err)
	}
	s.family = family{
		strategy: s.spec.Strategy, auto: s.spec.AutoShutdown,
		intensity: newIntensity(s.spec.MaxRestarts, s.spec.Period),
	}
	for _, c := range s.spec.Children {
		if _, err := s.add(self, c); err != nil {
			s.stopAll(self)
			return genserver.Stop(process.ShutdownWith(err))
		}
	}
	return genserver.OK()
}

// add starts a child and, if that succeeds, takes it into the family. A
// temporary one that asks to be ignored is not.
func (s *static) add(self *process.Self, c Child) (process.PID, error) {
	pid, err := launch(self, &c)
	switch {
	case err == nil:
		s.family.slots = append(s.family.slots, slot{Child: c, pid: pid})
	case !isIgnore(err):
		return pid, &FailedToStartError{c.ID, err}
	case c.Restart != Temporary:
		s.family.slots = append(s.family.slots, slot{Child: c, status: Stopped})
	}
	return pid, nil
}

// HandleInfo takes the ends of children. Those of strangers, and of children
// that were stopped or replaced meanwhile, are ignored.
func (s *static) HandleInfo(self *process.Self, message any) genserver.Result {
	exit, ok := message.(process.ExitSignal)
	if !ok {
		return unexpected(self, message)
	}
	i := s.family.owner(exit.From)
	if i < 0 {
		return genserver.NoReply()
	}
	id := s.family.slots[i].ID
	return s.carryOut(self, id, s.family.ended(i, exit.Reason, self.System().Clock().Now()))
}

// tryAgain is what a supervisor casts to itself when a restart failed, so that
// other requests get their turn between tries.
type tryAgain struct{ id string }

// HandleCast tries a restart again, unless the child was stopped meanwhile.
func (s *static) HandleCast(self *process.Self, req any) genserver.Result {
	try, ok := req.(tryAgain)
	if !ok {
		return unexpected(self, req)
	}
	i := s.family.find(try.id)
	if i < 0 || s.family.slots[i].status != Restarting {
		return genserver.NoReply()
	}
	return s.carryOut(self, try.id, s.family.retry(i, self.System().Clock().Now()))
}

// carryOut does what was decided about the child id.
func (s *static) carryOut(self *process.Self, id string, p plan) genserver.Result {
	if p.giveUp {
		logGivingUp(self, "child "+strconv.Quote(id), &s.family.intensity)
	}
	if p.end {
		return genserver.Stop(process.Shutdown)
	}
	for _, id := range p.stop {
		s.stop(self, s.family.find(id))
	}
	for _, id := range p.start {
		if !s.start(self, s.family.find(id)) {
			genserver.Cast(self, self.PID(), tryAgain{id})
			break
		}
	}
	return genserver.NoReply()
}

// start restarts child i; false if that fails.
func (s *static) start(self *process.Self, i int) bool {
	c := &s.family.slots[i]
	pid, err := launch(self, &c.Child)
	switch {
	case err == nil:
		c.pid, c.status = pid, Running
	case isIgnore(err):
		c.status = Stopped
	default:
		c.status = Restarting
		return false
	}
	return true
}

// stop stops child i, if it runs.
func (s *static) stop(self *process.Self, i int) {
	if c := &s.family.slots[i]; c.status == Running {
		halt(self, c.pid, c.patience())
	}
	s.family.stopped(i)
}

// Terminate stops the children.
func (s *static) Terminate(self *process.Self, _ any) { s.stopAll(self) }

// stopAll stops the children, one after the other, the last first.
func (s *static) stopAll(self *process.Self) {
	for i := len(s.family.slots) - 1; i >= 0; i-- {
		s.stop(self, i)
	}
}
