// Labels, goto, break and continue through everything.
package main

import "fmt"

func search(m [][]int, want int) (int, int) {
	found := false
	r, c := -1, -1
outer:
	for i, row := range m {
		for j, v := range row {
			switch {
			case v < 0:
				continue outer
			case v == want:
				r, c, found = i, j, true
				break outer
			}
			if v > 100 {
				break
			}
		}
	}
	if !found {
		return -1, -1
	}
	return r, c
}

func collatz(n int) (steps int) {
loop:
	if n == 1 {
		return
	}
	steps++
	if n%2 == 0 {
		n /= 2
		goto loop
	}
	n = 3*n + 1
	goto loop
}

func state(input string) string {
	out := ""
	i := 0
start:
	if i >= len(input) {
		goto done
	}
	switch input[i] {
	case 'a':
		goto gotA
	case 'b':
		goto gotB
	}
	i++
	goto start
gotA:
	out += "A"
	i++
	goto start
gotB:
	out += "B"
	i++
	goto start
done:
	return out
}

func main() {
	m := [][]int{{1, 2}, {-1, 5}, {3, 5}, {200, 7}}
	fmt.Println(search(m, 5))
	fmt.Println(search(m, 7))
	fmt.Println(collatz(27), state("xabxba"))
sw:
	switch x := len(m); {
	case x > 3:
		for i := 0; ; i++ {
			if i == 3 {
				break sw
			}
			if i == 1 {
				continue
			}
			fmt.Println("loop", i)
		}
	default:
		fmt.Println("no")
	}
	c := make(chan int, 10)
	for i := range 5 {
		c <- i
	}
	close(c)
recv:
	for {
		select {
		case v, ok := <-c:
			if !ok {
				break recv
			}
			if v%2 == 0 {
				continue recv
			}
			fmt.Println("odd", v)
			if v == 1 {
				break
			}
			fmt.Println("after", v)
		}
	}
	var fs []func() int
next:
	for i := 0; i < 6; i++ {
		for j := range 3 {
			if j == i%3 {
				fs = append(fs, func() int { return i*10 + j })
				continue next
			}
		}
	}
	for _, f := range fs {
		fmt.Print(f(), " ")
	}
	fmt.Println()
	n := 0
again:
	for k, v := range map[string]int{"x": 1} {
		n += v
		if n < 3 {
			goto again
		}
		fmt.Println(k, n)
	}
	switch n {
	case 3:
		fmt.Println("three")
		fallthrough
	case 4:
		fmt.Println("four")
		if n == 3 {
			break
		}
		fmt.Println("no")
	case 5:
		fmt.Println("five")
	default:
		fmt.Println("default")
	}
	switch {
	default:
		fmt.Println("first default")
		fallthrough
	case n > 100:
		fmt.Println("big")
	}
	for i := 0; i < 2; i++ {
	inner:
		for {
			switch {
			case i == 0:
				break inner
			default:
				goto out
			}
		}
		fmt.Println("inner over", i)
	}
out:
	fmt.Println("out")
ty:
	switch v := any(n).(type) {
	case int:
		if v == 3 {
			break ty
		}
		fmt.Println("not here")
	}
	for range 3 {
		defer func() { fmt.Print("d") }()
	}
}
