// Names of instances of generic types.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
)

type g[A, B any] struct {
	a A
	b B
}
type l[T any] []T

func main() {
	fmt.Printf("%T\n%T\n%T\n%T\n%T\n", g[byte, any]{}, g[*bytes.Buffer, map[rune][]json.Decoder]{}, l[l[error]]{}, &g[func(int, ...string) error, struct{ X int }]{}, []l[chan<- int]{})
	fmt.Printf("%v %+v %#v\n", g[int, string]{1, "a"}, g[int, l[int]]{1, l[int]{2}}, g[int, l[string]]{1, l[string]{"z"}})
}
