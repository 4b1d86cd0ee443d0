package link_test

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/spawnlab/spawnlab/kernel/link"
)

// stream encodes every sample, one after the other.
func stream(t testing.TB) []byte {
	var b []byte
	for _, s := range samples {
		m, err := link.NewMessage(s.kind, s.body)
		if err != nil {
			t.Fatal(err)
		}
		b = m.AppendTo(b)
	}
	return b
}

func TestReaderReadsWhatWasWritten(t *testing.T) {
	for name, chop := range map[string]func(io.Reader) io.Reader{
		"at once":      func(r io.Reader) io.Reader { return r },
		"byte by byte": iotest.OneByteReader,
		"data and EOF": iotest.DataErrReader,
	} {
		t.Run(name, func(t *testing.T) {
			r := link.NewReader(chop(bytes.NewReader(stream(t))))
			for _, s := range samples {
				m, err := r.Next()
				if err != nil || m.Kind != s.kind {
					t.Fatalf("Next() = %s, %v; want %s", m.Kind, err, s.kind)
				}
			}
			if _, err := r.Next(); err != io.EOF {
				t.Errorf("after the last frame: %v, want io.EOF", err)
			}
		})
	}
}

func TestReaderErrors(t *testing.T) {
	for _, tt := range []struct {
		name  string
		bytes string
		want  error
	}{
		{"nothing", "", io.EOF},
		{"half a length", "\x00\x00", io.ErrUnexpectedEOF},
		{"length alone", "\x00\x00\x00\x02", io.ErrUnexpectedEOF},
		{"no body", "\x00\x00\x00\x03\x49", io.ErrUnexpectedEOF},
		{"half a body", "\x00\x00\x00\x03\x49{", io.ErrUnexpectedEOF},
		{"no kind", "\x00\x00\x00\x00", link.ErrEmpty},
		{"too long", "\x04\x00\x00\x01\x49", link.ErrTooLong},
		{"text where frames belong", "hello, world", link.ErrTooLong},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := link.NewReader(strings.NewReader(tt.bytes)).Next(); !errors.Is(err, tt.want) {
				t.Errorf("Next(%q) error = %v, want %v", tt.bytes, err, tt.want)
			}
		})
	}
}

func TestReaderSkipsUnknownKinds(t *testing.T) {
	r := link.NewReader(strings.NewReader("\x00\x00\x00\x01\xc8" + "\x00\x00\x00\x03\x00{}" + "\x00\x00\x00\x01\x09"))
	m, err := r.Next()
	if err != nil || m.Kind != link.KindPing {
		t.Fatalf("Next() = %s, %v; want ping", m.Kind, err)
	}
	if r.Skipped() != 2 {
		t.Errorf("Skipped() = %d, want 2", r.Skipped())
	}
}

func TestReaderPaysForArrivedBytesOnly(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 100 {
		_, _ = link.NewReader(strings.NewReader("\x03\xff\xff\xff\x49{")).Next()
	}
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > 100*(1<<20) {
		t.Errorf("100 announced bodies of 64 MB took %d MB", got>>20)
	}
}

// TestRecording shows how a stream is recorded: the copy replays as it was.
func TestRecording(t *testing.T) {
	var tape bytes.Buffer
	live := link.NewReader(io.TeeReader(bytes.NewReader(stream(t)), &tape))
	for range samples {
		if _, err := live.Next(); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(tape.Bytes(), stream(t)) {
		t.Error("the recording differs from the stream")
	}
}

// FuzzReader holds three promises: no bytes make a Reader or a body panic, a
// frame encodes to the bytes it was read from, and its text form reads back.
func FuzzReader(f *testing.F) {
	f.Add(stream(f))
	f.Add([]byte("\x00\x00\x00\x01\xc8\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := link.NewReader(bytes.NewReader(b))
		for rest := b; ; {
			m, err := r.Next()
			if err != nil {
				return
			}
			frame := m.AppendTo(nil)
			i := bytes.Index(rest, frame)
			if i < 0 {
				t.Fatalf("%s re-encodes to bytes that were not read: %q", m.Kind, frame)
			}
			rest = rest[i+len(frame):]
			if body, err := m.Body(); err == nil {
				if _, err := link.NewMessage(m.Kind, body); err != nil {
					t.Errorf("%s decodes but does not encode: %v", m.Kind, err)
				}
			}
		}
	})
}
