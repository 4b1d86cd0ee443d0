package worker_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/link"
)

// TestStandardStreams: whatever writes to the standard streams reaches the cell
// on the right one, in order.
func TestStandardStreams(t *testing.T) {
	n := open(t)
	for _, tt := range []struct {
		name, code, stdout, stderr string
	}{
		{"Println", `fmt.Println("a", 1)`, "a 1\n", ""},
		{"Fprintln to stdout", `fmt.Fprintln(os.Stdout, "a")`, "a\n", ""},
		{"Fprintln to stderr", `fmt.Fprintln(os.Stderr, "a")`, "", "a\n"},
		{"Write", `os.Stdout.Write([]byte("a\n"))`, "a\n", ""},
		{"WriteString", `os.Stderr.WriteString("a\n")`, "", "a\n"},
		{"WriteString of package io", `io.WriteString(os.Stdout, "a\n")`, "a\n", ""},
		{"Copy", `io.Copy(os.Stdout, strings.NewReader("a\n"))`, "a\n", ""},
		{"print", `println("a", 2)`, "", "a 2\n"},
		{"log", "log.SetFlags(0)\nlog.Print(\"a\")", "", "a\n"},
		{"logger of one's own", `log.New(os.Stdout, "app: ", 0).Println("a")`, "app: a\n", ""},
		{"slog", `slog.Info("a", "n", 1)`, "", "INFO a n=1\n"},
		{"slog handler", `slog.New(slog.NewJSONHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr { if a.Key == "time" { return slog.Attr{} }; return a }})).Warn("a")`, `{"level":"WARN","msg":"a"}` + "\n", ""},
		{"buffered", "w := bufio.NewWriter(os.Stdout)\nfmt.Fprintln(w, \"a\")\nw.Flush()", "a\n", ""},
		{"json", `json.NewEncoder(os.Stdout).Encode(map[string]int{"a": 1})`, `{"a":1}` + "\n", ""},
		{"several writers", `fmt.Fprintln(io.MultiWriter(os.Stdout, os.Stderr), "a")`, "a\n", "a\n"},
		{"order", "fmt.Println(1)\nos.Stdout.WriteString(\"2\\n\")\nprint(3)\nfmt.Println(4)", "1\n2\n4\n", "3"},
		{"goroutine", "done := make(chan bool)\ngo func() { os.Stdout.WriteString(\"a\\n\"); done <- true }()\n<-done", "a\n", ""},
		{"variable", "var w io.Writer = os.Stdout\nvar f *os.File = os.Stderr\nfmt.Fprintln(w, f.Name())", "/dev/stderr\n", ""},
		{"embedded", "type file struct { *os.File; n int }\nfmt.Fprintln(file{os.Stdout, 1}, \"a\")", "a\n", ""},
		{"descriptor", `fmt.Fprintln(os.NewFile(1, "out"), "a")`, "a\n", ""},
		{"closed", "os.Stdout.Close()\nfmt.Fprintln(os.Stdout, os.Stdout.Sync())", "<nil>\n", ""},
		{"command", "cmd := exec.Command(\"echo\", \"a\")\ncmd.Stdout = os.Stdout\ncmd.Run()", "a\n", ""},
		{"reassigned", "old := os.Stdout\nos.Stdout = os.Stderr\nfmt.Fprintln(os.Stdout, \"a\")\nos.Stdout = old", "", "a\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := n.run(tt.code)
			stamp := regexp.MustCompile(`(?m)^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d `)
			if a.stdout != tt.stdout || stamp.ReplaceAllString(a.stderr, "") != tt.stderr || a.fault() != "" {
				t.Errorf("%s\nprinted %q and %q (%s), want %q and %q", tt.code, a.stdout, a.stderr, a.fault(), tt.stdout, tt.stderr)
			}
		})
	}
}

// TestFiles: files of the system are what they are.
func TestFiles(t *testing.T) {
	dir := t.TempDir()
	n := open(t)
	n.run("dir := " + strconv.Quote(dir))
	for _, tt := range []struct{ name, code, want string }{
		{"create", "f, _ := os.Create(filepath.Join(dir, \"a\"))\nfmt.Fprint(f, \"one two\")\nf.Close()", "error(nil)"},
		{"open", "f, err := os.Open(filepath.Join(dir, \"a\"))\nwords := bufio.NewScanner(f)\nwords.Split(bufio.ScanWords)\nwords.Scan()\nwords.Text()", `"one"`},
		{"seek", "f.Seek(4, io.SeekStart)\nrest, _ := io.ReadAll(f)\nstring(rest)", `"two"`},
		{"missing", "g, err := os.Open(filepath.Join(dir, \"b\"))\ng == nil && errors.Is(err, os.ErrNotExist)", "true"},
		{"nil", "var none *os.File\nnone.Close()", "invalid argument"},
		{"stat", "info, _ := f.Stat()\ninfo.Size()", "7"},
		{"pipe", "r, w, _ := os.Pipe()\nfmt.Fprint(w, \"x\")\nw.Close()\nall, _ := io.ReadAll(r)\nstring(all)", `"x"`},
		{"reading what is written", "_, err = os.Stdout.Read(nil)\nerr", "read /dev/stdout: invalid argument"},
		{"seeking in a stream", "_, err = os.Stdin.Seek(0, 0)\nerr", "seek /dev/stdin: invalid argument"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if a := n.run(tt.code); a.value != tt.want {
				t.Errorf("%s\nis %q (%s), want %q", tt.code, a.value, a.fault(), tt.want)
			}
		})
	}
	if b, err := os.ReadFile(filepath.Join(dir, "a")); string(b) != "one two" {
		t.Errorf("the file holds %q, %v", b, err)
	}
}

// TestInput: what reads standard input asks the person at the notebook.
func TestInput(t *testing.T) {
	for _, tt := range []struct {
		name, code string
		answers    []link.Input
		want       string
	}{
		{"Scan", "var a, b int\nfmt.Scan(&a, &b)\na * b", []link.Input{{Value: "6 7"}}, "42"},
		{"Scan over lines", "var a, b int\nfmt.Scan(&a, &b)\na * b", []link.Input{{Value: "6"}, {Value: "7\n"}}, "42"},
		{"Scanln", "var s string\nfmt.Scanln(&s)\ns", []link.Input{{Value: "a"}}, `"a"`},
		{"Scanf", "var a int\nfmt.Scanf(\"%x\", &a)\na", []link.Input{{Value: "ff"}}, "255"},
		{"scanner", "in := bufio.NewScanner(os.Stdin)\nn := 0\nfor in.Scan() { n += len(in.Text()) }\nn", []link.Input{{Value: "ab"}, {Value: "c"}, {EOF: true}}, "3"},
		{"reader", "s, err := bufio.NewReader(os.Stdin).ReadString('\\n')\ns", []link.Input{{Value: "a b"}}, `"a b\n"`},
		{"Fscan", "var a int\nfmt.Fscan(os.Stdin, &a)\na", []link.Input{{Value: "12"}}, "12"},
		{"ReadAll", "b, err := io.ReadAll(os.Stdin)\nstring(b)", []link.Input{{Value: "x"}, {EOF: true}}, `"x\n"`},
		{"end", "var a int\n_, err := fmt.Scan(&a)\nerr", []link.Input{{EOF: true}}, "EOF"},
		{"refused", "var a int\n_, err := fmt.Scan(&a)\nerr", []link.Input{{Err: "nobody is there"}}, "no input: nobody is there"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n := open(t)
			id := n.begin(tt.code)
			for i, a := range tt.answers {
				r := await(n, func(r link.InputRequest) bool { return r.Request == i+1 })
				if r.Cell != id {
					t.Errorf("request %d belongs to %q, want %q", r.Request, r.Cell, id)
				}
				a.Request = r.Request
				n.send(link.KindInput, a)
			}
			if a := n.finish(id); a.value != tt.want {
				t.Errorf("%s\nis %q (%s), want %q", tt.code, a.value, a.fault(), tt.want)
			}
		})
	}
}
