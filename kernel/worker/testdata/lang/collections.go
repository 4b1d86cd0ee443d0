// Maps, slices, arrays, strings: elements and builtins.
package main

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

type key struct {
	a string
	b int
}

type count map[string]int

func (c count) add(s string) { c[s]++ }

type stack []int

func (s *stack) push(n int) { *s = append(*s, n) }
func (s *stack) pop() int {
	old := *s
	n := old[len(old)-1]
	*s = old[:len(old)-1]
	return n
}

type matrix [2][2]int

type graph map[string][]string

func try(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

func main() {
	m := map[string]int{"a": 1}
	m["b"] += 2
	m["c"]++
	m["a"] <<= 3
	v, ok := m["zz"]
	fmt.Println(m, v, ok, len(m))
	delete(m, "a")
	delete(m, "none")
	if x, ok := m["b"]; ok {
		fmt.Println(x)
	}
	_, found := m["c"]
	fmt.Println(found, m["b"] == 2)
	mk := map[key][]int{{"x", 1}: {1}}
	mk[key{"x", 1}] = append(mk[key{"x", 1}], 2)
	mk[key{"y", 2}] = append(mk[key{"y", 2}], 3, 4)
	fmt.Println(mk, len(mk[key{"z", 0}]))
	mm := map[string]map[string]int{}
	if mm["a"] == nil {
		mm["a"] = map[string]int{}
	}
	mm["a"]["b"]++
	mm["a"]["b"] *= 7
	fmt.Println(mm)
	ms := map[string]struct{ n int }{"s": {1}}
	fmt.Println(ms["s"].n, ms["t"].n)
	mp := map[string]*key{"p": {"q", 1}}
	mp["p"].b++
	fmt.Println(*mp["p"])
	mf := map[string]func(int) int{"inc": func(n int) int { return n + 1 }}
	fmt.Println(mf["inc"](1), mf["none"] == nil)
	ma := map[any]string{1: "int", "1": "string", 1.5: "float", key{"k", 1}: "key", [2]int{1, 2}: "array"}
	fmt.Println(ma[1], ma["1"], ma[1.5], ma[key{"k", 1}], ma[[2]int{1, 2}], ma[int64(1)] == "")
	try(func() { ma[[]int{1}] = "slice" })
	try(func() { var n map[string]int; n["x"] = 1 })
	c := count{}
	c.add("w")
	c.add("w")
	fmt.Println(c, len(c))
	clear(c)
	fmt.Println(c)
	for k := range m {
		delete(m, k)
	}
	fmt.Println(len(m))
	g := graph{"a": {"b", "c"}}
	for _, n := range g["a"] {
		g[n] = append(g[n], "a")
	}
	fmt.Println(g)

	s := []int{1, 2, 3, 4, 5}
	t := s[1:3]
	t = append(t, 99)
	fmt.Println(s, t, len(t), cap(t), cap(s[1:3:3]))
	u := append(s[:1:1], 7)
	u[0] = 100
	fmt.Println(s[0], u)
	n := copy(s, s[2:])
	fmt.Println(n, s)
	s = append(s, s...)
	s = append(s[:2], s[5:]...)
	fmt.Println(s)
	var st stack
	st.push(1)
	st.push(2)
	fmt.Println(st.pop(), st, len(st))
	var nilS []int
	nilS = append(nilS, nilS...)
	fmt.Println(nilS == nil, len(nilS), append([]int(nil), 1))
	b := append([]byte("ab"), "cd"...)
	copy(b[1:], "XY")
	fmt.Println(string(b), b)
	grid := make([][]rune, 2)
	for i := range grid {
		grid[i] = []rune(strings.Repeat(".", 3))
	}
	grid[1][2] = '#'
	for _, row := range grid {
		fmt.Println(string(row))
	}
	var mx matrix
	mx[0][1] = 5
	my := mx
	my[0][1]++
	px := &mx
	px[1][0] = 3
	fmt.Println(mx, my, mx == my, len(px), px[1])
	for i, row := range mx {
		for j := range row {
			mx[i][j]++
		}
	}
	fmt.Println(mx)
	arr := [...]string{2: "c", 0: "a"}
	fmt.Println(arr, len(arr), arr[1] == "")
	sl := arr[:]
	sl[1] = "b"
	fmt.Println(arr)
	pa := (*[2]string)(sl)
	pa[0] = "z"
	fmt.Println(arr, [3]string(sl))
	e := &arr[1]
	*e += "!"
	p2 := &s[0]
	*p2 = 55
	fmt.Println(arr, s[0])
	try(func() { _ = s[len(s)] })
	i := -1
	try(func() { _ = s[i] })
	three := 3
	try(func() { _ = s[three:1:2][i] })
	try(func() { _ = s[i:] })
	try(func() { _ = s[:100] })
	try(func() { _ = "abc"[5-i:] })
	try(func() { _ = "abc"[i+4] })
	try(func() { _ = arr[i+9] })
	try(func() { _ = make([]int, i) })
	try(func() { _ = make([]int, 2, i+2) })
	try(func() { _ = [4]int(s[:1]) })
	var u8 uint64 = 1 << 63
	try(func() { _ = s[u8] })

	str := "héllo, 世界"
	for i, r := range str {
		fmt.Print(i, ":", string(r), " ")
	}
	fmt.Println(len(str), str[1], str[1:3], str[len(str)-3:])
	for i := range "abc" {
		fmt.Print(i)
	}
	for _, r := range "a\xffb" {
		fmt.Print(" ", r)
	}
	fmt.Println()
	w := ""
	for _, x := range []string{"x", "y"} {
		w += x + "-"
	}
	fmt.Println(w, w < "x-z", "a"+"b" == "ab", strings.ToUpper(w))
	people := []struct {
		Name string
		Age  int
	}{{"A", 3}, {"B", 1}, {"C", 2}}
	sort.Slice(people, func(i, j int) bool { return people[i].Age < people[j].Age })
	fmt.Println(people)
	slices.SortFunc(people, func(a, b struct {
		Name string
		Age  int
	}) int {
		return strings.Compare(b.Name, a.Name)
	})
	fmt.Println(people, slices.Index([]string{"p", "q"}, "q"))
	for i := range s {
		if i > 1 {
			break
		}
		s = append(s, i)
	}
	fmt.Println(len(s))
	a2 := [3]int{1, 2, 3}
	for i, x := range a2 {
		a2[2] = 10
		if i == 2 {
			fmt.Println(x)
		}
	}
	for i, x := range &a2 {
		a2[2] = 20
		if i == 2 {
			fmt.Println(x)
		}
	}
	x, y := 1, 2
	x, y = y, x+y
	s2 := []int{0, 1, 2}
	s2[x], x = 7, 0
	fmt.Println(x, y, s2)
	var iface any = s2
	if q, ok := iface.([]int); ok {
		q[0] = 70
	}
	fmt.Println(iface, min(len(s2), 2))
}
