package kernelspec_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spawnlab/spawnlab/kernel/kernelspec"
)

func system(goos string, env map[string]string, python string) kernelspec.System {
	return kernelspec.System{
		GOOS:   goos,
		Getenv: func(name string) string { return env[name] },
		Python: func() (string, error) {
			if python == "" {
				return "", errors.New("no python")
			}
			return python, nil
		},
	}
}

func TestUserFolder(t *testing.T) {
	for _, tt := range []struct {
		name, goos string
		env        map[string]string
		want       string // "" for an error
	}{
		{"linux", "linux", map[string]string{"HOME": "/home/a"}, "/home/a/.local/share/jupyter/kernels"},
		{"linux with XDG", "linux", map[string]string{"HOME": "/home/a", "XDG_DATA_HOME": "/x"}, "/x/jupyter/kernels"},
		{"mac", "darwin", map[string]string{"HOME": "/Users/a"}, "/Users/a/Library/Jupyter/kernels"},
		{"windows", "windows", map[string]string{"APPDATA": "/c/data"}, "/c/data/jupyter/kernels"},
		{"JUPYTER_DATA_DIR", "linux", map[string]string{"HOME": "/home/a", "JUPYTER_DATA_DIR": "/j"}, "/j/kernels"},
		{"no home", "linux", nil, ""},
		{"no APPDATA", "windows", map[string]string{"HOME": "/home/a"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := system(tt.goos, tt.env, "").User()
			if tt.want == "" {
				if err == nil {
					t.Errorf("got %s, want an error", got)
				}
				return
			}
			if err != nil || filepath.ToSlash(got) != tt.want {
				t.Errorf("got %s, %v, want %s", got, err, tt.want)
			}
		})
	}
}

func TestSysPrefix(t *testing.T) {
	for _, tt := range []struct {
		name   string
		env    map[string]string
		python string
		want   string
	}{
		{"venv", map[string]string{"VIRTUAL_ENV": "/v", "CONDA_PREFIX": "/c"}, "/py", "/v/share/jupyter/kernels"},
		{"conda", map[string]string{"CONDA_PREFIX": "/c"}, "/py", "/c/share/jupyter/kernels"},
		{"python", nil, "/py", "/py/share/jupyter/kernels"},
		{"nothing", nil, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := system("linux", tt.env, tt.python).SysPrefix()
			if filepath.ToSlash(got) != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("got %s, %v, want %s", got, err, tt.want)
			}
		})
	}
}

func TestSearchOrder(t *testing.T) {
	for _, tt := range []struct {
		name, goos string
		env        map[string]string
		python     string
		want       string
	}{
		{
			"all", "linux",
			map[string]string{"HOME": "/h", "JUPYTER_PATH": strings.Join([]string{"/p1", "/p2"}, string(filepath.ListSeparator)), "VIRTUAL_ENV": "/v"},
			"", "/p1/kernels /p2/kernels /h/.local/share/jupyter/kernels /v/share/jupyter/kernels /usr/local/share/jupyter/kernels /usr/share/jupyter/kernels",
		},
		{"python of the system", "linux", map[string]string{"HOME": "/h"}, "/usr", "/h/.local/share/jupyter/kernels /usr/share/jupyter/kernels /usr/local/share/jupyter/kernels"},
		{"no home, no python", "linux", nil, "", "/usr/local/share/jupyter/kernels /usr/share/jupyter/kernels"},
		{"windows", "windows", map[string]string{"APPDATA": "/a", "PROGRAMDATA": "/d"}, "", "/a/jupyter/kernels /d/jupyter/kernels"},
		{"windows without anything", "windows", nil, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, p := range system(tt.goos, tt.env, tt.python).Kernels() {
				got = append(got, filepath.ToSlash(p))
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}
