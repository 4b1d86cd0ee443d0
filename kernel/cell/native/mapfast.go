package native

import (
	"reflect"
	"unsafe"
)

// mapFuncs are the operations on one map type as compiled functions, which
// cost a third of those made by reflection.
type mapFuncs struct{ get, get2, set, del reflect.Value }

// fastMaps are the map types that programs use most.
var fastMaps = map[reflect.Type]func(*Machine) mapFuncs{
	reflect.TypeFor[map[string]int]():      fastFuncs[string, int],
	reflect.TypeFor[map[string]string]():   fastFuncs[string, string],
	reflect.TypeFor[map[string]bool]():     fastFuncs[string, bool],
	reflect.TypeFor[map[string]float64]():  fastFuncs[string, float64],
	reflect.TypeFor[map[string]any]():      fastFuncs[string, any],
	reflect.TypeFor[map[string][]string](): fastFuncs[string, []string],
	reflect.TypeFor[map[int]int]():         fastFuncs[int, int],
	reflect.TypeFor[map[int]string]():      fastFuncs[int, string],
	reflect.TypeFor[map[int]bool]():        fastFuncs[int, bool],
	reflect.TypeFor[map[int]any]():         fastFuncs[int, any],
	reflect.TypeFor[map[rune]int]():        fastFuncs[rune, int],
}

func (m *Machine) fastMap(t reflect.Type) (mapFuncs, bool) {
	f, ok := fastMaps[t]
	if !ok {
		return mapFuncs{}, false
	}
	return f(m), true
}

func mapAddr[K comparable, V any](x map[K]V) uintptr {
	return uintptr(*(*unsafe.Pointer)(unsafe.Pointer(&x)))
}

func fastFuncs[K comparable, V any](m *Machine) mapFuncs {
	get2 := func(x map[K]V, k K) (V, bool) {
		s := m.busy.read(mapAddr(x), readText)
		v, ok := x[k]
		doneReading(s)
		return v, ok
	}
	return mapFuncs{
		get:  reflect.ValueOf(func(x map[K]V, k K) V { v, _ := get2(x, k); return v }),
		get2: reflect.ValueOf(get2),
		set: reflect.ValueOf(func(x map[K]V, k K, v V) {
			if x == nil {
				raise(plainError("assignment to entry in nil map"))
			}
			m.point()
			s := m.busy.write(mapAddr(x))
			x[k] = v
			doneWriting(s)
		}),
		del: reflect.ValueOf(func(x map[K]V, k K) {
			m.point()
			s := m.busy.write(mapAddr(x))
			delete(x, k)
			doneWriting(s)
		}),
	}
}
