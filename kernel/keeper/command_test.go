//go:build unix

package keeper_test

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/spawnlab/spawnlab/kernel/keeper"
)

// startProcess makes a keeper of a worker that is a process.
func startProcess(t *testing.T) (*keeper.Keeper, *screen) {
	t.Helper()
	k, s := keeper.New(keeper.Config{Carrier: processCarrier("worker")}), &screen{}
	k.LineTypes()
	if err := k.Start(s); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := k.Close(context.Background()); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return k, s
}

func pidOf(t *testing.T, k *keeper.Keeper) int {
	t.Helper()
	text := strings.TrimPrefix(outcome(k.Execute(cell(1, "pid"))), "= ")
	pid, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("pid cell gave %q", text)
	}
	return pid
}

func TestProcessWorker(t *testing.T) {
	k, _ := startProcess(t)
	if pid := pidOf(t, k); pid == os.Getpid() {
		t.Error("the cell ran in the front")
	}
	want(t, "GOMEMLIMIT", outcome(k.Execute(cell(2, "limit"))), "= 800")
}

func TestProcessDeaths(t *testing.T) {
	for _, tt := range []struct{ name, code, want string }{
		{"exit", "exit 3", "WorkerStopped: it ended with exit code 3"},
		{"stack overflow", "overflow", "WorkerStopped: a recursion never ended and used up the stack"},
		{"map writes", "map", "WorkerStopped: two goroutines wrote to the same map at the same time"},
		{"child that holds the pipes", "leave", "WorkerStopped: it ended by itself"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k, _ := startProcess(t)
			first := pidOf(t, k)
			want(t, "outcome", outcome(k.Execute(cell(2, tt.code))), tt.want)
			if pidOf(t, k) == first {
				t.Error("the same worker answers")
			}
		})
	}
}

func TestKillWhileCellRuns(t *testing.T) {
	k, s := startProcess(t)
	pid := pidOf(t, k)
	s.streamed = make(chan string, 1)
	go func() {
		<-s.streamed // the cell has begun
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}()
	got := outcome(k.Execute(cell(2, "hang")))
	wantHas(t, "outcome", got, "WorkerStopped: the system killed it")
	want(t, "next cell", outcome(k.Execute(cell(3, "limit"))), "= 800")
}

func TestKillBetweenCells(t *testing.T) {
	k, s := startProcess(t)
	pid := pidOf(t, k)
	_ = syscall.Kill(pid, syscall.SIGKILL)
	if next := pidOf(t, k); next == pid {
		t.Error("the same worker answers")
	}
	wantHas(t, "shown", s.take(), "the system killed it")
}

func TestCommandThatCannotStart(t *testing.T) {
	c := keeper.Command{New: func() *exec.Cmd { return exec.Command("/nonexistent/worker") }}
	if w, err := c.Start(); err == nil {
		w.Kill()
		t.Error("no error")
	}
}

// Whatever ends the front, its worker goes with it within a second (three where
// the machine is busy): a worker that looks at its input, and on Linux also one that does not.
func TestNoOrphans(t *testing.T) {
	for _, front := range []string{"front", "front of a stubborn worker"} {
		t.Run(front, func(t *testing.T) {
			if front != "front" && runtime.GOOS != "linux" {
				t.Skip("only Linux ends a process with its parent")
			}
			alive, held, err := os.Pipe() // ends when all who hold it have ended
			if err != nil {
				t.Fatal(err)
			}
			defer alive.Close()
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), role+"="+front)
			cmd.ExtraFiles = []*os.File{held}
			stdin, _ := cmd.StdinPipe()
			defer stdin.Close()
			stdout, _ := cmd.StdoutPipe()
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			_ = held.Close()
			line, err := bufio.NewReader(stdout).ReadString('\n')
			if err != nil || !strings.HasPrefix(line, "= ") {
				t.Fatalf("front says %q, %v", line, err)
			}
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
			_ = alive.SetReadDeadline(time.Now().Add(3 * time.Second))
			if _, err := alive.Read(make([]byte, 1)); os.IsTimeout(err) {
				t.Error("the worker lives three seconds after its front")
			}
		})
	}
}
