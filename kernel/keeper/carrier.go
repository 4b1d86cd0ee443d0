package keeper

import "io"

// A Carrier starts workers and carries the bytes to and from them: a process
// with pipes, or anything else that can end and be started again.
type Carrier interface {
	Start() (*Worker, error)
}

// A Worker is one running worker. The keeper that asked for it owns it.
type Worker struct {
	// In takes frames to the worker; closing it tells the worker to exit.
	In io.WriteCloser
	// Out gives frames from the worker. It ends when the worker has ended, or
	// soon after.
	Out io.ReadCloser
	// Stderr gives what Go's runtime and native libraries say; nil when that
	// can't be had. It ends like Out.
	Stderr io.ReadCloser
	// Wait blocks until the worker has ended. It is called once.
	Wait func() Exit
	// Kill ends the worker and all it started, at once. It may be called at any
	// time, from any goroutine, also more than once.
	Kill func()
}

// An Exit says how a worker ended.
type Exit struct {
	Code   int    // of an exit, when Signal is ""
	Signal string // that ended it, as the system calls it: "killed"
}
