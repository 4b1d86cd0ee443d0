package native

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
)

// JSONTarget returns a value into which package json decodes as into the
// learner's pointer v: UnmarshalJSON and UnmarshalText of the learner's types
// are called, errors name them. Pointers to native types come back as they
// are.
func (m *Machine) JSONTarget(v any) any {
	v = Unwrap(v)
	if v == nil {
		return nil
	}
	ti := m.info(reflect.TypeOf(v))
	if !ti.User {
		return v
	}
	return &jsonTarget{m, ti, ti.rep(v)}
}

// streamTarget is JSONTarget for a Decoder, whose options do not reach what a
// type decodes itself. A type that does not is decoded by the Decoder, though
// an error then lacks the learner's names.
func (m *Machine) streamTarget(v any) any {
	t, ok := m.JSONTarget(v).(*jsonTarget)
	if !ok || t.ti.Kind != reflect.Pointer || t.r.IsNil() || m.decodes(t.ti.Elem, map[*TypeInfo]bool{}) {
		return m.JSONTarget(v)
	}
	return t.r.Interface()
}

type jsonTarget struct {
	m  *Machine
	ti *TypeInfo
	r  reflect.Value
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *jsonTarget) UnmarshalJSON(b []byte) error {
	switch {
	case t.ti.Kind != reflect.Pointer:
		return jsonFailure("json: Unmarshal(non-pointer " + t.ti.Name + ")")
	case t.r.IsNil():
		return jsonFailure("json: Unmarshal(nil " + t.ti.Name + ")")
	}
	return t.m.renamed(t.m.decodeJSON(t.ti.Elem, t.r.Elem(), b), t.ti.Elem)
}

// decodeJSON decodes b into r, which is settable.
func (m *Machine) decodeJSON(ti *TypeInfo, r reflect.Value, b []byte) error {
	if own, err := m.ownDecode(ti, r, b); own {
		return err
	}
	if !m.decodes(ti, map[*TypeInfo]bool{}) {
		return json.Unmarshal(b, r.Addr().Interface())
	}
	if string(b) == "null" && ti.Kind != reflect.Struct && ti.Kind != reflect.Array {
		r.SetZero()
		return nil
	}
	switch ti.Kind {
	case reflect.Pointer:
		if r.IsNil() {
			r.Set(reflect.New(r.Type().Elem()))
		}
		return m.decodeJSON(ti.Elem, r.Elem(), b)
	case reflect.Slice, reflect.Array:
		return m.decodeList(ti, r, b)
	case reflect.Map:
		return m.decodeMap(ti, r, b)
	case reflect.Struct:
		return m.decodeStruct(ti, r, b)
	}
	return json.Unmarshal(b, r.Addr().Interface())
}

// ownDecode lets the type decode itself, if it does.
func (m *Machine) ownDecode(ti *TypeInfo, r reflect.Value, b []byte) (bool, error) {
	p := m.types.pointerTo(ti)
	if f, ok := p.method("UnmarshalJSON").(func(any, []byte) error); ok {
		return true, f(p.box(r.Addr()), b)
	}
	f, ok := p.method("UnmarshalText").(func(any, []byte) error)
	if !ok || string(b) == "null" {
		return ok, nil
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return true, err
	}
	return true, f(p.box(r.Addr()), []byte(s))
}

// decodes reports whether some part of the type decodes itself.
func (m *Machine) decodes(ti *TypeInfo, seen map[*TypeInfo]bool) bool {
	if ti == nil || !ti.User || seen[ti] {
		return false
	}
	seen[ti] = true
	p := m.types.pointerTo(ti)
	if p.Method("UnmarshalJSON") != nil || p.Method("UnmarshalText") != nil {
		return true
	}
	for _, f := range ti.Fields {
		if m.decodes(f.Type, seen) || f.Embedded && !f.Exported {
			return true
		}
	}
	return m.decodes(ti.Elem, seen) || m.decodes(ti.Key, seen)
}

func (m *Machine) decodeList(ti *TypeInfo, r reflect.Value, b []byte) error {
	var raw []json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil {
		return err
	}
	if r.Kind() == reflect.Slice {
		r.Set(reflect.MakeSlice(r.Type(), len(raw), len(raw)))
	}
	var first error
	for i := range min(len(raw), r.Len()) {
		err := m.decodeJSON(ti.Elem, r.Index(i), raw[i])
		if err != nil && !goesOn(err) {
			if r.Kind() == reflect.Slice {
				r.SetLen(i + 1)
			}
			return err
		}
		first = firstOf(first, err)
	}
	return first
}

// goesOn reports whether json decodes the rest after the error.
func goesOn(err error) bool {
	_, ok := err.(*json.UnmarshalTypeError)
	return ok
}

// firstOf keeps the first error.
func firstOf(first, err error) error {
	if first != nil {
		return first
	}
	return err
}

func (m *Machine) decodeMap(ti *TypeInfo, r reflect.Value, b []byte) error {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil {
		return err
	}
	if r.IsNil() {
		r.Set(reflect.MakeMap(r.Type()))
	}
	var first error
	for text, value := range raw {
		k, v := reflect.New(r.Type().Key()).Elem(), reflect.New(r.Type().Elem()).Elem()
		first = firstOf(first, m.decodeKey(ti.Key, k, text))
		first = firstOf(first, m.decodeJSON(ti.Elem, v, value))
		r.SetMapIndex(k, v)
	}
	return first
}

func (m *Machine) decodeKey(ti *TypeInfo, k reflect.Value, text string) error {
	p := m.types.pointerTo(ti)
	if f, ok := p.method("UnmarshalText").(func(any, []byte) error); ok {
		return f(p.box(k.Addr()), []byte(text))
	}
	if k.Kind() == reflect.String {
		k.SetString(text)
		return nil
	}
	return json.Unmarshal([]byte(text), k.Addr().Interface())
}

// decodeStruct decodes into a struct of the same names and tags in which the
// fields that decode themselves are raw JSON, and then those.
func (m *Machine) decodeStruct(ti *TypeInfo, r reflect.Value, b []byte) error {
	raw := reflect.New(m.rawStruct(ti))
	m.fillRaw(ti, r, raw.Elem())
	first := json.Unmarshal(b, raw.Interface())
	return firstOf(first, m.takeRaw(ti, r, raw.Elem()))
}

var rawType = reflect.TypeFor[json.RawMessage]()

// rawStruct is the type of that struct. Field i of it belongs to field i.
func (m *Machine) rawStruct(ti *TypeInfo) reflect.Type {
	var fields []reflect.StructField
	for i, f := range ti.Fields {
		rep := ti.Rep.Field(i)
		sf := reflect.StructField{Name: "F" + strconv.Itoa(i), Type: rep.Type, Tag: namedTag(f, jsonTag(rep, f))}
		if inner, ok := m.flattens(f, rep); ok {
			sf.Anonymous, sf.Tag = true, ""
			if m.decodes(inner, map[*TypeInfo]bool{}) {
				sf.Type = likePointer(rep.Type, m.rawStruct(inner))
			}
		} else if m.decodes(f.Type, map[*TypeInfo]bool{}) {
			sf.Type = rawType
		}
		fields = append(fields, sf)
	}
	return reflect.StructOf(fields)
}

// likePointer is t, or a pointer to it if model is a pointer.
func likePointer(model, t reflect.Type) reflect.Type {
	if model.Kind() == reflect.Pointer {
		return reflect.PointerTo(t)
	}
	return t
}

// namedTag is the tag of a field that has another name.
func namedTag(f FieldInfo, tag reflect.StructTag) reflect.StructTag {
	if !f.Exported {
		return `json:"-"`
	}
	name, options, _ := strings.Cut(tag.Get("json"), ",")
	if name == "-" && options == "" {
		return tag
	}
	if name == "" {
		name = f.Name
	}
	return reflect.StructTag("json:" + strconv.Quote(name+","+options))
}

// flattens reports whether json decodes into the fields of the embedded struct
// and returns its type. A struct that embeds a pointer to itself is not.
func (m *Machine) flattens(f FieldInfo, rep reflect.StructField) (*TypeInfo, bool) {
	inner, ok := flattened(f, jsonTag(rep, f))
	p := m.types.pointerTo(inner)
	own := p.Method("UnmarshalJSON") != nil || p.Method("UnmarshalText") != nil
	return inner, ok && !own && !embedsItself(inner, map[*TypeInfo]bool{})
}

func embedsItself(ti *TypeInfo, above map[*TypeInfo]bool) bool {
	if above[ti] {
		return true
	}
	above[ti] = true
	defer delete(above, ti)
	for i, f := range ti.Fields {
		if inner, ok := flattened(f, jsonTag(ti.Rep.Field(i), f)); ok && embedsItself(inner, above) {
			return true
		}
	}
	return false
}

// fillRaw copies what json may leave as it is.
func (m *Machine) fillRaw(ti *TypeInfo, r, raw reflect.Value) {
	for i, f := range ti.Fields {
		from, to := r.Field(i), raw.Field(i)
		if to.Type() == from.Type() {
			to.Set(from)
			continue
		}
		inner, ok := m.flattens(f, ti.Rep.Field(i))
		switch {
		case !ok:
		case from.Kind() != reflect.Pointer:
			m.fillRaw(inner, from, to)
		case !from.IsNil():
			to.Set(reflect.New(to.Type().Elem()))
			m.fillRaw(inner, from.Elem(), to.Elem())
		}
	}
}

// takeRaw stores what json decoded and decodes what is still raw.
func (m *Machine) takeRaw(ti *TypeInfo, r, raw reflect.Value) error {
	var first error
	for i, f := range ti.Fields {
		to, from := r.Field(i), raw.Field(i)
		if from.Type() == to.Type() {
			to.Set(from)
			continue
		}
		var err error
		if inner, ok := m.flattens(f, ti.Rep.Field(i)); ok {
			err = m.takeEmbedded(inner, to, from)
		} else if from.Len() > 0 {
			err = below(m.decodeJSON(f.Type, to, from.Bytes()), jsonName(ti.Rep.Field(i), f))
		}
		first = firstOf(first, err)
	}
	return first
}

func (m *Machine) takeEmbedded(inner *TypeInfo, to, from reflect.Value) error {
	if to.Kind() != reflect.Pointer {
		return m.takeRaw(inner, to, from)
	}
	if from.IsNil() {
		return nil
	}
	if to.IsNil() {
		to.Set(reflect.New(to.Type().Elem()))
	}
	return m.takeRaw(inner, to.Elem(), from.Elem())
}
