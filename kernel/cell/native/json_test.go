package native_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// withJSON gives color, a box, and *point, a pointer, methods of package json.
func withJSON(w *world) {
	w.add(reflect.TypeFor[color](), w.info[reflect.TypeFor[color]()], map[string]any{
		"MarshalText": func(v any) ([]byte, error) {
			if field(v, 0).Int() < 0 {
				return nil, errors.New("negative")
			}
			return fmt.Append(nil, "c", field(v, 0).Int()), nil
		},
	})
	w.add(reflect.TypeFor[*point](), w.info[reflect.TypeFor[*point]()], map[string]any{
		"MarshalJSON":   func(any) ([]byte, error) { return []byte(`"P"`), nil },
		"UnmarshalJSON": func(v any, b []byte) error { reflect.ValueOf(v).Elem().Field(0).SetInt(int64(len(b))); return nil },
	})
}

func TestJSONValue(t *testing.T) {
	w := newWorld()
	withJSON(w)
	for _, tt := range []struct {
		name string
		v    any
		want string
	}{
		{"native", 7, `7`},
		{"nil", nil, `null`},
		{"box", word("x"), `"x"`},
		{"method of a box", color(1), `"c1"`},
		{"error of a method", color(-1), "json: error calling MarshalText for type native_test.color: negative"},
		{"pointer method", &point{1, 2}, `"P"`},
		{"not addressable", point{1, 2}, `{"X":1}`},
		{"inside any", pair{A: word("w")}, `{"A":"w"}`},
		{"in a native list", []any{word("w"), pair{}}, `["w",{"A":null}]`},
		{"in a native map", map[string]any{"k": color(1)}, `{"k":"c1"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, err := json.Marshal(w.m.JSONValue(w.erase(tt.v)))
			got := string(b)
			if err != nil {
				got = errors.Unwrap(err).Error()
			}
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestJSONTarget(t *testing.T) {
	w := newWorld()
	withJSON(w)
	p := w.erase(&point{})
	if err := json.Unmarshal([]byte(`{"any": 1}`), w.m.JSONTarget(p)); err != nil {
		t.Fatal(err)
	}
	if got := w.m.Format(p); got != "&{X:10 y:0}" {
		t.Errorf("decoded %s", got)
	}
	q := w.erase(&pair{})
	if err := json.Unmarshal([]byte(`{"A": [1]}`), w.m.JSONTarget(q)); err != nil {
		t.Fatal(err)
	}
	if got := w.m.Format(q); got != "&{A:[1] b:<nil>}" {
		t.Errorf("decoded %s", got)
	}
	for want, v := range map[string]any{
		"json: Unmarshal(non-pointer native_test.point)": point{},
		"json: Unmarshal(nil *native_test.point)":        (*point)(nil),
	} {
		if err := json.Unmarshal([]byte(`{}`), w.m.JSONTarget(w.erase(v))); err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
	n := new(int)
	if w.m.JSONTarget(n) != any(n) {
		t.Error("a native pointer is wrapped")
	}
}

func TestAdapters(t *testing.T) {
	m := native.New(native.Hooks{})
	for name, want := range map[string]bool{
		"(*encoding/json.Encoder).Encode":     true,
		"(*text/template.Template).Execute":   true,
		"(*encoding/json.Decoder).Decode":     true,
		"(*log/slog.Logger).Info":             false,
		"(*encoding/json.Encoder).SetIndent":  false,
		"github.com/spawnlab/spawnlab.Encode": false,
	} {
		if _, ok := m.Adapter(name); ok != want {
			t.Errorf("Adapter(%s): %v, want %v", name, ok, want)
		}
	}
}
