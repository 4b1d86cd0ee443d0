package main

import (
	"fmt"
	"log"
	"log/slog"
	"os"
	"strings"
)

type Secret string

func (Secret) LogValue() slog.Value { return slog.StringValue("***") }

type User struct {
	Name string
	Age  int
}

type Account struct {
	User
	Token Secret
}

func (a Account) LogValue() slog.Value {
	return slog.GroupValue(slog.String("name", a.Name), slog.Any("token", a.Token))
}

type Color int

func (c Color) String() string { return [...]string{"red", "green"}[c] }

type Nested struct{ inner any }

func (n Nested) LogValue() slog.Value { return slog.AnyValue(n.inner) }

type bad struct{ code int }

func (b bad) Error() string { return fmt.Sprintf("bad %d", b.code) }

func name(u User) User { return User{strings.ToUpper(u.Name), u.Age + 1} }

func main() {
	plain := func(groups []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}
	options := &slog.HandlerOptions{ReplaceAttr: plain}
	for _, h := range []slog.Handler{slog.NewTextHandler(os.Stdout, options), slog.NewJSONHandler(os.Stdout, options)} {
		l := slog.New(h)
		u := User{"ann", 30}
		l.Info("values", "secret", Secret("s3cret"), "user", u, "pointer", &Secret2{"x"}, "color", Color(1), "n", 3)
		l.Info("account", "a", Account{u, "t0ken"}, slog.Any("b", Account{u, "t0ken"}))
		l.Info("nested", "n", Nested{Secret("deep")}, "list", []Color{0, 1}, "err", bad{7})
		l.With("who", name(u)).Warn("with", slog.Group("g", "secret", Secret("s"), "color", Color(0)))
		l.LogAttrs(nil, slog.LevelInfo, "attrs", slog.Int("i", 1), slog.Any("c", Color(1)))
	}
	log.SetFlags(0)
	log.SetOutput(os.Stdout)
	log.Println("log", name(User{"bob", 1}), Color(1), bad{3})
}

type Secret2 struct{ v string }

func (*Secret2) LogValue() slog.Value { return slog.StringValue("hidden") }
