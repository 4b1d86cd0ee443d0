// Select, channels and goroutines.
package main

import (
	"fmt"
	"sync"
	"time"
)

type msg struct {
	n     int
	reply chan string
}

func idx(s string, n int) int { fmt.Print(s, " "); return n }

func pick(a, b chan int) string {
	select {
	case v := <-a:
		return fmt.Sprint("a", v)
	case v, ok := <-b:
		return fmt.Sprint("b", v, ok)
	default:
		return "none"
	}
}

func main() {
	a, b := make(chan int, 1), make(chan int, 1)
	fmt.Println(pick(a, b))
	a <- 1
	fmt.Println(pick(a, b))
	b <- 2
	fmt.Println(pick(a, b))
	close(b)
	fmt.Println(pick(a, b))

	arr := [3]int{}
	m := map[string]int{}
	c := make(chan int, 3)
	c <- 5
	select {
	case arr[idx("target", 1)] = <-c:
	}
	fmt.Println(arr)
	c <- 6
	select {
	case m["x"] = <-c:
	}
	var ok bool
	c <- 7
	select {
	case m["y"], ok = <-c:
	}
	fmt.Println(m, ok)
	select {
	case c <- idx("value", 8):
		fmt.Println("sent", <-c)
	}
	var nilc chan int
	select {
	case <-nilc:
		fmt.Println("never")
	case nilc <- 1:
		fmt.Println("never")
	case <-time.After(time.Millisecond):
		fmt.Println("timeout")
	}
	server := make(chan msg)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for r := range server {
			r.reply <- fmt.Sprint("got ", r.n)
		}
	}()
	for i := range 3 {
		reply := make(chan string)
		server <- msg{i, reply}
		fmt.Println(<-reply)
	}
	close(server)
	<-done

	var wg sync.WaitGroup
	var mu sync.Mutex
	total := 0
	results := make(chan int)
	for i := range 5 {
		wg.Add(1)
		go func(n int) {
			defer wg.Done()
			results <- n * i
		}(i)
	}
	go func() { wg.Wait(); close(results) }()
	for r := range results {
		mu.Lock()
		total += r
		mu.Unlock()
	}
	fmt.Println(total)

	gen := func(n int) <-chan int {
		out := make(chan int)
		go func() {
			defer close(out)
			for i := range n {
				out <- i
			}
		}()
		return out
	}
	sq := func(in <-chan int) <-chan int {
		out := make(chan int)
		go func() {
			for x := range in {
				out <- x * x
			}
			close(out)
		}()
		return out
	}
	for x := range sq(sq(gen(4))) {
		fmt.Print(x, " ")
	}
	fmt.Println()

	var send chan<- int = c
	var recv <-chan int = c
	send <- 1
	fmt.Println(<-recv, len(c), cap(c), len(send))
	v, ok2 := <-b
	fmt.Println(v, ok2)
	fs := make(chan func() int, 1)
	fs <- func() int { return 42 }
	fmt.Println((<-fs)())
	select {
	case f, ok := <-fs:
		fmt.Println(f, ok)
	default:
		fmt.Println("empty")
	}
	fs <- func() int { return 43 }
	select {
	case f := <-fs:
		fmt.Println(f())
	}
	cc := make(chan chan int, 1)
	in := make(chan int, 1)
	cc <- in
	in <- 9
	fmt.Println(<-<-cc)
	counts := map[int]int{}
	x, y := make(chan int), make(chan int)
	quit := make(chan bool)
	go func() {
		for range 50 {
			x <- 1
		}
		close(quit)
	}()
	go func() {
		for {
			select {
			case y <- 2:
			case <-quit:
				return
			}
		}
	}()
loop:
	for {
		select {
		case v := <-x:
			counts[v]++
		case v := <-y:
			counts[v] = 1
		case <-quit:
			break loop
		}
	}
	fmt.Println(counts[1])
	func() {
		defer func() { fmt.Println(recover()) }()
		close(quit)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		b <- 1
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		select {
		case b <- 1:
		default:
		}
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		close(nilc)
	}()
	ticker := time.NewTicker(time.Millisecond)
	n := 0
	for range ticker.C {
		if n++; n == 2 {
			ticker.Stop()
			break
		}
	}
	fmt.Println(n)
	var once sync.Once
	for range 3 {
		once.Do(func() { fmt.Println("once") })
	}
	errc := make(chan error, 1)
	errc <- fmt.Errorf("e%d", 1)
	if err, ok := <-errc; ok {
		fmt.Println(err)
	}
	type token struct{}
	sem := make(chan token, 2)
	sem <- token{}
	fmt.Println(len(sem), <-sem == token{})
}
