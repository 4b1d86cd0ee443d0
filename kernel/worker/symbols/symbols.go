// Package symbols holds the names of the Go library and of this module's
// packages that cells may use, as reflect values. It knows neither the
// compiler that looks names up nor the interpreter that uses them.
package symbols

import (
	"reflect"
	"sync"
)

//go:generate go run ./gen

// A table is what one package exports.
type table struct {
	names    map[string]reflect.Value
	wrappers map[reflect.Type]reflect.Type
}

// A Table finds symbols. A package's table is made when it is first asked
// for. It may be used by any number of goroutines.
type Table struct {
	overrides map[string]map[string]reflect.Value
	mu        sync.Mutex
	made      map[string]table
}

// New returns the table of all packages. overrides, by import path and name,
// take the place of the package's own symbols or add to them.
func New(overrides map[string]map[string]reflect.Value) *Table {
	return &Table{overrides: overrides, made: map[string]table{}}
}

// Lookup returns the value of an exported name: a func, an addressable
// variable, or for a type a nil pointer to it. Constants, generic functions
// and generic types have no value.
func (t *Table) Lookup(path, name string) (reflect.Value, bool) {
	if v, ok := t.overrides[path][name]; ok {
		return v, true
	}
	v, ok := t.table(path).names[name]
	return v, ok
}

// Wrapper returns a struct type that implements the interface type iface by
// its func fields, W and the method's name. Its first field, IValue, is for
// the wrapped value.
func (t *Table) Wrapper(iface reflect.Type) (reflect.Type, bool) {
	w, ok := t.table(iface.PkgPath()).wrappers[iface]
	return w, ok
}

func (t *Table) table(path string) table {
	t.mu.Lock()
	defer t.mu.Unlock()
	made, ok := t.made[path]
	if ok {
		return made
	}
	if build := generated[path]; build != nil {
		made = build()
	}
	t.made[path] = made
	return made
}
