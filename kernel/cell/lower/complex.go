package lower

import (
	"fmt"
	"go/token"
	"go/types"
	"reflect"
)

// Complex arithmetic is native: yaegi has none that is right. A named complex
// type has the representation of its underlying type, so two types are enough.

func (e *emitter) complexOp(op token.Token, a, b string, t types.Type) string {
	return e.complexCall(op.String(), t, e.slot(a, t), e.slot(b, t))
}

func (e *emitter) complexNeg(a string, t types.Type) string {
	return e.complexCall("neg", t, e.slot(a, t))
}

func (e *emitter) complexCall(name string, t types.Type, args ...string) string {
	fs := complex128Funcs
	if e.s.rep(t).Kind() == reflect.Complex64 {
		fs = complex64Funcs
	}
	f := fs[name]
	if f == nil {
		panic("no complex operation " + name)
	}
	key := fmt.Sprintf("complex%d:%s", e.s.rep(t).Bits(), name)
	call := e.native(key, f) + "(" + args[0]
	for _, a := range args[1:] {
		call += ", " + a
	}
	return call + ")"
}

var complex128Funcs = map[string]any{
	"+":       func(a, b complex128) complex128 { return a + b },
	"-":       func(a, b complex128) complex128 { return a - b },
	"*":       func(a, b complex128) complex128 { return a * b },
	"/":       func(a, b complex128) complex128 { return a / b },
	"neg":     func(a complex128) complex128 { return -a },
	"complex": func(re, im float64) complex128 { return complex(re, im) },
	"real":    func(a complex128) float64 { return real(a) },
	"imag":    func(a complex128) float64 { return imag(a) },
}

var complex64Funcs = map[string]any{
	"+":       func(a, b complex64) complex64 { return a + b },
	"-":       func(a, b complex64) complex64 { return a - b },
	"*":       func(a, b complex64) complex64 { return a * b },
	"/":       func(a, b complex64) complex64 { return a / b },
	"neg":     func(a complex64) complex64 { return -a },
	"complex": func(re, im float32) complex64 { return complex(re, im) },
	"real":    func(a complex64) float32 { return real(a) },
	"imag":    func(a complex64) float32 { return imag(a) },
}
