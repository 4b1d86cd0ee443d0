// Command spawnlab is a Jupyter kernel for Go, and installs itself as one:
// flags and wiring only.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

// A command is what the first argument selects.
type command struct {
	name, args, summary string
	run                 func(args []string, out io.Writer) error
}

// commands in the order of the help text. Set by init, as help lists them.
var commands []command

func init() {
	commands = []command{
		{"install", placeArgs, "make the kernel known to Jupyter", install},
		{"uninstall", placeArgs, "undo install", uninstall},
		{"doctor", "", "find what keeps the kernel from working, and how to mend it", doctor},
		{"version", "", "print the version", printVersion},
		{"kernel", "FILE", "run a kernel with a connection file; front ends do this", runKernel},
		{"worker", "", "evaluate cells on standard input; the kernel does this", runWorker},
		{"help", "", "print this text", help},
	}
}

// The ways in which a command fails beside its own.
var (
	errUsage  = errors.New("see spawnlab help")
	errSilent = errors.New("said already") // only the exit code is left to give
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run runs a command and gives the exit code: 0, 1 for failure, 2 for arguments
// that make no sense.
func run(args []string, out, errs io.Writer) int {
	err := dispatch(args, out)
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errSilent):
		return 1
	}
	fmt.Fprintf(errs, "spawnlab: %v\n", err)
	if errors.Is(err, errUsage) {
		return 2
	}
	return 1
}

func dispatch(args []string, out io.Writer) error {
	if len(args) == 0 {
		help(nil, out)
		return fmt.Errorf("a command is missing: %w", errUsage)
	}
	name := args[0]
	if name == "-h" || name == "--help" || name == "-help" {
		name = "help"
	}
	for _, c := range commands {
		if c.name == name {
			return c.run(args[1:], out)
		}
	}
	return fmt.Errorf("there is no command %q: %w", args[0], errUsage)
}

func help(_ []string, out io.Writer) error {
	fmt.Fprint(out, "Spawnlab is a Jupyter kernel for Go, with processes as in Erlang/OTP.\n\nUsage: spawnlab COMMAND\n\n")
	for _, c := range commands {
		fmt.Fprintf(out, "  %s\n      %s\n", join(c.name, c.args), c.summary)
	}
	fmt.Fprint(out, settings)
	return nil
}

func join(name, args string) string {
	if args == "" {
		return name
	}
	return name + " " + args
}

// settings explains the environment variables.
const settings = `
Settings in the environment of the kernel:
  SPAWNLAB_LOG      debug, info, warn or error: what goes to the log of the
                    server (warn)
  SPAWNLAB_HISTORY  folder of the history, or off
  SPAWNLAB_MEMORY   megabytes that the cells may use, 0 for no limit (three
                    quarters of MEM_LIMIT or of the container's memory, else
                    half of the computer's)
`

// noArguments refuses arguments for a command that takes none.
func noArguments(args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("unexpected argument %q: %w", args[0], errUsage)
	}
	return nil
}
