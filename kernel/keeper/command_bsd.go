//go:build unix && !linux

package keeper

import (
	"os/exec"
	"syscall"
)

// tether gives the process a group of its own, which is killed as a whole and
// does not get the terminal's signals. That the worker ends with us rests on
// its standard input alone.
func tether(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
