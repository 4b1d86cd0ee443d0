//go:build !unix

package keeper

import (
	"os"
	"os/exec"
)

// tether does nothing: the worker ends when its standard input does.
func tether(*exec.Cmd) {}

func kill(cmd *exec.Cmd) { _ = cmd.Process.Kill() }

func signalOf(*os.ProcessState) string { return "" }
