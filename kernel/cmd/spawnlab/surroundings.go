package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"

	"github.com/spawnlab/spawnlab/kernel/kernelspec"
)

// checkFolders looks at the folders that front ends and the kernel write to.
func checkFolders() []finding {
	data, err := kernelspec.System{}.DataDir()
	if err != nil {
		return []finding{{odd, err.Error() + ": no history is kept", "set HOME, or JUPYTER_DATA_DIR"}}
	}
	run := os.Getenv("JUPYTER_RUNTIME_DIR")
	if run == "" {
		run = filepath.Join(data, "runtime")
	}
	findings := []finding{
		checkWritable(run, bad, "front ends can't write connection files", "JUPYTER_RUNTIME_DIR"),
	}
	if dir := historyDir(os.Getenv); dir != "" {
		findings = append(findings, checkWritable(dir, odd, "no history is kept", "SPAWNLAB_HISTORY"))
	}
	return findings
}

// checkWritable looks at a folder, or at the nearest one above it that is
// there: the rest is made when it is needed.
func checkWritable(dir, level, otherwise, variable string) finding {
	there := dir
	for !isDir(there) && filepath.Dir(there) != there {
		there = filepath.Dir(there)
	}
	probe, err := os.CreateTemp(there, ".spawnlab-doctor-*")
	if err != nil {
		return finding{level, fmt.Sprintf("%s is not writable (%v): %s", dir, err, otherwise), "give yourself the right to write there, or set " + variable + " to another folder"}
	}
	probe.Close()
	os.Remove(probe.Name())
	return finding{good, dir + " is writable", ""}
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// checkPorts tries the loopback interface with the five ports of a kernel.
func checkPorts() finding {
	for range 5 {
		if err := tryPort(); err != nil {
			return finding{bad, fmt.Sprintf("a port on 127.0.0.1 can't be used: %v", err), "allow this program the loopback interface in the firewall or sandbox"}
		}
	}
	return finding{good, "ports on 127.0.0.1 can be used", ""}
}

// tryPort connects to a port of its own.
func tryPort() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer l.Close()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		return err
	}
	return c.Close()
}
