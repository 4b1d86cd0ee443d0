//go:build ignore

package sync

import native "sync"

func OnceFunc(f func()) func() {
	once := OnceValue(func() struct{} {
		f()
		return struct{}{}
	})
	return func() { once() }
}

func OnceValue[T any](f func() T) func() T {
	var once native.Once
	var done bool
	var failure any
	var result T
	return func() T {
		once.Do(func() {
			defer func() {
				failure = recover()
				if !done {
					panic(failure)
				}
			}()
			result = f()
			f = nil
			done = true
		})
		if !done {
			panic(failure)
		}
		return result
	}
}

func OnceValues[T1, T2 any](f func() (T1, T2)) func() (T1, T2) {
	type pair struct {
		first  T1
		second T2
	}
	once := OnceValue(func() pair {
		a, b := f()
		return pair{a, b}
	})
	return func() (T1, T2) {
		p := once()
		return p.first, p.second
	}
}
