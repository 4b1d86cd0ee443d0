package native

import (
	"encoding/json"
	"errors"
)

// Adapter returns what has to be applied to the arguments of interface type
// of a library function or method, named as types.Func.FullName does, whose
// native form would look into a learner's value by reflection. All others
// take such values as they are.
func (m *Machine) Adapter(fullName string) (adapt func(any) any, ok bool) {
	switch fullName {
	case "(*encoding/json.Encoder).Encode":
		return m.JSONValue, true
	case "(*encoding/json.Decoder).Decode":
		return m.streamTarget, true
	case "log/slog.Any", "log/slog.AnyValue":
		return m.LogArg, true
	case "(*text/template.Template).Execute", "(*text/template.Template).ExecuteTemplate",
		"(*html/template.Template).Execute", "(*html/template.Template).ExecuteTemplate",
		"(*encoding/xml.Encoder).Encode", "(*encoding/xml.Decoder).Decode",
		"(*encoding/gob.Encoder).Encode", "(*encoding/gob.Decoder).Decode",
		"encoding/binary.Read", "encoding/binary.Write", "encoding/binary.Size":
		return m.Unbox, true
	}
	return nil, false
}

func (m *Machine) jsonSymbols() map[string]any {
	return map[string]any{
		"Marshal": func(v any) ([]byte, error) {
			b, err := json.Marshal(m.JSONValue(v))
			return b, inLearnersWords(err)
		},
		"MarshalIndent": func(v any, prefix, indent string) ([]byte, error) {
			b, err := json.MarshalIndent(m.JSONValue(v), prefix, indent)
			return b, inLearnersWords(err)
		},
		"Unmarshal": func(b []byte, v any) error { return json.Unmarshal(b, m.JSONTarget(v)) },
	}
}

// inLearnersWords takes the error of a leaf out of what json wrapped it in.
func inLearnersWords(err error) error {
	var own *jsonError
	if errors.As(err, &own) {
		return own
	}
	return err
}
