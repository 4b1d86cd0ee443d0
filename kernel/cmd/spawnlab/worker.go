package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spawnlab/spawnlab/kernel/worker"
)

// runWorker evaluates cells until standard input ends. What it has to say goes
// to standard output as frames.
func runWorker(args []string, _ io.Writer) error {
	if err := noArguments(args); err != nil {
		return err
	}
	if info, err := os.Stdin.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		return errNotWorker
	}
	ignoreInterrupts()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	in, out, err := takeStreams()
	if err != nil {
		return err
	}
	return worker.Serve(ctx, in, out)
}

// takeStreams returns standard input and output and gives the rest of the
// process others: there is nothing to read, and what a library prints goes to
// standard error, where the kernel shows it, instead of between the frames.
func takeStreams() (in, out *os.File, err error) {
	nothing, err := os.Open(os.DevNull)
	if err != nil {
		return nil, nil, err
	}
	in, out = os.Stdin, os.Stdout
	os.Stdin, os.Stdout = nothing, os.Stderr
	return in, out, nil
}
