package process

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
)

// The hooks of a System of ordinary Go values, in this file and difference.go,
// are the only place where the runtime looks into a value.

// defaultFormat prints a value as fmt does.
func defaultFormat(v any) string { return fmt.Sprint(v) }

// defaultReveal returns an ordinary value as it is.
func defaultReveal(v any) (plain any, typeName string) {
	if v == nil {
		return nil, "nil"
	}
	return v, reflect.TypeOf(v).String()
}

// deepCopy returns a copy that shares nothing changeable with v, but for what
// the policy lets cross as it is. Pointers that were equal, and cycles, are so
// in the copy. It does not recurse along pointers, however long the list.
func deepCopy(v any) any {
	if v == nil || !isDeep(reflect.TypeOf(v)) {
		return v
	}
	c := copier{seen: map[place]reflect.Value{}}
	fresh := slotOf(reflect.ValueOf(v))
	c.renew(fresh)
	for len(c.todo) > 0 {
		slot := c.todo[len(c.todo)-1]
		c.todo = c.todo[:len(c.todo)-1]
		c.renew(slot)
	}
	return fresh.Interface()
}

// A copier replaces, slot by slot, what still refers to the original.
type copier struct {
	seen map[place]reflect.Value // original to copy
	todo []reflect.Value         // slots behind pointers and in slices
}

// A place is where a pointer or slice leads.
type place struct {
	at  uintptr
	len int
	typ reflect.Type
}

// slotOf returns a settable slot that holds v.
func slotOf(v reflect.Value) reflect.Value {
	slot := reflect.New(v.Type()).Elem()
	slot.Set(v)
	return slot
}

// open returns the same slot without the mark of an unexported field.
func open(field reflect.Value) reflect.Value {
	return reflect.NewAt(field.Type(), field.Addr().UnsafePointer()).Elem()
}

// renew gives a slot its own copy of what its value refers to.
func (c *copier) renew(slot reflect.Value) {
	if !isDeep(slot.Type()) {
		return
	}
	switch slot.Kind() {
	case reflect.Pointer:
		c.renewPointer(slot)
	case reflect.Slice:
		c.renewSlice(slot)
	case reflect.Map:
		c.renewMap(slot)
	case reflect.Interface:
		if !slot.IsNil() && isDeep(slot.Elem().Type()) {
			fresh := slotOf(slot.Elem())
			c.renew(fresh)
			slot.Set(fresh)
		}
	case reflect.Struct:
		for i := range slot.NumField() {
			c.renew(open(slot.Field(i)))
		}
	case reflect.Array:
		for i := range slot.Len() {
			c.renew(slot.Index(i))
		}
	}
}

func (c *copier) renewPointer(slot reflect.Value) {
	if slot.IsNil() {
		return
	}
	at := place{slot.Pointer(), 0, slot.Type()}
	if made, ok := c.seen[at]; ok {
		slot.Set(made)
		return
	}
	fresh := reflect.New(slot.Type().Elem())
	fresh.Elem().Set(slot.Elem())
	fresh = fresh.Convert(slot.Type())
	c.seen[at] = fresh
	slot.Set(fresh)
	c.todo = append(c.todo, fresh.Elem())
}

func (c *copier) renewSlice(slot reflect.Value) {
	if slot.IsNil() {
		return
	}
	at := place{slot.Pointer(), slot.Len(), slot.Type()}
	if made, ok := c.seen[at]; ok {
		slot.Set(made)
		return
	}
	fresh := reflect.MakeSlice(slot.Type(), slot.Len(), slot.Len())
	reflect.Copy(fresh, slot)
	c.seen[at] = fresh
	slot.Set(fresh)
	if !isDeep(slot.Type().Elem()) {
		return
	}
	for i := range fresh.Len() {
		c.todo = append(c.todo, fresh.Index(i))
	}
}

func (c *copier) renewMap(slot reflect.Value) {
	if slot.IsNil() {
		return
	}
	at := place{slot.Pointer(), 0, slot.Type()}
	if made, ok := c.seen[at]; ok {
		slot.Set(made)
		return
	}
	fresh := reflect.MakeMapWithSize(slot.Type(), slot.Len())
	c.seen[at] = fresh
	for entries := slot.MapRange(); entries.Next(); {
		k, v := slotOf(entries.Key()), slotOf(entries.Value())
		c.renew(k)
		c.renew(v)
		fresh.SetMapIndex(k, v)
	}
	slot.Set(fresh)
}

// deepTypes caches isDeep: reflect.Type to bool.
var deepTypes sync.Map

// isDeep reports whether values of type t refer to what could be changed.
func isDeep(t reflect.Type) bool {
	if deep, ok := deepTypes.Load(t); ok {
		return deep.(bool)
	}
	deep := judge(t)
	deepTypes.Store(t, deep)
	return deep
}

func judge(t reflect.Type) bool {
	if isOpaque(t) {
		return false
	}
	switch t.Kind() {
	case reflect.Pointer:
		return !isOpaque(t.Elem())
	case reflect.Slice, reflect.Map, reflect.Interface:
		return true
	case reflect.Array:
		return isDeep(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if isDeep(t.Field(i).Type) {
				return true
			}
		}
	}
	return false
}

// opaquePackages define types that are handles or hold locks.
var opaquePackages = map[string]bool{
	"sync": true, "sync/atomic": true, "time": true, "context": true, "reflect": true,
	"os": true, "net": true, "io": true, "log": true, "runtime": true, "syscall": true,
}

// isOpaque reports whether t is a type that crosses as it is: one of this
// package, a handle of the standard library's, or a struct with a lock in it.
func isOpaque(t reflect.Type) bool {
	switch path := t.PkgPath(); {
	case path == reflect.TypeFor[Self]().PkgPath():
		return !carriers[t]
	case opaquePackages[path], strings.HasPrefix(path, "internal/"):
		return t.Kind() != reflect.Interface
	}
	if t.Kind() != reflect.Struct {
		return false
	}
	for i := range t.NumField() {
		if f := t.Field(i).Type; f.PkgPath() == "sync" || f.PkgPath() == "sync/atomic" {
			return true
		}
	}
	return false
}

// carriers are the types of this package that carry values of the sender's.
var carriers = map[reflect.Type]bool{
	reflect.TypeFor[ExitSignal]():     true,
	reflect.TypeFor[Down]():           true,
	reflect.TypeFor[Crash]():          true,
	reflect.TypeFor[ShutdownReason](): true,
	reflect.TypeFor[Elapsed]():        true,
	reflect.TypeFor[Target]():         true,
}
