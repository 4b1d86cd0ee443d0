// Order of evaluation: gc evaluates calls first, then reads and checks.
package main

import "fmt"

var trace []string

func say(s string, n int) int { trace = append(trace, s); return n }

func show(what string) {
	fmt.Println(what, trace)
	trace = nil
}

func try(what string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			trace = append(trace, fmt.Sprint("panic: ", r))
		}
		show(what)
	}()
	f()
}

type pair struct{ a, b int }

func (p pair) sum(n int) int    { trace = append(trace, fmt.Sprint("sum", p, n)); return p.a + p.b + n }
func (p *pair) set(n int) *pair { trace = append(trace, fmt.Sprint("set", n)); p.a = n; return p }

type adder interface{ add(n int) int }

type one struct{ n int }

func (o one) add(n int) int { trace = append(trace, fmt.Sprint("add", n)); return o.n + n }

func two(s string) (int, int) { trace = append(trace, s); return 1, 2 }

func main() {
	z := 0
	try("division then call", func() { fmt.Println(1/z + say("call", 1)) })
	try("index then call", func() { a := []int{1}; fmt.Println(a[z+3] + say("call", 1)) })
	try("nil map", func() { var m map[string]int; m["a"] = say("value", 1) })
	try("nil pointer", func() { var p *pair; p.a = say("value", 1) })
	try("nil func", func() { var f func(int) int; f(say("arg", 1)) })
	try("nil interface", func() { var i adder; i.add(say("arg", 1)) })
	try("index in place", func() { a := []int{1}; a[z+5] = say("value", 1) })
	try("assertion", func() { var x any = "s"; _ = x.(int) + say("call", 1) })
	try("slice", func() { s := "abc"; _ = len(s[z+5:]) + say("call", 1) })
	try("shift", func() { n := -1; _ = 1<<n + say("call", 1) })
	try("both sides", func() { _ = say("x", 1) + say("y", 2)*say("z", 3) })
	try("comparison", func() { _ = say("x", 1) < say("y", 2) })
	try("arguments", func() { fmt.Sprint(say("x", 1), say("y", 2), 1/z) })
	try("struct", func() { _ = pair{say("x", 1), 1 / z} })
	try("slice literal", func() { _ = []int{1 / z, say("y", 2)} })
	try("map literal", func() { _ = map[int]int{say("k", 1): say("v", 2), say("k2", 3): say("v2", 4)} })
	try("and", func() { _ = say("x", 1) == 2 && say("y", 2) == 2 })
	try("or", func() { _ = say("x", 1) == 1 || say("y", 2) == 2 })
	try("and or", func() { _ = (say("x", 1) == 1 && say("y", 2) == 3) || say("z", 3) == 3 })
	try("method chain", func() { p := &pair{}; p.set(say("a", 1)).set(say("b", 2)).set(3) })
	try("method value", func() { p := pair{1, 2}; f := p.sum; p.a = 10; f(say("arg", 1)) })
	try("two results", func() { a, b := two("two"); _, _ = a, b })
	try("return", func() { f := func() (int, int) { return say("a", 1), say("b", 2) }; f() })
	try("defer arguments", func() { defer say("deferred", say("now", 1)); say("body", 1) })
	try("send", func() { c := make(chan int, 1); c <- say("v", 1); say("got", <-c) })

	i := 0
	inc := func() int { i++; return i }
	a := make([]int, 5)
	a[i] = inc()
	fmt.Println(a, i)
	i = 0
	fmt.Println(i, inc(), i)
	i = 0
	fmt.Println(i+inc(), i)
	i = 0
	x := i + inc()*10 + i
	fmt.Println(x)
	i = 0
	i, a[i] = 2, 7
	fmt.Println(i, a)
	i = 1
	a[i], i = i, inc()
	fmt.Println(i, a)
	s := []int{1, 2, 3}
	s[0], s[1], s[2] = s[2], s[0], s[1]
	fmt.Println(s)
	i = 0
	i += inc()
	fmt.Println(i)
	m := map[string]int{}
	i = 5
	m["a"], m["b"] = i, inc()
	fmt.Println(m["a"], m["b"])
	p := pair{1, 2}
	q := &p
	p.a, q.b = q.b, p.a
	fmt.Println(p)
	arr := [3]int{1, 2, 3}
	brr := arr
	arr[0] = 9
	fmt.Println(arr, brr)
	str := "x"
	add := func(t string) string { str += t; return str }
	fmt.Println(str + add("y") + str + add("z"))
	k := 0
	next := func() int { k++; return k }
	list := []int{next(), k, next(), k}
	fmt.Println(list)
	st := pair{k, next()}
	fmt.Println(st)
	fmt.Println(func() (r int) { defer func() { r = r*10 + k }(); return next() }())
	var it adder = one{3}
	fmt.Println(it.add(next()) + k)
	show("end")
}
