//go:build ignore

// Package native is what shims call at run time: the types only. Its code is
// in kernel/cell/native.
package native

type Pull struct{ _ int }

func NewPull(run func(yield func() bool)) *Pull
func (p *Pull) Next() bool
func (p *Pull) Stop()

type AtomicAny struct{ _ int }

func (a *AtomicAny) Load() any
func (a *AtomicAny) Store(v any)
func (a *AtomicAny) Swap(v any) any
func (a *AtomicAny) CompareAndSwap(old, new any) bool
func (a *AtomicAny) CompareAndSwapNil(old, new any) bool
