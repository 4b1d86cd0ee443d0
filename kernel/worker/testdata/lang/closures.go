// Closures, defer, recover, methods, interfaces, type switches.
package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
)

type shape interface {
	area() float64
	name() string
}

type sq struct{ s float64 }
type circ struct{ r float64 }

func (q sq) area() float64    { return q.s * q.s }
func (q sq) name() string     { return "sq" }
func (c *circ) area() float64 { c.r++; return c.r }
func (c *circ) name() string  { return "circ" }

type color int

const (
	red color = iota
	green
)

func (c color) String() string { return [...]string{"red", "green"}[c] }

type colors []color

type myErr struct{ code int }

func (e *myErr) Error() string { return "myErr " + strconv.Itoa(e.code) }

var errBase = errors.New("base")

func mayFail(n int) (r int, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("recovered: %v", x)
		}
	}()
	switch n {
	case 0:
		return 1, nil
	case 1:
		return 0, &myErr{n}
	case 2:
		panic("two")
	case 3:
		panic(errBase)
	case 4:
		var s []int
		return s[n], nil
	}
	return n, fmt.Errorf("wrap %d: %w", n, errBase)
}

func describe(x any) string {
	switch v := x.(type) {
	case nil:
		return "nil"
	case int, int64:
		return fmt.Sprintf("int-like %v", v)
	case string:
		return "string " + v + strconv.Itoa(len(v))
	case color:
		return "color " + v.String()
	case colors:
		return fmt.Sprint("colors ", len(v))
	case []color:
		return fmt.Sprint("slice of color ", len(v))
	case error:
		return "error " + v.Error()
	case shape:
		return "shape " + v.name()
	case fmt.Stringer:
		return "stringer " + v.String()
	case func() int:
		return fmt.Sprint("func ", v())
	case map[string]int:
		return fmt.Sprint("map ", v["a"])
	case *int:
		return fmt.Sprint("pointer ", *v)
	case chan int:
		return fmt.Sprint("chan ", cap(v))
	case struct{ X int }:
		return fmt.Sprint("struct ", v.X)
	case [2]int:
		return fmt.Sprint("array ", v[1])
	case bool:
		if v {
			return "yes"
		}
		return "no"
	default:
		return fmt.Sprintf("other %T", v)
	}
}

type node struct {
	val  int
	next *node
}

func (n *node) String() string {
	if n == nil {
		return "end"
	}
	return fmt.Sprint(n.val, "->", n.next)
}

func fib() func() int {
	a, b := 0, 1
	return func() int {
		defer func() { a, b = b, a+b }()
		return a
	}
}

func compose(fs ...func(int) int) func(int) int {
	return func(x int) int {
		for _, f := range fs {
			x = f(x)
		}
		return x
	}
}

func variadic(pre string, xs ...any) string { return pre + fmt.Sprint(len(xs), xs) }

func multi() (int, string, error) { return 1, "s", nil }

func takes(n int, s string, err error) string { return fmt.Sprint(n, s, err) }

type animal struct{ n string }

func (a animal) speak() string    { return a.n + "?" }
func (a *animal) rename(s string) { a.n = s }

type dog struct {
	animal
	*node
}

func (d dog) speak() string { return d.animal.speak() + "!" }

func main() {
	shapes := []shape{sq{2}, &circ{1}}
	for _, s := range shapes {
		fmt.Println(s.name(), s.area(), s.area())
	}
	for i := range 6 {
		r, err := mayFail(i)
		var me *myErr
		fmt.Println(r, err, errors.As(err, &me), errors.Is(err, errBase))
	}
	n := 5
	for _, x := range []any{nil, 1, int64(2), "s", red, colors{red}, []color{red, green}, errBase, &myErr{1}, sq{1}, &node{1, nil}, func() int { return 3 }, map[string]int{"a": 4}, &n, make(chan int, 2), struct{ X int }{7}, [2]int{1, 2}, true, 2.5, []string{}, struct{}{}} {
		fmt.Println(describe(x))
	}
	fmt.Println(&node{1, &node{2, nil}})
	f := fib()
	for range 7 {
		fmt.Print(f(), " ")
	}
	fmt.Println()
	inc := func(x int) int { return x + 1 }
	fmt.Println(compose(inc, inc, func(x int) int { return x * n })(1), variadic("a"), variadic("b", 1, "c", nil), variadic("c", []any{1, 2}...), takes(multi()))
	var fs []func()
	for i := 0; i < 3; i++ {
		fs = append(fs, func() { i += 10; fmt.Print(i, " ") })
	}
	for _, f := range fs {
		f()
		f()
	}
	fmt.Println()
	func() {
		for i := range 3 {
			defer fmt.Print("d", i, " ")
		}
		defer func(s string) { fmt.Print(s, recover(), " ") }("lit ")
		panic("p")
	}()
	fmt.Println()
	func() {
		defer func() {
			fmt.Println("outer", recover())
		}()
		defer func() {
			defer func() { fmt.Println("inner", recover()) }()
			panic("second")
		}()
		panic("first")
	}()
	x := 1
	func() {
		defer fmt.Println("deferred x", x)
		x = 2
		defer func() { fmt.Println("closure x", x) }()
		x = 3
	}()
	d := dog{animal{"rex"}, &node{4, nil}}
	d.rename("max")
	sp := d.speak
	d.rename("bob")
	re := d.rename
	re("zed")
	fmt.Println(sp(), d.speak(), d.animal.speak(), d.val, d.n)
	g := (*animal).rename
	g(&d.animal, "expr")
	h := animal.speak
	fmt.Println(h(d.animal), shape.name(sq{}), color.String(green))
	var e error
	fmt.Println(e == nil, describe(e))
	var me *myErr
	e = me
	fmt.Println(e == nil, e != nil)
	var s1, s2 shape = sq{1}, sq{1}
	c1 := &circ{}
	var s3 shape = c1
	fmt.Println(s1 == s2, s1 == s3, s3 == shape(c1), s1 == sq{1})
	if q, ok := s1.(sq); ok {
		fmt.Println(q.s)
	}
	_, ok := s1.(interface{ missing() })
	fmt.Println(ok)
	func() {
		defer func() { fmt.Println(recover()) }()
		_ = s1.(*circ)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		var a any = "str"
		_ = a.(fmt.Stringer)
	}()
	var self func(int) int
	self = func(n int) int {
		if n == 0 {
			return 0
		}
		return n + self(n-1)
	}
	fmt.Println(self(4))
	acc := func() (sum func(int) int, get func() int) {
		t := 0
		return func(n int) int { t += n; return t }, func() int { return t }
	}
	sum, get := acc()
	sum(2)
	sum(3)
	fmt.Println(get())
	type local struct{ v int }
	ls := []local{{1}, {2}}
	for i := range ls {
		p := &ls[i]
		p.v *= 10
	}
	fmt.Println(ls)
	if v := len(ls); v > 1 {
		v := v * 2
		fmt.Println(v)
	} else if w := v; w == 0 {
		fmt.Println(w)
	}
	var once bool
	func() {
		defer func() {
			if r := recover(); r != nil && !once {
				once = true
				fmt.Println("re", r)
			}
		}()
		func() {
			defer func() { panic(fmt.Sprint("again ", recover())) }()
			panic("deep")
		}()
	}()
	m := map[shape]int{sq{1}: 1}
	m[s1]++
	fmt.Println(m[sq{1}], len(m))
	fmt.Fprintln(os.Stdout, red, green, []color{red}, map[color]int{green: 1}, colors{green})
	fmt.Printf("%v %d %s %T %T %+v %#v\n", red, green, red, red, shapes, sq{2}, sq{2})
}
