//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// connectionFile writes a connection file with free ports and gives its path
// and the address of the heartbeat.
func connectionFile(t *testing.T) (file, heartbeat string) {
	t.Helper()
	c := map[string]any{"transport": "tcp", "ip": "127.0.0.1", "key": "secret", "signature_scheme": "hmac-sha256"}
	for _, name := range []string{"shell_port", "control_port", "stdin_port", "iopub_port", "hb_port"} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close() // when all are taken
		c[name] = l.Addr().(*net.TCPAddr).Port
	}
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "connection.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file, fmt.Sprintf("127.0.0.1:%d", c["hb_port"])
}

// eventually waits until something is true.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	timeout := time.After(20 * time.Second)
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for !is() {
		select {
		case <-timeout:
			t.Fatalf("never: %s", what)
		case <-look.C:
		}
	}
}

func accepts(address string) bool {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return false
	}
	c.Close()
	return true
}

// kernelCommand runs the program as a kernel of its own.
func kernelCommand(t *testing.T, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), asProgram+"=1", "SPAWNLAB_HISTORY=off", "JPY_PARENT_PID=")
	cmd.Stderr = os.Stderr
	return cmd
}

// The kernel lives through SIGINT, which front ends send before everything, and
// ends well on SIGTERM; another one can have its ports at once.
func TestSignals(t *testing.T) {
	file, address := connectionFile(t)
	for range 2 {
		cmd := kernelCommand(t, os.Args[0], "kernel", file)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the kernel listens", func() bool { return accepts(address) })
		for range 3 {
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			if !accepts(address) {
				t.Fatal("SIGINT ended the kernel")
			}
		}
		began := time.Now()
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("the kernel ended with %v", err)
		}
		if d := time.Since(began); d > 2*time.Second {
			t.Errorf("the kernel took %v to end", d)
		}
	}
}

// The kernel ends when the front end that started it is killed.
func TestFrontEndDies(t *testing.T) {
	file, address := connectionFile(t)
	shell := kernelCommand(t, "sh", "-c", `JPY_PARENT_PID=$$ "$0" kernel "$1" & wait`, os.Args[0], file)
	if err := shell.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the kernel listens", func() bool { return accepts(address) })
	if err := shell.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	shell.Wait()
	eventually(t, "the kernel has ended", func() bool { return !accepts(address) })
}

func TestTakenPort(t *testing.T) {
	file, address := connectionFile(t)
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	cmd := kernelCommand(t, os.Args[0], "kernel", file)
	cmd.Stderr = nil
	out, err := cmd.CombinedOutput()
	if err == nil || cmd.ProcessState.ExitCode() != 1 {
		t.Errorf("ended with %v, %s; want exit code 1", err, out)
	}
}
