package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spawnlab/spawnlab/kernel/keeper"
	"github.com/spawnlab/spawnlab/kernel/kernelspec"
	"github.com/spawnlab/spawnlab/kernel/session"
	"github.com/spawnlab/spawnlab/kernel/transport"
)

// patience is how long the parts may take to end: front ends lose theirs after
// 2.5 seconds.
const patience = 1500 * time.Millisecond

// runKernel serves the clients of a connection file until one of them, the
// system or the end of the front end asks it to stop.
func runKernel(args []string, _ io.Writer) error {
	if len(args) != 1 {
		return fmt.Errorf("kernel takes one connection file: %w", errUsage)
	}
	connection, err := transport.ReadConnection(args[0])
	if err != nil {
		return err
	}
	ignoreInterrupts()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	log := newLog(os.Getenv, os.Stderr)
	eval, err := evaluator(log)
	if err != nil {
		return err
	}
	return serve(ctx, connection, eval, log)
}

// serve binds the ports before anything that takes time.
func serve(ctx context.Context, c transport.Connection, eval session.Evaluator, log *slog.Logger) error {
	s := session.New(session.Config{
		Evaluator: eval, Key: []byte(c.Key),
		Implementation: kernelspec.Name, Version: thisVersion(),
		HistoryDir: historyDir(os.Getenv), Log: log,
	})
	t, err := transport.Listen(transport.Config{Connection: c, Welcome: s.Welcome, Log: log})
	if err != nil {
		return err
	}
	defer t.Close()
	if err := s.Start(t); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	served := make(chan struct{})
	go func() {
		t.Run(ctx, s.Handle)
		close(served)
	}()
	wait(ctx, s, watchParent(ctx, os.Getenv))
	closing, done := context.WithTimeout(context.Background(), patience)
	defer done()
	err = s.Close(closing)
	cancel()
	t.Close()
	<-served
	return err
}

// wait returns when the kernel has to end.
func wait(ctx context.Context, s *session.Session, orphaned <-chan struct{}) {
	select {
	case <-ctx.Done():
	case <-s.Done():
	case <-orphaned:
	}
}

// evaluator runs cells in a worker: this program again.
func evaluator(log *slog.Logger) (session.Evaluator, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	folder, err := os.Getwd()
	if err != nil {
		folder = "."
	}
	limit := memoryLimit(os.Getenv, os.ReadFile)
	return keeper.New(keeper.Config{
		Carrier:     keeper.Command{New: func() *exec.Cmd { return exec.Command(self, "worker") }, MemoryLimit: limit},
		Folder:      folder,
		Version:     thisVersion(),
		MemoryLimit: limit,
		Log:         log,
	}), nil
}

// ignoreInterrupts takes SIGINT and does nothing: interrupts come as messages,
// and front ends send the signal besides, to whole groups of processes. It is
// caught instead of ignored, so that programs started from cells are not deaf.
func ignoreInterrupts() { signal.Notify(make(chan os.Signal, 1), os.Interrupt) }

// newLog is the log of the kernel, in the words that getenv sets.
func newLog(getenv func(string) string, to io.Writer) *slog.Logger {
	level := slog.LevelWarn
	if text := getenv("SPAWNLAB_LOG"); text != "" && level.UnmarshalText([]byte(text)) != nil {
		level = slog.LevelWarn
	}
	return slog.New(slog.NewTextHandler(to, &slog.HandlerOptions{Level: level}))
}

// historyDir is the folder of the history, "" for none.
func historyDir(getenv func(string) string) string {
	switch dir := getenv("SPAWNLAB_HISTORY"); dir {
	case "off":
		return ""
	case "":
	default:
		return dir
	}
	data, err := kernelspec.System{Getenv: getenv}.DataDir()
	if err != nil {
		return ""
	}
	return filepath.Join(data, kernelspec.Name, "history")
}

// errNotWorker says that worker was started by hand.
var errNotWorker = errors.New("worker speaks with the kernel on standard input and output, not with people")
