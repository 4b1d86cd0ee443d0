// Structs that embed interfaces of the library: the commonest decorator.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
	"time"
)

type wrapped struct {
	error
	code int
}

func (w wrapped) Unwrap() error { return w.error }

type plain struct{ error }

type counting struct {
	io.Reader
	n int
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += n
	return n, err
}

type passing struct{ io.Reader }

type named struct {
	context.Context
	name string
}

func (n named) Value(key any) any {
	if key == "name" {
		return n.name
	}
	return n.Context.Value(key)
}

type reversed struct{ sort.Interface }

func (r reversed) Less(i, j int) bool { return r.Interface.Less(j, i) }

type stringer struct{ fmt.Stringer }

type buf struct{ bytes.Buffer }

type deep struct{ *counting }

type day int

func (d day) String() string { return [...]string{"mon", "tue"}[d] }

type rw struct {
	io.Reader
	io.Writer
}

func main() {
	base := errors.New("base")
	var err error = wrapped{base, 3}
	fmt.Println(err, err.Error(), errors.Is(err, base), errors.Unwrap(err) == base)
	var w wrapped
	fmt.Println(errors.As(err, &w), w.code)
	var p error = plain{base}
	fmt.Println(p, errors.Is(p, base))
	fmt.Printf("%v %s\n", p, err)
	err2 := fmt.Errorf("outer: %w", err)
	fmt.Println(errors.Is(err2, base), errors.As(err2, &w))

	c := &counting{Reader: strings.NewReader("hello world")}
	b, e := io.ReadAll(c)
	fmt.Println(string(b), e, c.n)
	b, _ = io.ReadAll(passing{strings.NewReader("pass")})
	fmt.Println(string(b))
	d := deep{&counting{Reader: strings.NewReader("deep")}}
	b, _ = io.ReadAll(d)
	fmt.Println(string(b), d.n)

	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	var n context.Context = named{ctx, "ann"}
	fmt.Println(n.Value("name"), n.Value("x"), n.Err())
	child := context.WithValue(n, "y", 2)
	fmt.Println(child.Value("name"), child.Value("y"))
	cancel()
	<-n.Done()
	fmt.Println(n.Err(), child.Err())

	xs := []int{2, 3, 1}
	sort.Sort(reversed{sort.IntSlice(xs)})
	fmt.Println(xs)
	fmt.Println(stringer{day(1)}, stringer{day(0)}.String())
	var bb buf
	bb.WriteString("in buffer")
	fmt.Fprintf(&bb, " %d", 5)
	fmt.Println(bb.String(), bb.Len())
	var out bytes.Buffer
	x := rw{strings.NewReader("abc"), &out}
	io.Copy(x, x)
	fmt.Println(out.String())
	var r io.Reader = x
	_, isWriter := r.(io.Writer)
	fmt.Println(isWriter)
	defer func() { fmt.Println(recover()) }()
	fmt.Println(plain{}.Error())
}
