package main

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spawnlab/spawnlab/kernel/protocol"
)

// version is set by the linker; see the Makefile.
var version string

// thisVersion is the version of the program, "dev" for one built from a
// checkout by hand.
func thisVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}

func printVersion(args []string, out io.Writer) error {
	fmt.Fprintln(out, versionLine())
	return noArguments(args)
}

func versionLine() string {
	return fmt.Sprintf("spawnlab %s (%s, %s/%s, Jupyter protocol %s)",
		thisVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH, protocol.Version)
}
