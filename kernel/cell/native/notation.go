package native

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of what Notation writes of one value.
const (
	notedElements = 100 // of a slice, array or map
	notedDepth    = 8
)

// Notation is a value as Go source would write it, for people who look at it:
// strings quoted, types of composite values named without "main.", pointers to
// structs followed. Values that describe themselves (errors, Stringers) do. A
// value inside itself is "…".
func (m *Machine) Notation(v any) string {
	n := &notation{m: m, within: map[uintptr]bool{}}
	n.dynamic(v)
	return n.b.String()
}

type notation struct {
	m      *Machine
	b      strings.Builder
	within map[uintptr]bool // pointers that are being written
	depth  int
}

func (n *notation) write(s string) { n.b.WriteString(s) }

// dynamic writes the value of an interface, with its type where that is not
// seen otherwise.
func (n *notation) dynamic(v any) {
	v = Unwrap(v)
	if v == nil {
		n.write("nil")
		return
	}
	ti := n.m.info(reflect.TypeOf(v))
	n.value(ti, ti.rep(v), true)
}

// shortName is a type's name as a cell would write it.
func shortName(ti *TypeInfo) string {
	return strings.ReplaceAll(strings.ReplaceAll(ti.Name, "main.", ""), "interface {}", "any")
}

// absent writes a nil: its type is seen where it stands inside a value.
func (n *notation) absent(ti *TypeInfo) {
	switch name := shortName(ti); {
	case n.depth > 1:
		n.write("nil")
	case strings.HasPrefix(name, "*") || strings.HasPrefix(name, "chan"):
		n.write("(" + name + ")(nil)")
	default:
		n.write(name + "(nil)")
	}
}

// value writes r, a value of type ti; named says whether composite values say
// their type.
func (n *notation) value(ti *TypeInfo, r reflect.Value, named bool) {
	if ti.Under != nil && r.Kind() == reflect.Interface {
		r = opened(ti, r)
	}
	if n.describesItself(ti, r) {
		return
	}
	if n.depth++; n.depth > notedDepth {
		n.write("…")
	} else {
		n.kind(ti, r, named)
	}
	n.depth--
}

// describesItself writes the text of an error or a Stringer.
func (n *notation) describesItself(ti *TypeInfo, r reflect.Value) bool {
	if ti.User {
		for _, name := range []string{"Error", "String"} {
			if f, ok := ti.method(name).(func(any) string); ok && !(isNil(r) && r.Kind() == reflect.Pointer) {
				return here().try(func() { n.write(f(ti.box(r))) }) == nil
			}
		}
		return false
	}
	if r.Kind() == reflect.Interface || isNil(r) || !r.CanInterface() {
		return false
	}
	switch x := r.Interface().(type) {
	case error:
		return here().try(func() { n.write(x.Error()) }) == nil
	case fmt.Stringer:
		return here().try(func() { n.write(x.String()) }) == nil
	}
	return false
}

func (n *notation) kind(ti *TypeInfo, r reflect.Value, named bool) {
	switch r.Kind() {
	case reflect.Interface:
		n.inside(r)
	case reflect.Struct:
		n.structure(ti, r, named)
	case reflect.Slice, reflect.Array:
		n.list(ti, r, named)
	case reflect.Map:
		n.mapping(ti, r, named)
	case reflect.Pointer:
		n.pointer(ti, r)
	case reflect.Func:
		n.write(shortName(ti))
	case reflect.Chan:
		n.channel(ti, r)
	case reflect.String:
		n.converted(ti, strconv.Quote(r.String()), "string")
	default:
		n.converted(ti, fmt.Sprint(r), r.Kind().String())
	}
}

// inside writes what an interface holds.
func (n *notation) inside(r reflect.Value) {
	switch e := r.Elem(); {
	case r.IsNil():
		n.write("nil")
	case e.CanInterface():
		n.dynamic(e.Interface())
	default: // an unexported field of a native type
		n.value(n.m.info(e.Type()), e, true)
	}
}

// converted writes a basic value, as a conversion if its type is a named one.
func (n *notation) converted(ti *TypeInfo, text, basic string) {
	if ti.Named && shortName(ti) != basic {
		text = shortName(ti) + "(" + text + ")"
	}
	n.write(text)
}

// open writes the type of a composite value and {, or what a nil one is, and
// reports whether there is more to write.
func (n *notation) open(ti *TypeInfo, r reflect.Value, named bool) bool {
	if isNil(r) {
		n.absent(ti)
		return false
	}
	if named {
		n.write(shortName(ti))
	}
	n.write("{")
	return true
}

func (n *notation) structure(ti *TypeInfo, r reflect.Value, named bool) {
	n.open(ti, r, named)
	for i, f := range n.fields(ti) {
		if i > 0 {
			n.write(", ")
		}
		n.write(f.Name + ": ")
		n.value(f.Type, r.Field(i), true)
	}
	n.write("}")
}

// fields of a struct type; those of native types are derived.
func (n *notation) fields(ti *TypeInfo) []FieldInfo {
	if ti.Fields != nil || ti.User {
		return ti.Fields
	}
	var fields []FieldInfo
	for f := range ti.Rep.Fields() {
		fields = append(fields, FieldInfo{Name: f.Name, Type: n.m.info(f.Type), Exported: f.IsExported()})
	}
	return fields
}

func (n *notation) elem(ti *TypeInfo) *TypeInfo {
	if ti.Elem != nil {
		return ti.Elem
	}
	return n.m.info(ti.Rep.Elem())
}

func (n *notation) list(ti *TypeInfo, r reflect.Value, named bool) {
	if r.Kind() == reflect.Slice && r.Type().Elem().Kind() == reflect.Uint8 && n.text(ti, r) {
		return
	}
	if !n.open(ti, r, named) {
		return
	}
	elem := n.elem(ti)
	for i := range min(r.Len(), notedElements) {
		if i > 0 {
			n.write(", ")
		}
		n.value(elem, r.Index(i), false)
	}
	n.rest(r.Len())
	n.write("}")
}

// text writes bytes that are readable text as a conversion of it.
func (n *notation) text(ti *TypeInfo, r reflect.Value) bool {
	b := r.Bytes()
	if len(b) == 0 || !utf8.Valid(b) || strings.ContainsFunc(string(b), func(c rune) bool { return c < ' ' && c != '\n' && c != '\t' }) {
		return false
	}
	name := shortName(ti)
	if name == "[]uint8" {
		name = "[]byte"
	}
	n.write(name + "(" + strconv.Quote(string(b)) + ")")
	return true
}

// rest says how many elements were left out.
func (n *notation) rest(length int) {
	if more := length - notedElements; more > 0 {
		n.write(fmt.Sprintf(", … %d more", more))
	}
}

func (n *notation) mapping(ti *TypeInfo, r reflect.Value, named bool) {
	if !n.open(ti, r, named) {
		return
	}
	key := ti.Key
	if key == nil {
		key = n.m.info(ti.Rep.Key())
	}
	elem := n.elem(ti)
	for i, k := range n.m.sortedKeys(r) {
		if i == notedElements {
			break
		}
		if i > 0 {
			n.write(", ")
		}
		n.value(key, k, false)
		n.write(": ")
		n.value(elem, r.MapIndex(k), false)
	}
	n.rest(r.Len())
	n.write("}")
}

func (n *notation) pointer(ti *TypeInfo, r reflect.Value) {
	switch {
	case r.IsNil():
		n.absent(ti)
	case n.within[r.Pointer()]:
		n.write("…")
	default:
		n.within[r.Pointer()] = true
		n.write("&")
		n.value(n.elem(ti), r.Elem(), true)
		delete(n.within, r.Pointer())
	}
}

func (n *notation) channel(ti *TypeInfo, r reflect.Value) {
	if r.IsNil() {
		n.absent(ti)
		return
	}
	n.write(fmt.Sprintf("%s (%d of %d)", shortName(ti), r.Len(), r.Cap()))
}
