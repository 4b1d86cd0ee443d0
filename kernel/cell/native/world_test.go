package native_test

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// A world is a machine with a few types registered by hand, each of which
// stands for a type of this file: what the machine prints of an erased value
// must be what fmt prints of the real one.
type world struct {
	m    *native.Machine
	info map[reflect.Type]*native.TypeInfo

	mu      sync.Mutex
	out     strings.Builder
	crashes []*native.Crash
	code    int
}

func newWorld() *world {
	w := &world{info: map[reflect.Type]*native.TypeInfo{}, code: -1}
	w.m = native.New(w.hooks())
	w.register()
	return w
}

func (w *world) hooks() native.Hooks {
	return native.Hooks{
		Stdout: func(_ *native.Thread, text []byte) (int, error) { return w.write(text) },
		Stderr: func(_ *native.Thread, text []byte) (int, error) { return w.write(text) },
		Exit: func(_ *native.Thread, code int) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.code = code
		},
		Crashed: func(_ *native.Thread, c *native.Crash) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.crashes = append(w.crashes, c)
		},
	}
}

func (w *world) write(text []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.out.Write(text)
}

// run calls body on a thread of its own and waits for its end.
func (w *world) run(t *testing.T, body func()) native.Outcome {
	t.Helper()
	return w.start(w.m.NewThread("cell1", "notebook"), body)()
}

// start calls body as th in a goroutine and returns what waits for its end.
func (w *world) start(th *native.Thread, body func()) func() native.Outcome {
	end := make(chan native.Outcome, 1)
	go w.m.Enter(th, body, func(o native.Outcome) { end <- o })
	return func() native.Outcome { return <-end }
}

// The types that learner's types stand for.
type (
	color int
	word  string
	point struct{ X, y int }
	pair  struct{ A, b any }
	tree  struct {
		Name string
		Kids []*tree
		C    color
		p    *point
		m    map[color]word
	}
	failure struct{ Code int }
	picky   struct{ N int }
	bomb    struct{ N int }
)

func (c color) String() string   { return "color#" + fmt.Sprint(int(c)) }
func (f *failure) Error() string { return fmt.Sprint("failure ", f.Code) }
func (p picky) Format(s fmt.State, verb rune) {
	fmt.Fprintf(s, "picky(%c)", verb)
}
func (b bomb) String() string { panic("boom") }

var anyInfo = &native.TypeInfo{Name: "interface {}", Rep: reflect.TypeFor[any](), Kind: reflect.Interface}

func plainInfo(t reflect.Type) *native.TypeInfo {
	return &native.TypeInfo{Name: t.String(), Rep: t, Kind: t.Kind()}
}

// register describes the types as lowering does.
func (w *world) register() {
	w.lossy(1, reflect.TypeFor[color](), map[string]any{"String": func(v any) string {
		return color(field(v, 0).Int()).String()
	}})
	w.lossy(2, reflect.TypeFor[word](), nil)
	w.object(3, reflect.TypeFor[point](), nil)
	w.object(4, reflect.TypeFor[pair](), nil)
	w.object(5, reflect.TypeFor[tree](), nil)
	w.object(6, reflect.TypeFor[failure](), nil)
	w.pointerMethods(reflect.TypeFor[failure](), map[string]any{"Error": func(v any) string {
		return fmt.Sprint("failure ", reflect.ValueOf(v).Elem().Field(0).Int())
	}})
	w.object(7, reflect.TypeFor[picky](), map[string]any{"Format": func(v any, s fmt.State, verb rune) {
		fmt.Fprintf(s, "picky(%c)", verb)
	}})
	w.object(8, reflect.TypeFor[bomb](), map[string]any{"String": func(any) string {
		native.Panic("boom")
		return ""
	}})
}

func field(v any, i int) reflect.Value { return reflect.ValueOf(v).Field(i) }

// lossy registers a named type that is represented by its kind's basic type.
func (w *world) lossy(id int, t reflect.Type, methods map[string]any) {
	rep := map[reflect.Kind]reflect.Type{reflect.Int: reflect.TypeFor[int](), reflect.String: reflect.TypeFor[string]()}[t.Kind()]
	box := reflect.StructOf([]reflect.StructField{{Name: "V", Type: rep, Tag: reflect.StructTag(fmt.Sprintf(`box:"%d"`, id))}})
	ti := &native.TypeInfo{ID: id, Name: t.String(), Rep: rep, Box: box, Kind: t.Kind(), Named: true, User: true}
	w.add(t, ti, methods)
}

// object registers a named struct type and its pointer type.
func (w *world) object(id int, t reflect.Type, methods map[string]any) {
	ti := &native.TypeInfo{ID: id, Name: t.String(), Kind: reflect.Struct, Named: true, User: true}
	pi := &native.TypeInfo{ID: 100 + id, Name: "*" + t.String(), Kind: reflect.Pointer, Elem: ti, User: true}
	w.info[t], w.info[reflect.PointerTo(t)] = ti, pi
	var fields []reflect.StructField
	for i := range t.NumField() {
		f := t.Field(i)
		fi := w.describe(f.Type)
		ti.Fields = append(ti.Fields, native.FieldInfo{Name: f.Name, Type: fi, Exported: f.IsExported()})
		tag := reflect.StructTag("")
		if i == 0 {
			tag = reflect.StructTag(fmt.Sprintf(`id:"%d"`, id))
		}
		fields = append(fields, reflect.StructField{Name: exportedName(f), Type: w.rep(f.Type), Tag: tag})
	}
	ti.Rep = reflect.StructOf(fields)
	pi.Rep = reflect.PointerTo(ti.Rep)
	w.add(t, ti, methods)
	w.add(reflect.PointerTo(t), pi, methods)
}

func exportedName(f reflect.StructField) string {
	if f.IsExported() {
		return f.Name
	}
	return "X_" + f.Name
}

func (w *world) pointerMethods(t reflect.Type, methods map[string]any) {
	w.add(reflect.PointerTo(t), w.info[reflect.PointerTo(t)], methods)
}

func (w *world) add(t reflect.Type, ti *native.TypeInfo, methods map[string]any) {
	w.info[t] = ti
	w.m.Register(ti)
	for name, f := range methods {
		ft := reflect.TypeOf(f)
		var in, out []reflect.Type
		for i := 1; i < ft.NumIn(); i++ {
			in = append(in, ft.In(i))
		}
		for i := range ft.NumOut() {
			out = append(out, ft.Out(i))
		}
		sig := reflect.FuncOf(in, out, false)
		w.m.AddMethod(ti, &native.Method{Name: name, Key: sig.String(), Type: sig})
		w.m.SetMethod(ti.ID, name, f)
	}
}

// describe is the info of a field's type.
func (w *world) describe(t reflect.Type) *native.TypeInfo {
	if ti := w.info[t]; ti != nil {
		return ti
	}
	if t.Kind() == reflect.Interface {
		return anyInfo
	}
	ti := plainInfo(t)
	ti.Rep = w.rep(t)
	switch t.Kind() {
	case reflect.Slice, reflect.Pointer:
		ti.Elem = w.describe(t.Elem())
		ti.User = ti.Elem.User
	case reflect.Map:
		ti.Key, ti.Elem = w.describe(t.Key()), w.describe(t.Elem())
		ti.User = ti.Key.User || ti.Elem.User
	}
	return ti
}

// rep is the representation of t. A struct inside itself is behind an
// unsafe.Pointer-free any here, which the tests do not look into.
func (w *world) rep(t reflect.Type) reflect.Type {
	if ti := w.info[t]; ti != nil && ti.Rep != nil {
		return ti.Rep
	}
	if w.info[t] != nil {
		return reflect.TypeFor[any]()
	}
	switch t.Kind() {
	case reflect.Slice:
		return reflect.SliceOf(w.rep(t.Elem()))
	case reflect.Pointer:
		return reflect.PointerTo(w.rep(t.Elem()))
	case reflect.Map:
		return reflect.MapOf(w.rep(t.Key()), w.rep(t.Elem()))
	}
	return t
}

// erase makes the erased form of a real value, as it is in an interface.
func (w *world) erase(v any) any {
	if v == nil {
		return nil
	}
	r := reflect.ValueOf(v)
	e := w.convert(r)
	if ti := w.info[r.Type()]; ti != nil && ti.Box != nil {
		b := reflect.New(ti.Box).Elem()
		b.Field(0).Set(e)
		return b.Interface()
	}
	return e.Interface()
}

func (w *world) convert(r reflect.Value) reflect.Value {
	out := reflect.New(w.rep(r.Type())).Elem()
	if out.Type() == r.Type() && r.Kind() != reflect.Interface && r.Kind() != reflect.Slice && r.Kind() != reflect.Map {
		return r
	}
	switch r.Kind() {
	case reflect.Int, reflect.String:
		out.Set(r.Convert(out.Type()))
	case reflect.Struct:
		if w.info[r.Type()] == nil {
			return r
		}
		p := reflect.New(r.Type()).Elem()
		p.Set(r)
		for i := range r.NumField() {
			out.Field(i).Set(w.convert(reflect.NewAt(p.Field(i).Type(), p.Field(i).Addr().UnsafePointer()).Elem()))
		}
	case reflect.Pointer:
		if !r.IsNil() {
			p := reflect.New(w.rep(r.Type().Elem()))
			p.Elem().Set(w.convert(r.Elem()))
			out.Set(p)
		}
	case reflect.Slice:
		if !r.IsNil() {
			out.Set(reflect.MakeSlice(out.Type(), r.Len(), r.Len()))
		}
		for i := range r.Len() {
			out.Index(i).Set(w.convert(r.Index(i)))
		}
	case reflect.Map:
		if !r.IsNil() {
			out.Set(reflect.MakeMap(out.Type()))
		}
		for it := r.MapRange(); it.Next(); {
			out.SetMapIndex(w.convert(it.Key()), w.convert(it.Value()))
		}
	case reflect.Interface:
		if !r.IsNil() {
			out.Set(reflect.ValueOf(w.erase(r.Elem().Interface())))
		}
	default:
		out.Set(reflect.ValueOf(r.Interface()))
	}
	return out
}
