package keeper_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/spawnlab/spawnlab/kernel/keeper"
	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/kernel/worker"
)

// role makes the test binary a worker or a front of its own.
const role = "SPAWNLAB_TEST_ROLE"

func TestMain(m *testing.M) {
	switch os.Getenv(role) {
	case "worker", "stubborn worker":
		processWorker(os.Getenv(role) == "stubborn worker")
	case "real worker":
		if err := worker.Serve(context.Background(), os.Stdin, os.Stdout); err != nil {
			panic(err)
		}
	case "front", "front of a stubborn worker":
		processFront()
	default:
		goleak.VerifyTestMain(m)
	}
}

// processWorker is a worker in a process of its own. A stubborn one stays when
// the front has gone.
func processWorker(stubborn bool) {
	out := link.StartWriter(os.Stdout)
	send := func(k link.Kind, body any) { _ = out.Send(k, body) }
	for frames := link.NewReader(os.Stdin); ; {
		m, err := frames.Next()
		if err != nil && stubborn {
			select {}
		}
		if err != nil || m.Kind == link.KindShutdown {
			_ = out.Close()
			return
		}
		body, _ := m.Body()
		switch f := body.(type) {
		case link.Hello:
			send(link.KindReady, link.Ready{Version: link.Version})
		case link.Replay:
			send(link.KindDone, link.Done{Cell: f.Cell, OK: true})
		case link.Eval:
			send(link.KindAccepted, link.Accepted{Cell: f.Cell})
			go func() {
				if f.Code == "hang" {
					send(link.KindOutput, link.Output{Cell: f.Cell, Stream: "stdout", Text: "began"})
				}
				data := map[string]any{"text/plain": processCell(f.Code)}
				send(link.KindResult, link.Bundle{Cell: f.Cell, Data: data})
				send(link.KindDone, link.Done{Cell: f.Cell, OK: true})
			}()
		}
	}
}

func processCell(code string) string {
	command, arg, _ := strings.Cut(code, " ")
	switch command {
	case "pid":
		return strconv.Itoa(os.Getpid())
	case "limit":
		return os.Getenv("GOMEMLIMIT")
	case "hang":
		select {}
	case "exit":
		n, _ := strconv.Atoi(arg)
		os.Exit(n)
	case "leave": // a child that holds our pipes
		child := exec.Command("sleep", "1000")
		child.Stdout, child.Stderr = os.Stdout, os.Stderr
		if err := child.Start(); err != nil {
			return err.Error()
		}
		os.Exit(0)
	case "overflow":
		debug.SetMaxStack(1 << 20)
		return strconv.Itoa(overflow(1))
	case "map":
		concurrentWrites()
	}
	return ""
}

func overflow(n int) int { return overflow(n+1) + n }

func concurrentWrites() {
	m := map[int]int{}
	for range 8 {
		go func() {
			for i := 0; ; i++ {
				m[i%10] = i
			}
		}()
	}
	select {}
}

// processFront starts a worker, tells its process id on standard output and
// waits to be killed. File 3 is passed on.
func processFront() {
	as := "worker"
	if os.Getenv(role) != "front" {
		as = "stubborn worker"
	}
	k := keeper.New(keeper.Config{Carrier: processCarrier(as, os.NewFile(3, "held"))})
	k.LineTypes()
	if err := k.Start(&screen{}); err != nil {
		panic(err)
	}
	fmt.Println(outcome(k.Execute(cell(1, "pid"))))
	_, _ = io.Copy(io.Discard, bufio.NewReader(os.Stdin))
	_ = k.Close(context.Background())
}

// processCarrier starts the test binary as a worker.
func processCarrier(as string, held ...*os.File) keeper.Command {
	return keeper.Command{
		MemoryLimit: 1000,
		New: func() *exec.Cmd {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), role+"="+as, "GOTRACEBACK=single")
			cmd.ExtraFiles = held
			return cmd
		},
	}
}
