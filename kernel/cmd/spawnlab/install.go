package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spawnlab/spawnlab/kernel/kernelspec"
)

const placeArgs = "[--user | --sys-prefix | --prefix DIR]"

// place reads the flags that say where kernels are, and gives that folder.
func place(name string, args []string, out io.Writer) (string, error) {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(out)
	user := flags.Bool("user", false, "for you alone (the default)")
	sys := flags.Bool("sys-prefix", false, "for the active Python environment")
	prefix := flags.String("prefix", "", "below `DIR`/share/jupyter/kernels; /usr/local is for all users")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return "", err
		}
		return "", fmt.Errorf("%w: %w", err, errUsage)
	}
	if err := noArguments(flags.Args()); err != nil {
		return "", err
	}
	switch {
	case *prefix != "" && !*user && !*sys:
		dir, err := filepath.Abs(*prefix)
		return kernelspec.Prefix(dir), err
	case *sys && !*user && *prefix == "":
		return kernelspec.System{}.SysPrefix()
	case !*sys && *prefix == "":
		return kernelspec.System{}.User()
	}
	return "", fmt.Errorf("give only one of --user, --sys-prefix and --prefix: %w", errUsage)
}

func install(args []string, out io.Writer) error {
	kernels, err := place("install", args, out)
	if err != nil {
		return err
	}
	binary, err := thisBinary()
	if err != nil {
		return err
	}
	written, err := kernelspec.Install(kernels, kernelspec.New(binary, thisVersion()))
	list(out, "wrote", written)
	if err != nil {
		return explained(err)
	}
	fmt.Fprintf(out, "The kernel %q runs %s\n", kernelspec.Name, binary)
	if hint := whoFinds(kernels); hint != "" {
		fmt.Fprintln(out, hint)
	}
	return nil
}

// whoFinds says which Jupyter finds what is in a folder of kernels, "" if every
// one does.
func whoFinds(kernels string) string {
	if known(kernels) {
		return ""
	}
	data := filepath.Dir(kernels)
	prefix := filepath.Dir(filepath.Dir(data))
	if _, err := os.Stat(filepath.Join(prefix, "pyvenv.cfg")); err == nil {
		return "The Jupyter of the Python environment " + prefix + " finds it."
	}
	return "Jupyter does not look into this folder by itself: set JUPYTER_PATH=" + data
}

func uninstall(args []string, out io.Writer) error {
	kernels, err := place("uninstall", args, out)
	if err != nil {
		return err
	}
	removed, err := kernelspec.Uninstall(kernels)
	list(out, "removed", removed)
	if err != nil {
		return explained(err)
	}
	if len(removed) == 0 {
		fmt.Fprintf(out, "nothing is installed in %s\n", kernels)
	}
	return nil
}

func list(out io.Writer, verb string, paths []string) {
	for _, p := range paths {
		fmt.Fprintf(out, "%s %s\n", verb, p)
	}
}

// explained says what can be done about an error of the file system.
func explained(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%w; --user installs for you alone", err)
	}
	return err
}

// known reports whether front ends look into a folder of kernels.
func known(kernels string) bool {
	for _, dir := range (kernelspec.System{}).Kernels() {
		if dir == kernels {
			return true
		}
	}
	return false
}

// thisBinary is the path of this program. A program of go run is refused: it
// is gone when it ends.
func thisBinary() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	if temporary(path) {
		return "", fmt.Errorf("%s was built by go run and vanishes when it ends: build the program first, with go build", path)
	}
	return path, nil
}

func temporary(binary string) bool {
	return strings.Contains(filepath.ToSlash(binary), "/go-build")
}
