package main

import "fmt"

type A struct {
	b  *B
	as []A
	m  map[string]*A
	f  func(A) *A
	c  chan A
}

type B struct {
	a   *A
	any interface{ Get() *B }
}

func (b *B) Get() *B { return b }

type Tree map[string]Tree
type Slice []Slice
type Fn func(int) Fn
type Ptr *Ptr
type Ch chan Ch
type Mix map[string][]Mix

type Outer struct {
	r    Rec
	next *Outer
}
type Inner struct {
	o *Outer
	n int
}
type Rec func(Inner) Rec

type Anon struct {
	x struct {
		y *struct{ z []Anon }
	}
}
type AnonToo Anon

type List[T any] struct {
	head T
	tail *List[T]
	subs []List[List[int]]
}

type Visitor interface{ Visit(n *Node) Visitor }
type Node struct {
	kids []*Node
	v    Visitor
}
type counter int

func (c *counter) Visit(n *Node) Visitor { *c++; return c }
func (n *Node) walk(v Visitor) {
	if v = v.Visit(n); v == nil {
		return
	}
	for _, k := range n.kids {
		k.walk(v)
	}
}

func (t Tree) depth() (d int) {
	for _, s := range t {
		d = max(d, s.depth())
	}
	return d + 1
}

func count(n int) Fn {
	fmt.Print(n, " ")
	if n == 0 {
		return nil
	}
	return count
}

func main() {
	a := A{as: []A{{}}, m: map[string]*A{}}
	a.b = &B{a: &a}
	a.b.any = a.b
	a.m["self"] = &a
	a.f = func(x A) *A { return x.m["self"] }
	a.c = make(chan A, 1)
	a.c <- a
	got := <-a.c
	fmt.Println(got.f(got) == &a, got.b.any.Get().a == &a, len(got.as), a.b.Get() == a.b)

	t := Tree{"a": {"b": nil}, "c": nil}
	fmt.Println(t.depth(), len(t["a"]), t["x"] == nil, Tree(nil) == nil)
	s := Slice{nil, {nil, {}}}
	s = append(s, s[1])
	fmt.Println(len(s), len(s[1][1]), s[0] == nil, cap(s[:1:1]))
	for f, n := Fn(count), 2; f != nil; n-- {
		f = f(n)
	}
	fmt.Println()
	var p Ptr
	p = &p
	fmt.Println(*p == p, p != nil)
	ch := make(Ch, 1)
	ch <- ch
	fmt.Println(<-ch == ch)
	m := Mix{"a": {{"b": nil}, nil}}
	m["c"] = append(m["a"], m)
	fmt.Println(len(m["c"]), len(m["a"][0]))
	var i any = t
	u, ok := i.(Tree)
	_, no := i.(map[string]Tree)
	fmt.Println(ok, no, len(u))

	o := &Outer{}
	o.next = o
	o.r = func(in Inner) Rec { fmt.Print(in.n, in.o == o, " "); return nil }
	fmt.Println(o.r(Inner{o.next, 7}) == nil)

	var an Anon
	an.x.y = &struct{ z []Anon }{make([]Anon, 2)}
	at := AnonToo(an)
	fmt.Println(len(at.x.y.z), an.x.y.z[0].x.y == nil)

	l := List[string]{"a", &List[string]{head: "b"}, []List[List[int]]{{head: List[int]{head: 3}}}}
	fmt.Println(l.tail.head, l.subs[0].head.head, l.tail.tail == nil)

	var c counter
	n := &Node{kids: []*Node{{}, {kids: []*Node{{}}}}}
	n.walk(&c)
	fmt.Println(c)
}
