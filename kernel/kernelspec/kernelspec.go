// Package kernelspec tells Jupyter about the kernel: it writes the folder with
// kernel.json and the logos that front ends look for, finds such folders, and
// removes them. It knows files and where each system keeps them: no messages, no
// evaluation.
//
// Source of the format: jupyter_client, docs/kernels.rst.
package kernelspec

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Name is the name of the kernel, and of its folder: notebooks refer to it.
const Name = "spawnlab"

//go:generate go run gen_logo.go

//go:embed logo/logo-*
var logos embed.FS

const specFile = "kernel.json"

// A Spec is a kernel.json.
type Spec struct {
	Argv            []string       `json:"argv"`
	DisplayName     string         `json:"display_name"`
	Language        string         `json:"language"`
	InterruptMode   string         `json:"interrupt_mode"`
	ProtocolVersion string         `json:"kernel_protocol_version"`
	Metadata        map[string]any `json:"metadata"`
}

// New describes the kernel that the binary, an absolute path, runs as. version
// is noted for the person who looks for stale installations.
func New(binary, version string) Spec {
	return Spec{
		Argv:            []string{binary, "kernel", "{connection_file}"},
		DisplayName:     "Go (Spawnlab)",
		Language:        "go",
		InterruptMode:   "message", // signals do not reach kernels on Windows
		ProtocolVersion: "5.5",
		Metadata:        map[string]any{Name: map[string]any{"version": version}},
	}
}

// Version is the version that wrote the spec, "" if another program did.
func (s Spec) Version() string {
	m, _ := s.Metadata[Name].(map[string]any)
	v, _ := m["version"].(string)
	return v
}

// An Installed is a folder with a kernel.json.
type Installed struct {
	Dir  string
	Spec Spec
	Err  error // why kernel.json can't be read, nil if it can
}

// ErrForeign says that a folder holds a kernel of the same name that this
// program did not install.
var ErrForeign = errors.New("kernelspec: this kernel was installed by another program")

// Install writes kernel.json and the logos into the folder Name below kernels
// and gives the files in the order in which they were written. Files that are
// there already are replaced, each at once: kernel.json, by which front ends
// find the folder, comes last.
func Install(kernels string, s Spec) (written []string, err error) {
	dir := filepath.Join(kernels, Name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	files, err := contents(s)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		path := filepath.Join(dir, f.name)
		if err := replace(path, f.data); err != nil {
			return written, err
		}
		written = append(written, path)
	}
	return written, nil
}

// A file is one of those that make up an installation.
type file struct {
	name string
	data []byte
}

// contents lists the files of an installation.
func contents(s Spec) ([]file, error) {
	entries, err := fs.ReadDir(logos, "logo")
	if err != nil {
		return nil, err
	}
	var files []file
	for _, e := range entries {
		data, err := logos.ReadFile("logo/" + e.Name())
		if err != nil {
			return nil, err
		}
		files = append(files, file{e.Name(), data})
	}
	spec, err := json.MarshalIndent(s, "", "  ")
	return append(files, file{specFile, append(spec, '\n')}), err
}

// replace writes a file so that nobody ever sees half of it.
func replace(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // there only after an error
	_, err = f.Write(data)
	if err := errors.Join(err, f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// Uninstall removes the files of an installation from the folder Name below
// kernels, and the folder if nothing else is in it. It gives what it removed:
// nothing if there is no installation. A kernel of another program is left
// alone with ErrForeign.
func Uninstall(kernels string) (removed []string, err error) {
	dir := filepath.Join(kernels, Name)
	found, ok := Read(dir)
	switch {
	case !ok:
		return nil, nil
	case found.Err == nil && found.Spec.Version() == "":
		return nil, fmt.Errorf("%s: %w", dir, ErrForeign)
	}
	files, err := contents(Spec{})
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		path := filepath.Join(dir, f.name)
		switch err := os.Remove(path); {
		case err == nil:
			removed = append(removed, path)
		case !errors.Is(err, fs.ErrNotExist):
			return removed, err
		}
	}
	if os.Remove(dir) == nil { // fails if it isn't empty
		removed = append(removed, dir)
	}
	return removed, nil
}

// Read reads the kernel.json of a folder; ok is false if it has none.
func Read(dir string) (found Installed, ok bool) {
	found.Dir = dir
	data, err := os.ReadFile(filepath.Join(dir, specFile))
	if errors.Is(err, fs.ErrNotExist) || err != nil && !exists(dir) {
		return found, false
	}
	if err == nil {
		err = json.Unmarshal(data, &found.Spec)
	}
	found.Err = err
	return found, true
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// Find gives the installations below the given folders of kernels, in that
// order: front ends take the first.
func Find(kernels []string) []Installed {
	var list []Installed
	for _, k := range kernels {
		if found, ok := Read(filepath.Join(k, Name)); ok {
			list = append(list, found)
		}
	}
	return list
}
