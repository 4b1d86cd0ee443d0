package lower

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"reflect"
	"strconv"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// Shifts by a variable count are native functions: yaegi's are those of its
// own operand types.

func isShift(op token.Token) bool { return op == token.SHL || op == token.SHR }

// shift is a op count, where a has type t.
func (e *emitter) shift(a string, t types.Type, op token.Token, count ast.Expr) string {
	if v := e.src.Info.Types[count].Value; v != nil {
		n, exact := constant.Uint64Val(constant.ToInt(v))
		if !exact {
			n = 1 << 16
		}
		return e.shiftBy(a, t, op, n)
	}
	ct := e.defaultTyp(count)
	n := e.atom(e.exprTo(count, ct), ct)
	if basicInfo(ct)&types.IsUnsigned == 0 {
		e.panicIf(n+" < 0", e.native("Shift", native.Shift)+"(int64("+n+"))")
	}
	return e.s.shiftFunc(op, e.s.rep(t)) + "(" + e.slot(a, t) + ", " + e.saveR("uint64("+n+")", "uint64") + ")"
}

// shiftBy shifts by a constant. yaegi wants one below the width of the type.
func (e *emitter) shiftBy(a string, t types.Type, op token.Token, n uint64) string {
	width := uint64(e.s.rep(t).Bits())
	if n >= width && (op == token.SHL || basicInfo(t)&types.IsUnsigned != 0) {
		a = e.atom(a, t)
		return "(" + a + " - " + a + ")"
	}
	return "(" + a + " " + op.String() + " uint(" + strconv.FormatUint(min(n, width-1), 10) + "))"
}

// shiftFunc is a symbol func(t, uint64) t.
func (s *Session) shiftFunc(op token.Token, t reflect.Type) string {
	if f, ok := shiftFuncs[shiftKey{op, t}]; ok {
		return s.sym(shiftKey{op, t}, reflect.ValueOf(f))
	}
	ft := reflect.FuncOf([]reflect.Type{t, reflect.TypeFor[uint64]()}, []reflect.Type{t}, false)
	return s.makeFunc("shift "+op.String(), ft, func(args []reflect.Value) []reflect.Value {
		r, n := reflect.New(t).Elem(), args[1].Uint()
		switch {
		case r.CanInt() && op == token.SHL:
			r.SetInt(args[0].Int() << n)
		case r.CanInt():
			r.SetInt(args[0].Int() >> n)
		case op == token.SHL:
			r.SetUint(args[0].Uint() << n)
		default:
			r.SetUint(args[0].Uint() >> n)
		}
		return []reflect.Value{r}
	})
}

type shiftKey struct {
	op token.Token
	t  reflect.Type
}

// shiftFuncs are the shifts of Go's own integer types; those of native named
// types are made by reflection.
var shiftFuncs = func() map[shiftKey]any {
	m := map[shiftKey]any{}
	addShifts[int](m)
	addShifts[int8](m)
	addShifts[int16](m)
	addShifts[int32](m)
	addShifts[int64](m)
	addShifts[uint](m)
	addShifts[uint8](m)
	addShifts[uint16](m)
	addShifts[uint32](m)
	addShifts[uint64](m)
	addShifts[uintptr](m)
	return m
}()

func addShifts[T int | int8 | int16 | int32 | int64 | uint | uint8 | uint16 | uint32 | uint64 | uintptr](m map[shiftKey]any) {
	t := reflect.TypeFor[T]()
	m[shiftKey{token.SHL, t}] = func(x T, n uint64) T { return x << n }
	m[shiftKey{token.SHR, t}] = func(x T, n uint64) T { return x >> n }
}
