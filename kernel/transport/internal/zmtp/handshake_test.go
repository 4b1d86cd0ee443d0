package zmtp_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/transport/internal/zmtp"
)

// What a libzmq DEALER with identity "me" sends, byte for byte.
var (
	greeting = "\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7f\x03\x01NULL" + strings.Repeat("\x00", 48)
	ready    = "\x04\x2b\x05READY\x0bSocket-Type\x00\x00\x00\x06DEALER\x08Identity\x00\x00\x00\x02me"
)

// a peer is what one side says; what the other says is kept.
type peer struct {
	io.Reader
	heard bytes.Buffer
}

func (p *peer) Write(b []byte) (int, error) { return p.heard.Write(b) }

func shake(own zmtp.SocketType, says string) (zmtp.Peer, *peer, error) {
	p := &peer{Reader: strings.NewReader(says)}
	got, err := zmtp.Handshake(p, bufio.NewReader(p), own)
	return got, p, err
}

func TestHandshake(t *testing.T) {
	for _, tt := range []struct {
		name string
		own  zmtp.SocketType
		says string
		want zmtp.Peer
	}{
		{"libzmq", zmtp.Router, greeting + ready, zmtp.Peer{Type: "DEALER", Identity: "me"}},
		{"3.0", zmtp.Router, strings.Replace(greeting, "\x03\x01", "\x03\x00", 1) + ready, zmtp.Peer{Type: "DEALER", Identity: "me"}},
		{"later version", zmtp.Router, strings.Replace(greeting, "\x03\x01", "\x04\x00", 1) + ready, zmtp.Peer{Type: "DEALER", Identity: "me"}},
		{"small letters", zmtp.Router, greeting + readyOf("socket-type", "REQ", "IDENTITY", "x"), zmtp.Peer{Type: "REQ", Identity: "x"}},
		{"other properties", zmtp.Rep, greeting + readyOf("X-Color", "red", "Socket-Type", "REQ"), zmtp.Peer{Type: "REQ"}},
		{"long command", zmtp.XPub, greeting + readyOf("Socket-Type", "SUB", "X-Long", strings.Repeat("l", 300)), zmtp.Peer{Type: "SUB"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, p, err := shake(tt.own, tt.says)
			if err != nil || got != tt.want {
				t.Fatalf("Handshake = %+v, %v, want %+v", got, err, tt.want)
			}
			want := string(zmtp.AppendReady(zmtp.Greeting(), zmtp.Peer{Type: tt.own}))
			if p.heard.String() != want {
				t.Errorf("peer heard %q, want %q", p.heard.String(), want)
			}
		})
	}
}

func TestHandshakeRefuses(t *testing.T) {
	for _, tt := range []struct{ name, says, error string }{
		{"another protocol", "GET / HTTP/1.1\r\n", "not ZMTP"},
		{"version 2", "\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7f\x01\x05", "older than 3.0"},
		{"no signature", "\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7e\x03\x00", "older than 3.0"},
		{"CURVE", strings.Replace(greeting, "NULL\x00", "CURVE", 1), "mechanism"},
		{"message in place of READY", greeting + "\x00\x01x", "no READY"},
		{"PING in place of READY", greeting + "\x04\x07\x04PING\x00\x00", `"PING"`},
		{"huge READY", greeting + "\x06\x7f\xff\xff\xff\xff\xff\xff\xff", "no READY"},
		{"READY over 8 KB", greeting + readyOf("Socket-Type", strings.Repeat("x", 8<<10)), "no READY"},
		{"empty command", greeting + "\x04\x00", "without a name"},
		{"reserved flags", greeting + "\x14\x01x", "flags"},
		{"no socket type", greeting + readyOf("Identity", "x"), `""`},
		{"unknown socket type", greeting + readyOf("Socket-Type", "STREAM"), `"STREAM"`},
		{"wrong socket type", greeting + readyOf("Socket-Type", "PUSH"), `"PUSH"`},
		{"name beyond the end", greeting + "\x04\x07\x05READY\x20", "name of a property"},
		{"value beyond the end", greeting + "\x04\x0d\x05READY\x01a\xff\xff\xff\xffx", "bad value"},
		{"nameless property", greeting + readyOf("", "x"), "name of a property"},
		{"long identity", greeting + readyOf("Socket-Type", "REQ", "Identity", strings.Repeat("x", 256)), "identity"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := shake(zmtp.Router, tt.says)
			if err == nil || !strings.Contains(err.Error(), tt.error) {
				t.Fatalf("error = %v, want one with %q", err, tt.error)
			}
			if !errors.Is(err, zmtp.ErrHandshake) && !errors.Is(err, zmtp.ErrFrame) {
				t.Errorf("error %v wraps neither ErrHandshake nor ErrFrame", err)
			}
		})
	}
}

func TestHandshakeCutShort(t *testing.T) {
	whole := greeting + ready
	for n := range len(whole) {
		if _, _, err := shake(zmtp.Router, whole[:n]); !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("after %d bytes: error = %v, want the end of the stream", n, err)
		}
	}
}

func TestAppendReadyAsLibzmqDoes(t *testing.T) {
	if got := string(zmtp.AppendReady(nil, zmtp.Peer{Type: "DEALER", Identity: "me"})); got != ready {
		t.Errorf("AppendReady = %q, want %q", got, ready)
	}
}

// readyOf makes a READY command of names and values.
func readyOf(properties ...string) string {
	var body []byte
	for i, p := range properties {
		if i%2 == 0 {
			body = append(body, byte(len(p)))
		} else {
			body = binary.BigEndian.AppendUint32(body, uint32(len(p)))
		}
		body = append(body, p...)
	}
	return string(zmtp.AppendCommand(nil, zmtp.Command{Name: "READY", Body: body}))
}
