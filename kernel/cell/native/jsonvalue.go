package native

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
)

// JSONValue returns a value that package json encodes as it encodes the
// learner's value that v represents: boxes are opened, MarshalJSON and
// MarshalText of the learner's types are called. Values of native types come
// back as they are.
func (m *Machine) JSONValue(v any) any { return jsonEncoder{m, 0}.dynamic(v) }

// jsonEncoder makes the values; depth counts pointers, to find cycles.
type jsonEncoder struct {
	m     *Machine
	depth int
}

// jsonDepth is the depth from which on a value must have a cycle.
const jsonDepth = 1000

func (j jsonEncoder) dynamic(v any) any {
	v = Unwrap(v)
	if v == nil {
		return nil
	}
	ti := j.m.info(reflect.TypeOf(v))
	if !ti.User {
		return v
	}
	return j.value(ti, ti.rep(v))
}

// value translates r, which is addressable if the real value were.
func (j jsonEncoder) value(ti *TypeInfo, r reflect.Value) any {
	if ti.Under != nil && r.Kind() == reflect.Interface {
		r = opened(ti, r)
	}
	if !ti.opaque() {
		return r.Interface()
	}
	if leaf := j.leaf(ti, r); leaf != nil {
		return leaf
	}
	switch ti.Kind {
	case reflect.Interface:
		return j.dynamic(r.Interface())
	case reflect.Pointer:
		return j.pointer(ti, r)
	case reflect.Slice, reflect.Array:
		return j.list(ti, r)
	case reflect.Map:
		return j.mapping(ti, r)
	case reflect.Struct:
		return j.structure(ti, r).Interface()
	case reflect.Chan, reflect.Func, reflect.Complex64, reflect.Complex128:
		return jsonFailure("json: unsupported type: " + ti.Name)
	}
	return r.Interface()
}

func (j jsonEncoder) pointer(ti *TypeInfo, r reflect.Value) any {
	if r.IsNil() {
		return nil
	}
	if j.depth++; j.depth > jsonDepth {
		return jsonFailure("json: unsupported value: encountered a cycle via " + ti.Name)
	}
	return j.value(ti.Elem, r.Elem())
}

func (j jsonEncoder) list(ti *TypeInfo, r reflect.Value) any {
	switch {
	case r.Kind() == reflect.Slice && r.IsNil():
		return nil
	case r.Kind() == reflect.Slice && ti.Elem.Kind == reflect.Uint8 && !j.m.marshals(ti.Elem):
		return r.Bytes()
	}
	j.depth++
	if j.depth > jsonDepth {
		return jsonFailure("json: unsupported value: encountered a cycle via " + ti.Name)
	}
	out := make([]any, r.Len())
	for i := range out {
		out[i] = j.value(ti.Elem, r.Index(i))
	}
	return out
}

func (j jsonEncoder) mapping(ti *TypeInfo, r reflect.Value) any {
	if r.IsNil() {
		return nil
	}
	if j.depth++; j.depth > jsonDepth {
		return jsonFailure("json: unsupported value: encountered a cycle via " + ti.Name)
	}
	out := make(map[string]any, r.Len())
	for it := r.MapRange(); it.Next(); {
		k, err := j.m.jsonKey(ti.Key, it.Key())
		if err != nil {
			return err
		}
		if k == nil {
			return jsonFailure("json: unsupported type: " + ti.Name)
		}
		out[*k] = j.value(ti.Elem, it.Value())
	}
	return out
}

// jsonKey is the text of a map key, nil for types that json refuses.
func (m *Machine) jsonKey(ti *TypeInfo, k reflect.Value) (*string, *jsonError) {
	text := ""
	switch {
	case k.Kind() == reflect.String:
		text = k.String()
	case ti.Method("MarshalText") != nil:
		b, err := ti.method("MarshalText").(func(any) ([]byte, error))(ti.box(k))
		if err != nil {
			return nil, &jsonError{"json: error calling MarshalText for type " + ti.Name + ": " + err.Error(), err}
		}
		text = string(b)
	case k.CanInt():
		text = strconv.FormatInt(k.Int(), 10)
	case k.CanUint():
		text = strconv.FormatUint(k.Uint(), 10)
	default:
		t, ok := k.Interface().(encoding.TextMarshaler)
		if !ok {
			return nil, nil
		}
		b, err := t.MarshalText()
		if err != nil {
			return nil, &jsonError{err.Error(), err}
		}
		text = string(b)
	}
	return &text, nil
}

// structure makes a struct with the same names and tags. It is used for
// embedded structs too, so that json's rules of promotion stay json's.
func (j jsonEncoder) structure(ti *TypeInfo, r reflect.Value) reflect.Value {
	var fields []reflect.StructField
	var values []reflect.Value
	for i, f := range ti.Fields {
		sf := reflect.StructField{Name: f.Name, Tag: jsonTag(ti.Rep.Field(i), f)}
		v, embedded := j.field(f, sf.Tag, r.Field(i))
		if !v.IsValid() {
			continue
		}
		if sf.Anonymous = embedded; embedded {
			sf.Name = "E" + strconv.Itoa(i)
		}
		sf.Type = v.Type()
		fields, values = append(fields, sf), append(values, v)
	}
	out := reflect.New(reflect.StructOf(fields)).Elem()
	for i, v := range values {
		out.Field(i).Set(v)
	}
	return out
}

// jsonTag is the tag of a field as the learner wrote it, as far as json reads
// it.
func jsonTag(rep reflect.StructField, f FieldInfo) reflect.StructTag {
	if !f.Exported {
		return ""
	}
	if tag, ok := rep.Tag.Lookup("json"); ok {
		return reflect.StructTag("json:" + strconv.Quote(tag))
	}
	return ""
}

// field translates a field. It gives nothing for fields that json passes over.
func (j jsonEncoder) field(f FieldInfo, tag reflect.StructTag, r reflect.Value) (v reflect.Value, embedded bool) {
	if inner, ok := flattened(f, tag); ok && j.leaf(f.Type, r) == nil {
		if r.Kind() == reflect.Pointer {
			if r.IsNil() {
				return reflect.Value{}, false
			}
			r = r.Elem()
		}
		return j.structure(inner, r), true
	}
	if !f.Exported {
		return reflect.Value{}, false
	}
	if !f.Type.opaque() {
		return r, false
	}
	if basicKind(f.Type.Kind) && !j.m.marshals(f.Type) {
		return r, false
	}
	out := reflect.New(anyType).Elem()
	if omitted(f, tag, r) {
		return out, false
	}
	if x := j.value(f.Type, r); x != nil {
		out.Set(reflect.ValueOf(x))
	}
	return out, false
}

// flattened returns the struct type whose fields an embedded field promotes.
func flattened(f FieldInfo, tag reflect.StructTag) (*TypeInfo, bool) {
	name, _, _ := strings.Cut(tag.Get("json"), ",")
	ti := f.Type
	if ti.Kind == reflect.Pointer {
		ti = ti.Elem
	}
	return ti, f.Embedded && name == "" && ti != nil && ti.User && ti.Kind == reflect.Struct
}

func basicKind(k reflect.Kind) bool {
	return k >= reflect.Bool && k <= reflect.Float64 || k == reflect.String
}

// omitted applies omitempty and omitzero to a field that becomes an any.
func omitted(f FieldInfo, tag reflect.StructTag, r reflect.Value) bool {
	_, options, _ := strings.Cut(tag.Get("json"), ",")
	for o := range strings.SplitSeq(options, ",") {
		switch o {
		case "omitempty":
			if emptyJSON(r) {
				return true
			}
		case "omitzero":
			if zero, ok := f.Type.method("IsZero").(func(any) bool); ok && zero(f.Type.box(r)) || !ok && r.IsZero() {
				return true
			}
		}
	}
	return false
}

func emptyJSON(r reflect.Value) bool {
	switch r.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return r.Len() == 0
	case reflect.Struct:
		return false
	}
	return r.IsZero()
}

// leaf is the value of a type that says itself how it is encoded.
func (j jsonEncoder) leaf(ti *TypeInfo, r reflect.Value) any {
	for _, name := range []string{"MarshalJSON", "MarshalText"} {
		t, v := ti, r
		if p := j.m.types.pointerTo(ti); r.CanAddr() && p.Method(name) != nil {
			t, v = p, r.Addr()
		}
		f, ok := t.method(name).(func(any) ([]byte, error))
		if !ok {
			continue
		}
		if v.Kind() == reflect.Pointer && v.IsNil() {
			return jsonRaw("null")
		}
		return encoded(ti.Name, name, func() ([]byte, error) { return f(t.box(v)) })
	}
	return nil
}

// encoded calls a method of the learner and makes a leaf of what it returns.
func encoded(typ, method string, f func() ([]byte, error)) any {
	b, err := f()
	if err != nil {
		return &jsonError{"json: error calling " + method + " for type " + typ + ": " + err.Error(), err}
	}
	if method == "MarshalText" {
		return string(b)
	}
	if !json.Valid(b) {
		err := json.Unmarshal(b, new(any))
		return &jsonError{"json: error calling " + method + " for type " + typ + ": " + err.Error(), err}
	}
	return jsonRaw(b)
}

// marshals reports whether values of the type say themselves how they are
// encoded.
func (m *Machine) marshals(ti *TypeInfo) bool {
	p := m.types.pointerTo(ti)
	for _, name := range []string{"MarshalJSON", "MarshalText"} {
		if ti.Method(name) != nil || p.Method(name) != nil {
			return true
		}
	}
	return false
}

// jsonRaw is JSON that a method of the learner made.
type jsonRaw []byte

// MarshalJSON implements json.Marshaler.
func (r jsonRaw) MarshalJSON() ([]byte, error) { return r, nil }
