package native

import (
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
)

// A printer prints one value that involves learner's types for one verb of
// package fmt, as fmt prints the value that it represents. Leaves of native
// types are left to fmt with the same flags.
type printer struct {
	m      *Machine
	st     fmt.State
	verb   rune
	plusV  bool
	sharpV bool
	ro     bool // inside of an unexported field: no methods are called
}

// formatted makes fmt print a learner's value.
type formatted struct {
	m *Machine
	v any
}

// Format implements fmt.Formatter.
func (f formatted) Format(s fmt.State, verb rune) { f.m.format(s, verb, f.v) }

// format prints the unwrapped interface value v.
func (m *Machine) format(s fmt.State, verb rune, v any) {
	p := &printer{m: m, st: s, verb: verb}
	p.plusV, p.sharpV = verb == 'v' && s.Flag('+'), verb == 'v' && s.Flag('#')
	ti := m.info(reflect.TypeOf(v))
	if !p.method(ti, v) {
		p.value(ti, ti.rep(v), 0)
	}
}

func (p *printer) write(s string) { io.WriteString(p.st, s) }

// choose writes one of two texts: for %#v, and for all else.
func (p *printer) choose(sharp, plain string) {
	if p.sharpV {
		p.write(sharp)
	} else {
		p.write(plain)
	}
}

// method lets a method of v print it, if fmt would call one.
func (p *printer) method(ti *TypeInfo, v any) bool {
	if !ti.User || p.ro {
		return false
	}
	if f, ok := ti.method("Format").(func(any, fmt.State, rune)); ok {
		p.guard(ti, v, "Format", func() { f(v, p.st, p.verb) })
		return true
	}
	if p.sharpV {
		if f, ok := ti.method("GoString").(func(any) string); ok {
			p.guard(ti, v, "GoString", func() { p.write(f(v)) })
			return true
		}
		return false
	}
	if !isStringVerb(p.verb) {
		return false
	}
	for _, name := range []string{"Error", "String"} {
		if f, ok := ti.method(name).(func(any) string); ok {
			p.guard(ti, v, name, func() { p.text(f(v)) })
			return true
		}
	}
	return false
}

// isStringVerb: fmt calls Error and String for the verb.
func isStringVerb(verb rune) bool { return strings.ContainsRune("vsxXq", verb) }

// guard calls a method and writes what fmt writes when it panics.
func (p *printer) guard(ti *TypeInfo, v any, name string, call func()) {
	crash := here().try(call)
	if crash == nil {
		return
	}
	if r := ti.rep(v); r.Kind() == reflect.Pointer && r.IsNil() {
		p.write("<nil>")
		return
	}
	p.write(fmt.Sprintf("%%!%c(PANIC=%s method: %s)", p.verb, name, p.m.Sprint(crash.Value)))
}

// try calls f and returns its panic. Goexit passes.
func (t *Thread) try(f func()) (c *Crash) {
	t.runs++
	returned := false
	defer func() {
		t.runs--
		if !returned {
			c = t.caught(recover())
		}
	}()
	f()
	returned = true
	return nil
}

// text writes a string with the verb's flags, except those of %+v and %#v.
func (p *printer) text(s string) {
	var b strings.Builder
	b.WriteByte('%')
	for _, f := range "-#0 +" {
		if p.st.Flag(int(f)) && (p.verb != 'v' || f != '+' && f != '#') {
			b.WriteRune(f)
		}
	}
	if w, ok := p.st.Width(); ok {
		b.WriteString(strconv.Itoa(w))
	}
	if n, ok := p.st.Precision(); ok {
		b.WriteString("." + strconv.Itoa(n))
	}
	b.WriteRune(p.verb)
	fmt.Fprintf(p.st, b.String(), s)
}

// leaf lets fmt print a native value.
func (p *printer) leaf(r reflect.Value) {
	format := fmt.FormatString(p.st, p.verb)
	if p.ro && hasMethods(r.Type()) {
		fmt.Fprintf(p.st, format, unexported(r))
		return
	}
	fmt.Fprintf(p.st, format, r.Interface())
}

// hasMethods: printing a value of type t may call a method.
func hasMethods(t reflect.Type) bool {
	return t.PkgPath() != "" || t.NumMethod() > 0 || t.Kind() > reflect.Complex128 && t.Kind() != reflect.String
}

// unexported returns r as it looks in an unexported field.
func unexported(r reflect.Value) reflect.Value {
	st := reflect.StructOf([]reflect.StructField{{Name: "x", PkgPath: "main", Type: r.Type()}})
	s := reflect.New(st)
	reflect.NewAt(r.Type(), s.UnsafePointer()).Elem().Set(r)
	return s.Elem().Field(0)
}

// verbsOf are the verbs that fmt knows for a basic kind.
func verbsOf(k reflect.Kind) string {
	switch {
	case k == reflect.Bool:
		return "tv"
	case k >= reflect.Int && k <= reflect.Uintptr:
		return "vdboOxXcqU"
	case k >= reflect.Float32 && k <= reflect.Complex128:
		return "gvbGxXfFeE"
	case k == reflect.String:
		return "vsxXq"
	}
	return ""
}

// badVerb writes what fmt writes for a verb that does not fit a basic kind.
// Flags, width and precision apply to the value.
func (p *printer) badVerb(ti *TypeInfo, r reflect.Value) {
	verb := verbsOf(r.Kind())[0]
	if r.CanInt() || r.CanUint() {
		verb = 'd'
	} else if verb == 'v' {
		verb = 's'
	}
	p.write("%!" + string(p.verb) + "(" + ti.Name + "=")
	fmt.Fprintf(p.st, fmt.FormatString(p.st, rune(verb)), r.Interface())
	p.write(")")
}

// badPointer is badVerb for a pointer, channel or func. No methods are called.
func (p *printer) badPointer(ti *TypeInfo, r reflect.Value) {
	p.write("%!" + string(p.verb) + "(" + ti.Name + "=")
	q := *p
	q.verb, q.ro = 'v', true
	q.value(ti, r, 0)
	p.write(")")
}

// methodless makes fmt print a learner's value without calling its methods.
type methodless struct {
	m *Machine
	v any
}

// Format implements fmt.Formatter.
func (x methodless) Format(s fmt.State, verb rune) {
	ti := x.m.info(reflect.TypeOf(x.v))
	p := &printer{m: x.m, st: s, verb: verb, ro: true}
	p.value(ti, ti.rep(x.v), 0)
}
