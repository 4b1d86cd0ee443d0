//go:build ignore

package errors

import native "errors"

func AsType[E error](err error) (E, bool) {
	var target E
	ok := native.As(err, &target)
	return target, ok
}
