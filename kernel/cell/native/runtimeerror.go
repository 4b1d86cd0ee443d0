package native

import (
	"fmt"
	"runtime"
	"strconv"
)

// A RuntimeError is a run-time panic with Go's text.
type RuntimeError struct{ Msg string }

var (
	_ runtime.Error = RuntimeError{}
	_ runtime.Error = (*TypeAssertionError)(nil)
	_ runtime.Error = plainError("")
)

func (e RuntimeError) Error() string { return "runtime error: " + e.Msg }

// RuntimeError marks it as one of runtime.Error's kind.
func (e RuntimeError) RuntimeError() {}

// A TypeAssertionError explains a failed type assertion.
type TypeAssertionError struct{ Msg string }

func (e *TypeAssertionError) Error() string { return e.Msg }

// RuntimeError marks it as one of runtime.Error's kind.
func (e *TypeAssertionError) RuntimeError() {}

// plainError is a run-time panic whose text has no prefix.
type plainError string

func (e plainError) Error() string { return string(e) }
func (e plainError) RuntimeError() {}

// NilDeref is the panic of a nil dereference.
var NilDeref = RuntimeError{"invalid memory address or nil pointer dereference"}

// PanicNil panics for a nil dereference.
func PanicNil() { raise(NilDeref) }

// DivZero panics for a division by zero.
func DivZero() { raise(RuntimeError{"integer divide by zero"}) }

// PanicIndex panics for index i of n elements.
func PanicIndex(i, n int) {
	if i < 0 {
		raise(RuntimeError{fmt.Sprintf("index out of range [%d]", i)})
	}
	raise(RuntimeError{fmt.Sprintf("index out of range [%d] with length %d", i, n)})
}

// PanicIndexU is PanicIndex for an index of an unsigned type.
func PanicIndexU(i uint64, n int) {
	raise(RuntimeError{fmt.Sprintf("index out of range [%d] with length %d", i, n)})
}

// Shift panics if a shift count is negative.
func Shift(n int64) {
	if n < 0 {
		raise(RuntimeError{"negative shift amount"})
	}
}

// What CheckSlice is asked about.
const (
	OfSlice = iota
	OfString
	OfArray
)

// CheckSlice panics for slice bounds that are already known to be wrong. top
// is the capacity, or the length of a string or array; three says that max is
// given; kind is OfSlice, OfString or OfArray.
func CheckSlice(lo, hi, limit, top, three, kind int) {
	raise(RuntimeError{"slice bounds out of range " + sliceText(lo, hi, limit, top, three == 1, kind)})
}

func sliceText(lo, hi, limit, top int, three bool, kind int) string {
	what := " with capacity "
	if kind != OfSlice {
		what = " with length "
	}
	switch {
	case three && (limit < 0 || limit > top):
		return beyond("[::", limit, top, what)
	case three && hi < 0:
		return fmt.Sprintf("[:%d:]", hi)
	case three && hi > limit:
		return fmt.Sprintf("[:%d:%d]", hi, limit)
	case three && lo < 0:
		return fmt.Sprintf("[%d::]", lo)
	case three:
		return fmt.Sprintf("[%d:%d:]", lo, hi)
	case hi < 0 || hi > top:
		return beyond("[:", hi, top, what)
	case lo < 0:
		return fmt.Sprintf("[%d:]", lo)
	}
	return fmt.Sprintf("[%d:%d]", lo, hi)
}

func beyond(prefix string, v, top int, what string) string {
	s := prefix + strconv.Itoa(v) + "]"
	if v >= 0 {
		s += what + strconv.Itoa(top)
	}
	return s
}

// MakeLen panics for sizes that make refuses: n elements of size bytes each,
// with room for c. what is "slice" or "chan".
func MakeLen(what string, size, n, c int64) {
	const memory = 1 << 47
	most := memory / max(size, 1)
	switch {
	case what == "chan":
		if n < 0 || n > most {
			raise(plainError("makechan: size out of range"))
		}
	case n < 0 || n > most:
		raise(RuntimeError{"makeslice: len out of range"})
	case c < n || c > most:
		raise(RuntimeError{"makeslice: cap out of range"})
	}
}

// RangeDone panics for an iterator function that breaks its contract. state
// says how: the loop's control code when the body is called though the loop
// has left it (positive), though a call of it has not returned (-1) or though
// the loop is over (-2); or -3 when the iterator has returned although the
// body panicked.
func RangeDone(state int) {
	text := "continued iteration after function for loop body returned false"
	switch state {
	case -1:
		text = "continued iteration after loop body panic"
	case -2:
		text = "continued iteration after whole loop exit"
	case -3:
		text = "recovered a loop body panic and did not resume panicking"
	}
	raise(RuntimeError{"range function " + text})
}

// PanicValueMethod panics for a method of a value that is called through a nil
// pointer by way of an interface or a method expression. method is its full
// name, "main.T.m"; typ is "T".
func PanicValueMethod(method, typ string) {
	raise(plainError("value method " + method + " called using nil *" + typ + " pointer"))
}
