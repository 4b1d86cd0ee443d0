package genserver_test

import (
	"errors"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/runtime/genserver"
	"github.com/spawnlab/spawnlab/runtime/internal/oracle"
	"github.com/spawnlab/spawnlab/runtime/internal/proctest"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// TestOracle does what the oracle's program did on the BEAM, in virtual time,
// and compares the results.
func TestOracle(t *testing.T) {
	table := oracle.Table{}
	for name, f := range isolated {
		table[name] = func(self *process.Self) any { return proctest.Iso(self, f) }
	}
	for name, why := range inapplicable {
		table[name] = why
	}
	table["gs.terminate | terminate raises / exits: reason becomes"] = badEnds
	for _, c := range oracle.Cases("gs.terminate") {
		key := c.Group + " | " + c.Name
		for _, trap := range []bool{false, true} {
			if f, ok := endings[c.Name[len(trapText(trap)):]]; ok && c.Name[:len(trapText(trap))] == trapText(trap) {
				table[key] = func(self *process.Self) any { return proctest.Iso(self, ending(trap, f)) }
			}
		}
	}
	oracle.Run(t, table, func(t *testing.T, f any) (got any) {
		proctest.Virtual(t, func(self *process.Self) { got = f.(func(self *process.Self) any)(self) })
		return got
	}, "gs.init", "gs.timeout", "gs.call", "gs.cast", "gs.terminate", "gs.stop", "gs.hibernate", "gs.continue", "sys")
}

func trapText(trap bool) string {
	if trap {
		return "trap=true "
	}
	return "trap=false "
}

const noThrow = "Go has no throw; return does what it is for"

var inapplicable = map[string]string{
	"gs.init | {:error,r} (OTP 26+, here bad return)":  "Stop is this runtime's only failure of Init",
	"gs.init | throw is a return value":                noThrow,
	"gs.call | throw in handle_call is a return value": noThrow,
}

// endings are the ways to end a server, by the oracle's words.
var endings = map[string]func(self *process.Self, q process.PID){
	"return {:stop,:normal}": func(self *process.Self, q process.PID) {
		genserver.Cast(self, q, onCast(func(*process.Self, *probe) genserver.Result { return genserver.Stop(process.Normal) }))
	},
	"return {:stop,:boom}": func(self *process.Self, q process.PID) {
		genserver.Cast(self, q, onCast(func(*process.Self, *probe) genserver.Result { return genserver.Stop(boom) }))
	},
	"raise": func(self *process.Self, q process.PID) {
		genserver.Cast(self, q, onCast(func(*process.Self, *probe) genserver.Result { panic("x") }))
	},
	"exit(:boom) in callback": func(self *process.Self, q process.PID) {
		genserver.Cast(self, q, onCast(func(self *process.Self, _ *probe) genserver.Result { self.Exit(boom); return genserver.NoReply() }))
	},
	"Process.exit(q,:shutdown) from parent": func(self *process.Self, q process.PID) { self.ExitTo(q, process.Shutdown) },
	"Process.exit(q,:normal) from parent":   func(self *process.Self, q process.PID) { self.ExitTo(q, process.Normal) },
	"Process.exit(q,:kill)":                 func(self *process.Self, q process.PID) { self.Kill(q) },
	"exit signal from a non-parent": func(self *process.Self, q process.PID) {
		self.Spawn(func(self *process.Self) { self.ExitTo(q, boom) })
	},
	"GenServer.stop": func(self *process.Self, q process.PID) {
		self.Spawn(func(self *process.Self) { genserver.StopServer(self, q, process.Atom("bye")) })
	},
	"bad return": func(self *process.Self, q process.PID) {
		genserver.Cast(self, q, onCast(func(*process.Self, *probe) genserver.Result { return genserver.Result{} }))
	},
}

func ending(trap bool, end func(self *process.Self, q process.PID)) func(self *process.Self) any {
	return func(self *process.Self) any {
		end(self, telling(self, trap))
		return messages(self, 60*ms)
	}
}

func badEnds(self *process.Self) any {
	var got list
	for _, end := range []func(self *process.Self){
		func(*process.Self) { panic("t") },
		func(self *process.Self) { self.Exit(process.Atom("other")) },
	} {
		got = append(got, proctest.Iso(self, func(self *process.Self) any {
			q := start(self, &probe{end: end})
			genserver.Cast(self, q, onCast(func(*process.Self, *probe) genserver.Result { return genserver.Stop(process.Normal) }))
			return messages(self, 40*ms)
		}))
	}
	return list(proctest.Keywords(got))
}

// messages returns what comes within d, in OTP's form.
func messages(self *process.Self, d time.Duration) any {
	all := proctest.All(self, d)
	for i, m := range all {
		switch m := m.(type) {
		case process.ExitSignal:
			all[i] = process.ExitSignal{From: m.From, Reason: otp(m.Reason)}
		case tuple:
			all[i] = tuple{m[0], otp(m[1])}
		}
	}
	return list(proctest.Keywords(all))
}

// otp prints a reason or a start's error as OTP does.
func otp(v any) any {
	switch v := v.(type) {
	case *genserver.BadReturnError:
		return tuple{process.Atom("bad_return_value"), process.Atom("junk")}
	case *genserver.CallError:
		return tuple{otp(v.Reason), tuple{oracle.Raw("GenServer"), process.Atom("call"), list{otp(v.Server), v.Request, v.Timeout.Milliseconds()}}}
	case *genserver.AlreadyStartedError:
		return tuple{process.Atom("already_started"), v.PID}
	case *process.ExitError:
		return otp(v.Reason)
	case process.Name:
		return process.Atom(v)
	case error:
		if errors.Is(v, process.ErrTimeout) {
			return process.Timeout
		}
	}
	return v
}

// startText is what OTP's start returns.
func startText(pid process.PID, err error) any {
	switch err {
	case nil:
		return tuple{process.Atom("ok"), pid}
	case genserver.ErrIgnore:
		return process.Atom("ignore")
	}
	return tuple{process.Atom("error"), otp(err)}
}

// initing starts a server whose Init is init, and tells the result and the
// messages that came of it.
func initing(init func(self *process.Self) genserver.Result, opts ...genserver.StartOption) func(self *process.Self) any {
	return func(self *process.Self) any {
		r := startText(genserver.StartLink(self, &probe{init: init}, opts...))
		return tuple{r, messages(self, 50*ms)}
	}
}

// exiting is what happens to a caller: {exit, reason}.
func exiting(err error) any {
	if err == nil {
		return process.Atom("ok")
	}
	return tuple{process.Atom("exit"), otp(err)}
}

// reasonOf is the reason of a failed call alone.
func reasonOf(err error) any {
	var call *genserver.CallError
	if errors.As(err, &call) {
		return otp(call.Reason)
	}
	return err
}

func try(self *process.Self, q process.Target, f onCall, opts ...genserver.CallOption) (any, error) {
	return genserver.TryCall[any](self, q, f, opts...)
}

var isolated = map[string]func(self *process.Self) any{
	"gs.init | {:ok,s}": func(self *process.Self) any {
		return startText(genserver.StartLink(self, &probe{})).(tuple)[0]
	},
	"gs.init | :ignore (process gone, EXIT normal)": initing(func(*process.Self) genserver.Result { return genserver.Ignore() }),
	"gs.init | {:stop,r} start_link":                initing(func(*process.Self) genserver.Result { return genserver.Stop(process.Atom("bad")) }),
	"gs.init | {:stop,r} start (no link)": func(self *process.Self) any {
		p := &probe{init: func(*process.Self) genserver.Result { return genserver.Stop(process.Atom("bad")) }}
		return tuple{startText(genserver.Start(self, p)), messages(self, 50*ms)}
	},
	"gs.init | raise":          initing(func(*process.Self) genserver.Result { panic("x") }),
	"gs.init | exit(:r)":       initing(func(self *process.Self) genserver.Result { self.Exit(process.Atom("r")); return genserver.OK() }),
	"gs.init | bad return":     initing(func(*process.Self) genserver.Result { return genserver.NoReply() }),
	"gs.init | timeout option": initing(func(self *process.Self) genserver.Result { proctest.Sleep(self, time.Hour); return genserver.OK() }, genserver.Timeout(20*ms)),
	"gs.init | name taken": func(self *process.Self) any {
		start(self, &probe{}, genserver.Name("gsn1"))
		return initing(nil, genserver.Name("gsn1"))(self)
	},
	"gs.init | name registered before init runs": func(self *process.Self) any {
		me := self.PID()
		start(self, &probe{init: func(self *process.Self) genserver.Result {
			pid, _ := self.Whereis("gsn2")
			self.Send(me, tuple{process.Atom("whereis"), pid == self.PID()})
			return genserver.OK()
		}}, genserver.Name("gsn2"))
		return messages(self, 50*ms)
	},
	"gs.init | message sent to the name during init is queued": func(self *process.Self) any {
		self.Spawn(func(self *process.Self) {
			proctest.Sleep(self, 20*ms)
			self.Send(process.Name("gsn3"), process.Atom("early"))
		})
		start(self, &probe{to: self.PID(), init: func(self *process.Self) genserver.Result {
			proctest.Sleep(self, 50*ms)
			return genserver.OK()
		}}, genserver.Name("gsn3"))
		return messages(self, 60*ms)
	},
	"gs.init | continue runs before queued messages": func(self *process.Self) any {
		start(self, &probe{to: self.PID(), init: func(self *process.Self) genserver.Result {
			self.Send(self.PID(), process.Atom("queued"))
			return genserver.OK().Continue(process.Atom("c"))
		}})
		return messages(self, 50*ms)
	},
	"gs.init | init timeout fires as :timeout in handle_info": func(self *process.Self) any {
		start(self, &probe{to: self.PID(), init: func(*process.Self) genserver.Result { return genserver.OK().Timeout(20 * ms) }})
		return messages(self, 250*ms)
	},
	"gs.timeout | message cancels the timeout": func(self *process.Self) any {
		q := start(self, &probe{to: self.PID(), init: func(*process.Self) genserver.Result { return genserver.OK().Timeout(40 * ms) }})
		self.Send(q, process.Atom("m"))
		return messages(self, 100*ms)
	},

	"gs.call | no such name": func(self *process.Self) any {
		_, err := genserver.TryCall[any](self, process.Name("no_gs"), process.Atom("x"))
		return exiting(err)
	},
	"gs.call | dead pid": func(self *process.Self) any {
		_, err := genserver.TryCall[any](self, proctest.Dead(self), process.Atom("x"))
		return exiting(err)
	},
	"gs.call | self": func(self *process.Self) any {
		_, err := genserver.TryCall[any](self, self.PID(), process.Atom("x"))
		return exiting(err)
	},
	"gs.call | timeout, late reply does not arrive": func(self *process.Self) any {
		q := start(self, &probe{})
		_, err := try(self, q, func(self *process.Self, _ genserver.From, _ *probe) genserver.Result {
			proctest.Sleep(self, 60*ms)
			return genserver.Reply("late")
		}, genserver.Timeout(20*ms))
		return tuple{process.Atom("exit"), reasonOf(err), messages(self, 120*ms)}
	},
	"gs.call | server crashes during call": func(self *process.Self) any {
		q := process.Must(genserver.Start(self, &probe{}))
		_, err := try(self, q, func(self *process.Self, _ genserver.From, _ *probe) genserver.Result {
			self.Exit(boom)
			return genserver.NoReply()
		})
		return tuple{process.Atom("exit"), reasonOf(err), messages(self, 50*ms)}
	},
	"gs.call | server raises during call": func(self *process.Self) any {
		q := process.Must(genserver.Start(self, &probe{}))
		_, err := try(self, q, func(*process.Self, genserver.From, *probe) genserver.Result { panic("x") })
		return tuple{process.Atom("exit"), reasonOf(err)}
	},
	"gs.call | {:stop,r,reply,s}: terminate before reply, caller gets the reply": func(self *process.Self) any {
		v, _ := try(self, telling(self, false), returning(genserver.StopReply(process.Atom("bye"), process.Atom("rep"))))
		return tuple{v, messages(self, 50*ms)}
	},
	"gs.call | {:stop,r,s} without reply": func(self *process.Self) any {
		q := process.Must(genserver.Start(self, &probe{}))
		_, err := try(self, q, returning(genserver.Stop(process.Atom("bye"))))
		return tuple{process.Atom("exit"), reasonOf(err)}
	},
	"gs.call | noreply + GenServer.reply later": func(self *process.Self) any {
		return genserver.Call[any](self, start(self, &probe{}), onCall(func(self *process.Self, from genserver.From, _ *probe) genserver.Result {
			self.Spawn(func(self *process.Self) { from.Reply(self, process.Atom("later")) })
			return genserver.NoReply()
		}))
	},
	"gs.call | bad return value": func(self *process.Self) any {
		q := process.Must(genserver.Start(self, &probe{}))
		_, err := try(self, q, returning(genserver.OK()))
		return reasonOf(err)
	},
	"gs.cast | to unknown name / dead pid": func(self *process.Self) any {
		genserver.Cast(self, process.Name("no_gs"), process.Atom("x"))
		genserver.Cast(self, proctest.Dead(self), process.Atom("x"))
		return tuple{process.Atom("ok"), process.Atom("ok")}
	},

	"gs.stop | not running": func(self *process.Self) any {
		err := genserver.TryStopServer(self, process.Name("no_gs"), process.Normal)
		args := list{process.Atom("no_gs"), process.Normal, process.Atom("infinity")}
		return tuple{process.Atom("exit"), tuple{reasonOf(err), tuple{oracle.Raw("GenServer"), process.Atom("stop"), args}}}
	},
	"gs.stop | timeout": func(self *process.Self) any {
		q := process.Must(genserver.Start(self, &probe{}))
		genserver.Cast(self, q, onCast(func(self *process.Self, _ *probe) genserver.Result {
			proctest.Sleep(self, 200*ms)
			return genserver.NoReply()
		}))
		err := genserver.TryStopServer(self, q, process.Normal, genserver.Timeout(20*ms))
		return tuple{process.Atom("exit"), reasonOf(err)}
	},
	"gs.hibernate | reply + hibernate keeps state": func(self *process.Self) any {
		q := start(self, &probe{state: 7})
		first := genserver.Call[int](self, q, onCall(func(_ *process.Self, _ genserver.From, p *probe) genserver.Result {
			return genserver.Reply(p.state).Hibernate()
		}))
		proctest.Sleep(self, 10*ms)
		info, _ := self.Info(q)
		asleep := oracle.Raw("awake")
		if info.Status == process.StatusHibernated {
			asleep = "{:current_function, {:erlang, :hibernate, 3}}"
		}
		return tuple{first, asleep, genserver.Call[int](self, q, onCall(func(_ *process.Self, _ genserver.From, p *probe) genserver.Result {
			return genserver.Reply(p.state)
		}))}
	},
	"gs.continue | chain of continues runs before any queued message": func(self *process.Self) any {
		q := start(self, &probe{to: self.PID()})
		genserver.Cast(self, q, onCast(func(self *process.Self, _ *probe) genserver.Result {
			self.Send(self.PID(), process.Atom("queued"))
			return genserver.NoReply().Continue(1)
		}))
		return messages(self, 40*ms)
	},

	"sys | get_state / replace_state": func(self *process.Self) any {
		q := start(self, &probe{state: 1})
		state := func() any { return process.Must(genserver.State(self, q)).(*probe).state }
		first := state()
		err := genserver.ReplaceState(self, q, func(s genserver.Server) genserver.Server {
			return &probe{state: s.(*probe).state + 1}
		})
		return tuple{first, process.Must(state(), err), state()}
	},
	"sys | suspend: calls time out, messages stay queued, resume handles them": func(self *process.Self) any {
		q := start(self, &probe{to: self.PID()})
		process.Must(0, genserver.Suspend(self, q))
		self.Send(q, process.Atom("m"))
		before := messages(self, 30*ms)
		process.Must(0, genserver.Resume(self, q))
		return tuple{before, messages(self, 30*ms)}
	},
	"sys | suspended server still answers system messages and dies on parent exit": func(self *process.Self) any {
		q := start(self, &probe{init: func(self *process.Self) genserver.Result { self.TrapExit(true); return genserver.OK() }})
		process.Must(0, genserver.Suspend(self, q))
		state, err := genserver.State(self, q)
		self.ExitTo(q, process.Shutdown)
		return tuple{state != nil && err == nil, messages(self, 40*ms)}
	},
	"sys | change_code": func(self *process.Self) any {
		q := start(self, &probe{state: 1})
		if err := genserver.ChangeCode(self, q, &probe{}, nil); err != nil {
			return err
		}
		return process.Atom("ok")
	},
}
