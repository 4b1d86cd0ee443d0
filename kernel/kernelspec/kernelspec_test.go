package kernelspec_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spawnlab/spawnlab/kernel/kernelspec"
)

// names gives paths relative to dir.
func names(t *testing.T, dir string, paths []string) []string {
	t.Helper()
	var list []string
	for _, p := range paths {
		name, err := filepath.Rel(dir, p)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, filepath.ToSlash(name))
	}
	return list
}

func TestInstall(t *testing.T) {
	dir := t.TempDir()
	want := []string{"spawnlab/logo-32x32.png", "spawnlab/logo-64x64.png", "spawnlab/logo-svg.svg", "spawnlab/kernel.json"}
	for range 2 { // again is fine
		written, err := kernelspec.Install(dir, kernelspec.New("/opt/spawnlab", "1.2"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, names(t, dir, written)); diff != "" {
			t.Error(diff)
		}
	}
	left, _ := filepath.Glob(filepath.Join(dir, "spawnlab", ".*"))
	if len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	if info, err := os.Stat(filepath.Join(dir, "spawnlab", "kernel.json")); err != nil || info.Mode().Perm()&0o044 != 0o044 {
		t.Errorf("kernel.json is not for everyone to read: %v, %v", info, err)
	}
}

func TestKernelJSON(t *testing.T) {
	dir := t.TempDir()
	if _, err := kernelspec.Install(dir, kernelspec.New("/opt/spawnlab", "1.2")); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "spawnlab", "kernel.json"))
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"argv":                    []any{"/opt/spawnlab", "kernel", "{connection_file}"},
		"display_name":            "Go (Spawnlab)",
		"language":                "go",
		"interrupt_mode":          "message",
		"kernel_protocol_version": "5.5",
		"metadata":                map[string]any{"spawnlab": map[string]any{"version": "1.2"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestUninstall(t *testing.T) {
	install := func(t *testing.T, dir string) {
		if _, err := kernelspec.Install(dir, kernelspec.New("/opt/spawnlab", "1.2")); err != nil {
			t.Fatal(err)
		}
	}
	put := func(t *testing.T, dir, name, text string) {
		if err := os.MkdirAll(filepath.Join(dir, "spawnlab"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "spawnlab", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	all := []string{"spawnlab/logo-32x32.png", "spawnlab/logo-64x64.png", "spawnlab/logo-svg.svg", "spawnlab/kernel.json"}
	for _, tt := range []struct {
		name    string
		prepare func(t *testing.T, dir string)
		want    []string
		err     error
	}{
		{"nothing there", func(*testing.T, string) {}, nil, nil},
		{"everything", install, append(slices.Clone(all), "spawnlab"), nil},
		{"other files stay", func(t *testing.T, dir string) { install(t, dir); put(t, dir, "mine.txt", "") }, all, nil},
		{"a broken one", func(t *testing.T, dir string) { put(t, dir, "kernel.json", "{") }, []string{"spawnlab/kernel.json", "spawnlab"}, nil},
		{"another program's", func(t *testing.T, dir string) { put(t, dir, "kernel.json", `{"argv":["x"]}`) }, nil, kernelspec.ErrForeign},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			tt.prepare(t, dir)
			removed, err := kernelspec.Uninstall(dir)
			if !errors.Is(err, tt.err) {
				t.Errorf("error %v, want %v", err, tt.err)
			}
			if diff := cmp.Diff(tt.want, names(t, dir, removed)); diff != "" {
				t.Error(diff)
			}
			for _, p := range removed {
				if _, err := os.Stat(p); err == nil {
					t.Errorf("%s is still there", p)
				}
			}
		})
	}
}

func TestFind(t *testing.T) {
	one, two, empty := t.TempDir(), t.TempDir(), t.TempDir()
	for dir, binary := range map[string]string{one: "/one", two: "/two"} {
		if _, err := kernelspec.Install(dir, kernelspec.New(binary, "1")); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(two, "spawnlab", "kernel.json"), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	found := kernelspec.Find([]string{empty, one, two})
	if len(found) != 2 || found[0].Spec.Argv[0] != "/one" || found[0].Err != nil || found[1].Err == nil {
		t.Errorf("found %+v", found)
	}
}

// The logos are what gen_logo.go draws; go generate makes them again.
func TestLogos(t *testing.T) {
	for name, side := range map[string]int{"logo/logo-32x32.png": 32, "logo/logo-64x64.png": 64} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if size := img.Bounds().Size(); size.X != side || size.Y != side {
			t.Errorf("%s is %v", name, size)
		}
		if _, _, _, alpha := img.At(0, 0).RGBA(); alpha != 0 {
			t.Errorf("%s: the corner is not transparent", name)
		}
		if _, _, _, alpha := img.At(side/2, side/2).RGBA(); alpha != 0xffff {
			t.Errorf("%s: the middle is transparent", name)
		}
	}
	svg, err := os.Open("logo/logo-svg.svg")
	if err != nil {
		t.Fatal(err)
	}
	defer svg.Close()
	for dec := xml.NewDecoder(svg); ; {
		if _, err := dec.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}
