package lower

import (
	"go/types"
	"reflect"
	"strconv"
	"strings"
)

// tmpR is a temporary of a type given in lowered text. It is free again after
// release, that is after the statement.
func (e *emitter) tmpR(typ string) string {
	if free := e.free[typ]; len(free) > 0 {
		name := free[len(free)-1]
		e.free[typ] = free[:len(free)-1]
		e.live = append(e.live, temp{name, typ})
		return name
	}
	name := e.perm(typ)
	e.live = append(e.live, temp{name, typ})
	return name
}

// tmp is a temporary of type t.
func (e *emitter) tmp(t types.Type) string { return e.tmpR(e.s.ty(t)) }

// perm is a temporary that is never used again for something else.
func (e *emitter) perm(typ string) string {
	*e.serial++
	name := "t" + strconv.Itoa(*e.serial)
	e.vars = append(e.vars, "var "+name+" "+typ)
	return name
}

// release frees the temporaries made since mark, a former len(e.live).
func (e *emitter) release(mark int) {
	for _, t := range e.live[mark:] {
		e.free[t.typ] = append(e.free[t.typ], t.name)
	}
	e.live = e.live[:mark]
}

// save evaluates x, an operand of type t, into a temporary.
func (e *emitter) save(x string, t types.Type) string { return e.saveR(x, e.s.ty(t)) }

// saveR is save for a type given in lowered text.
func (e *emitter) saveR(x, typ string) string {
	name := e.tmpR(typ)
	e.p("%s = %s", name, x)
	return name
}

// saveCall stores the single result of a call. A func result would replace
// the variable by one that cannot be assigned, so it goes through a variable
// of its own.
func (e *emitter) saveCall(x string, t types.Type) string {
	if e.s.rep(t).Kind() != reflect.Func {
		return e.save(x, t)
	}
	slot := e.perm(e.s.ty(t))
	e.p("%s = %s", slot, x)
	return e.save(slot, t)
}

// atom makes x cheap to repeat.
func (e *emitter) atom(x string, t types.Type) string {
	if isAtom(x) {
		return x
	}
	return e.save(x, t)
}

// stable makes x immune to what later operands do.
func (e *emitter) stable(x string, t types.Type) string {
	if isTemp(x) {
		return x
	}
	return e.save(x, t)
}

// isAtom reports whether x is a name or a literal. nil is none: it has no
// type of its own.
func isAtom(x string) bool { return x != "nil" && (isName(x) || isLiteral(x)) }

// isTemp reports whether x is a temporary or a literal.
func isTemp(x string) bool {
	return isLiteral(x) || len(x) > 1 && x[0] == 't' && isDigits(x[1:])
}

// isName reports whether x is one identifier.
func isName(x string) bool {
	if x == "" || x[0] >= '0' && x[0] <= '9' {
		return false
	}
	for i := range len(x) {
		if !isWordByte(x[i]) {
			return false
		}
	}
	return true
}

// isLiteral reports whether x is one number or interpreted string.
func isLiteral(x string) bool {
	if x == "" {
		return false
	}
	if x[0] == '"' {
		return isQuoted(x)
	}
	n := strings.TrimPrefix(x, "-")
	if n == "" || n[0] < '0' || n[0] > '9' {
		return false
	}
	for i := range len(n) {
		if !isWordByte(n[i]) && n[i] != '.' || n[i] == '_' {
			return false
		}
	}
	return true
}

// isQuoted reports whether x is one interpreted string, to its end.
func isQuoted(x string) bool {
	for i := 1; i < len(x); i++ {
		switch x[i] {
		case '\\':
			i++
		case '"':
			return i == len(x)-1
		}
	}
	return false
}

func isDigits(x string) bool {
	for i := range len(x) {
		if x[i] < '0' || x[i] > '9' {
			return false
		}
	}
	return x != ""
}

func isWordByte(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// derefName is the name p of an operand "(*p)", which may be a symbol.
func derefName(x string) (string, bool) {
	p, ok := strings.CutPrefix(x, "(*")
	if !ok {
		return "", false
	}
	p, ok = strings.CutSuffix(p, ")")
	return p, ok && isName(strings.Replace(p, ".", "", 1))
}
