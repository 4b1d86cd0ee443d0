package keeper

import (
	"os/exec"
	"syscall"
)

// tether gives the process a group of its own, which is killed as a whole and
// does not get the terminal's signals, and has the system kill it with us.
func tether(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
