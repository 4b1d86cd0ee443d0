// Named structs and identical unnamed ones.
package main

import "fmt"

type point struct{ X, Y int }

type other struct{ X, Y int }

type tagged struct {
	X int `json:"x"`
	Y int
}

type inner struct{ v struct{ A, B int } }

func take(s struct{ X, Y int }) int { return s.X*10 + s.Y }

func give() struct{ X, Y int } { return struct{ X, Y int }{5, 6} }

func (p point) sum() int { return p.X + p.Y }

type list []point

func main() {
	var p point = struct{ X, Y int }{1, 2}
	u := struct{ X, Y int }{3, 4}
	p = u
	fmt.Println(p, p.sum())
	u = p
	u.X = 9
	fmt.Println(u, p)
	fmt.Println(take(p), take(u))
	p = give()
	fmt.Println(p)
	o := other(p)
	o.X = 1
	fmt.Println(o, p, point(o) == p, o == other(p))
	t := tagged(p)
	fmt.Println(t)
	fmt.Println(p == u, u == struct{ X, Y int }{9, 4})
	ps := []point{{1, 2}, u, give()}
	fmt.Println(ps)
	m := map[point]string{{1, 2}: "a"}
	m[struct{ X, Y int }{1, 2}] += "b"
	fmt.Println(m)
	var in inner
	in.v = struct{ A, B int }{1, 2}
	in.v.A++
	fmt.Println(in)
	c := make(chan point, 1)
	c <- struct{ X, Y int }{7, 8}
	fmt.Println(<-c)
	f := func() point { return u }
	fmt.Println(f())
	var a any = u
	_, isPoint := a.(point)
	_, isUnnamed := a.(struct{ X, Y int })
	fmt.Println(isPoint, isUnnamed)
	pp := &p
	*pp = struct{ X, Y int }{1, 1}
	fmt.Println(p, pp.sum(), (*pp).sum())
	q := *pp
	q.X = 100
	fmt.Println(p.X, q.X)
	arr := [2]point{{1, 2}, {3, 4}}
	brr := arr
	brr[0].X = 50
	fmt.Println(arr, brr, arr == brr, arr == [2]point{{1, 2}, {3, 4}})
	for i, e := range arr {
		e.X = 99
		arr[i].Y = 77
	}
	fmt.Println(arr)
	l := list{{1, 2}}
	l[0].X = 5
	for i := range l {
		l[i].Y *= 2
	}
	fmt.Println(l, len(l))
	var nested struct {
		point
		Z    int
		more []struct{ N string }
	}
	nested.X, nested.Z = 1, 2
	nested.more = append(nested.more, struct{ N string }{"n"})
	fmt.Println(nested, nested.sum())
	var empty struct{}
	fmt.Println(empty, empty == struct{}{})
	anon := []struct {
		name string
		f    func(int) int
	}{{"double", func(n int) int { return n * 2 }}, {name: "nil"}}
	for _, a := range anon {
		if a.f != nil {
			fmt.Println(a.name, a.f(4))
		} else {
			fmt.Println(a.name)
		}
	}
}
