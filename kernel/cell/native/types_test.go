package native_test

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"testing"
	"unsafe"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

func TestTransactions(t *testing.T) {
	w := newWorld()
	old := w.erase(point{1, 2})
	stringer := w.m.NewIface("Stringer", []*native.Method{{Name: "String", Key: "func() string"}})
	if stringer.Impl(old) {
		t.Fatal("a point has String already")
	}
	add := func() {
		ti := w.info[reflect.TypeFor[point]()]
		w.m.AddMethod(ti, &native.Method{Name: "String", Key: "func() string", Type: reflect.TypeFor[func() string]()})
		w.m.SetMethod(ti.ID, "String", func(any) string { return "P" })
		replace := w.info[reflect.TypeFor[color]()]
		w.m.SetMethod(replace.ID, "String", func(any) string { return "C" })
	}
	state := func() string {
		return fmt.Sprintln(stringer.Impl(old), w.m.Sprint(old), w.m.Sprint(w.erase(color(1))))
	}
	before := state()
	w.m.Begin()
	add()
	if got := state(); got != "true P C\n" {
		t.Errorf("inside: %s", got)
	}
	w.m.Rollback()
	if got := state(); got != before {
		t.Errorf("after Rollback %s, want %s", got, before)
	}
	w.m.Begin()
	add()
	w.m.Commit()
	w.m.Rollback() // nothing is open
	if got := state(); got != "true P C\n" {
		t.Errorf("after Commit: %s", got)
	}
}

func TestAssertions(t *testing.T) {
	w := newWorld()
	named := w.m.NewIface("main.Named", []*native.Method{{Name: "Name", Key: "k", Type: reflect.TypeFor[func() string]()}})
	for want, body := range map[string]func(){
		"panic: interface conversion: interface is nil, not main.Named":                           func() { named.Must(nil, "any") },
		"panic: interface conversion: native_test.point is not main.Named: missing method Name":   func() { named.Must(w.erase(point{}), "any") },
		"panic: interface conversion: *errors.errorString is not main.Named: missing method Name": func() { named.Must(errors.New("x"), "any") },
		"panic: interface conversion: interface {} is native_test.color, not string":              func() { w.m.PanicAssert(w.erase(color(1)), "interface {}", "string") },
		"panic: interface conversion: interface {} is nil, not string":                            func() { w.m.PanicAssert(nil, "interface {}", "string") },
	} {
		if o := w.run(t, body); o.Crash == nil || o.Crash.Text() != want {
			t.Errorf("%+v, want %s", o, want)
		}
	}
}

func TestMethodCalls(t *testing.T) {
	w := newWorld()
	str := w.m.Method(w.erase(color(4)), "String").(func(any) string)
	if got := str(w.erase(color(4))); got != "color#4" {
		t.Errorf("learner's method: %q", got)
	}
	native1 := w.m.Method(errors.New("e"), "Error").(func(any) string)
	if got := native1(errors.New("e")); got != "e" {
		t.Errorf("native method: %q", got)
	}
	if got := w.m.Bind(w.erase(color(5)), "String").(func() string)(); got != "color#5" {
		t.Errorf("bound method: %q", got)
	}
	if o := w.run(t, func() { w.m.Method(nil, "String") }); o.Crash == nil {
		t.Error("a method of nil")
	}
}

func TestToIface(t *testing.T) {
	w := newWorld()
	v := w.erase(&failure{2})
	e, ok := w.m.ToIface(v, reflect.TypeFor[error]())
	if !ok || e.Interface().(error).Error() != "failure 2" {
		t.Errorf("as error: %v, %v", e, ok)
	}
	if native.Unwrap(e.Interface()) != v {
		t.Error("Unwrap does not give the value back")
	}
	again, _ := w.m.ToIface(v, reflect.TypeFor[error]())
	if e.Interface() != again.Interface() {
		t.Error("wrappers of one pointer differ")
	}
	if _, ok := w.m.ToIface(v, reflect.TypeFor[io.Reader]()); ok {
		t.Error("a failure is an io.Reader")
	}
	if r, ok := w.m.ToIface(nil, reflect.TypeFor[error]()); !ok || !r.IsNil() {
		t.Error("nil does not stay nil")
	}
}

func TestEq(t *testing.T) {
	w := newWorld()
	for _, tt := range []struct {
		a, b any
		want bool
	}{
		{1, 1, true},
		{1, "1", false},
		{w.erase(color(1)), w.erase(color(1)), true},
		{w.erase(color(1)), 1, false},
		{w.erase(point{1, 2}), w.erase(point{1, 2}), true},
		{nil, nil, true},
	} {
		if got := w.m.Eq(tt.a, tt.b); got != tt.want {
			t.Errorf("Eq(%v, %v) = %v", tt.a, tt.b, got)
		}
	}
	o := w.run(t, func() { w.m.Eq([]int{}, []int{}) })
	if o.Crash == nil || o.Crash.Text() != "panic: runtime error: comparing uncomparable type []int" {
		t.Errorf("slices: %+v", o)
	}
}

func TestConvert(t *testing.T) {
	type renamed struct {
		X int `json:"x"`
	}
	for _, tt := range []struct {
		v    any
		to   reflect.Type
		want any
	}{
		{65, reflect.TypeFor[string](), "A"},
		{3.9, reflect.TypeFor[int](), 3},
		{1e19, reflect.TypeFor[uint64](), uint64(10000000000000000000)},
		{[]int{1, 2}, reflect.TypeFor[[2]int](), [2]int{1, 2}},
		{"ab", reflect.TypeFor[[]byte](), []byte("ab")},
		{struct{ X int }{7}, reflect.TypeFor[renamed](), renamed{7}},
	} {
		if got := native.Convert(reflect.ValueOf(tt.v), tt.to).Interface(); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("Convert(%v, %v) = %v, want %v", tt.v, tt.to, got, tt.want)
		}
	}
	w := newWorld()
	o := w.run(t, func() { native.Convert(reflect.ValueOf([]int{1}), reflect.TypeFor[[2]int]()) })
	if want := "panic: runtime error: cannot convert slice with length 1 to array or pointer to array with length 2"; o.Crash == nil || o.Crash.Text() != want {
		t.Errorf("%+v, want %s", o, want)
	}
	x := 5
	p := native.Convert(reflect.ValueOf(&x), reflect.TypeFor[unsafe.Pointer]())
	if q := native.Convert(p, reflect.TypeFor[*int]()).Interface().(*int); q != &x {
		t.Error("a pointer changed on its way through unsafe.Pointer")
	}
}

func TestCopyAndReveal(t *testing.T) {
	w := newWorld()
	type node struct {
		Next *node
		List []int
		M    map[string][]int
		Ch   chan int
	}
	a := &node{List: []int{1}, M: map[string][]int{"k": {1}}, Ch: make(chan int)}
	a.Next = a
	b := w.m.Copy(a).(*node)
	if b == a || b.Next != b || b.Ch != a.Ch {
		t.Errorf("copy of a ring: %+v", b)
	}
	a.List[0], a.M["k"][0] = 9, 9
	if b.List[0] != 1 || b.M["k"][0] != 1 {
		t.Error("the copy shares memory")
	}
	if w.m.Copy(nil) != nil {
		t.Error("copy of nil")
	}
	plain, name := w.m.Reveal(w.erase(word("w")))
	if plain != "w" || name != "native_test.word" {
		t.Errorf("Reveal = %v, %s", plain, name)
	}
	if got := w.m.Format(w.erase(point{1, 2})); got != "{X:1 y:2}" {
		t.Errorf("Format = %s", got)
	}
}

func TestOverrides(t *testing.T) {
	w := newWorld()
	all := w.m.Overrides()
	for _, name := range []string{"fmt.Println", "os.Exit", "time.Sleep", "sync.Mutex", "sort.Slice", "encoding/json.Marshal", "context.WithTimeout", "log.Fatal"} {
		found := false
		for path, names := range all {
			for n := range names {
				found = found || path+"."+n == name
			}
		}
		if !found {
			t.Errorf("no override of %s", name)
		}
	}
	marshal := all["encoding/json"]["Marshal"].Interface().(func(any) ([]byte, error))
	if b, err := marshal(w.erase(word("w"))); string(b) != `"w"` || err != nil {
		t.Errorf("json.Marshal of a box: %s, %v", b, err)
	}
	if got := w.m.TypeName(&native.Mutex{}); got != "*sync.Mutex" {
		t.Errorf("a mutex is called %s", got)
	}
}

func TestPrintBuiltin(t *testing.T) {
	w := newWorld()
	w.m.PrintBuiltin(true, []any{1, "a", 1.5, true, w.erase(color(3)), nil})
	w.m.PrintBuiltin(false, []any{1, "a"})
	if got, want := w.out.String(), "1 a 1.5 true 3 (0x0,0x0)\n1a"; got != want {
		t.Errorf("printed %q, want %q", got, want)
	}
}

var inexact = regexp.MustCompile(`\d{7}|[+#][-+# 0-9.]*[wp]|[*\[]`)

// FuzzSprintf: no format makes the learner's values print differently.
// Formats with * or [ are only run: after a %T their errors are worded
// differently. So are widths of more than six digits, which fmt refuses, and
// %+w and %#p, whose flags are lost in the complaint about the verb.
func FuzzSprintf(f *testing.F) {
	for _, verb := range formatVerbs {
		f.Add(verb)
	}
	for _, s := range []string{"%*d %[3]*.[2]*[1]f", "%[", "%[x]d", "%-", "%.%", "%[5]T%v%T", "%T%v%w", "%p%p%p", "%#v%+v%x", "%v%T%%%v%v"} {
		f.Add(s)
	}
	w := newWorld()
	args := []any{color(1), word("w"), point{1, 2}}
	var erased []any
	for _, a := range args {
		erased = append(erased, w.erase(a))
	}
	f.Fuzz(func(t *testing.T, format string) {
		if len(format) > 40 {
			return
		}
		got, want := w.m.Sprintf(format, erased...), fmt.Sprintf(format, args...)
		if got != want && !inexact.MatchString(format) {
			t.Errorf("Sprintf(%q) = %q, want %q", format, got, want)
		}
	})
}
