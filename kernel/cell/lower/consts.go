package lower

import (
	"fmt"
	"go/constant"
	"go/types"
	"math"
	"reflect"
	"strconv"
)

// constant is a constant as an operand of type t. int, string and bool are
// literals; all others are native values of their exact type, so that no
// constant is computed or converted when the text runs.
func (e *emitter) constant(v constant.Value, t types.Type) string {
	if _, ok := under(t).(*types.Basic); !ok {
		d := defaultType(v)
		return e.conv(e.constant(v, d), d, t)
	}
	r := e.s.rep(t)
	switch r {
	case basics[types.Bool]:
		return strconv.FormatBool(constant.BoolVal(v))
	case basics[types.String]:
		return strconv.Quote(constant.StringVal(v))
	case basics[types.Int]:
		if i, ok := constant.Int64Val(constant.ToInt(v)); ok && i > math.MinInt64 {
			return intLiteral(i)
		}
	case anyRep, basics[types.UnsafePointer]:
		return "nil"
	}
	rv := constantValue(v, r)
	return e.s.sym(constantKey(rv), rv)
}

func intLiteral(i int64) string {
	if i < 0 {
		return "(" + strconv.FormatInt(i, 10) + ")"
	}
	return strconv.FormatInt(i, 10)
}

// defaultType is the type that a constant takes in an interface.
func defaultType(v constant.Value) types.Type {
	switch v.Kind() {
	case constant.Bool:
		return types.Typ[types.Bool]
	case constant.String:
		return types.Typ[types.String]
	case constant.Int:
		return types.Typ[types.Int]
	case constant.Float:
		return types.Typ[types.Float64]
	}
	return types.Typ[types.Complex128]
}

// constantValue is the constant v as a value of the basic type r.
func constantValue(v constant.Value, r reflect.Type) reflect.Value {
	p := reflect.New(r).Elem()
	switch {
	case r.Kind() == reflect.Bool:
		p.SetBool(constant.BoolVal(v))
	case r.Kind() == reflect.String:
		p.SetString(constant.StringVal(v))
	case p.CanInt():
		i, _ := constant.Int64Val(constant.ToInt(v))
		p.SetInt(i)
	case p.CanUint():
		u, _ := constant.Uint64Val(constant.ToInt(v))
		p.SetUint(u)
	case r.Kind() == reflect.Float32:
		f, _ := constant.Float32Val(constant.ToFloat(v))
		p.SetFloat(float64(f))
	case p.CanFloat():
		f, _ := constant.Float64Val(constant.ToFloat(v))
		p.SetFloat(f)
	case p.CanComplex():
		c := constant.ToComplex(v)
		re, _ := constant.Float64Val(constant.Real(c))
		im, _ := constant.Float64Val(constant.Imag(c))
		p.SetComplex(complex(re, im))
	}
	return reflect.ValueOf(p.Interface()) // no variable: the text must not assign to it
}

// constantKey tells constants apart by type and bits.
func constantKey(v reflect.Value) any {
	return struct {
		t    reflect.Type
		text string
	}{v.Type(), fmt.Sprintf("%#v", v)}
}
