package process

import (
	"fmt"
	"reflect"
)

// difference returns the path to the first place where two values of one origin
// differ, such as "Items[2].Price"; "" if they do not.
func difference(sent, now any) string {
	c := comparer{seen: map[[2]place]bool{}}
	if path, same := c.compare(reflect.ValueOf(sent), reflect.ValueOf(now)); !same {
		if path == "" {
			return "the value"
		}
		return path
	}
	return ""
}

// A comparer walks two values side by side.
type comparer struct{ seen map[[2]place]bool }

// compare reports whether a and b are the same, and if not the path to where
// they differ.
func (c *comparer) compare(a, b reflect.Value) (path string, same bool) {
	if !a.IsValid() || !b.IsValid() {
		return "", a.IsValid() == b.IsValid()
	}
	if a.Type() != b.Type() {
		return "", false
	}
	if isOpaque(a.Type()) {
		return "", true
	}
	switch a.Kind() {
	case reflect.Struct:
		return c.fields(a, b)
	case reflect.Slice, reflect.Array:
		return c.elements(a, b)
	case reflect.Map:
		return c.entries(a, b)
	case reflect.Pointer:
		return c.pointees(a, b)
	case reflect.Interface:
		return c.compare(a.Elem(), b.Elem())
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		return "", a.Pointer() == b.Pointer()
	}
	return "", a.Equal(b) || a.CanFloat() && a.Float() != a.Float() && b.Float() != b.Float()
}

func (c *comparer) fields(a, b reflect.Value) (string, bool) {
	for i := range a.NumField() {
		if path, same := c.compare(a.Field(i), b.Field(i)); !same {
			name := a.Type().Field(i).Name
			if path != "" && path[0] != '[' {
				name += "."
			}
			return name + path, false
		}
	}
	return "", true
}

func (c *comparer) elements(a, b reflect.Value) (string, bool) {
	if a.Len() != b.Len() {
		return "", false
	}
	for i := range a.Len() {
		if path, same := c.compare(a.Index(i), b.Index(i)); !same {
			return index(i, path), false
		}
	}
	return "", true
}

// entries compares maps. The keys are compared as Go does, so that maps by
// pointers, whose keys are others in a copy, are only counted.
func (c *comparer) entries(a, b reflect.Value) (string, bool) {
	if a.Len() != b.Len() {
		return "", false
	}
	if isDeep(a.Type().Key()) && a.Type().Key().Kind() != reflect.Interface {
		return "", true
	}
	for it := a.MapRange(); it.Next(); {
		if path, same := c.compare(it.Value(), b.MapIndex(it.Key())); !same {
			return index(it.Key(), path), false
		}
	}
	return "", true
}

func (c *comparer) pointees(a, b reflect.Value) (string, bool) {
	if isOpaque(a.Type().Elem()) {
		return "", a.Pointer() == b.Pointer()
	}
	pair := [2]place{{at: a.Pointer(), typ: a.Type()}, {at: b.Pointer(), typ: b.Type()}}
	if c.seen[pair] {
		return "", true
	}
	c.seen[pair] = true
	return c.compare(a.Elem(), b.Elem())
}

// index returns the path of an element.
func index(key any, path string) string {
	text := fmt.Sprintf("[%v]", key)
	if path != "" && path[0] != '[' {
		text += "."
	}
	return text + path
}
