package native

import (
	"context"
	"encoding/xml"
	"reflect"
	"runtime/pprof"
	"sort"
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

func (m *Machine) xmlSymbols() map[string]any {
	return map[string]any{
		"Marshal": func(v any) ([]byte, error) { return xml.Marshal(m.Unbox(v)) },
		"MarshalIndent": func(v any, prefix, indent string) ([]byte, error) {
			return xml.MarshalIndent(m.Unbox(v), prefix, indent)
		},
		"Unmarshal": func(b []byte, v any) error { return xml.Unmarshal(b, m.Unbox(v)) },
	}
}

// EncoderMethods are the methods by which a type tells encoders of the library
// how to write or read it, by import path of the encoder. These encoders see
// representations and do not call a learner's methods; package json does, by
// JSONValue and JSONTarget.
var EncoderMethods = map[string][]string{
	"encoding/xml": {"MarshalXML", "UnmarshalXML", "MarshalXMLAttr", "UnmarshalXMLAttr", "MarshalText", "UnmarshalText"},
	"encoding/gob": {"GobEncode", "GobDecode", "MarshalBinary", "UnmarshalBinary"},
}

func pprofDo(ctx context.Context, labels pprof.LabelSet, f func(context.Context)) {
	f(pprof.WithLabels(ctx, labels))
}

func setGoroutineLabels(context.Context) {}
