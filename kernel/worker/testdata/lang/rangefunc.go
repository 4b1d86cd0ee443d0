// Range over functions, with every way out of the body.
package main

import (
	"fmt"
	"iter"
	"maps"
	"slices"
)

func upTo(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer fmt.Print("<over>")
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func pairs(s []string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i, x := range s {
			if !yield(i, x) {
				return
			}
		}
	}
}

func nothing(yield func() bool) {
	for range 3 {
		if !yield() {
			return
		}
	}
}

func find(n int) (at int, ok bool) {
	for i := range upTo(10) {
		if i == n {
			return i, true
		}
	}
	return -1, false
}

func named(n int) (s string, err error) {
	for i := range upTo(5) {
		s += fmt.Sprint(i)
		if i == n {
			err = fmt.Errorf("stopped at %d", n)
			return
		}
	}
	return s + "!", nil
}

func nested(want int) string {
outer:
	for i := range upTo(4) {
		for j := range upTo(4) {
			switch {
			case j == 2:
				continue outer
			case i*10+j == want:
				return fmt.Sprint("found ", i, j)
			case i == 3:
				break outer
			}
			for k := range upTo(3) {
				if k == 1 {
					break
				}
				if i == 2 && want == 99 {
					goto done
				}
			}
		}
	}
	return "none"
done:
	return "gone"
}

func deferring() (r []string) {
	defer func() { r = append(r, "last") }()
	for i := range upTo(3) {
		defer func() { r = append(r, fmt.Sprint("deferred ", i)) }()
		if i == 1 {
			return append(r, "returned")
		}
	}
	return nil
}

type tree struct {
	left, right *tree
	v           int
}

func (t *tree) all(yield func(int) bool) bool {
	return t == nil || t.left.all(yield) && yield(t.v) && t.right.all(yield)
}

func (t *tree) All() iter.Seq[int] { return func(yield func(int) bool) { t.all(yield) } }

func filter[T any](seq iter.Seq[T], keep func(T) bool) iter.Seq[T] {
	return func(yield func(T) bool) {
		for x := range seq {
			if keep(x) && !yield(x) {
				return
			}
		}
	}
}

func misuse(yield func(int) bool) {
	yield(1)
	yield(2)
}

func swallow(yield func(int) bool) {
	defer func() { recover() }()
	yield(1)
}

func try(what string, f func()) {
	defer func() { fmt.Println(what, recover()) }()
	f()
}

func main() {
	for i := range upTo(3) {
		fmt.Print(i, " ")
	}
	fmt.Println()
	for range nothing {
		fmt.Print("x")
	}
	fmt.Println()
	for i, s := range pairs([]string{"a", "b", "c"}) {
		if i == 0 {
			continue
		}
		fmt.Print(i, s, " ")
	}
	fmt.Println()
	fmt.Println(find(4))
	fmt.Println(find(40))
	fmt.Println(named(2))
	fmt.Println(named(9))
	fmt.Println(nested(11), nested(31), nested(99), nested(77))
	fmt.Println(deferring())
	var fs []func() int
	for i := range upTo(3) {
		fs = append(fs, func() int { i *= 2; return i })
	}
	for _, f := range fs {
		fmt.Print(f(), f(), " ")
	}
	fmt.Println()
	var k int
	for k = range upTo(5) {
		if k == 3 {
			break
		}
	}
	fmt.Println(k)
	t := &tree{&tree{nil, nil, 1}, &tree{nil, &tree{nil, nil, 9}, 5}, 3}
	for v := range t.All() {
		fmt.Print(v, " ")
		if v == 5 {
			break
		}
	}
	fmt.Println(slices.Collect(filter(t.All(), func(n int) bool { return n%3 == 0 })))
	m := map[string]int{"b": 2, "a": 1}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		fmt.Print(key, m[key], " ")
	}
	fmt.Println()
	try("continued", func() {
		for range misuse {
			break
		}
	})
	try("panic in body", func() {
		for i := range upTo(3) {
			panic(fmt.Sprint("body ", i))
		}
	})
	try("swallowed", func() {
		for range swallow {
			panic("lost")
		}
	})
	var kept func(int) bool
	try("late", func() {
		for range func(yield func(int) bool) { kept = yield; yield(1) } {
		}
		kept(2)
	})
	next, stop := iter.Pull(upTo(3))
	fmt.Println(next())
	fmt.Println(next())
	stop()
	fmt.Println(next())
	for c := range slices.Chunk([]int{1, 2, 3, 4, 5}, 2) {
		fmt.Print(c)
	}
	fmt.Println()
	sum := 0
	for i := range upTo(3) {
		for j := range 3 {
			if j > i {
				break
			}
			sum += i * j
		}
	}
	fmt.Println(sum)
	func() {
		for i := range upTo(2) {
			func() {
				if i == 1 {
					return
				}
				fmt.Print("inner ", i)
			}()
		}
	}()
	fmt.Println()
}
