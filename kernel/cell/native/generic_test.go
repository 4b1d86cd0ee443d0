package native_test

import (
	"context"
	"reflect"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

type profiled = context.Context

// The operations that lowered code uses, for tests.

func send[T any](m *native.Machine) func(chan T, T) {
	return m.ChanSend(reflect.TypeFor[chan T]()).Interface().(func(chan T, T))
}

func receive[T any](m *native.Machine) func(chan T) T {
	return m.ChanRecv(reflect.TypeFor[chan T]()).Interface().(func(chan T) T)
}

func receive2[T any](m *native.Machine) func(chan T) (T, bool) {
	return m.ChanRecv2(reflect.TypeFor[chan T]()).Interface().(func(chan T) (T, bool))
}

func mapGet[K comparable, V any](m *native.Machine) func(map[K]V, K) (V, bool) {
	return m.MapGet2(reflect.TypeFor[map[K]V]()).Interface().(func(map[K]V, K) (V, bool))
}

func mapSet[K comparable, V any](m *native.Machine) func(map[K]V, K, V) {
	return m.MapSet(reflect.TypeFor[map[K]V]()).Interface().(func(map[K]V, K, V))
}
