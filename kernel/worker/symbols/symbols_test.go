package symbols_test

import (
	"fmt"
	"reflect"
	"sort"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/worker/symbols"
)

func TestLookup(t *testing.T) {
	tab := symbols.New(map[string]map[string]reflect.Value{
		"strings": {"ToUpper": reflect.ValueOf(func(string) string { return "mine" })},
		"extra":   {"Answer": reflect.ValueOf(42)},
	})
	for _, tt := range []struct {
		path, name, want string
	}{
		{"fmt", "Sprint", "func(...interface {}) string"},
		{"os", "Args", "[]string"},
		{"sort", "Interface", "*sort.Interface"},
		{"strings", "ToUpper", "func(string) string"},
		{"extra", "Answer", "int"},
		{"math/rand/v2", "IntN", "func(int) int"},
		{"slices", "Sort", ""},
		{"time", "Second", ""},
		{"no/such", "Name", ""},
		{"plugin", "Open", ""},
	} {
		t.Run(tt.path+"."+tt.name, func(t *testing.T) {
			v, ok := tab.Lookup(tt.path, tt.name)
			got := ""
			if ok {
				got = v.Type().String()
			}
			if got != tt.want {
				t.Errorf("Lookup = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestLookupOverride(t *testing.T) {
	tab := symbols.New(map[string]map[string]reflect.Value{
		"strings": {"ToUpper": reflect.ValueOf(func(string) string { return "mine" })},
	})
	v, _ := tab.Lookup("strings", "ToUpper")
	if got := v.Interface().(func(string) string)("x"); got != "mine" {
		t.Errorf("ToUpper = %q, want the override", got)
	}
	if _, ok := tab.Lookup("strings", "ToLower"); !ok {
		t.Error("an override of one name hides the others")
	}
}

func TestVariablesAreAddressable(t *testing.T) {
	v, ok := symbols.New(nil).Lookup("os", "Args")
	if !ok || !v.CanAddr() {
		t.Errorf("os.Args: found %v, addressable %v", ok, ok && v.CanAddr())
	}
}

func TestWrapper(t *testing.T) {
	w, ok := symbols.New(nil).Wrapper(reflect.TypeFor[sort.Interface]())
	if !ok {
		t.Fatal("no wrapper for sort.Interface")
	}
	v := reflect.New(w).Elem()
	v.FieldByName("WLen").Set(reflect.ValueOf(func() int { return 3 }))
	if got := v.Interface().(sort.Interface).Len(); got != 3 {
		t.Errorf("Len() = %d, want 3", got)
	}
	if w.Field(0).Name != "IValue" {
		t.Errorf("first field is %s, want IValue", w.Field(0).Name)
	}
	if _, ok := symbols.New(nil).Wrapper(reflect.TypeFor[reflect.Type]()); ok {
		t.Error("a wrapper for an interface with unexported methods")
	}
}

func BenchmarkFirstLookup(b *testing.B) {
	for b.Loop() {
		tab := symbols.New(nil)
		for _, p := range []string{"fmt", "time", "sync", "errors", "strings", "net/http"} {
			tab.Lookup(p, "X")
		}
	}
}

func Example() {
	tab := symbols.New(nil)
	v, _ := tab.Lookup("strings", "Repeat")
	fmt.Println(v.Interface().(func(string, int) string)("go", 2))
	// Output: gogo
}
