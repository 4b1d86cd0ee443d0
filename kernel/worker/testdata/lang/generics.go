// Generic code: statements and expressions over type parameters.
package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"
)

type number interface {
	~int | ~int8 | ~uint8 | ~float64
}

type celsius float64

type level uint8

func sum[T number](xs ...T) (t T) {
	for _, x := range xs {
		t += x
	}
	return t
}

func scale[T number](x T) T { return x*2 + T(1)/2 }

func shiftAll[T ~int | ~uint8](x T, n uint) []T { return []T{x << n, x >> 1, x &^ 1, -x, ^x} }

func mapOf[K comparable, V any](ks []K, f func(K) V) map[K]V {
	m := make(map[K]V, len(ks))
	for _, k := range ks {
		m[k] = f(k)
	}
	return m
}

type pair[A, B any] struct {
	a A
	b B
}

func (p pair[A, B]) swap() pair[B, A] { return pair[B, A]{p.b, p.a} }

func (p *pair[A, B]) set(a A) *pair[A, B] { p.a = a; return p }

func (p pair[A, B]) String() string { return fmt.Sprintf("<%v %v>", p.a, p.b) }

type list[T any] struct {
	head *node[T]
	n    int
}

type node[T any] struct {
	v    T
	next *node[T]
}

func (l *list[T]) push(vs ...T) *list[T] {
	for _, v := range vs {
		l.head = &node[T]{v, l.head}
		l.n++
	}
	return l
}

func (l *list[T]) each(yield func(int, T) bool) {
	i := 0
	for n := l.head; n != nil; n = n.next {
		if !yield(i, n.v) {
			return
		}
		i++
	}
}

type stack[T any] []T

func (s *stack[T]) push(v T) { *s = append(*s, v) }
func (s *stack[T]) pop() (v T, err error) {
	if len(*s) == 0 {
		return v, errors.New("empty")
	}
	v = (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return
}

type cache[K comparable, V any] struct {
	mu   sync.Mutex
	m    map[K]V
	load func(K) (V, error)
}

func (c *cache[K, V]) get(k K) (V, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, ok := c.m[k]; ok {
		return v, nil
	}
	v, err := c.load(k)
	if err != nil {
		var zero V
		return zero, fmt.Errorf("get %v: %w", k, err)
	}
	if c.m == nil {
		c.m = map[K]V{}
	}
	c.m[k] = v
	return v, nil
}

type tree[T cmp.Ordered] struct {
	left, right *tree[T]
	v           T
}

func (t *tree[T]) insert(v T) *tree[T] {
	switch {
	case t == nil:
		return &tree[T]{v: v}
	case v < t.v:
		t.left = t.left.insert(v)
	case v > t.v:
		t.right = t.right.insert(v)
	}
	return t
}

func (t *tree[T]) walk(f func(T)) {
	if t != nil {
		t.left.walk(f)
		f(t.v)
		t.right.walk(f)
	}
}

type shape interface {
	comparable
	area() float64
}

type sq struct{ s float64 }

func (q sq) area() float64 { return q.s * q.s }

func biggest[S shape](ss []S, except S) (best S) {
	for _, s := range ss {
		if s != except && s.area() > best.area() {
			best = s
		}
	}
	return
}

type setter[T any] interface {
	*T
	set(string)
}

type conf struct{ s string }

func (c *conf) set(s string) { c.s = s }

func build[T any, P setter[T]](s string) T {
	var t T
	P(&t).set(s)
	return t
}

func kind[T any](v T) string {
	switch x := any(v).(type) {
	case int:
		return "int"
	case []T:
		return "slice"
	case fmt.Stringer:
		return "stringer " + x.String()
	case pair[int, T]:
		return "pair"
	}
	var p *T
	return fmt.Sprintf("%T %T", v, p)
}

func try[T any](f func() T) (t T, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	return f(), nil
}

func reduce[T, A any](xs []T, a A, f func(A, T) A) A {
	for _, x := range xs {
		a = f(a, x)
	}
	return a
}

func fanIn[T any](cs ...<-chan T) <-chan T {
	out := make(chan T)
	var wg sync.WaitGroup
	for _, c := range cs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for v := range c {
				select {
				case out <- v:
				}
			}
		}()
	}
	go func() { wg.Wait(); close(out) }()
	return out
}

func emit[T any](vs ...T) <-chan T {
	c := make(chan T, len(vs))
	for _, v := range vs {
		c <- v
	}
	close(c)
	return c
}

func main() {
	fmt.Println(sum(1, 2, 3), sum(1.5, 2), sum[celsius](1, 2.5), sum[level](200, 100), sum[int]())
	fmt.Println(scale(3), scale(1.5), scale(celsius(2)), scale(level(127)))
	fmt.Println(shiftAll(5, 2), shiftAll(level(200), 1))
	m := mapOf([]string{"a", "bb"}, func(s string) int { return len(s) })
	fmt.Println(m, slices.Sorted(maps.Keys(m)))
	p := pair[int, string]{1, "x"}
	fmt.Println(p, p.swap(), p.set(5).swap().a, p)
	sw := p.swap
	p.set(9)
	fmt.Println(sw(), pair[int, string].swap(p), (*pair[int, string]).set(&p, 3))
	l := (&list[string]{}).push("a", "b", "c")
	for i, v := range l.each {
		if i == 2 {
			break
		}
		fmt.Print(i, v, " ")
	}
	fmt.Println(l.n)
	var s stack[pair[int, string]]
	s.push(p)
	fmt.Println(s.pop())
	fmt.Println(s.pop())
	c := cache[string, int]{load: func(k string) (int, error) {
		if k == "" {
			return 0, errors.New("no key")
		}
		return len(k) * 10, nil
	}}
	fmt.Println(c.get("abc"))
	fmt.Println(c.get(""))
	fmt.Println(c.get("abc"))
	var t *tree[string]
	for _, w := range strings.Fields("the quick brown fox the lazy") {
		t = t.insert(w)
	}
	t.walk(func(s string) { fmt.Print(s, " ") })
	fmt.Println()
	fmt.Println(biggest([]sq{{1}, {3}, {2}}, sq{3}), build[conf]("made").s)
	fmt.Println(kind(1), kind("s"), kind(p), kind(celsius(1)), kind([]int{1}), kind(&p))
	fmt.Println(try(func() int { return 1 }))
	fmt.Println(try(func() string { var m map[string]string; m["a"] = "b"; return "" }))
	fmt.Println(reduce([]int{1, 2, 3}, "", func(a string, x int) string { return a + fmt.Sprint(x) }))
	total := 0
	for v := range fanIn(emit(1, 2), emit(3)) {
		total += v
	}
	fmt.Println(total)
	people := []struct {
		n string
		a int
	}{{"b", 2}, {"a", 2}, {"c", 1}}
	slices.SortStableFunc(people, func(x, y struct {
		n string
		a int
	}) int {
		return cmp.Or(cmp.Compare(x.a, y.a), strings.Compare(x.n, y.n))
	})
	fmt.Println(people, slices.MaxFunc([]celsius{1, 3, 2}, cmp.Compare[celsius]), slices.Contains([]level{1, 2}, 2))
	keys := slices.Collect(maps.Values(map[int]celsius{1: 1.5}))
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	fmt.Println(keys, min(celsius(2), 1), max(level(2), 7))
	f := sum[float64]
	fmt.Printf("%v %T %T %T\n", f(1, 2), p, l, s)
	idx, found := slices.BinarySearch([]string{"a", "c"}, "c")
	fmt.Println(idx, found, slices.Insert([]int{1, 4}, 1, 2, 3), slices.Equal([]int{1}, []int{1}))
}
