package kernelspec

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// A System says how to find the folders of one computer. The zero value is
// this one.
type System struct {
	GOOS   string
	Getenv func(string) string
	// Python gives the prefix of the Python that is first on the PATH.
	Python func() (string, error)
}

func (s System) orThis() System {
	if s.GOOS == "" {
		s.GOOS = runtime.GOOS
	}
	if s.Getenv == nil {
		s.Getenv = os.Getenv
	}
	if s.Python == nil {
		s.Python = pythonPrefix
	}
	return s
}

var errNoHome = errors.New("kernelspec: there is no home folder: HOME is not set")

// DataDir is the folder of the user's Jupyter data. (jupyter_core, paths.py,
// jupyter_data_dir.)
func (s System) DataDir() (string, error) {
	s = s.orThis()
	if dir := s.Getenv("JUPYTER_DATA_DIR"); dir != "" {
		return dir, nil
	}
	switch s.GOOS {
	case "windows":
		return s.below("APPDATA", "jupyter")
	case "darwin":
		return s.below("HOME", "Library", "Jupyter")
	}
	if dir := s.Getenv("XDG_DATA_HOME"); dir != "" {
		return filepath.Join(dir, "jupyter"), nil
	}
	return s.below("HOME", ".local", "share", "jupyter")
}

// below is a path below the folder that a variable names.
func (s System) below(variable string, path ...string) (string, error) {
	dir := s.Getenv(variable)
	if dir == "" {
		return "", fmt.Errorf("%w (%s)", errNoHome, variable)
	}
	return filepath.Join(append([]string{dir}, path...)...), nil
}

// User is the folder of the user's own kernels.
func (s System) User() (string, error) {
	dir, err := s.DataDir()
	return filepath.Join(dir, "kernels"), err
}

// Prefix is the folder of the kernels of an installation of Python, or of the
// system below /usr/local.
func Prefix(prefix string) string { return filepath.Join(prefix, "share", "jupyter", "kernels") }

// SysPrefix is the folder of the kernels of the active environment: a virtual
// one, one of conda, or that of the first Python on the PATH.
func (s System) SysPrefix() (string, error) {
	s = s.orThis()
	for _, variable := range []string{"VIRTUAL_ENV", "CONDA_PREFIX"} {
		if dir := s.Getenv(variable); dir != "" {
			return Prefix(dir), nil
		}
	}
	dir, err := s.Python()
	if err != nil {
		return "", fmt.Errorf("kernelspec: no Python environment is active, and none is on the PATH: %w", err)
	}
	return Prefix(dir), nil
}

// pythonPrefix asks Python for its prefix.
func pythonPrefix() (string, error) {
	var errs []error
	for _, name := range []string{"python3", "python"} {
		out, err := exec.Command(name, "-c", "import sys; print(sys.prefix)").Output()
		if dir := strings.TrimSpace(string(out)); err == nil && dir != "" {
			return dir, nil
		}
		errs = append(errs, err)
	}
	return "", errors.Join(errs...)
}

// Kernels lists the folders in which front ends look for kernels, first ones
// first. What this computer does not have is left out. (jupyter_core, paths.py,
// jupyter_path.)
func (s System) Kernels() []string {
	s = s.orThis()
	var list []string
	for _, dir := range filepath.SplitList(s.Getenv("JUPYTER_PATH")) {
		list = append(list, filepath.Join(dir, "kernels"))
	}
	if dir, err := s.User(); err == nil {
		list = append(list, dir)
	}
	if dir, err := s.SysPrefix(); err == nil {
		list = append(list, dir)
	}
	for _, dir := range s.shared() {
		list = append(list, filepath.Join(dir, "kernels"))
	}
	return distinct(list)
}

// shared lists the folders of Jupyter data that all users share.
func (s System) shared() []string {
	if s.GOOS != "windows" {
		return []string{"/usr/local/share/jupyter", "/usr/share/jupyter"}
	}
	if dir := s.Getenv("PROGRAMDATA"); dir != "" {
		return []string{filepath.Join(dir, "jupyter")}
	}
	return nil
}

// distinct drops repeated paths.
func distinct(list []string) []string {
	seen := map[string]bool{}
	var kept []string
	for _, path := range list {
		if !seen[path] {
			kept = append(kept, path)
		}
		seen[path] = true
	}
	return kept
}
