package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spawnlab/spawnlab/kernel/kernelspec"
)

// How bad a finding is.
const (
	good = "ok"
	odd  = "warn"  // works, but perhaps not as meant
	bad  = "wrong" // the kernel will not start, or will not be found
)

// A finding is what one check has to say; mend says what to do about it.
type finding struct {
	level, what, mend string
}

// doctor prints findings; it fails if one of them is bad.
func doctor(args []string, out io.Writer) error {
	if err := noArguments(args); err != nil {
		return err
	}
	fmt.Fprintln(out, versionLine())
	findings := examine()
	for _, f := range findings {
		fmt.Fprintf(out, "%-5s  %s\n", f.level, f.what)
		if f.mend != "" {
			fmt.Fprintf(out, "       mend: %s\n", f.mend)
		}
	}
	if slices.ContainsFunc(findings, func(f finding) bool { return f.level == bad }) {
		return errSilent
	}
	return nil
}

// examine runs all checks.
func examine() []finding {
	self, err := os.Executable()
	if err != nil {
		self = ""
	}
	folders := kernelspec.System{}.Kernels()
	findings := checkInstalled(kernelspec.Find(folders), folders, self)
	findings = append(findings, checkJupyter(exec.LookPath))
	findings = append(findings, checkFolders()...)
	return append(findings, checkPorts())
}

// checkInstalled looks at the installations, of which front ends take the first.
func checkInstalled(found []kernelspec.Installed, folders []string, self string) []finding {
	if len(found) == 0 {
		return []finding{{
			bad, "Jupyter will not find the kernel: it is in none of " + strings.Join(folders, ", "),
			"spawnlab install",
		}}
	}
	findings := checkSpec(found[0], self)
	for _, other := range found[1:] {
		findings = append(findings, finding{
			odd, fmt.Sprintf("a second installation in %s is hidden by the first", other.Dir),
			"remove the one that is not wanted, with spawnlab uninstall or by hand",
		})
	}
	return findings
}

// checkSpec looks at one installation.
func checkSpec(i kernelspec.Installed, self string) []finding {
	reinstall := "spawnlab install " + placeArgs
	if i.Err != nil {
		return []finding{{bad, fmt.Sprintf("kernel.json in %s can't be read: %v", i.Dir, i.Err), reinstall}}
	}
	findings := []finding{{good, "the kernel is installed in " + i.Dir, ""}}
	argv := i.Spec.Argv
	if len(argv) != 3 || argv[1] != "kernel" || argv[2] != "{connection_file}" {
		return append(findings, finding{bad, fmt.Sprintf("its command is %q", argv), reinstall})
	}
	findings = append(findings, checkBinary(argv[0], self, reinstall))
	if v := i.Spec.Version(); v != thisVersion() {
		findings = append(findings, finding{odd, fmt.Sprintf("it was installed by version %q, this is %s", v, thisVersion()), reinstall})
	}
	if i.Spec.InterruptMode != "message" {
		findings = append(findings, finding{bad, fmt.Sprintf("its interrupt_mode is %q, which does not reach the kernel", i.Spec.InterruptMode), reinstall})
	}
	return findings
}

// checkBinary looks at the program that an installation runs.
func checkBinary(binary, self, reinstall string) finding {
	info, err := os.Stat(binary)
	switch {
	case !filepath.IsAbs(binary):
		return finding{bad, fmt.Sprintf("its program is %q: not every front end looks along the PATH", binary), reinstall}
	case temporary(binary):
		return finding{bad, binary + " was built by go run and vanishes", "build with go build, then " + reinstall}
	case err != nil:
		return finding{bad, fmt.Sprintf("its program is not there: %v", err), reinstall}
	case info.IsDir() || runtime.GOOS != "windows" && info.Mode()&0o111 == 0:
		return finding{bad, binary + " can't be executed", "chmod +x " + binary}
	}
	if here, err := os.Stat(self); err != nil || !os.SameFile(here, info) {
		return finding{odd, fmt.Sprintf("it runs %s, which is another program than this one, %s", binary, self), "if this one is meant: " + reinstall}
	}
	return finding{good, "it runs this program, " + binary, ""}
}

// checkJupyter looks for a front end.
func checkJupyter(look func(string) (string, error)) finding {
	path, err := look("jupyter")
	if err != nil {
		return finding{odd, "there is no jupyter on the PATH", "pip install jupyterlab; VS Code works without"}
	}
	return finding{good, "jupyter is " + path, ""}
}
