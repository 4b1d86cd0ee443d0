package native

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"reflect"
	"runtime/pprof"
	"sort"
	"strings"
)

func (m *Machine) sortSymbols() map[string]any {
	return map[string]any{
		"Slice":         func(x any, less func(i, j int) bool) { sort.Slice(m.Unbox(x), less) },
		"SliceStable":   func(x any, less func(i, j int) bool) { sort.SliceStable(m.Unbox(x), less) },
		"SliceIsSorted": func(x any, less func(i, j int) bool) bool { return sort.SliceIsSorted(m.Unbox(x), less) },
	}
}

func (m *Machine) reflectSymbols() map[string]any {
	return map[string]any{
		"DeepEqual": func(a, b any) bool { return reflect.DeepEqual(Unwrap(a), Unwrap(b)) },
	}
}

func (m *Machine) jsonSymbols() map[string]any {
	return map[string]any{
		"Marshal": func(v any) ([]byte, error) {
			b, err := json.Marshal(m.Unbox(v))
			return b, m.rename(err)
		},
		"MarshalIndent": func(v any, prefix, indent string) ([]byte, error) {
			b, err := json.MarshalIndent(m.Unbox(v), prefix, indent)
			return b, m.rename(err)
		},
		"Unmarshal": func(b []byte, v any) error { return m.rename(json.Unmarshal(b, m.Unbox(v))) },
	}
}

func (m *Machine) xmlSymbols() map[string]any {
	return map[string]any{
		"Marshal": func(v any) ([]byte, error) { return xml.Marshal(m.Unbox(v)) },
		"MarshalIndent": func(v any, prefix, indent string) ([]byte, error) {
			return xml.MarshalIndent(m.Unbox(v), prefix, indent)
		},
		"Unmarshal": func(b []byte, v any) error { return xml.Unmarshal(b, m.Unbox(v)) },
	}
}

// rename puts the learner's type names into errors of package json.
func (m *Machine) rename(err error) error {
	var bad *json.UnmarshalTypeError
	if !errors.As(err, &bad) || bad.Struct == "" && bad.Type == nil {
		return err
	}
	return &jsonTypeError{bad, m}
}

// jsonTypeError is an UnmarshalTypeError whose text has the learner's names.
type jsonTypeError struct {
	*json.UnmarshalTypeError
	m *Machine
}

func (e *jsonTypeError) Unwrap() error { return e.UnmarshalTypeError }

func (e *jsonTypeError) Error() string {
	text := "json: cannot unmarshal " + e.Value + " into Go "
	if e.Field != "" || e.Struct != "" {
		return text + "struct field " + e.m.structName(e.Struct) + e.Field + " of type " + e.m.info(e.Type).Name
	}
	return text + "value of type " + e.m.info(e.Type).Name
}

// structName is the name that json would give the struct, which it knows by
// its unqualified name, followed by a point.
func (m *Machine) structName(s string) string {
	if s == "" {
		return "."
	}
	name := m.types.nameOf(s)
	return name[strings.LastIndexByte(name, '.')+1:] + "."
}

// EncoderMethods are the methods by which a type tells the library's encoders
// how to write or read it, by import path of the encoder. Those encoders see
// representations and do not call a learner's methods.
var EncoderMethods = map[string][]string{
	"encoding/json": {"MarshalJSON", "UnmarshalJSON", "MarshalText", "UnmarshalText"},
	"encoding/xml":  {"MarshalXML", "UnmarshalXML", "MarshalXMLAttr", "UnmarshalXMLAttr", "MarshalText", "UnmarshalText"},
	"encoding/gob":  {"GobEncode", "GobDecode", "MarshalBinary", "UnmarshalBinary"},
	"log/slog":      {"LogValue"},
}

func pprofDo(ctx context.Context, labels pprof.LabelSet, f func(context.Context)) {
	f(pprof.WithLabels(ctx, labels))
}

func setGoroutineLabels(context.Context) {}
