package genserver_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/runtime/genserver"
	"github.com/spawnlab/spawnlab/runtime/internal/proctest"
	"github.com/spawnlab/spawnlab/runtime/process"
)

// A mirror is a server whose callbacks return the Result they are asked with.
type mirror struct {
	genserver.Base
	init *genserver.Result
}

func (m *mirror) Init(*process.Self) genserver.Result {
	if m.init != nil {
		return *m.init
	}
	return genserver.OK()
}

func (m *mirror) HandleCall(_ *process.Self, req any, _ genserver.From) genserver.Result {
	return req.(genserver.Result)
}

func (m *mirror) HandleCast(_ *process.Self, req any) genserver.Result {
	return req.(genserver.Result)
}

func (m *mirror) HandleInfo(_ *process.Self, message any) genserver.Result {
	if message == process.Timeout {
		return genserver.NoReply()
	}
	return message.(genserver.Result)
}

func (m *mirror) HandleContinue(_ *process.Self, arg any) genserver.Result {
	if r, ok := arg.(genserver.Result); ok {
		return r
	}
	return genserver.NoReply()
}

// TestWhatCallbacksMayReturn: {each callback} x {each result}, plain and with
// each word on what comes next.
func TestWhatCallbacksMayReturn(t *testing.T) {
	results := []struct {
		name    string
		r       genserver.Result
		allowed string // the callbacks that may return it
		ends    bool
	}{
		{"Result{}", genserver.Result{}, "", true},
		{"OK", genserver.OK(), "Init", false},
		{"Ignore", genserver.Ignore(), "Init", true},
		{"Reply", genserver.Reply(1), "HandleCall", false},
		{"NoReply", genserver.NoReply(), "HandleCall HandleCast HandleInfo HandleContinue", false},
		{"Stop", genserver.Stop(boom), "Init HandleCall HandleCast HandleInfo HandleContinue", true},
		{"StopReply", genserver.StopReply(boom, 1), "HandleCall", true},
	}
	callbacks := []string{"Init", "HandleCall", "HandleCast", "HandleInfo", "HandleContinue"}
	words := []struct {
		name string
		add  func(genserver.Result) genserver.Result
	}{
		{"", func(r genserver.Result) genserver.Result { return r }},
		{".Timeout", func(r genserver.Result) genserver.Result { return r.Timeout(time.Second) }},
		{".Continue", func(r genserver.Result) genserver.Result { return r.Continue("go on") }},
		{".Hibernate", func(r genserver.Result) genserver.Result { return r.Hibernate() }},
	}
	for _, c := range callbacks {
		for _, r := range results {
			for _, w := range words {
				t.Run(c+"/"+r.name+w.name, func(t *testing.T) {
					allowed := strings.Contains(r.allowed, c) && (w.name == "" || !r.ends)
					if got := allows(t, c, w.add(r.r)); got != allowed {
						t.Errorf("allowed is %t, want %t", got, allowed)
					}
				})
			}
		}
	}
	if allows(t, "HandleCall", genserver.Reply(1).Timeout(1).Hibernate()) {
		t.Error("two words on what comes next are allowed")
	}
}

// allows reports whether a callback may return r: whether it does not end the
// server with a BadReturnError.
func allows(t *testing.T, callback string, r genserver.Result) (allowed bool) {
	t.Helper()
	proctest.Virtual(t, func(self *process.Self) {
		self.TrapExit(true)
		m := &mirror{}
		if callback == "Init" {
			m.init = &r
		}
		q, err := genserver.StartLink(self, m)
		if err == nil {
			switch callback {
			case "HandleCall":
				_, _ = genserver.CallAny(self, q, r, genserver.Timeout(ms))
			case "HandleCast":
				genserver.Cast(self, q, r)
			case "HandleInfo":
				self.Send(q, r)
			case "HandleContinue":
				genserver.Cast(self, q, genserver.NoReply().Continue(r))
			}
		}
		proctest.Sleep(self, 10*ms)
		allowed = true
		if exit, ok := process.ReceiveFor[process.ExitSignal](self, 0); ok {
			_, bad := exit.Reason.(*genserver.BadReturnError)
			allowed = !bad
		}
	})
	return allowed
}

func TestBadReturnErrorNamesTheCallback(t *testing.T) {
	proctest.Virtual(t, func(self *process.Self) {
		self.TrapExit(true)
		q := start(self, &probe{})
		genserver.Cast(self, q, onCast(func(*process.Self, *probe) genserver.Result { return genserver.Reply(1).Timeout(ms) }))
		exit := process.Receive[process.ExitSignal](self)
		want := "genserver: bad return value of HandleCast: Reply(…).Timeout(…)"
		if got := self.System().FormatReason(exit.Reason); got != want {
			t.Errorf("the reason is %q, want %q", got, want)
		}
	})
}
