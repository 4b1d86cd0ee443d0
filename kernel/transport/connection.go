package transport

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
)

// ErrConnection is what every defect of a connection file wraps.
var ErrConnection = errors.New("connection file")

// SignatureScheme is the one scheme that kernels and clients use.
const SignatureScheme = "hmac-sha256"

// A Connection is what a connection file says: where a kernel listens and with
// which key its messages are signed (Jupyter Client, "Connection files").
type Connection struct {
	Transport       string `json:"transport"` // "tcp" or "ipc"
	IP              string `json:"ip"`        // for ipc: how the socket files' paths begin
	ShellPort       int    `json:"shell_port"`
	ControlPort     int    `json:"control_port"`
	StdinPort       int    `json:"stdin_port"`
	IOPubPort       int    `json:"iopub_port"`
	HeartbeatPort   int    `json:"hb_port"`
	Key             string `json:"key"` // "": messages are not signed
	SignatureScheme string `json:"signature_scheme"`
	KernelName      string `json:"kernel_name,omitempty"`
}

// ReadConnection reads a connection file. Errors name the file, and those of
// its contents wrap ErrConnection.
func ReadConnection(file string) (Connection, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return Connection{}, fmt.Errorf("transport: %w: %w", ErrConnection, err)
	}
	c, err := ParseConnection(text)
	if err != nil {
		return Connection{}, fmt.Errorf("transport: %s: %w", file, err)
	}
	return c, nil
}

// ParseConnection reads the text of a connection file and checks it. Transport
// and signature scheme have the usual defaults, unknown fields are skipped.
func ParseConnection(text []byte) (Connection, error) {
	c := Connection{Transport: "tcp", SignatureScheme: SignatureScheme}
	if err := json.Unmarshal(text, &c); err != nil {
		return Connection{}, fmt.Errorf("%w: not a JSON object of the expected fields: %w", ErrConnection, err)
	}
	return c, c.check()
}

// check gives the first defect.
func (c Connection) check() error {
	switch {
	case c.Transport != "tcp" && c.Transport != "ipc":
		return fmt.Errorf("%w: transport %q: want tcp or ipc", ErrConnection, c.Transport)
	case c.IP == "":
		return fmt.Errorf("%w: ip is missing", ErrConnection)
	case c.Key != "" && c.SignatureScheme != SignatureScheme:
		return fmt.Errorf("%w: signature_scheme %q: want %s", ErrConnection, c.SignatureScheme, SignatureScheme)
	}
	return c.checkPorts()
}

func (c Connection) checkPorts() error {
	taken := map[int]port{}
	for _, p := range allPorts {
		number := *p.number(&c)
		if number < 1 || number > 65535 {
			return fmt.Errorf("%w: %s_port is missing or %d: want 1 to 65535", ErrConnection, p, number)
		}
		if other, twice := taken[number]; twice {
			return fmt.Errorf("%w: %s_port and %s_port are both %d", ErrConnection, other, p, number)
		}
		taken[number] = p
	}
	return nil
}

// listen binds the address of p and enters the number that the system chose in
// c if it was 0.
func (c *Connection) listen(p port) (net.Listener, error) {
	number := p.number(c)
	if c.Transport == "ipc" {
		return listenIPC(c.IP + "-" + strconv.Itoa(*number))
	}
	l, err := net.Listen("tcp", net.JoinHostPort(wildcard(c.IP), strconv.Itoa(*number)))
	if err != nil {
		return nil, err
	}
	*number = l.Addr().(*net.TCPAddr).Port
	return l, nil
}

// wildcard translates the ZeroMQ word for all interfaces.
func wildcard(ip string) string {
	if ip == "*" {
		return ""
	}
	return ip
}

// shortPath is how long in bytes the path of a socket file may be everywhere.
const shortPath = 103

// listenIPC listens on a socket file that only this user may open. A file that
// a dead kernel left behind is replaced, as libzmq does; one that somebody
// answers on is not.
func listenIPC(path string) (net.Listener, error) {
	if c, err := net.Dial("unix", path); err == nil {
		c.Close()
		return nil, fmt.Errorf("%s: another process listens there", path)
	}
	if info, err := os.Lstat(path); err == nil && info.Mode().Type() == os.ModeSocket {
		os.Remove(path)
	}
	l, err := net.Listen("unix", path)
	if err != nil && len(path) > shortPath {
		return nil, fmt.Errorf("%w (a path of %d bytes; many systems allow no more than %d)", err, len(path), shortPath)
	}
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// A port is one of the five, named as in the connection file.
type port string

const (
	shellPort     port = "shell"
	controlPort   port = "control"
	stdinPort     port = "stdin"
	iopubPort     port = "iopub"
	heartbeatPort port = "hb"
)

var allPorts = []port{shellPort, controlPort, stdinPort, iopubPort, heartbeatPort}

// number gives the place of p's number in c.
func (p port) number(c *Connection) *int {
	switch p {
	case shellPort:
		return &c.ShellPort
	case controlPort:
		return &c.ControlPort
	case stdinPort:
		return &c.StdinPort
	case iopubPort:
		return &c.IOPubPort
	default:
		return &c.HeartbeatPort
	}
}
