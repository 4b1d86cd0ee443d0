package zmtp_test

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spawnlab/spawnlab/kernel/transport/internal/zmtp"
)

var limits = zmtp.Limits{Message: 1 << 30, Frames: 4}

func reader(says string) *zmtp.Reader {
	return zmtp.NewReader(bufio.NewReader(strings.NewReader(says)), limits)
}

func TestAppendMessage(t *testing.T) {
	long := strings.Repeat("l", 256)
	got := string(zmtp.AppendMessage(nil, []byte("ab"), nil, []byte(long)))
	want := "\x01\x02ab" + "\x01\x00" + "\x02\x00\x00\x00\x00\x00\x00\x01\x00" + long
	if got != want {
		t.Errorf("AppendMessage = %q, want %q", got, want)
	}
	if n := zmtp.MessageSize([]byte("ab"), nil, []byte(long)); n != len(want) {
		t.Errorf("MessageSize = %d, want %d", n, len(want))
	}
}

func TestNext(t *testing.T) {
	big := strings.Repeat("b", 1_000_000)
	r := reader("\x01\x02ab\x04\x07\x04PING\x00\x01\x01\x00\x00\x01c" +
		string(zmtp.AppendMessage(nil, []byte(big))) + "\x02\x00\x00\x00\x00\x00\x00\x00\x01d")
	_, ping, err := r.Next()
	if err != nil || ping.Name != "PING" || string(ping.Body) != "\x00\x01" {
		t.Fatalf("a command inside a message: %+v, %v", ping, err)
	}
	for _, want := range [][][]byte{{[]byte("ab"), {}, []byte("c")}, {[]byte(big)}, {[]byte("d")}} {
		got, _, err := r.Next()
		if err != nil || !slices.EqualFunc(want, got, bytes.Equal) {
			t.Fatalf("Next = %.100q, %v, want %.100q", got, err, want)
		}
	}
	if _, _, err := r.Next(); err != io.EOF {
		t.Errorf("at the end: error = %v, want %v", err, io.EOF)
	}
}

func TestNextRefuses(t *testing.T) {
	for _, tt := range []struct {
		name, says string
		want       error
	}{
		{"reserved flags", "\x08\x01a", zmtp.ErrFrame},
		{"command with more", "\x05\x01a", zmtp.ErrFrame},
		{"command without a name", "\x04\x00", zmtp.ErrFrame},
		{"command with a name beyond its end", "\x04\x03\x04PIN", zmtp.ErrFrame},
		{"command of 2^40 bytes", "\x06\x00\x00\x01\x00\x00\x00\x00\x00", zmtp.ErrLimit},
		{"frame of 2^62 bytes", "\x02\x40\x00\x00\x00\x00\x00\x00\x00", zmtp.ErrLimit},
		{"frame of 2^64-1 bytes", "\x02\xff\xff\xff\xff\xff\xff\xff\xff", zmtp.ErrLimit},
		{"frames that add up", "\x01\x01a\x02\x00\x00\x00\x00\x40\x00\x00\x00", zmtp.ErrLimit},
		{"too many frames", "\x01\x00\x01\x00\x01\x00\x01\x00\x00\x00", zmtp.ErrLimit},
		{"cut header", "\x02\x00\x00", io.ErrUnexpectedEOF},
		{"cut body", "\x00\x05abc", io.EOF},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, _, err := reader(tt.says).Next(); !errors.Is(err, tt.want) {
				t.Errorf("error = %v, want %v", err, tt.want)
			}
		})
	}
}

func TestAnnouncedLengthCostsNothing(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 10 {
		reader("\x02\x00\x00\x00\x00\x40\x00\x00\x00abc").Next() // 1 GB
	}
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > 2<<20 {
		t.Errorf("allocated %d bytes for 30 that came", got)
	}
}

func TestPong(t *testing.T) {
	for ping, want := range map[string]string{"": "", "\x00": "", "\x00\x0a": "", "\x00\x0actx": "ctx"} {
		if got := zmtp.Pong([]byte(ping)); got.Name != "PONG" || string(got.Body) != want {
			t.Errorf("Pong(%q) = %+v, want context %q", ping, got, want)
		}
	}
}

// split feeds s with pieces of n bytes.
func split(text []byte, n int) (messages [][]byte) {
	var s zmtp.Splitter
	for len(text) > 0 {
		piece := text[:min(n, len(text))]
		text = text[len(piece):]
		for len(piece) > 0 {
			var m []byte
			if m, piece = s.Next(piece); m != nil {
				messages = append(messages, m)
			}
		}
	}
	return messages
}

func TestSplitter(t *testing.T) {
	want := [][]byte{
		zmtp.AppendMessage(nil, []byte("a"), nil, bytes.Repeat([]byte("b"), 300)),
		zmtp.AppendMessage(nil, nil),
		zmtp.AppendMessage(nil, []byte("c")),
	}
	text := zmtp.AppendReady(zmtp.Greeting(), zmtp.Peer{Type: zmtp.Router})
	text = append(text, want[0]...)
	text = zmtp.AppendCommand(text, zmtp.Command{Name: "PING", Body: make([]byte, 300)})
	text = append(append(text, want[1]...), want[2]...)
	for _, n := range []int{1, 2, 3, 7, 64, 1000} {
		if diff := cmp.Diff(want, split(text, n)); diff != "" {
			t.Errorf("in pieces of %d (-want +got):\n%s", n, diff)
		}
	}
}

func FuzzPeer(f *testing.F) {
	f.Add([]byte(greeting + ready))
	f.Add(append([]byte(greeting+ready), zmtp.AppendMessage(nil, []byte("a"), nil, make([]byte, 300))...))
	f.Add([]byte(greeting + ready + "\x04\x07\x04PING\x00\x00\x01\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, says []byte) {
		in := bufio.NewReader(bytes.NewReader(says))
		if _, err := zmtp.Handshake(io.Discard, in, zmtp.Router); err != nil {
			return
		}
		r := zmtp.NewReader(in, zmtp.Limits{Message: 1 << 20, Frames: 100})
		for {
			frames, command, err := r.Next()
			switch {
			case err != nil:
				return
			case frames == nil:
				zmtp.Pong(command.Body)
				continue
			}
			again, _, err := reader(string(zmtp.AppendMessage(nil, frames[:min(4, len(frames))]...))).Next()
			if err != nil || len(again) != min(4, len(frames)) {
				t.Fatalf("message %q does not come back: %q, %v", frames, again, err)
			}
		}
	})
}

// However zmq4 cuts its writes, the same messages come out.
func FuzzSplitter(f *testing.F) {
	f.Add([]byte(greeting+ready+"\x01\x01a\x00\x00"), uint8(3))
	f.Fuzz(func(t *testing.T, text []byte, n uint8) {
		whole := split(text, len(text)+1)
		if diff := cmp.Diff(whole, split(text, int(n)+1)); diff != "" {
			t.Errorf("in pieces of %d (-whole +pieces):\n%s", int(n)+1, diff)
		}
	})
}
