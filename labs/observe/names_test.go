package observe_test

import (
	"testing"

	"github.com/spawnlab/spawnlab/labs/observe"
)

func TestNames(t *testing.T) {
	labels := map[uint64]string{1: "notebook", 2: "till", 3: "twin", 4: "twin", 5: "two\nlines"}
	for _, tt := range []struct {
		name  string
		texts []string
		want  []string
	}{
		{"no identity", []string{"soup <0> <0.> <1.2> 0xff"}, []string{"soup <0> <0.> <1.2> 0xff"}},
		{"a label", []string{"Ping{From: <0.1>}"}, []string{"Ping{From: notebook}"}},
		{"no label, in order of appearance", []string{"<0.90> <0.80>", "<0.80> <0.90>"}, []string{"process 1 process 2", "process 2 process 1"}},
		{"the same label", []string{"<0.4> <0.3> <0.4>"}, []string{"twin twin · 2nd twin"}},
		{"a label of two lines", []string{"<0.5>"}, []string{"two⏎lines"}},
		{"beside other letters", []string{"[<0.1>,<0.2>]"}, []string{"[notebook,till]"}},
		{"references", []string{"#Ref<0.1.7> #Ref<0.1.9>", "#Ref<0.1.9>"}, []string{"ref 1 ref 2", "ref 2"}},
		{"references of equal number", []string{"#Ref<0.1.7> #Ref<0.2.7>"}, []string{"ref 1 ref 2"}},
		{"an alias", []string{"#Alias<0.1.7> #Ref<0.1.7>"}, []string{"alias 1 ref 1"}},
		{"an address", []string{"&{0xc000123456} 0xc000123456 0xc00"}, []string{"&{address 1} address 1 0xc00"}},
		{"quoted text is the learner's", []string{`"<0.1>" <0.1> "a \"<0.1>\"" ` + "`<0.1>`"}, []string{`"<0.1>" notebook "a \"<0.1>\"" ` + "`<0.1>`"}},
		{"a lone quote", []string{`5" <0.1>`}, []string{`5" notebook`}},
		{"a number too large", []string{"<0.99999999999999999999>"}, []string{"<0.99999999999999999999>"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tell := observe.NewNames(labels)
			for i, text := range tt.texts {
				if got := tell(text); got != tt.want[i] {
					t.Errorf("%q is told as %q, want %q", text, got, tt.want[i])
				}
			}
		})
	}
}

func FuzzNames(f *testing.F) {
	for _, seed := range []string{"<0.1>", `"<0.1>`, "#Ref<0.1.2>", "0xc000123456", "`", "\xff\"\\"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tell := observe.NewNames(nil)
		if once := tell(text); once != tell(text) {
			t.Errorf("%q is told in two ways", text)
		}
	})
}
