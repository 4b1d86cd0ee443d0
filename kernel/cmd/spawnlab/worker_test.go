//go:build unix

package main

import (
	"os"
	"strings"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/link"
)

// What a library prints by itself does not get between the frames, and there is
// nothing to read; what cells print and read is no business of the process's
// streams.
func TestWorkerKeepsItsStreams(t *testing.T) {
	cmd := kernelCommand(t, os.Args[0], "worker")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	down, up := link.StartWriter(in), link.NewReader(out)
	send := func(kind link.Kind, body any) {
		if err := down.Send(kind, body); err != nil {
			t.Error(err)
		}
	}
	send(link.KindHello, link.Hello{Version: link.Version})
	send(link.KindEval, link.Eval{Cell: "a", Count: 1, Code: "import \"go/ast\"\nast.Print(nil, \"from a library\")\nfmt.Println(\"from the cell\")"})
	var printed string
	for done := false; !done; {
		m, err := up.Next()
		if err != nil {
			t.Fatalf("the frames are broken: %v", err)
		}
		body, err := m.Body()
		if err != nil {
			t.Fatal(err)
		}
		switch f := body.(type) {
		case link.Output:
			printed += f.Text
		case link.Failed:
			t.Errorf("the cell failed: %s", f.Message)
		case link.Done:
			done = true
		}
	}
	send(link.KindShutdown, nil)
	if err := cmd.Wait(); err != nil {
		t.Errorf("the worker ended with %v", err)
	}
	down.Close()
	if printed != "from the cell\n" || !strings.Contains(stderr.String(), "from a library") {
		t.Errorf("the cell printed %q, the process %q", printed, stderr.String())
	}
}
