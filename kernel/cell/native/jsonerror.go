package native

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
)

// Errors of package json about types, in the learner's names.

// below puts the name of a field before the path in an error.
func below(err error, name string) error {
	if bad, ok := err.(*json.UnmarshalTypeError); ok {
		bad.Field = strings.TrimSuffix(name+"."+bad.Field, ".")
	}
	return err
}

func jsonName(rep reflect.StructField, f FieldInfo) string {
	name, _, _ := strings.Cut(rep.Tag.Get("json"), ",")
	if name == "" {
		return f.Name
	}
	return name
}

// renamed puts the learner's names into an error about a type.
func (m *Machine) renamed(err error, root *TypeInfo) error {
	var bad *json.UnmarshalTypeError
	if !errors.As(err, &bad) || bad.Type == nil {
		return err
	}
	e := &jsonTypeError{UnmarshalTypeError: bad, typ: m.info(bad.Type).Name}
	if ti := m.fieldType(root, bad.Field); ti != nil && ti.Rep == bad.Type {
		e.typ = ti.Name
	}
	if bad.Field != "" {
		bad.Struct = m.structOf(root, bad.Field)
	}
	return e
}

// structOf is the unqualified name of the struct that holds the last field of
// a path.
func (m *Machine) structOf(root *TypeInfo, path string) string {
	parent := ""
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		parent = path[:i]
	}
	ti := elements(m.fieldType(root, parent), true)
	if ti == nil || !ti.Named {
		return ""
	}
	return ti.Name[strings.LastIndexByte(ti.Name, '.')+1:]
}

// fieldType is the type at a path of json's names.
func (m *Machine) fieldType(ti *TypeInfo, path string) *TypeInfo {
	for {
		ti = elements(ti, path != "")
		if path == "" || ti == nil {
			return ti
		}
		var name string
		name, path, _ = strings.Cut(path, ".")
		ti = fieldNamed(ti, name)
	}
}

// elements goes through pointers and, if deep, lists and maps.
func elements(ti *TypeInfo, deep bool) *TypeInfo {
	for ti != nil && (ti.Kind == reflect.Pointer || deep && (ti.Kind == reflect.Slice || ti.Kind == reflect.Array || ti.Kind == reflect.Map)) {
		ti = ti.Elem
	}
	return ti
}

func fieldNamed(ti *TypeInfo, name string) *TypeInfo {
	for i, f := range ti.Fields {
		if jsonName(ti.Rep.Field(i), f) == name {
			return f.Type
		}
		if inner, ok := flattened(f, jsonTag(ti.Rep.Field(i), f)); ok {
			if t := fieldNamed(inner, name); t != nil {
				return t
			}
		}
	}
	return nil
}

// jsonTypeError is an UnmarshalTypeError whose text has the learner's names.
type jsonTypeError struct {
	*json.UnmarshalTypeError
	typ string
}

func (e *jsonTypeError) Unwrap() error { return e.UnmarshalTypeError }

func (e *jsonTypeError) Error() string {
	text := "json: cannot unmarshal " + e.Value + " into Go "
	if e.Struct != "" || e.Field != "" {
		return text + "struct field " + e.Struct + "." + e.Field + " of type " + e.typ
	}
	return text + "value of type " + e.typ
}

// jsonError is an error of package json in the learner's words. As a value it
// makes encoding fail.
type jsonError struct {
	text  string
	cause error
}

func (e *jsonError) Error() string { return e.text }
func (e *jsonError) Unwrap() error { return e.cause }

// MarshalJSON implements json.Marshaler.
func (e *jsonError) MarshalJSON() ([]byte, error) { return nil, e }

func jsonFailure(text string) *jsonError { return &jsonError{text: text} }
