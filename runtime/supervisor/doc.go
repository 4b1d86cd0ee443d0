// Package supervisor starts, watches, restarts and stops processes, as
// Erlang/OTP's supervisors do. It knows the children by their start functions
// and PIDs only: what they are, servers, tasks or other supervisors, it does
// not know.
//
//	shop := process.Must(supervisor.StartLink(self, supervisor.Spec{
//		Strategy: supervisor.OneForAll,
//		Children: []supervisor.Child{
//			{ID: "counter", Start: genserver.Starter[Counter](genserver.Name("counter"))},
//			{ID: "till", Start: genserver.Starter[Till](), Restart: supervisor.Transient, Shutdown: 2 * time.Second},
//		},
//	}))
//
// [StartLink] starts a supervisor with named children in a fixed order,
// [StartDynamic] one whose children come and go, and [StartPartition] one of
// equal children among which keys are shared out.
//
// # Where it differs from OTP
//
// The window of the restart limit is exact; OTP's is up to a second longer. A
// supervisor links itself with what a start function returns, if that forgot
// to. A start function that calls self.Exit ends the supervisor, with its
// children; one that panics has failed.
package supervisor
