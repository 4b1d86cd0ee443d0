package native_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

func TestMapOperations(t *testing.T) {
	w := newWorld()
	t.Run("compiled", func(t *testing.T) { testMap[string, int](t, w, "k", 7) })
	t.Run("reflected", func(t *testing.T) { testMap[[2]string, []byte](t, w, [2]string{"a", "b"}, []byte("v")) })
}

func testMap[K comparable, V any](t *testing.T, w *world, k K, v V) {
	mt := reflect.TypeFor[map[K]V]()
	get := w.m.MapGet(mt).Interface().(func(map[K]V, K) V)
	del := w.m.MapDelete(mt).Interface().(func(map[K]V, K))
	x := map[K]V{}
	mapSet[K, V](w.m)(x, k, v)
	if got, ok := mapGet[K, V](w.m)(x, k); !ok || !reflect.DeepEqual(got, v) || !reflect.DeepEqual(get(x, k), v) {
		t.Errorf("get = %v, %v", got, ok)
	}
	del(x, k)
	if _, ok := mapGet[K, V](w.m)(x, k); ok || len(x) != 0 {
		t.Error("still there after delete")
	}
	mapSet[K, V](w.m)(x, k, v)
	w.m.Clear(x)
	if len(x) != 0 {
		t.Error("still there after clear")
	}
	var none map[K]V
	if _, ok := mapGet[K, V](w.m)(none, k); ok {
		t.Error("a nil map has an entry")
	}
	del(none, k)
	w.m.Clear(none)
	o := w.run(t, func() { mapSet[K, V](w.m)(none, k, v) })
	if o.Crash == nil || o.Crash.Text() != "panic: assignment to entry in nil map" {
		t.Errorf("set of a nil map: %+v", o)
	}
}

func TestMapUnhashable(t *testing.T) {
	w := newWorld()
	x := map[any]int{}
	for want, f := range map[string]func(){
		"panic: hash of unhashable type: []int":               func() { mapGet[any, int](w.m)(x, []int{1}) },
		"panic: runtime error: hash of unhashable type []int": func() { mapSet[any, int](w.m)(x, w.erase(pair{A: []int{1}}), 1) },
	} {
		if o := w.run(t, f); o.Crash == nil || o.Crash.Text() != want {
			t.Errorf("%+v, want %s", o, want)
		}
	}
	mapSet[any, int](w.m)(x, 1, 1) // the map is not claimed any more
}

func TestMapIter(t *testing.T) {
	w := newWorld()
	key := native.MapKey(reflect.TypeFor[string]()).Interface().(func(*native.MapIter) string)
	value := native.MapValue(reflect.TypeFor[int]()).Interface().(func(*native.MapIter) int)
	x := map[string]int{"a": 1, "b": 2, "c": 3}
	var got []string
	for it := w.m.NewMapIter(x); it.Next(); {
		got = append(got, fmt.Sprint(key(it), value(it)))
		if key(it) != "z" {
			delete(x, key(it))
		}
	}
	slices.Sort(got)
	if strings.Join(got, " ") != "a1 b2 c3" {
		t.Errorf("iterated %v", got)
	}
	if w.m.NewMapIter(map[string]int(nil)).Next() {
		t.Error("a nil map has an entry")
	}
}

func TestMapOrderIsDrawn(t *testing.T) {
	order := func(seed int) string {
		w := newWorld()
		h := w.hooks()
		h.Choose = func(_ *native.Thread, n int) int { return seed % n }
		m := native.New(h)
		key := native.MapKey(reflect.TypeFor[int]()).Interface().(func(*native.MapIter) int)
		var got []string
		for it := m.NewMapIter(map[int]int{1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6}); it.Next(); {
			got = append(got, fmt.Sprint(key(it)))
		}
		return strings.Join(got, "")
	}
	if order(7) != order(7) || len(order(7)) != 6 {
		t.Errorf("the same seed gives %s and %s", order(7), order(7))
	}
	if order(7) == order(8) && order(7) == order(9) {
		t.Error("seeds make no difference")
	}
}

func BenchmarkMapSet(b *testing.B) {
	w := newWorld()
	set, x := mapSet[string, int](w.m), map[string]int{}
	for b.Loop() {
		set(x, "k", 1)
	}
}
