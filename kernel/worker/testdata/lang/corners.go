// Corners that the language's own tests found wrong once.
package main

import "fmt"

func try(what string, f func()) {
	defer func() { fmt.Println(what, recover()) }()
	f()
}

func none() *[4]int { return nil }

var nothing *[4]int

type cell struct{ n int }

func main() {
	m := map[int]int{}
	try("store, then index", func() {
		var s []int
		m[1], s[len(m)] = 2, 3
	})
	try("store, then nil", func() {
		var p *cell
		m[2], p.n = 3, 4
	})
	fmt.Println(m)
	c := &cell{1}
	old := c
	c, c.n = &cell{5}, 9
	fmt.Println(*c, *old)
	a := [3]int{1, 2, 3}
	i := 0
	i, a[i], a[i+1] = 2, 7, 8
	fmt.Println(i, a)

	both := make(chan int, 1)
	var in <-chan int = both
	var out chan<- int = both
	switch both {
	case in:
		fmt.Println("same channel")
	}
	switch in {
	case nil:
		fmt.Println("nil")
	case both:
		fmt.Println("same again")
	}
	fmt.Println(in == both, both == out, both != in)

	try("len of call", func() { _ = len(*none()) })
	try("len of pointer", func() { fmt.Println(len(none()), len(*nothing)) })
	try("range of call", func() {
		for range *none() {
		}
	})
	try("range of pointer", func() {
		for i := range none() {
			_ = i
		}
	})
	huge := int64(1) << 59
	try("len", func() { _ = make([]int, huge) })
	try("cap", func() { _ = make([]int, 10, huge) })
	try("len over cap", func() { n := 3; _ = make([]int, n, n-1) })
	try("chan", func() { n := -1; _ = make(chan int, n) })
	try("map hint", func() { n := -1; fmt.Println(len(make(map[int]int, n))) })
}
