package native

import (
	"reflect"
	"runtime"
	"strings"
)

// A Crash is a panic, or a fatal error, of the learner's code.
type Crash struct {
	Value  any    // as the learner gave it, erased
	Fatal  string // of a fatal error: Go's text; there is no Value then
	Frames []Frame
	// Prev is the panic whose deferred functions were running, if any.
	Prev                  *Crash
	recovered, repanicked bool
	machine               *Machine
}

// shallow is the number of native frames up to which a panic that nobody can
// recover unwinds frame by frame, so that the interpreter reports the calls.
// A deeper one ends by Goexit: the interpreter's cost of passing a panic on
// is quadratic in the depth.
const shallow = 4096

// Panic is the builtin.
func Panic(v any) {
	if v == nil {
		v = new(runtime.PanicNilError)
	}
	raise(v)
}

// raise begins a panic with a value on the calling goroutine.
func raise(v any) {
	t := here()
	t.frames = nil
	t.throw(&Crash{Value: v, machine: t.machine})
}

// throw passes p on to the nearest Defers.Run. Where there is none nobody can
// recover it, and it ends the goroutine.
func (t *Thread) throw(p *Crash) {
	switch {
	case t.runs > 0 || t.machine == nil:
	case t.adopted && libraryRecovers():
		panic(p.Value)
	case t.adopted || deeper(shallow):
		t.doom(p)
	}
	panic(p)
}

// libraryRecovers reports whether the goroutine, which native code started,
// is one of those whose panics its library recovers and reports.
func libraryRecovers() bool {
	pcs := make([]uintptr, shallow)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs)])
	for {
		f, more := frames.Next()
		switch f.Function {
		case "net/http.(*conn).serve", "net/http.(*http2serverConn).runHandler":
			return true
		}
		if !more {
			return false
		}
	}
}

// fatal ends the goroutine with an error that cannot be recovered.
func (t *Thread) fatal(text string) {
	p := &Crash{Fatal: text, machine: t.machine}
	if t.machine == nil {
		panic(p)
	}
	t.doom(p)
}

// doom records what ends the thread and unwinds its goroutine.
func (t *Thread) doom(p *Crash) {
	p.Frames = append(p.Frames, t.takeFrames()...)
	t.doomed = p
	if t.adopted {
		t.machine.hooks.Crashed(t, p)
	}
	runtime.Goexit()
}

// caught makes a Crash of what recover gave, nil for nil.
func (t *Thread) caught(r any) *Crash {
	if r == nil {
		return nil
	}
	p, ok := r.(*Crash)
	if !ok {
		p = &Crash{Value: t.translate(r), machine: t.machine}
	}
	p.Frames = append(p.Frames, t.takeFrames()...)
	return p
}

// String is the text of the value, for native code that recovers it.
func (p *Crash) String() string {
	if p.Fatal != "" {
		return p.Fatal
	}
	return p.machine.PanicString(p.Value)
}

// Text is what Go prints: all panics under way, the oldest first, or the
// fatal error. It has no line end.
func (p *Crash) Text() string {
	if p.Fatal != "" {
		return "fatal error: " + p.Fatal
	}
	var b strings.Builder
	p.write(&b)
	return strings.TrimSuffix(b.String(), "\n")
}

func (p *Crash) write(b *strings.Builder) {
	if p.Prev != nil {
		p.Prev.write(b)
		if p.Prev.repanicked {
			return
		}
		b.WriteByte('\t')
	}
	b.WriteString("panic: " + p.machine.PanicString(p.Value))
	switch {
	case p.recovered && p.repanicked:
		b.WriteString(" [recovered, repanicked]")
	case p.recovered:
		b.WriteString(" [recovered]")
	}
	b.WriteByte('\n')
}

// translate maps what reflect and the interpreter panic with to what Go does.
func (t *Thread) translate(r any) any {
	switch x := r.(type) {
	case *reflect.ValueError:
		return NilDeref
	case string:
		return translateText(x)
	case reflect.Value:
		if x.IsValid() && x.CanInterface() {
			return x.Interface()
		}
	case *runtime.PanicNilError:
		return x
	case runtime.Error:
		return t.translateError(x)
	}
	return r
}

// reflectTexts are parts of reflect's panics and what Go says instead.
var reflectTexts = []struct {
	part string
	err  RuntimeError
}{
	{"on nil interface value", NilDeref},
	{"call of nil function", NilDeref},
	{"reflect: Call using zero Value", NilDeref},
	{"reflect: string index", RuntimeError{"index out of range"}},
	{"index out of range", RuntimeError{"index out of range"}},
	{"reflect.Value.Slice", RuntimeError{"slice bounds out of range"}},
	{"reflect.MakeSlice: negative", RuntimeError{"makeslice: len out of range"}},
	{"assignment to entry in nil map", RuntimeError{"assignment to entry in nil map"}},
}

func translateText(s string) any {
	if !strings.HasPrefix(s, "reflect") {
		return s
	}
	for _, x := range reflectTexts {
		if strings.Contains(s, x.part) {
			return x.err
		}
	}
	return s
}

func (t *Thread) translateError(e runtime.Error) any {
	text := e.Error()
	if text == NilDeref.Error() {
		return NilDeref
	}
	if t.machine == nil {
		return e
	}
	if _, typ, ok := strings.Cut(text, "hash of unhashable type "); ok {
		return RuntimeError{"hash of unhashable type " + t.machine.types.nameOf(typ)}
	}
	if _, typ, ok := strings.Cut(text, "hash of unhashable type: "); ok {
		return plainError("hash of unhashable type: " + t.machine.types.nameOf(typ))
	}
	return e
}
