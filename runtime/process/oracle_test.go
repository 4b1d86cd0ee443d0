package process_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/runtime/internal/oracle"
	. "github.com/spawnlab/spawnlab/runtime/process"
)

type (
	tuple = oracle.Tuple
	list  = oracle.List
)

// groups are the oracle's groups of cases about bare processes.
var groups = []string{
	"exit/2 from other", "exit/2 to self", "linked process exits",
	"linked process is killed with exit(P,kill)", "link/1 to dead pid", "exit reason",
	"link", "monitor", "order", "alias", "name", "timer", "selective", "info", "pdict",
	"gl", "misc", "trace",
}

// TestOracle does what the oracle's program did on the BEAM, in virtual time,
// and compares the results.
func TestOracle(t *testing.T) {
	oracle.Run(t, cases(), func(t *testing.T, f any) (got any) {
		virtual(t, func(self *Self) { got = f.(func(self *Self) any)(self) })
		return got
	}, groups...)
}

// cases are the table: isolated ones run in a process of their own, whose end
// is part of the result.
func cases() oracle.Table {
	table := oracle.Table{}
	addExits(table)
	for name, f := range isolated {
		table[name] = func(self *Self) any { return iso(self, f) }
	}
	for name, f := range direct {
		table[name] = f
	}
	for name, why := range inapplicable {
		table[name] = why
	}
	return table
}

// reasons are those of the exit matrix, by their Elixir text.
var reasons = map[string]any{
	":normal": Normal, ":shutdown": Shutdown, "{:shutdown, :x}": ShutdownWith(Atom("x")),
	":boom": boom, ":kill": Kill, ":noproc": NoProc,
}

// addExits adds the matrix {trapping or not} × {reason} × {where it comes from}.
func addExits(table oracle.Table) {
	for _, c := range oracle.Cases("exit/2 from other", "exit/2 to self", "linked process exits") {
		trap := strings.HasPrefix(c.Name, "trap=true")
		_, text, _ := strings.Cut(c.Name, "reason=")
		reason := reasons[text]
		key := c.Group + " | " + c.Name
		switch c.Group {
		case "exit/2 from other":
			table[key] = func(self *Self) any { return probe(self, trap, reason) }
		case "exit/2 to self":
			table[key] = survival(trap, func(self *Self) { self.ExitTo(self.PID(), reason) })
		default:
			table[key] = survival(trap, func(self *Self) {
				self.SpawnLink(func(self *Self) { self.Exit(reason) })
			})
		}
	}
	for _, trap := range []bool{false, true} {
		name := map[bool]string{false: "trap=false", true: "trap=true"}[trap]
		table["linked process is killed with exit(P,kill) | "+name] = survival(trap, func(self *Self) {
			self.Kill(self.SpawnLink(forever))
		})
		table["link/1 to dead pid | "+name] = func(self *Self) any {
			return iso(self, func(self *Self) any {
				self.TrapExit(trap)
				pid := dead(self)
				result := try(func() any { self.Link(pid); return true })
				return tuple{Atom("survived"), result, all(self, 40*ms)}
			})
		}
	}
}

// probe sends an exit signal to a process and tells what becomes of it.
func probe(self *Self, trap bool, reason any) any {
	type question struct{ from PID }
	pid, ref := self.SpawnMonitor(func(self *Self) {
		self.TrapExit(trap)
		q := Receive[question](self)
		self.Send(q.from, tuple{Atom("alive"), all(self, 30*ms)})
		forever(self)
	})
	sleep(self, 10*ms)
	self.ExitTo(pid, reason)
	sleep(self, 20*ms)
	self.Send(pid, question{self.PID()})
	var got any
	self.Select(
		When(func(d Down) bool { return d.Ref == ref }, func(d Down) { got = tuple{Atom("dies"), d.Reason} }),
		On(func(alive tuple) { got = alive }),
	)
	return got
}

// survival does act in a process of its own and tells whether it survived, and
// with which messages.
func survival(trap bool, act func(self *Self)) func(self *Self) any {
	return func(self *Self) any {
		return iso(self, func(self *Self) any {
			self.TrapExit(trap)
			act(self)
			return tuple{Atom("survived"), all(self, 40*ms)}
		})
	}
}

// try returns what f returns, or {error, the class of its panic}.
func try(f func() any) (result any) {
	defer func() {
		switch err, _ := recover().(error); {
		case errors.Is(err, ErrNoProc):
			result = tuple{Atom("error"), NoProc}
		case errors.Is(err, ErrBadArg):
			result = tuple{Atom("error"), BadArg}
		}
	}()
	return f()
}

// outcome prints an error as the exception that OTP raises for it.
func outcome(err error) any {
	switch {
	case errors.Is(err, ErrNameTaken), errors.Is(err, ErrNoProc):
		return oracle.Pair{Key: "error", Value: oracle.Raw("ArgumentError")}
	case errors.Is(err, ErrBadArg):
		return oracle.Pair{Key: "error", Value: Atom("function_clause")}
	}
	return true
}

var inapplicable = map[string]string{
	"misc | catch :exit stops exit(:x) inside the process": "Exit ends the goroutine; nothing can catch that",
	"exit reason | throw":              "Go has no throw; return does what it is for",
	"info | default keys of info/1":    "Go knows other things of a goroutine; Info lists them",
	"info | extra items":               "as above",
	"info | registered_name when none": "Info.Name is the empty string",
	"pdict | $ancestors and $callers in a Task under a Task.Supervisor": "package task keeps them",
	"trace | set_on_spawn traces children":                              "events are of a whole System; choosing among them is package tracing's",
	"trace | timestamp adds an element, calls need trace_pattern":       "every Event has its time; calls are not traced",
	"trace | second tracer on the same process":                         "a System has any number of listeners",
}

var direct = map[string]func(self *Self) any{
	"exit reason | function returns": func(self *Self) any {
		_, ref := self.SpawnMonitor(func(*Self) {})
		return downOf(self, ref).Reason
	},
	"link | normal exit of parent does not kill child": func(self *Self) any {
		me := self.PID()
		self.Spawn(func(self *Self) {
			self.SpawnLink(func(self *Self) { sleep(self, 60*ms); self.Send(me, Atom("child_alive")) })
		})
		return next(self, 200*ms)
	},
	"timer | timer to a dying process (pid) is dropped; send_after survives caller death": func(self *Self) any {
		me := self.PID()
		self.Spawn(func(self *Self) { self.SendAfter(me, Atom("from_dead"), 30*ms) })
		return next(self, 200*ms)
	},
	"misc | after clause / deferred code does not run on an exit signal": func(self *Self) any {
		me := self.PID()
		pid := self.Spawn(func(self *Self) {
			defer self.Send(me, Atom("after_ran"))
			forever(self)
		})
		sleep(self, 10*ms)
		self.ExitTo(pid, boom)
		return next(self, 40*ms)
	},
	"misc | after clause runs on exit(:boom) and raise": func(self *Self) any {
		me := self.PID()
		self.Spawn(func(self *Self) {
			defer self.Send(me, Atom("after_ran"))
			self.Exit(boom)
		})
		return next(self, 40*ms)
	},
}

// next returns the next message, or the atom none.
func next(self *Self, d time.Duration) any {
	if m, ok := self.ReceiveFor(d); ok {
		return m
	}
	return Atom("none")
}

var isolated = map[string]func(self *Self) any{
	"exit reason | raise":    func(*Self) any { panic("x") },
	"exit reason | exit(:x)": func(self *Self) any { self.Exit(Atom("x")); return nil },

	"link | link self": func(self *Self) any { self.Link(self.PID()); return true },
	"link | double link gives one signal": func(self *Self) any {
		self.TrapExit(true)
		pid := self.Spawn(exiting(Atom("x")))
		self.Link(pid)
		self.Link(pid)
		self.Send(pid, Atom("go"))
		return all(self, 40*ms)
	},
	"link | unlink then death gives nothing": func(self *Self) any {
		self.TrapExit(true)
		pid := self.SpawnLink(exiting(Atom("x")))
		self.Unlink(pid)
		self.Send(pid, Atom("go"))
		return all(self, 40*ms)
	},
	"link | EXIT already queued survives unlink": func(self *Self) any {
		self.TrapExit(true)
		pid := self.SpawnLink(func(self *Self) { self.Exit(Atom("x")) })
		sleep(self, 30*ms)
		self.Unlink(pid)
		return all(self, 40*ms)
	},
	"link | trap_exit turned off keeps queued EXIT as message": func(self *Self) any {
		self.TrapExit(true)
		self.SpawnLink(func(self *Self) { self.Exit(Atom("x")) })
		sleep(self, 30*ms)
		self.TrapExit(false)
		return all(self, 40*ms)
	},

	"monitor | dead pid": func(self *Self) any { self.Monitor(dead(self)); return all(self, 50*ms) },
	"monitor | unregistered name": func(self *Self) any {
		self.Monitor(Name("no_such"))
		return all(self, 50*ms)
	},
	"monitor | by name: DOWN carries {name,node}": func(self *Self) any {
		pid := self.Spawn(exiting(Atom("x")), WithName("mon_nm"))
		self.Monitor(Name("mon_nm"))
		self.Send(pid, Atom("go"))
		return all(self, 50*ms)
	},
	"monitor | two monitors give two DOWN": func(self *Self) any {
		pid := self.Spawn(exiting(Normal))
		self.Monitor(pid)
		self.Monitor(pid)
		self.Send(pid, Atom("go"))
		return len(all(self, 50*ms))
	},
	"monitor | self": func(self *Self) any { self.Monitor(self.PID()); return all(self, 20*ms) },
	"monitor | demonitor after DOWN queued, no flush": func(self *Self) any {
		_, ref := self.SpawnMonitor(func(*Self) {})
		sleep(self, 20*ms)
		self.Demonitor(ref)
		return tuple{true, len(all(self, 20*ms))}
	},
	"monitor | demonitor [:flush]": func(self *Self) any {
		_, ref := self.SpawnMonitor(func(*Self) {})
		sleep(self, 20*ms)
		self.Demonitor(ref, Flush)
		return tuple{true, all(self, 20*ms)}
	},
	"monitor | demonitor [:info] active / gone": func(self *Self) any {
		ref := self.Monitor(self.Spawn(forever))
		return tuple{self.Demonitor(ref), self.Demonitor(ref)}
	},
	"monitor | kill -> DOWN reason": func(self *Self) any {
		pid, _ := self.SpawnMonitor(forever)
		self.Kill(pid)
		return all(self, 50*ms)
	},

	"order | messages sent before death arrive before DOWN": func(self *Self) any {
		me := self.PID()
		self.SpawnMonitor(func(self *Self) { self.Send(me, 1); self.Send(me, 2) })
		return all(self, 50*ms)
	},
	"order | name is free when DOWN arrives": func(self *Self) any {
		pid, ref := self.SpawnMonitor(exiting(Normal), WithName("nm_free"))
		self.Send(pid, Atom("go"))
		downOf(self, ref)
		if pid, ok := self.Whereis("nm_free"); ok {
			return pid
		}
		return nil
	},
	"order | link+monitor: both arrive": func(self *Self) any {
		self.TrapExit(true)
		pid, _ := self.SpawnMonitor(exiting(Atom("x")))
		self.Link(pid)
		self.Send(pid, Atom("go"))
		kinds := []any{}
		for _, m := range all(self, 50*ms) {
			kinds = append(kinds, Atom(strings.Split(oracle.Text(m), ",")[0][2:]))
		}
		slices.SortFunc(kinds, func(a, b any) int { return strings.Compare(oracle.Text(a), oracle.Text(b)) })
		return kinds
	},
	"order | send_after 0 vs direct send": func(self *Self) any {
		self.SendAfter(self.PID(), Atom("timer"), 0)
		self.Send(self.PID(), Atom("direct"))
		got := all(self, 50*ms)
		slices.SortFunc(got, func(a, b any) int { return strings.Compare(oracle.Text(a), oracle.Text(b)) })
		return got
	},
	"order | two senders: each sender's own order is kept": twoSenders,

	"alias | send via alias": func(self *Self) any {
		self.Send(self.Alias(), Atom("hi"))
		return all(self, 20*ms)
	},
	"alias | send via deactivated alias is dropped": func(self *Self) any {
		a := self.Alias()
		was := self.Unalias(a)
		self.Send(a, Atom("hi"))
		return tuple{was, self.Unalias(a), all(self, 20*ms)}
	},
	"alias | reply alias: second reply dropped": func(self *Self) any {
		a := self.AliasOnce()
		self.Send(a, 1)
		self.Send(a, 2)
		return all(self, 20*ms)
	},
	"alias | monitor alias {:alias,:demonitor}: reply after demonitor dropped": func(self *Self) any {
		r := self.Request(self.Spawn(forever))
		r.Cancel()
		self.Send(r.ReplyTo(), Atom("late"))
		return all(self, 20*ms)
	},

	"name | send to unregistered atom": func(self *Self) any {
		return try(func() any { self.Send(Name("no_such_name"), 1); return 1 })
	},
	"name | send to dead pid": func(self *Self) any { self.Send(dead(self), Atom("x")); return Atom("x") },
	"name | register taken name / same pid twice / :undefined / dead pid": func(self *Self) any {
		pid := self.Spawn(forever, WithName("tk1"))
		return list{
			outcome(self.Register("tk1", self.PID())), outcome(self.Register("tk2", pid)),
			outcome(self.Register("", self.PID())), outcome(self.Register("tk3", dead(self))),
		}
	},
	"name | unregister unknown": func(self *Self) any {
		if errors.Is(self.Unregister("nope_x"), ErrBadArg) {
			return tuple{Atom("error"), BadArg}
		}
		return true
	},

	"timer | cancel active gives ms left": func(self *Self) any {
		left, ok := self.CancelTimer(self.SendAfter(self.PID(), Atom("x"), time.Second))
		return tuple{ok && left > 900*ms, all(self, 10*ms)}
	},
	"timer | cancel fired / cancelled": func(self *Self) any {
		ref := self.SendAfter(self.PID(), Atom("x"), 0)
		sleep(self, 10*ms)
		_, first := self.CancelTimer(ref)
		got := all(self, 10*ms)
		_, second := self.CancelTimer(ref)
		_, read := self.ReadTimer(ref)
		return tuple{first, got, second, read}
	},
	"timer | send_after to name resolves at expiry": func(self *Self) any {
		self.SendAfter(Name("late_nm"), Atom("x"), 30*ms)
		Must(0, self.Register("late_nm", self.PID()))
		return all(self, 80*ms)
	},
	"timer | send_after to unknown name": func(self *Self) any {
		self.SendAfter(Name("nobody_nm"), Atom("x"), 5*ms)
		return all(self, 30*ms)
	},
	"timer | start_timer message": func(self *Self) any {
		self.StartTimer(self.PID(), Atom("m"), ms)
		return all(self, 30*ms)
	},
	"timer | receive after 0 takes a queued match first": func(self *Self) any {
		self.Send(self.PID(), Atom("a"))
		got := Atom("")
		self.Select(On(func(Atom) { got = "got" }), After(0, func() { got = Timeout }))
		return got
	},
	"timer | receive after 0 with only non-matching": func(self *Self) any {
		self.Send(self.PID(), Atom("b"))
		var got any
		self.Select(On(func(int) { got = Atom("got") }), After(0, func() { got = Timeout }))
		return tuple{got, all(self, 5*ms)}
	},
	"selective | order kept for skipped messages": func(self *Self) any {
		for i := range 5 {
			self.Send(self.PID(), i+1)
		}
		self.ReceiveMatch(func(m any) bool { return m == 3 })
		return all(self, 50*ms)
	},

	"info | dead pid": func(self *Self) any {
		pid := dead(self)
		if _, ok := self.Info(pid); ok {
			return true
		}
		return tuple{nil, self.IsAlive(pid)}
	},
	"pdict | put/get/erase/keys": func(self *Self) any {
		a, b, c := self.Put("a", 1), self.Put("a", 2), self.Get("a")
		d := self.Get("zz")
		if d == nil {
			d = 9 // Elixir's default
		}
		return tuple{a, b, c, d, self.Erase("a"), self.Erase("a")}
	},
	"gl | child inherits group leader": func(self *Self) any {
		me, mine := self.PID(), &strings.Builder{}
		self.SetGroupLeader(mine)
		self.Spawn(func(self *Self) { self.Send(me, self.GroupLeader() == mine) })
		return self.Receive()
	},

	"misc | Process.exit to a dead pid": func(self *Self) any { self.ExitTo(dead(self), Atom("x")); return true },
	"misc | Process.flag returns the old value": func(self *Self) any {
		return tuple{self.TrapExit(true), self.TrapExit(false)}
	},
	"misc | spawn of a raising fun never fails the caller": func(self *Self) any {
		pid := self.Spawn(func(*Self) { panic("x") })
		sleep(self, 10*ms)
		return tuple{!pid.IsZero(), self.IsAlive(pid)}
	},
	"misc | exit signal cannot be caught with try": func(self *Self) any {
		me := self.PID()
		self.Spawn(func(self *Self) { self.ExitTo(me, boom) })
		return try(func() any { sleep(self, 100*ms); return Atom("survived") })
	},

	"trace | send + receive":                  traceMessages,
	"trace | procs: spawn/link/register/exit": traceProcs,
}

// twoSenders interleaves two senders and tells whether each one's order held.
func twoSenders(self *Self) any {
	type numbered struct{ sender, n int }
	me := self.PID()
	for sender := range 2 {
		self.Spawn(func(self *Self) {
			for n := range 200 {
				self.Send(me, numbered{sender, n})
			}
		})
	}
	kept, last := list{true, true}, [2]int{-1, -1}
	for _, m := range all(self, 50*ms) {
		n := m.(numbered)
		kept[n.sender] = kept[n.sender].(bool) && n.n == last[n.sender]+1
		last[n.sender] = n.n
	}
	return kept
}

// traced listens to what happens to one process from now on, as
// erlang:trace/3 tells it.
func traced(self *Self, of PID, kinds Kind) (stop func() []any) {
	events := []any{}
	names := map[Kind]Atom{
		EventSend: "send", EventRegister: "register", EventLink: "link",
		EventUnlink: "unlink", EventExit: "exit", EventUnregister: "unregister",
	}
	trace := Atom("trace")
	cancel := self.System().Subscribe(kinds, func(e Event) {
		switch {
		case e.Kind == EventSpawn && e.Other == of:
			fun := tuple{Atom("erlang"), Atom("apply"), list{oracle.Raw(":FUN"), list{}}}
			events = append(events, tuple{trace, of, Atom("spawn"), e.PID, fun})
		case e.Kind == EventSend && e.Other == of:
			events = append(events, tuple{trace, of, Atom("receive"), e.Value})
		case e.PID != of || e.Kind == EventSpawn:
		case e.Kind == EventSend:
			events = append(events, tuple{trace, of, names[e.Kind], e.Value, e.Other})
		case e.Kind == EventExit:
			events = append(events, tuple{trace, of, names[e.Kind], e.Value})
		case e.Name != "":
			events = append(events, tuple{trace, of, names[e.Kind], Atom(e.Name)})
		default:
			events = append(events, tuple{trace, of, names[e.Kind], e.Other})
		}
	})
	return func() []any { cancel(); return events }
}

func traceMessages(self *Self) any {
	me := self.PID()
	pid := self.Spawn(func(self *Self) { self.Receive(); self.Send(me, Atom("hello")) })
	stop := traced(self, pid, EventSend)
	self.Send(pid, Atom("go"))
	got := all(self, 60*ms)
	return append(stop(), tuple{Atom("plain"), got[0]})
}

func traceProcs(self *Self) any {
	pid := self.Spawn(func(self *Self) {
		self.Receive()
		Must(0, self.Register("trq", self.PID()))
		child := self.SpawnLink(func(self *Self) { sleep(self, ms) })
		self.Unlink(child)
		self.Spawn(func(*Self) {})
		self.Exit(Atom("bye"))
	})
	stop := traced(self, pid, EventSpawn|EventLink|EventUnlink|EventExit|EventRegister|EventUnregister)
	self.Send(pid, Atom("go"))
	sleep(self, 60*ms)
	return stop()
}
