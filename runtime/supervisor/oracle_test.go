package supervisor_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/runtime/genserver"
	"github.com/spawnlab/spawnlab/runtime/internal/oracle"
	"github.com/spawnlab/spawnlab/runtime/internal/proctest"
	"github.com/spawnlab/spawnlab/runtime/process"
	. "github.com/spawnlab/spawnlab/runtime/supervisor"
)

// TestOracle does what the oracle's program did on the BEAM, in virtual time,
// and compares the results. (Where that calls exit in a callback, the worker
// here returns Stop: Terminate would not be told the reason.)
func TestOracle(t *testing.T) {
	table := oracle.Table{}
	for _, cases := range []map[string]func(self *process.Self) any{static, ended(), requests} {
		for name, f := range cases {
			table[name] = func(self *process.Self) any { return proctest.Iso(self, f) }
		}
	}
	oracle.Run(t, table, func(t *testing.T, f any) (got any) {
		proctest.VirtualWith(t, quiet(), func(self *process.Self) { got = f.(func(self *process.Self) any)(self) })
		return got
	}, "sup.start", "sup.restart", "sup.intensity", "sup.shutdown", "sup.api", "sup.auto", "sup.misc")
}

// tree starts a supervisor of children, runs do and stops it. It returns what
// came while it started and the result, or the error and what came then.
func tree(spec Spec, children func(self *process.Self) []Child, do func(self *process.Self, sup process.PID) any) func(self *process.Self) any {
	return func(self *process.Self) any {
		spec.Children = children(self)
		sup, err := StartLink(self, spec)
		came := messages(self, 30*ms)
		if err != nil {
			return tuple{came, tuple{atom("error"), otp(err, true)}, messages(self, 30*ms)}
		}
		v := do(self, sup)
		if self.IsAlive(sup) {
			Stop(self, sup)
		}
		return tuple{came, v}
	}
}

// plain are children with these ids, all alike but for change.
func plain(change func(c *Child), ids ...string) func(self *process.Self) []Child {
	return func(self *process.Self) (list []Child) {
		for _, id := range ids {
			list = append(list, with(telling(self, id), change))
		}
		return list
	}
}

func same(*Child) {}

// made is one child a whose workers are changed.
func made(change func(w *worker)) func(self *process.Self) []Child {
	return func(self *process.Self) []Child {
		me := self.PID()
		return []Child{child("a", func() *worker {
			w := &worker{to: me}
			change(w)
			return w
		})}
	}
}

// messages returns what comes within d, in OTP's form.
func messages(self *process.Self, d time.Duration) any {
	all := proctest.All(self, d)
	for i, m := range all {
		if e, ok := m.(process.ExitSignal); ok {
			all[i] = process.ExitSignal{From: e.From, Reason: otp(e.Reason, true)}
		}
	}
	return list(proctest.Keywords(all))
}

// otp prints a reason or an error as OTP does. top: not within {shutdown, _}.
func otp(v any, top bool) any {
	switch v := v.(type) {
	case process.ShutdownReason:
		return process.ShutdownWith(otp(v.Value, false))
	case *FailedToStartError:
		reason := any(tuple{atom("failed_to_start_child"), atom(v.ID), otp(v.Err, true)})
		if top {
			return process.ShutdownWith(reason)
		}
		return reason
	case *process.ExitError:
		return otp(v.Reason, top)
	case *SpecError:
		problem := any(tuple{atom("duplicate_child_name"), atom(v.ID)})
		if v.Problem != "two children have this ID" {
			problem = tuple{atom("bad_combination"), list{oracle.Pair{Key: "auto_shutdown", Value: atom("never")}, oracle.Pair{Key: "significant", Value: true}}}
		}
		return tuple{atom("start_spec"), problem}
	case error:
		for err, name := range names {
			if errors.Is(v, err) {
				return name
			}
		}
	}
	return v
}

var names = map[error]atom{
	ErrNotFound: "not_found", ErrRunning: "running", ErrRestarting: "restarting",
	ErrAlreadyPresent: "already_present", ErrMaxChildren: "max_children",
}

// ok is {ok, pid}, or {error, reason}.
func ok(pid process.PID, err error) any {
	if errors.Is(err, ErrAlreadyStarted) {
		return tuple{atom("error"), tuple{atom("already_started"), pid}}
	}
	if err != nil {
		return tuple{atom("error"), otp(err, true)}
	}
	return tuple{atom("ok"), pid}
}

// okAlone is ok, or {error, reason}.
func okAlone(err error) any {
	if err != nil {
		return tuple{atom("error"), otp(err, true)}
	}
	return atom("ok")
}

// which are the children as OTP lists them.
func which(self *process.Self, sup process.Target) list {
	all := list{}
	for _, c := range WhichChildren(self, sup) {
		pid, id := any(c.PID), any(atom(c.ID))
		if c.Status != Running {
			pid = atom("undefined")
		}
		if c.ID == "" {
			id = atom("undefined")
		}
		all = append(all, tuple{id, pid, atom(c.Type.String()), oracle.Raw("[W]")})
	}
	return all
}

func count(self *process.Self, sup process.Target) any {
	n := CountChildren(self, sup)
	return oracle.Raw(fmt.Sprintf("%%{active: %d, specs: %d, supervisors: %d, workers: %d}", n.Active, n.Specs, n.Supervisors, n.Workers))
}

// ending ends the child and returns what came of it.
func ending(id process.Name, reason any) func(self *process.Self, sup process.PID) any {
	return func(self *process.Self, _ process.PID) any {
		genserver.Cast(self, id, stop{reason})
		return messages(self, 60*ms)
	}
}

func stopping(self *process.Self, sup process.PID) any {
	Stop(self, sup)
	return messages(self, 30*ms)
}

func bad() *genserver.Result {
	r := genserver.Stop(atom("bad"))
	return &r
}

func ignored() *genserver.Result {
	r := genserver.Ignore()
	return &r
}

// badC are a, b and a c that init ends.
func withC(init func() *genserver.Result, change func(c *Child), before ...string) func(self *process.Self) []Child {
	return func(self *process.Self) []Child {
		me := self.PID()
		c := child("c", func() *worker { return &worker{to: me, init: init} })
		return append(plain(same, before...)(self), with(c, change))
	}
}

var static = map[string]func(self *process.Self) any{
	"sup.start | order and stop order (reverse)": tree(Spec{}, plain(same, "a", "b", "c"), stopping),
	"sup.start | third child fails: rollback":    tree(Spec{}, withC(bad, same, "a", "b"), nil),
	"sup.start | third child ignores: kept as :undefined": tree(Spec{}, withC(ignored, same, "a"), func(self *process.Self, sup process.PID) any {
		return tuple{which(self, sup), count(self, sup)}
	}),
	"sup.start | temporary child that ignores is dropped": tree(Spec{}, withC(ignored, temporary), func(self *process.Self, sup process.PID) any {
		return which(self, sup)
	}),
	"sup.start | duplicate id": tree(Spec{}, plain(same, "a", "a"), nil),

	"sup.restart | one_for_one: b crashes":  tree(Spec{}, plain(same, "a", "b", "c"), ending("b", boom)),
	"sup.restart | one_for_all: b crashes":  tree(Spec{Strategy: OneForAll}, plain(same, "a", "b", "c"), ending("b", boom)),
	"sup.restart | rest_for_one: b crashes": tree(Spec{Strategy: RestForOne}, plain(same, "a", "b", "c"), ending("b", boom)),

	"sup.intensity | max_restarts 3 in 5s: 4th crash": tree(Spec{}, plain(same, "a"), func(self *process.Self, _ process.PID) any {
		var came list
		for range 4 {
			genserver.Cast(self, process.Name("a"), stop{boom})
			came = append(came, proctest.All(self, 20*ms)...)
		}
		return came
	}),
	"sup.intensity | max_restarts 0": tree(Spec{MaxRestarts: NoRestarts}, plain(same, "a", "b"), ending("a", boom)),
	"sup.intensity | restart whose init fails counts; gives up": func(self *process.Self) any {
		first := true
		return tree(Spec{}, made(func(w *worker) {
			w.init = func() *genserver.Result {
				if first {
					first = false
					return nil
				}
				return bad()
			}
		}), func(self *process.Self, _ process.PID) any {
			genserver.Cast(self, process.Name("a"), stop{boom})
			return nope(messages(self, 80*ms).(list))
		})(self)
	},

	"sup.shutdown | timeout 30 then kill (child sleeps 500 in terminate)": func(self *process.Self) any {
		children := func(self *process.Self) []Child {
			slow := made(func(w *worker) { w.slow = 500 * ms })(self)
			return []Child{with(slow[0], func(c *Child) { c.Shutdown = 30 * ms })}
		}
		return tree(Spec{}, children, func(self *process.Self, sup process.PID) any {
			self.Monitor(process.Name("a"))
			began := time.Now()
			Stop(self, sup)
			fast := time.Since(began) < 200*ms
			came := proctest.All(self, 30*ms)
			for i, m := range came {
				if d, ok := m.(process.Down); ok {
					came[i] = tuple{atom("DOWN"), d.Reason}
				}
			}
			return tuple{fast, list(came)}
		})(self)
	},
	"sup.shutdown | brutal_kill":                                   tree(Spec{}, plain(func(c *Child) { c.Shutdown = BrutalKill }, "a"), stopping),
	"sup.shutdown | non-trapping child dies at once, no terminate": tree(Spec{}, made(func(w *worker) { w.deaf = true }), stopping),
	"sup.shutdown | parent exit signal to the supervisor": tree(Spec{}, plain(same, "a", "b", "c"), func(self *process.Self, sup process.PID) any {
		self.ExitTo(sup, process.Shutdown)
		return messages(self, 60*ms)
	}),
	"sup.shutdown | exit signal to the supervisor from a non-parent": tree(Spec{}, plain(same, "a"), func(self *process.Self, sup process.PID) any {
		self.Spawn(func(self *process.Self) { self.ExitTo(sup, boom) })
		return tuple{messages(self, 40*ms), self.IsAlive(sup)}
	}),
	"sup.shutdown | supervisor killed: children (trapping) see parent EXIT": tree(Spec{}, plain(same, "a"), func(self *process.Self, sup process.PID) any {
		self.Kill(sup)
		return messages(self, 60*ms)
	}),
	"sup.misc | unexpected message is logged and ignored": func(self *process.Self) any {
		return tree(Spec{}, plain(same), func(self *process.Self, sup process.PID) any {
			self.Send(sup, atom("junk"))
			proctest.Sleep(self, 20*ms)
			return self.IsAlive(sup)
		})(self)
	},
}

// nope renames what the failing workers told: the oracle's stopped with nope.
func nope(came list) list {
	for i, m := range came {
		if t, ok := m.(tuple); ok && t[0] == atom("init") {
			came[i] = tuple{t[0], t[1], tuple{atom("stop"), atom("nope")}}
		}
	}
	return came
}

func temporary(c *Child) { c.Restart = Temporary }

// ended are the cases {restart} x {reason}.
func ended() map[string]func(self *process.Self) any {
	cases := map[string]func(self *process.Self) any{}
	for _, restart := range []Restart{Permanent, Transient, Temporary} {
		for text, reason := range map[string]any{
			":normal": process.Normal, ":shutdown": process.Shutdown, "{:shutdown, :x}": process.ShutdownWith(atom("x")), ":boom": boom,
		} {
			name := fmt.Sprintf("sup.restart | %s exits %s", restart, text)
			children := plain(func(c *Child) { c.Restart = restart }, "a")
			cases[name] = tree(Spec{}, children, func(self *process.Self, sup process.PID) any {
				came := ending("a", reason)(self, sup)
				all := []any{}
				for _, c := range which(self, sup) {
					all = append(all, tuple(c.(tuple)[:2]))
				}
				return tuple{came, list(proctest.Keywords(all))}
			})
		}
	}
	return cases
}

// significant is a child that counts.
func significant(restart Restart) func(c *Child) {
	return func(c *Child) { c.Restart, c.Significant = restart, true }
}

var requests = map[string]func(self *process.Self) any{
	"sup.api | terminate_child/restart_child/delete_child": tree(Spec{}, plain(same, "a"), func(self *process.Self, sup process.PID) any {
		got := list{
			ok(RestartChild(self, sup, "a")), okAlone(DeleteChild(self, sup, "a")),
			okAlone(TerminateChild(self, sup, "a")), which(self, sup), okAlone(TerminateChild(self, sup, "a")),
			ok(RestartChild(self, sup, "a")), okAlone(TerminateChild(self, sup, "a")), okAlone(DeleteChild(self, sup, "a")), which(self, sup),
			okAlone(TerminateChild(self, sup, "zz")), ok(RestartChild(self, sup, "zz")), okAlone(DeleteChild(self, sup, "zz")),
		}
		return got
	}),
	"sup.api | start_child dup running / dup stopped": tree(Spec{}, plain(same, "a"), func(self *process.Self, sup process.PID) any {
		running := ok(StartChild(self, sup, telling(self, "a")))
		process.Must(0, TerminateChild(self, sup, "a"))
		return tuple{running, ok(StartChild(self, sup, telling(self, "a")))}
	}),
	"sup.api | terminate_child on temporary removes the spec": tree(Spec{}, plain(temporary, "a"), func(self *process.Self, sup process.PID) any {
		return tuple{okAlone(TerminateChild(self, sup, "a")), which(self, sup)}
	}),

	"sup.auto | any_significant transient normal": tree(Spec{AutoShutdown: AnySignificant}, func(self *process.Self) []Child {
		return []Child{with(telling(self, "a"), significant(Transient)), telling(self, "b")}
	}, ending("a", process.Normal)),
	"sup.auto | any_significant transient crash -> restart": tree(Spec{AutoShutdown: AnySignificant}, plain(significant(Transient), "a"), ending("a", boom)),
	"sup.auto | all_significant needs all": tree(Spec{AutoShutdown: AllSignificant}, plain(significant(Temporary), "a", "b"), func(self *process.Self, sup process.PID) any {
		return tuple{ending("a", process.Normal)(self, sup), ending("b", boom)(self, sup)}
	}),
	"sup.auto | significant with auto_shutdown never": tree(Spec{}, plain(significant(Temporary), "a"), nil),
	"sup.auto | terminate_child on significant does not auto-shutdown": tree(Spec{AutoShutdown: AnySignificant}, plain(significant(Transient), "a"), func(self *process.Self, sup process.PID) any {
		return tuple{okAlone(TerminateChild(self, sup, "a")), messages(self, 40*ms), self.IsAlive(sup)}
	}),
}
