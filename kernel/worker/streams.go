package worker

import (
	"io"
	"os"
	"reflect"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// A File is os.File in cells. The three standard ones are the notebook's: what
// is written appears below the cell that the writing goroutine belongs to,
// reading asks the person at the notebook for a line. All others are files of
// the system. Functions outside package os that take or return an *os.File
// cannot be used in cells.
type File struct {
	*os.File
	std *standard // nil for files of the system
}

// A standard is what makes a File one of the standard ones.
type standard struct {
	name  string
	write func([]byte) (int, error) // nil: it cannot be written
	read  func([]byte) (int, error) // nil: it cannot be read
}

// standardFiles are os.Stdin, os.Stdout and os.Stderr of the cells. Beneath
// them are the process's own, for what only the system can answer.
func (w *worker) standardFiles() (in, out, err *File) {
	print := func(stream string) func([]byte) (int, error) {
		return func(text []byte) (int, error) { return w.print(native.Current(), stream, text) }
	}
	in = &File{os.Stdin, &standard{name: "/dev/stdin", read: w.inputs.read}}
	out = &File{os.Stderr, &standard{name: "/dev/stdout", write: print("stdout")}}
	err = &File{os.Stderr, &standard{name: "/dev/stderr", write: print("stderr")}}
	return in, out, err
}

// overrideFiles puts File in the place of os.File.
func (w *worker) overrideFiles(own overrides) {
	in, out, err := w.standardFiles()
	own.set("os", map[string]any{
		"File": (*File)(nil),
		// Of a method that nobody can call, but structs that embed a File have.
		"readdirMode": (*int)(nil),
		"Open":        func(name string) (*File, error) { return file(os.Open(name)) },
		"OpenFile": func(name string, flag int, mode os.FileMode) (*File, error) {
			return file(os.OpenFile(name, flag, mode))
		},
		"OpenInRoot": func(dir, name string) (*File, error) { return file(os.OpenInRoot(dir, name)) },
		"Create":     func(name string) (*File, error) { return file(os.Create(name)) },
		"CreateTemp": func(dir, pattern string) (*File, error) { return file(os.CreateTemp(dir, pattern)) },
		"NewFile": func(fd uintptr, name string) *File {
			if fd < 3 {
				return []*File{in, out, err}[fd]
			}
			f, _ := file(os.NewFile(fd, name), nil)
			return f
		},
		"Pipe": func() (*File, *File, error) {
			r, w, err := os.Pipe()
			read, _ := file(r, nil)
			write, _ := file(w, nil)
			return read, write, err
		},
	})
	for name, f := range map[string]**File{"Stdin": &in, "Stdout": &out, "Stderr": &err} {
		own["os"][name] = reflect.ValueOf(f).Elem() // a variable: cells may assign to it
	}
	own.set("io/ioutil", map[string]any{
		"TempFile": func(dir, pattern string) (*File, error) { return file(os.CreateTemp(dir, pattern)) },
	})
}

// file makes a File of what a function of package os returned.
func file(f *os.File, err error) (*File, error) {
	if f == nil {
		return nil, err
	}
	return &File{File: f}, err
}

// real is the system's file, nil for a nil f: its methods say what is wrong.
func (f *File) real() *os.File {
	if f == nil {
		return nil
	}
	return f.File
}

// isStandard reports whether f is one of the notebook's.
func (f *File) isStandard() bool { return f != nil && f.std != nil }

// wrongWay is the error of reading what can only be written, and of its like.
func (f *File) wrongWay(op string) error {
	return &os.PathError{Op: op, Path: f.std.name, Err: os.ErrInvalid}
}

// Write implements io.Writer.
func (f *File) Write(text []byte) (int, error) {
	switch {
	case !f.isStandard():
		return f.real().Write(text)
	case f.std.write == nil:
		return 0, f.wrongWay("write")
	}
	return f.std.write(text)
}

// WriteString is Write for a string.
func (f *File) WriteString(text string) (int, error) {
	if !f.isStandard() {
		return f.real().WriteString(text)
	}
	return f.Write([]byte(text))
}

// ReadFrom implements io.ReaderFrom.
func (f *File) ReadFrom(r io.Reader) (int64, error) {
	if !f.isStandard() {
		return f.real().ReadFrom(r)
	}
	return io.Copy(struct{ io.Writer }{f}, r)
}

// Read implements io.Reader.
func (f *File) Read(p []byte) (int, error) {
	switch {
	case !f.isStandard():
		return f.real().Read(p)
	case f.std.read == nil:
		return 0, f.wrongWay("read")
	}
	return f.std.read(p)
}

// WriteTo implements io.WriterTo.
func (f *File) WriteTo(w io.Writer) (int64, error) {
	if !f.isStandard() {
		return f.real().WriteTo(w)
	}
	return io.Copy(w, struct{ io.Reader }{f})
}

// Name returns the name that the file was opened with.
func (f *File) Name() string {
	if f.isStandard() {
		return f.std.name
	}
	return f.real().Name()
}

// Close closes the file. The notebook's stay open.
func (f *File) Close() error {
	if f.isStandard() {
		return nil
	}
	return f.real().Close()
}

// Sync makes the system store what was written.
func (f *File) Sync() error {
	if f.isStandard() {
		return nil
	}
	return f.real().Sync()
}

// Stat describes the file.
func (f *File) Stat() (os.FileInfo, error) { return f.real().Stat() }

// Seek moves in the file.
func (f *File) Seek(offset int64, whence int) (int64, error) {
	if f.isStandard() {
		return 0, f.wrongWay("seek")
	}
	return f.real().Seek(offset, whence)
}
