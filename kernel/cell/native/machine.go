// Package native is what lowered code calls at run time: panics and deferred
// functions, interface values and method tables, map and channel operations,
// formatting, and the goroutines it all runs on. It works on erased values
// and on the TypeInfo that lowering registers for them. It knows neither the
// compiler nor the interpreter, neither Jupyter nor processes: what it needs
// of the world outside comes through Hooks.
package native

import (
	"reflect"
	"sync"
	"sync/atomic"
)

// A Machine is the run-time state of one session: its types and method
// tables, its threads and the flag that checkpoints read. All methods may be
// used by any number of goroutines.
type Machine struct {
	// Flag is not 0 while some checkpoint has something to do. Lowered code
	// reads it through this pointer and calls Check.
	Flag *int32

	hooks Hooks
	types typeTable

	mu         sync.Mutex
	threads    map[*Thread]struct{} // entered and not yet ended
	pending    int                  // threads that were told to end and have not
	alarm      atomic.Uint32        // number of the last stack alarm, 0: none now
	alarms     uint32
	stackLimit atomic.Int32

	stray   *Thread // parent of go statements outside of any thread
	busy    mapGuard
	natives sync.Map // nativeMethod -> func(any, ...): methods of native types
}

// New returns a Machine with the given hooks; missing ones get defaults.
func New(h Hooks) *Machine {
	m := &Machine{Flag: new(int32), hooks: h.withDefaults(), threads: map[*Thread]struct{}{}}
	m.types.init()
	m.stray = newThread(m, nil, "", "")
	m.setFlag()
	return m
}

// isNil reports whether v is a nil of a kind that has one.
func isNil(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Chan, reflect.Func, reflect.Interface, reflect.Map, reflect.Pointer, reflect.Slice, reflect.UnsafePointer:
		return v.IsNil()
	}
	return false
}
