package transport_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spawnlab/spawnlab/kernel/transport"
)

// As jupyter_client writes it.
const connectionFile = `{
  "shell_port": 57503, "iopub_port": 40885, "stdin_port": 52597, "control_port": 50298, "hb_port": 42540,
  "ip": "127.0.0.1", "key": "a0436f6c-1916498b8eb9e81ab9368e84", "transport": "tcp",
  "signature_scheme": "hmac-sha256", "kernel_name": "spawnlab", "jupyter_session": "/home/ann/a.ipynb"
}`

func TestParseConnection(t *testing.T) {
	got, err := transport.ParseConnection([]byte(connectionFile))
	want := transport.Connection{
		Transport: "tcp", IP: "127.0.0.1", Key: "a0436f6c-1916498b8eb9e81ab9368e84", SignatureScheme: "hmac-sha256", KernelName: "spawnlab",
		ShellPort: 57503, ControlPort: 50298, StdinPort: 52597, IOPubPort: 40885, HeartbeatPort: 42540,
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("error %v, (-want +got):\n%s", err, diff)
	}
}

func TestParseConnectionDefects(t *testing.T) {
	for _, tt := range []struct{ name, old, new, says string }{
		{"default transport", `"transport": "tcp",`, "", ""},
		{"default scheme", `"signature_scheme": "hmac-sha256",`, "", ""},
		{"no key", `a0436f6c-1916498b8eb9e81ab9368e84`, "", ""},
		{"no key and no scheme", `"key": "a0436f6c-1916498b8eb9e81ab9368e84", "transport": "tcp",
  "signature_scheme": "hmac-sha256"`, `"key": "", "signature_scheme": ""`, ""},
		{"ipc", `"ip": "127.0.0.1"`, `"ip": "/run/k", "transport": "ipc"`, ""},
		{"not JSON", "{", "", "not a JSON object"},
		{"port as text", "57503", `"57503"`, "not a JSON object of the expected fields"},
		{"other transport", `"tcp"`, `"udp"`, `transport "udp": want tcp or ipc`},
		{"no ip", `"ip": "127.0.0.1",`, "", "ip is missing"},
		{"other scheme", "hmac-sha256", "hmac-md5", `signature_scheme "hmac-md5": want hmac-sha256`},
		{"no port", `"stdin_port": 52597,`, "", "stdin_port is missing or 0"},
		{"large port", "42540", "70000", "hb_port is missing or 70000"},
		{"negative port", "50298", "-1", "control_port is missing or -1"},
		{"same port twice", "40885", "57503", "shell_port and iopub_port are both 57503"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(connectionFile, tt.old, tt.new, 1)
			if text == connectionFile {
				t.Fatalf("%q is not in the file", tt.old)
			}
			_, err := transport.ParseConnection([]byte(text))
			switch {
			case tt.says == "" && err != nil:
				t.Errorf("error = %v, want none", err)
			case tt.says != "" && (!errors.Is(err, transport.ErrConnection) || !strings.Contains(err.Error(), tt.says)):
				t.Errorf("error = %v, want one with %q", err, tt.says)
			}
		})
	}
}

func TestReadConnection(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kernel.json")
	if _, err := transport.ReadConnection(file); !errors.Is(err, os.ErrNotExist) || !errors.Is(err, transport.ErrConnection) {
		t.Errorf("no file: error = %v", err)
	}
	for text, says := range map[string]string{connectionFile: "", "{}": "kernel.json: connection file: ip is missing"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := transport.ReadConnection(file)
		if (err == nil) != (says == "") || err != nil && !strings.Contains(err.Error(), says) {
			t.Errorf("%.20s: error = %v, want one with %q", text, err, says)
		}
	}
}

func TestIPCFiles(t *testing.T) {
	folder := t.TempDir()
	c := transport.Connection{
		Transport: "ipc", IP: filepath.Join(folder, "k"),
		ShellPort: 1, ControlPort: 2, StdinPort: 3, IOPubPort: 4, HeartbeatPort: 5,
	}
	tr := listen(t, transport.Config{Connection: c})
	info, err := os.Stat(c.IP + "-1")
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode of a socket file is %v, want 0600", info.Mode())
	}
	if _, err := transport.Listen(transport.Config{Connection: c}); err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("a second kernel on the same files: error = %v", err)
	}
	tr.Close()
	if left, _ := filepath.Glob(c.IP + "-*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}

	if err := os.WriteFile(c.IP+"-1", []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := transport.Listen(transport.Config{Connection: c}); err == nil {
		t.Error("a file that is no socket was replaced")
	}
	c.IP = filepath.Join(folder, strings.Repeat("long", 40))
	if _, err := transport.Listen(transport.Config{Connection: c}); err == nil || !strings.Contains(err.Error(), "103") {
		t.Errorf("a long path: error = %v", err)
	}
}

func FuzzParseConnection(f *testing.F) {
	f.Add([]byte(connectionFile))
	f.Add([]byte(`{"shell_port": 1e9}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if _, err := transport.ParseConnection(text); err != nil && !errors.Is(err, transport.ErrConnection) {
			t.Errorf("error %v does not wrap ErrConnection", err)
		}
	})
}
