//go:build ignore

package atomic

import "github.com/spawnlab/spawnlab/kernel/cell/native"

type Pointer[T any] struct {
	v native.AtomicAny
}

func (p *Pointer[T]) Load() *T {
	v := p.v.Load()
	if v == nil {
		return nil
	}
	return v.(*T)
}

func (p *Pointer[T]) Store(val *T) { p.v.Store(val) }

func (p *Pointer[T]) Swap(new *T) (old *T) {
	v := p.v.Swap(new)
	if v == nil {
		return nil
	}
	return v.(*T)
}

func (p *Pointer[T]) CompareAndSwap(old, new *T) (swapped bool) {
	if old == nil {
		return p.v.CompareAndSwapNil(any(old), new)
	}
	return p.v.CompareAndSwap(old, new)
}
