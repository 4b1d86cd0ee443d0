package main

import (
	"bufio"
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"iter"
	"log"
	"log/slog"
	"math/rand"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"text/template"
	"time"
)

type User struct {
	Name string
	Age  int
}
type srv struct {
	mu   sync.Mutex
	hits map[string]int
}

func (s *srv) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.hits[r.URL.Path]++
	n := s.hits[r.URL.Path]
	s.mu.Unlock()
	if r.URL.Path == "/panic" {
		panic("handler")
	}
	json.NewEncoder(w).Encode(map[string]any{"n": n, "u": User{"a", 1}})
}
func gen(n int) iter.Seq[int] {
	return func(y func(int) bool) {
		for i := range n {
			if !y(i) {
				return
			}
		}
	}
}

type rec struct{ b strings.Builder }

func (r *rec) Write(p []byte) (int, error) { r.b.Write(p); return len(p), nil }

type X struct {
	XMLName xml.Name `xml:"x"`
	A       int      `xml:"a,attr"`
	B       string   `xml:"b"`
}

func main() {
	log.SetFlags(0)
	log.SetOutput(io.Discard)
	s := &srv{hits: map[string]int{}}
	ts := httptest.NewServer(s)
	defer ts.Close()
	for _, p := range []string{"/a", "/a", "/panic", "/b"} {
		resp, err := http.Get(ts.URL + p)
		if err != nil {
			fmt.Println("err", strings.Contains(err.Error(), "EOF"))
			continue
		}
		b, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		fmt.Print(resp.StatusCode, " ", string(b))
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /hi/{name}", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, "hi %s", r.PathValue("name")) })
	rr := httptest.NewRecorder()
	mux.ServeHTTP(rr, httptest.NewRequest("GET", "/hi/bob", nil))
	fmt.Println(rr.Code, rr.Body.String())
	tm := template.Must(template.New("x").Funcs(template.FuncMap{"up": func(s string) string { return strings.ToUpper(s) }, "bad": func() string { panic("tpl") }}).Parse("{{range $i, $u := .}}{{$i}}:{{up $u.Name}} {{end}}\n"))
	fmt.Println(tm.Execute(os.Stdout, []User{{"q", 1}, {"r", 2}}))
	tb := template.Must(template.New("y").Funcs(template.FuncMap{"bad": func() string { panic("tpl") }}).Parse("{{bad}}"))
	fmt.Println(tb.Execute(io.Discard, nil))
	r := &rec{}
	w := bufio.NewWriter(r)
	fmt.Fprintf(w, "%v", User{"z", 2})
	w.Flush()
	fmt.Println(r.b.String())
	next, stop := iter.Pull(gen(3))
	for {
		v, ok := next()
		if !ok {
			break
		}
		fmt.Print(v, " ")
	}
	stop()
	fmt.Println(runtime.NumGoroutine() > 0)
	l := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: func(g []string, a slog.Attr) slog.Attr {
		if a.Key == "time" {
			return slog.Attr{}
		}
		return a
	}}))
	l.Info("msg", "n", 1, "s", "x", "d", time.Second)
	var p atomic.Pointer[User]
	p.Store(&User{"p", 1})
	fmt.Println(p.Load().Name)
	var av atomic.Value
	av.Store(User{"v", 1})
	fmt.Println(av.Load().(User).Name)
	rnd := rand.New(rand.NewSource(1))
	fmt.Println(rnd.Intn(100), rnd.Perm(3))
	_, err := strconv.Atoi("x1")
	fmt.Println(err)
	var x X
	fmt.Println(xml.Unmarshal([]byte(`<x a="3"><b>q</b></x>`), &x), x.A, x.B)
	ob, err := xml.Marshal(X{A: 1, B: "z"})
	fmt.Println(string(ob), err)
	var buf bytes.Buffer
	fmt.Println(gob.NewEncoder(&buf).Encode(User{"g", 5}))
	var u User
	fmt.Println(gob.NewDecoder(&buf).Decode(&u), u)
	fs := flag.NewFlagSet("x", flag.ContinueOnError)
	n := fs.Int("n", 3, "num")
	fmt.Println(fs.Parse([]string{"-n", "5"}), *n)
	var once sync.Once
	func() { defer func() { fmt.Println("r", recover()) }(); once.Do(func() { panic("in once") }) }()
	once.Do(func() { fmt.Println("not again") })
	m := sync.Map{}
	m.Store(User{"k", 1}, 5)
	v, ok := m.Load(User{"k", 1})
	fmt.Println(v, ok)
	ch := make(chan User, 1)
	select {
	case ch <- User{"c", 1}:
	default:
		fmt.Println("full")
	}
	select {
	case u := <-ch:
		fmt.Println(u)
	case <-time.After(time.Second):
	}
	t := time.AfterFunc(time.Hour, func() {})
	fmt.Println(t.Stop(), t.Reset(time.Millisecond))
	tick := time.Tick(time.Millisecond)
	<-tick
	done := make(chan struct{})
	go func() { defer close(done); runtime.Goexit() }()
	<-done
	fmt.Println("end")
}
