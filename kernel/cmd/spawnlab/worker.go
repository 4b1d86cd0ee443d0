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
// to standard output as frames; so learner code gets another one.
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
	return worker.Serve(ctx, os.Stdin, os.Stdout)
}
