package native

import (
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// info describes any type: a registered one, or one that is made of others.
func (m *Machine) info(t reflect.Type) *TypeInfo {
	if t == nil {
		return nil
	}
	if ti := m.types.of(t); ti != nil {
		return ti
	}
	cache := m.types.derived.Load()
	if ti, ok := cache.Load(t); ok {
		return ti.(*TypeInfo)
	}
	ti := m.derive(t, cache)
	cache.Store(t, ti)
	return ti
}

func (m *Machine) derive(t reflect.Type, cache *sync.Map) *TypeInfo {
	ti := &TypeInfo{Rep: t, Kind: t.Kind(), Name: shimName(t)}
	if t.Name() != "" {
		return ti // a native named type
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
		ti.Elem = m.info(t.Elem())
		ti.User = ti.Elem.opaque() && t.Kind() != reflect.Pointer && t.Kind() != reflect.Chan || ti.Elem.User
	case reflect.Map:
		ti.Key, ti.Elem = m.info(t.Key()), m.info(t.Elem())
		ti.User = ti.Key.opaque() || ti.Elem.opaque()
	case reflect.Struct:
		m.deriveFields(ti)
		return ti
	case reflect.Func:
		ti.User = m.mentions(t)
	default:
		return ti
	}
	ti.Name = m.composite(ti, t)
	return ti
}

// opaque: values of the type may be, or hold, a learner's value.
func (ti *TypeInfo) opaque() bool { return ti.User || ti.Kind == reflect.Interface }

func (m *Machine) deriveFields(ti *TypeInfo) {
	for i := range ti.Rep.NumField() {
		f := ti.Rep.Field(i)
		fi := m.info(f.Type)
		ti.User = ti.User || fi.opaque()
		ti.Fields = append(ti.Fields, FieldInfo{Name: f.Name, Type: fi, Exported: f.IsExported()})
	}
}

// mentions reports whether a func type has a learner's type in it.
func (m *Machine) mentions(t reflect.Type) bool {
	for i := range t.NumIn() {
		if m.info(t.In(i)).User {
			return true
		}
	}
	for i := range t.NumOut() {
		if m.info(t.Out(i)).User {
			return true
		}
	}
	return false
}

// composite is the name of an unnamed type in terms of its parts.
func (m *Machine) composite(ti *TypeInfo, t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + ti.Elem.Name
	case reflect.Slice:
		return "[]" + ti.Elem.Name
	case reflect.Array:
		return "[" + strconv.Itoa(t.Len()) + "]" + ti.Elem.Name
	case reflect.Map:
		return "map[" + ti.Key.Name + "]" + ti.Elem.Name
	case reflect.Chan:
		return chanPrefix(t.ChanDir()) + ti.Elem.Name
	case reflect.Func:
		return m.funcName(t)
	}
	return ti.Name
}

func chanPrefix(d reflect.ChanDir) string {
	switch d {
	case reflect.RecvDir:
		return "<-chan "
	case reflect.SendDir:
		return "chan<- "
	}
	return "chan "
}

func (m *Machine) funcName(t reflect.Type) string {
	var in, out []string
	for i := range t.NumIn() {
		if t.IsVariadic() && i == t.NumIn()-1 {
			in = append(in, "..."+m.info(t.In(i).Elem()).Name)
			continue
		}
		in = append(in, m.info(t.In(i)).Name)
	}
	for i := range t.NumOut() {
		out = append(out, m.info(t.Out(i)).Name)
	}
	s := "func(" + strings.Join(in, ", ") + ")"
	switch len(out) {
	case 0:
		return s
	case 1:
		return s + " " + out[0]
	}
	return s + " (" + strings.Join(out, ", ") + ")"
}

// TypeName is what %T prints for a value.
func (m *Machine) TypeName(v any) string {
	v = Unwrap(v)
	if v == nil {
		return "<nil>"
	}
	return m.info(reflect.TypeOf(v)).Name
}

// ownPath is where types live that stand for others of the library.
var ownPath = reflect.TypeFor[Machine]().PkgPath()

// shimName is reflect's name of a native type; types of this package bear the
// name of the library type that they stand for.
func shimName(t reflect.Type) string {
	if t.PkgPath() != ownPath {
		return t.String()
	}
	if name, ok := shimNames[t.Name()]; ok {
		return name
	}
	return t.String()
}

var shimNames = map[string]string{
	"Mutex": "sync.Mutex", "RWMutex": "sync.RWMutex", "WaitGroup": "sync.WaitGroup",
	"Once": "sync.Once", "Cond": "sync.Cond", "Timer": "time.Timer", "Ticker": "time.Ticker",
}
