package process_test

import (
	"fmt"
	"math/big"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	. "github.com/spawnlab/spawnlab/runtime/process"
)

// A node has what a copy must go through: pointers, cycles, unexported fields.
type node struct {
	Name  string
	next  *node
	Tags  []string
	attrs map[string]any
	inner struct{ list [2]*int }
}

// sent returns what arrives of a message under the policy Copy.
func sent(t *testing.T, message any) (got any) {
	t.Helper()
	virtualWith(t, Options{Messages: Copy}, func(self *Self) {
		self.Send(self.PID(), message)
		got = self.Receive()
	})
	return got
}

func TestCopiesAreEqualAndSeparate(t *testing.T) {
	seven := 7
	n := &node{Name: "a", Tags: []string{"x", "y"}, attrs: map[string]any{"k": []int{1, 2}}}
	n.next = &node{Name: "b", next: n}
	n.inner.list = [2]*int{&seven, &seven}
	got := sent(t, n).(*node)
	if !reflect.DeepEqual(got, n) {
		t.Fatalf("the copy is %+v", got)
	}
	if got.next.next != got || got.inner.list[0] != got.inner.list[1] {
		t.Error("a cycle, or two equal pointers, are not so in the copy")
	}
	n.Tags[0], n.attrs["k"].([]int)[0], n.next.Name, seven = "changed", 99, "changed", 99
	if got.Tags[0] != "x" || got.attrs["k"].([]int)[0] != 1 || got.next.Name != "b" || *got.inner.list[0] != 7 {
		t.Errorf("the copy changed with the original: %+v", got)
	}
}

func TestWhatCrossesAsItIs(t *testing.T) {
	type locked struct {
		mu sync.Mutex
		n  *int
	}
	when, shared := time.Now(), Shared{&node{}}
	virtualWith(t, Options{Messages: Copy}, func(self *Self) {
		for _, m := range []any{
			nil, 1, "text", self.PID(), self.Alias(), self.Monitor(self.PID()), Name("n"), boom,
			make(chan int), &sync.Mutex{}, &locked{}, when, &when, shared, struct{}{}, [2]string{"a", "b"},
			reflect.TypeFor[int](), Down{Reason: Normal, Target: self.PID()},
		} {
			self.Send(self.PID(), m)
			if got := self.Receive(); got != m {
				t.Errorf("%T: sent %v, got %v", m, m, got)
			}
		}
		called := false
		self.Send(self.PID(), func() { called = true })
		self.Receive().(func())()
		if !called {
			t.Error("a func arrived as another")
		}
	})
}

func TestSignalsCarryCopies(t *testing.T) {
	got := sent(t, Down{Reason: []int{1}}).(Down)
	if fmt.Sprint(got.Reason) != "[1]" {
		t.Errorf("got %v", got)
	}
	if x := sent(t, map[string]*big.Int{"k": big.NewInt(5)}).(map[string]*big.Int); x["k"].Int64() != 5 {
		t.Errorf("got %v", x)
	}
}

func TestCopyOfALongList(t *testing.T) {
	var list *node
	for range 300_000 {
		list = &node{next: list}
	}
	n := 0
	for l := sent(t, list).(*node); l != nil; l = l.next {
		n++
	}
	if n != 300_000 {
		t.Errorf("%d nodes", n)
	}
}

func TestShareIsTheDefault(t *testing.T) {
	virtual(t, func(self *Self) {
		m := &node{}
		self.Send(self.PID(), m)
		if self.Receive() != m {
			t.Error("another pointer arrived")
		}
	})
}

func TestTheHookCopies(t *testing.T) {
	o := Options{Messages: Copy, Hooks: Hooks{Copy: func(v any) any { return fmt.Sprint("copy of ", v) }}}
	virtualWith(t, o, func(self *Self) {
		self.SendAfter(self.PID(), 1, 0)
		if got := self.Receive(); got != "copy of 1" {
			t.Errorf("got %v", got)
		}
	})
}

func TestDetect(t *testing.T) {
	type order struct {
		ID    int
		Items []*node
	}
	trace := record(Options{Messages: Detect}, 1, func(self *Self) {
		honest, changed := &order{ID: 1}, &order{ID: 2, Items: []*node{{}, {Name: "old"}}}
		self.Send(self.PID(), honest)
		self.Send(self.PID(), changed)
		changed.Items[1].Name = "new"
		self.Receive()
		self.Receive()
	})
	var found []string
	for l := range strings.Lines(trace) {
		if strings.Contains(l, "mutation") {
			found = append(found, l)
		}
	}
	if len(found) != 1 || !strings.Contains(found[0], "where=Items[1].Name") {
		t.Errorf("mutations %q", found)
	}
}

func TestDifference(t *testing.T) {
	nan := []float64{0, 1}
	nan[0] /= nan[0]
	f := func() {}
	for _, tt := range []struct {
		name      string
		sent, now any
		want      string
	}{
		{"equal", []int{1, 2}, []int{1, 2}, ""},
		{"an element", []int{1, 2}, []int{1, 3}, "[1]"},
		{"a length", []int{1, 2}, []int{1}, "the value"},
		{"a type", any(1), any("1"), "the value"},
		{"nil", nil, nil, ""},
		{"a map entry", map[string]int{"a": 1}, map[string]int{"a": 2}, "[a]"},
		{"a map key", map[string]int{"a": 1}, map[string]int{"b": 1}, "[a]"},
		{"a map's length", map[string]int{}, map[string]int{"b": 1}, "the value"},
		{"a field behind pointers", &node{next: &node{Name: "x"}}, &node{next: &node{Name: "y"}}, "next.Name"},
		{"a field of an element", []node{{Name: "x"}}, []node{{Name: "y"}}, "[0].Name"},
		{"not a number", nan, []float64{nan[0], 1}, ""},
		{"a func", &f, &f, ""},
		{"an interface", []any{1, nil}, []any{1, 2}, "[1]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Difference(tt.sent, tt.now); got != tt.want {
				t.Errorf("Difference = %q, want %q", got, tt.want)
			}
		})
	}
}
