package native

import (
	"fmt"
	"io"
)

// The functions of package fmt, over learner's values. Print, Println and
// Printf write to the output of the calling thread.

// Print is fmt.Print.
func (m *Machine) Print(a ...any) (int, error) {
	return m.write(m.hooks.Stdout, fmt.Sprint(m.printArgs(a)...))
}

// Println is fmt.Println.
func (m *Machine) Println(a ...any) (int, error) {
	return m.write(m.hooks.Stdout, fmt.Sprintln(m.FmtArgs(a)...))
}

// Printf is fmt.Printf.
func (m *Machine) Printf(format string, a ...any) (int, error) {
	return m.write(m.hooks.Stdout, m.Sprintf(format, a...))
}

// Sprint is fmt.Sprint.
func (m *Machine) Sprint(a ...any) string { return fmt.Sprint(m.printArgs(a)...) }

// Sprintln is fmt.Sprintln.
func (m *Machine) Sprintln(a ...any) string { return fmt.Sprintln(m.FmtArgs(a)...) }

// Sprintf is fmt.Sprintf.
func (m *Machine) Sprintf(format string, a ...any) string {
	format, a = m.rewrite(format, a)
	return fmt.Sprintf(format, a...)
}

// Fprint is fmt.Fprint.
func (m *Machine) Fprint(w io.Writer, a ...any) (int, error) {
	return fmt.Fprint(m.stream(w), m.printArgs(a)...)
}

// Fprintln is fmt.Fprintln.
func (m *Machine) Fprintln(w io.Writer, a ...any) (int, error) {
	return fmt.Fprintln(m.stream(w), m.FmtArgs(a)...)
}

// Fprintf is fmt.Fprintf.
func (m *Machine) Fprintf(w io.Writer, format string, a ...any) (int, error) {
	format, a = m.rewrite(format, a)
	return fmt.Fprintf(m.stream(w), format, a...)
}

// Errorf is fmt.Errorf.
func (m *Machine) Errorf(format string, a ...any) error {
	format, a = m.rewrite(format, a)
	return fmt.Errorf(format, a...)
}

// Append is fmt.Append.
func (m *Machine) Append(b []byte, a ...any) []byte { return fmt.Append(b, m.printArgs(a)...) }

// Appendln is fmt.Appendln.
func (m *Machine) Appendln(b []byte, a ...any) []byte { return fmt.Appendln(b, m.FmtArgs(a)...) }

// Appendf is fmt.Appendf.
func (m *Machine) Appendf(b []byte, format string, a ...any) []byte {
	format, a = m.rewrite(format, a)
	return fmt.Appendf(b, format, a...)
}
