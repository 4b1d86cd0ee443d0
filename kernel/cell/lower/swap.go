package lower

import (
	"fmt"
	"reflect"
	"sync/atomic"
)

// Functions declared again take over from their older versions while these may
// run. Lowered text reads the cell of a function, which is one word, and the
// flag of a version that is out of date as plain variables; in race builds both
// are read by native calls, so that the detector sees order where there is one.

// take lets the newer version take over.
func (s *Session) take(sw swap) {
	s.cells.Lock()
	sw.newer.current.Elem().Set(sw.newer.own.Elem())
	s.cells.Unlock()
	atomic.StoreInt32(sw.older.stale, 1)
}

// newest is the callee for the newest version of fn.
func (s *Session) newest(fn *function) string {
	if !s.nativeReads {
		s.unit.use(fn.cell)
		return "(*" + fn.cell + ")"
	}
	ft, current := fn.current.Type().Elem(), fn.current.Elem()
	return s.sym("newest:"+fn.cell, reflect.MakeFunc(ft, func(args []reflect.Value) []reflect.Value {
		s.cells.RLock()
		f := reflect.ValueOf(current.Interface())
		s.cells.RUnlock()
		if ft.IsVariadic() {
			return f.CallSlice(args)
		}
		return f.Call(args)
	}))
}

// isStale is the condition that a newer version has taken over from fn.
func (s *Session) isStale(fn *function) string {
	if !s.nativeReads {
		return "*" + s.sym(fn.stale, reflect.ValueOf(fn.stale)) + " != 0"
	}
	stale := func() bool { return atomic.LoadInt32(fn.stale) != 0 }
	return s.sym(fmt.Sprintf("stale:%p", fn.stale), reflect.ValueOf(stale)) + "()"
}
