package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

type Day int

func (d Day) MarshalJSON() ([]byte, error) { return json.Marshal(fmt.Sprint("day", int(d))) }
func (d *Day) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	_, err := fmt.Sscanf(s, "day%d", (*int)(d))
	return err
}

type Status string

func (s Status) MarshalText() ([]byte, error) { return []byte(strings.ToUpper(string(s))), nil }
func (s *Status) UnmarshalText(b []byte) error {
	*s = Status(strings.ToLower(string(b)))
	return nil
}

type base struct {
	ID   int
	Kind string `json:"kind"`
}
type Shared struct{ Note string }
type Opt struct {
	base
	*Shared
	D     Day            `json:"d,omitempty"`
	E     *Day           `json:"e,omitempty"`
	S     Status         `json:",omitempty"`
	N     int            `json:"n,string"`
	L     Level          `json:"l,string"`
	Skip  int            `json:"-"`
	Dash  int            `json:"-,"`
	Z     Point          `json:"z,omitzero"`
	Ps    []*Point       `json:"ps"`
	By    map[Status]Day `json:"by,omitempty"`
	Any   any            `json:"any"`
	Raw   json.RawMessage
	T     time.Duration
	Err   error
	Arr   [2]Day
	B     []byte
	Fl    Float
	inner int
}
type Level int
type Float float64
type Point struct{ X, Y int }

type ptrOnly struct{ V int }

func (p *ptrOnly) MarshalJSON() ([]byte, error) {
	return []byte(fmt.Sprintf("%q", fmt.Sprint("p", p.V))), nil
}

type Bad struct{}

func (Bad) MarshalJSON() ([]byte, error) { return nil, errors.New("no way") }

type Broken struct{}

func (Broken) MarshalJSON() ([]byte, error) { return []byte("{"), nil }

type Tree[T any] struct {
	Val  T
	Kids []*Tree[T] `json:",omitempty"`
}
type Holder struct {
	P ptrOnly
	Q *ptrOnly
}

func show(v any) {
	b, err := json.Marshal(v)
	fmt.Println(string(b), err)
}

func main() {
	d := Day(4)
	o := Opt{base: base{1, "k"}, Shared: &Shared{"n"}, D: 3, E: &d, S: "ok", N: 5, L: 6, Dash: 1, Ps: []*Point{{1, 2}, nil},
		By: map[Status]Day{"a": 1, "b": 2}, Any: []any{Day(1), Status("x"), Level(2), Point{3, 4}, nil, map[Level]Day{1: 2}}, Raw: json.RawMessage(`{"a":1}`), T: 5, B: []byte("hi"), Fl: 1.5}
	show(o)
	show(&o)
	show(Opt{})
	show([]Opt{})
	show(Holder{ptrOnly{1}, &ptrOnly{2}})
	show(&Holder{ptrOnly{1}, nil})
	show([]ptrOnly{{1}})
	show(map[string]ptrOnly{"a": {1}})
	show(Bad{})
	show([]any{Bad{}})
	show(Broken{})
	show(Tree[Day]{1, []*Tree[Day]{{2, nil}}})
	show(map[Point]int{{}: 1})
	show(make(chan Day))
	show(map[string]any{"f": func(Day) {}})
	var nilday *Day
	show(nilday)
	show(struct{ A, b Day }{1, 2})
	r := &Tree[Day]{Val: 1}
	r.Kids = []*Tree[Day]{r}
	show(r)
	var q Opt
	fmt.Println(json.Unmarshal([]byte(`{"ID":3,"kind":"z","Note":"hey","d":"day7","e":"day8","S":"OK","n":"12","l":"13","ps":[{"X":1},null],"by":{"Q":"day1"},"any":{"x":[1]},"Arr":["day1","day2"],"B":"aGk=","Raw":[1, 2],"Fl":2.5,"z":{"Y":3}}`), &q))
	fmt.Println(q.ID, q.Kind, q.Note, q.D, *q.E, q.S, q.N, q.L, *q.Ps[0], q.Ps[1], q.By, q.Any, q.Arr, string(q.B), string(q.Raw), q.Fl, q.Z)
	fmt.Println(json.Unmarshal([]byte(`{"d":5}`), &q))
	fmt.Println(json.Unmarshal([]byte(`{"ps":[{"X":"s"}]}`), &q))
	fmt.Println(json.Unmarshal([]byte(`{"Fl":"s"}`), &q))
	fmt.Println(json.Unmarshal([]byte(`{"z":{"X":1.5}}`), &q))
	var typeErr *json.UnmarshalTypeError
	err := json.Unmarshal([]byte(`{"z":{"X":"u"}}`), &q)
	fmt.Println(errors.As(err, &typeErr), typeErr.Field, typeErr.Value)
	var days []Day
	fmt.Println(json.Unmarshal([]byte(`["day1",null,"day3"]`), &days), days)
	var pd *Day
	fmt.Println(json.Unmarshal([]byte(`"day9"`), &pd), *pd)
	var t Tree[Day]
	fmt.Println(json.Unmarshal([]byte(`{"Val":"day1","Kids":[{"Val":"day2"}]}`), &t), t.Val, t.Kids[0].Val)
	dec := json.NewDecoder(strings.NewReader(`{"X":1,"Q":2} {"X":3}`))
	dec.DisallowUnknownFields()
	var p Point
	fmt.Println(dec.Decode(&p))
	dec = json.NewDecoder(strings.NewReader(`"day3" "day4"`))
	for dec.More() {
		fmt.Println(dec.Decode(&d), d)
	}
	enc := json.NewEncoder(os.Stdout)
	enc.SetEscapeHTML(false)
	enc.Encode(map[string]Day{"<": 1})
	fmt.Println(json.Unmarshal([]byte(`{}`), q), json.Unmarshal([]byte(`{}`), nilday), json.Unmarshal([]byte(`{}`), nil))
	b, _ := json.MarshalIndent(Tree[Status]{"a", nil}, ">", " ")
	fmt.Println(string(b))
}
