// A nil pointer that calls a value method, in every position.
package main

import (
	"fmt"
	"strings"
)

type val struct{ n int }

func (v val) get() int       { return v.n }
func (v val) String() string { return fmt.Sprint("val", v.n) }
func (v *val) ptr() bool     { return v == nil }
func (v *val) deref() int    { return v.n }

type getter interface{ get() int }

type outer struct{ *val }

type wide struct{ o *outer }

func try(what string, f func()) {
	defer func() {
		r := recover()
		err, ok := r.(error)
		if ok && strings.Contains(err.Error(), "nil pointer") {
			fmt.Println(what, "-", err)
		} else {
			fmt.Println(what, "?", r)
		}
	}()
	f()
	fmt.Println(what, "fine")
}

func id(n int) int { return n }

func main() {
	var p *val
	try("call", func() { p.get() })
	try("statement value", func() { n := p.get(); _ = n })
	try("argument", func() { id(p.get()) })
	try("return", func() { func() int { return p.get() }() })
	try("method value", func() { f := p.get; _ = f })
	try("deferred", func() { defer p.get() })
	try("interface", func() { gs := []getter{p, val{1}}; gs[0].get() })
	try("interface value", func() { var g getter = p; f := g.get; f() })
	try("method expression", func() { val.get(*p) })
	try("pointer expression", func() { (*val).get(p) })
	try("pointer method", func() { fmt.Println(p.ptr()) })
	try("field", func() { p.deref() })
	try("embedded", func() { var o outer; o.get() })
	try("embedded field", func() { var o outer; _ = o.n })
	try("deep", func() { var w wide; _ = w.o.val })
	try("deep assign", func() { var w wide; w.o.n = 1 })
	try("copy", func() { v := *p; _ = v })
	try("copy argument", func() { fmt.Sprint(*p) })
	try("assign", func() { *p = val{1} })
	try("compare", func() { _ = *p == val{1} })
	try("address of field", func() { q := &p.n; _ = q })
	try("range", func() {
		var a *[3]int
		for i := range a {
			_ = i
		}
		for _, x := range a {
			_ = x
		}
	})
	try("index", func() { var a *[3]int; _ = a[1] })
	try("index assign", func() { var a *[3]int; a[1] = 2 })
	try("slice", func() { var a *[3]int; _ = a[:] })
	try("len", func() { var a *[3]int; fmt.Println(len(a)) })
	try("map in nil", func() { var w *wide; w.o = nil })
	try("nil func", func() { var f func(); f() })
	try("nil map read", func() { var m map[string]int; fmt.Println(m["a"], len(m)) })
	try("nil slice", func() {
		var s []int
		fmt.Println(len(s), cap(s), s == nil)
		for range s {
		}
		s = append(s, 1)
	})
	try("nil error", func() { var e error; _ = e.Error() })
	try("nil stringer", func() { var s fmt.Stringer; _ = s.String() })
	fmt.Println(fmt.Sprint(p), p == nil)
}
