package native

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A rewriter turns a format and its arguments into ones for which package fmt
// prints the learner's type names. %T, %p and %w look at an argument itself
// and not at its Format method: such directives become plain text. After the
// first one the others name their arguments by index.
type rewriter struct {
	m      *Machine
	format string
	args   []any // as given
	out    []any // for fmt

	b         strings.Builder
	arg       int  // next argument
	reordered bool // the format names arguments by index
	native    int  // next argument for fmt, while no directive was replaced
	shifted   bool // a directive was replaced
	indexed   bool // a directive with an index was written since
}

// A directive is one parsed directive of a format.
type directive struct {
	text  string // as written, without % and verb
	flags string // flags, width and precision as numbers
	verb  rune
	args  int // arguments it takes
}

// rewrite prepares the format and the arguments of Printf.
func (m *Machine) rewrite(format string, args []any) (string, []any) {
	r := &rewriter{m: m, format: format, args: args, out: m.FmtArgs(args)}
	if !r.needed() {
		return format, r.out
	}
	for i := 0; i < len(format); {
		n := strings.IndexByte(format[i:], '%')
		if n != 0 {
			if n < 0 {
				n = len(format) - i
			}
			r.b.WriteString(format[i : i+n])
			i += n
			continue
		}
		i = r.next(i + 1)
	}
	r.extra()
	return r.b.String(), r.out
}

// needed reports whether some argument is not what fmt would have seen.
func (r *rewriter) needed() bool {
	for i, a := range r.out {
		switch a.(type) {
		case formatted, interface{ inner() any }:
			return true
		}
		if a != nil && r.m.TypeName(r.args[i]) != reflect.TypeOf(a).String() {
			return true
		}
	}
	return false
}

// next handles the directive after the % before i and returns where it ends.
func (r *rewriter) next(i int) int {
	d, end, ok := r.parse(i)
	if !ok {
		r.b.WriteString("%%!(NOVERB)")
		return end
	}
	if d.verb == '%' {
		r.b.WriteString("%" + d.text + "%")
		return end
	}
	if text, replaced := r.replacement(d); replaced {
		r.b.WriteString(strings.ReplaceAll(text, "%", "%%"))
		r.shifted = true
	} else if r.shifted && r.arg >= len(r.args) && !r.reordered {
		r.b.WriteString("%%!" + string(d.verb) + "(MISSING)")
	} else if r.shifted {
		r.b.WriteString("%" + d.flags + "[" + strconv.Itoa(r.arg+1) + "]" + string(d.verb))
		r.indexed = true
	} else {
		r.b.WriteString("%" + d.text + string(d.verb))
		r.native += d.args
	}
	r.arg++
	return end
}

// parse reads a directive. ok is false if the format ends in it.
func (r *rewriter) parse(i int) (d directive, end int, ok bool) {
	start, first := i, r.arg
	for i < len(r.format) && strings.IndexByte("+-# 0", r.format[i]) >= 0 {
		i++
	}
	d.flags = r.format[start:i]
	i = r.number(&d, i)
	if i+1 < len(r.format) && r.format[i] == '.' {
		d.flags += "."
		i = r.number(&d, i+1)
	}
	i = r.index(i)
	d.text = r.format[start:i]
	d.args = r.arg - first + 1
	if i >= len(r.format) {
		return d, i, false
	}
	verb, size := utf8.DecodeRuneInString(r.format[i:])
	d.verb = verb
	return d, i + size, true
}

// number reads a width or a precision.
func (r *rewriter) number(d *directive, i int) int {
	i = r.index(i)
	if i < len(r.format) && r.format[i] == '*' {
		d.flags += r.star()
		return i + 1
	}
	start := i
	for i < len(r.format) && '0' <= r.format[i] && r.format[i] <= '9' {
		i++
	}
	d.flags += r.format[start:i]
	return i
}

// index reads the index of an argument.
func (r *rewriter) index(i int) int {
	if i >= len(r.format) || r.format[i] != '[' {
		return i
	}
	r.reordered = true
	n := strings.IndexByte(r.format[i:], ']')
	if n < 0 {
		return i + 1
	}
	if x, err := strconv.Atoi(r.format[i+1 : i+n]); err == nil {
		r.arg = x - 1
	}
	return i + n + 1
}

// star takes an argument as width or precision.
func (r *rewriter) star() string {
	r.arg++
	if r.arg < 1 || r.arg > len(r.args) {
		return ""
	}
	v := r.m.Unbox(r.args[r.arg-1])
	r.out[r.arg-1] = v
	n := reflect.ValueOf(v)
	if !n.IsValid() || !n.CanInt() {
		return ""
	}
	return strconv.FormatInt(n.Int(), 10)
}

// replacement is the text of a directive that fmt cannot print.
func (r *rewriter) replacement(d directive) (string, bool) {
	if r.arg < 0 || r.arg >= len(r.args) {
		return "", false
	}
	v := r.args[r.arg]
	switch d.verb {
	case 'T':
		return fmt.Sprintf("%"+d.flags+"s", r.m.TypeName(v)), true
	case 'p':
		return r.pointer(d, v)
	case '.': // a verb only where the format ends
		return fmt.Sprintf("%"+d.flags+".", r.out[r.arg]), true
	case 'w':
		if _, ok := r.out[r.arg].(formatted); ok {
			return r.bad(d, v), true
		}
	}
	return "", false
}

func (r *rewriter) pointer(d directive, v any) (string, bool) {
	plain := r.m.Unbox(v)
	switch reflect.ValueOf(plain).Kind() {
	case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func, reflect.Slice, reflect.UnsafePointer:
		return fmt.Sprintf("%"+d.flags+"p", plain), true
	}
	if _, learner := r.out[r.arg].(fmt.Formatter); !learner {
		return "", false
	}
	return r.bad(d, v), true
}

// bad is what fmt prints for a verb that does not fit.
func (r *rewriter) bad(d directive, v any) string {
	flags := strings.NewReplacer("+", "", "#", "").Replace(d.flags) // mean more for %v
	return "%!" + string(d.verb) + "(" + r.m.TypeName(v) + "=" + fmt.Sprintf("%"+flags+"v", methodless{r.m, Unwrap(v)}) + ")"
}

// extra writes what fmt writes about arguments that no directive uses.
func (r *rewriter) extra() {
	if r.shifted && !r.indexed {
		r.out = r.out[:min(r.native, len(r.out))]
	}
	if r.reordered || r.arg >= len(r.args) {
		return
	}
	if !r.indexed {
		r.out = r.out[:min(r.native, len(r.out))]
	}
	var list []string
	for _, v := range r.args[r.arg:] {
		s := "<nil>"
		if v != nil {
			s = r.m.TypeName(v) + "=" + r.m.Sprint(v)
		}
		list = append(list, s)
	}
	r.b.WriteString(strings.ReplaceAll("%!(EXTRA "+strings.Join(list, ", ")+")", "%", "%%"))
}
