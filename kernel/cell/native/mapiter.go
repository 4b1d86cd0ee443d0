package native

import (
	"math/rand/v2"
	"reflect"
	"sort"
)

// A MapIter iterates a map for a range loop.
type MapIter struct {
	m    *Machine
	v    reflect.Value
	it   *reflect.MapIter
	keys []reflect.Value // of a seeded run: those that are left
	k    reflect.Value
}

// NewMapIter starts an iteration of the map x. In a seeded run the order is
// drawn from the schedule.
func (m *Machine) NewMapIter(x any) *MapIter {
	it := &MapIter{m: m, v: reflect.ValueOf(x)}
	if it.v.IsNil() {
		return it
	}
	if m.hooks.Choose == nil {
		it.it = it.v.MapRange()
		return it
	}
	t := here()
	it.keys = m.sortedKeys(it.v)
	r := rand.New(rand.NewPCG(uint64(m.hooks.Choose(t, 1<<30)), 0))
	r.Shuffle(len(it.keys), func(i, j int) { it.keys[i], it.keys[j] = it.keys[j], it.keys[i] })
	return it
}

// Next advances to the next entry and reports whether there is one.
func (it *MapIter) Next() bool {
	if it.it == nil {
		return it.nextKey()
	}
	s := it.m.busy.read(it.v.Pointer(), iterateText)
	defer doneReading(s)
	return it.it.Next()
}

func (it *MapIter) nextKey() bool {
	for len(it.keys) > 0 {
		it.k, it.keys = it.keys[0], it.keys[1:]
		if it.m.mapIndex(it.v, it.k).IsValid() {
			return true
		}
	}
	return false
}

func (it *MapIter) key() reflect.Value {
	if it.it == nil {
		return it.k
	}
	return it.it.Key()
}

func (it *MapIter) value() reflect.Value {
	if it.it == nil {
		return it.m.mapIndex(it.v, it.k)
	}
	return it.it.Value()
}

var mapIterType = reflect.TypeFor[*MapIter]()

// MapKey makes a func(*MapIter) t that returns the key of the entry.
func MapKey(t reflect.Type) reflect.Value {
	return makeFunc([]reflect.Type{mapIterType}, []reflect.Type{t}, func(a []reflect.Value) []reflect.Value {
		return []reflect.Value{a[0].Interface().(*MapIter).key()}
	})
}

// MapValue makes a func(*MapIter) t that returns the value of the entry.
func MapValue(t reflect.Type) reflect.Value {
	return makeFunc([]reflect.Type{mapIterType}, []reflect.Type{t}, func(a []reflect.Value) []reflect.Value {
		return []reflect.Value{a[0].Interface().(*MapIter).value()}
	})
}

// sortedKeys are the keys in the order in which fmt prints maps.
func (m *Machine) sortedKeys(v reflect.Value) []reflect.Value {
	keys := v.MapKeys()
	sort.SliceStable(keys, func(i, j int) bool { return compareKeys(keys[i], keys[j]) < 0 })
	return keys
}
