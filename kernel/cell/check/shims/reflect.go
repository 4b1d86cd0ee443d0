//go:build ignore

package reflect

import native "reflect"

func TypeFor[T any]() native.Type {
	var v T
	if t := native.TypeOf(v); t != nil {
		return t
	}
	return native.TypeOf((*T)(nil)).Elem()
}
