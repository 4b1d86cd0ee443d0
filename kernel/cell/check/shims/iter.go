//go:build ignore

package iter

import "github.com/spawnlab/spawnlab/kernel/cell/native"

type Seq[V any] func(yield func(V) bool)

type Seq2[K, V any] func(yield func(K, V) bool)

func Pull[V any](seq Seq[V]) (next func() (V, bool), stop func()) {
	var value V
	pull := native.NewPull(func(yield func() bool) {
		seq(func(v V) bool {
			value = v
			return yield()
		})
	})
	next = func() (V, bool) {
		var none V
		if !pull.Next() {
			return none, false
		}
		v := value
		value = none
		return v, true
	}
	stop = func() { pull.Stop() }
	return next, stop
}

func Pull2[K, V any](seq Seq2[K, V]) (next func() (K, V, bool), stop func()) {
	var key K
	var value V
	pull := native.NewPull(func(yield func() bool) {
		seq(func(k K, v V) bool {
			key, value = k, v
			return yield()
		})
	})
	next = func() (K, V, bool) {
		var noKey K
		var none V
		if !pull.Next() {
			return noKey, none, false
		}
		k, v := key, value
		key, value = noKey, none
		return k, v, true
	}
	stop = func() { pull.Stop() }
	return next, stop
}
