package lower

import (
	"go/types"
	"reflect"
	"strconv"
	"strings"
)

// varType is the type of v in this instance of the function.
func (e *emitter) varType(v *types.Var) types.Type { return e.s.subst(v.Type(), e.env) }

// name is the name of a local variable in lowered text, unique in its
// function.
func (e *emitter) name(v *types.Var) string {
	if n, ok := e.names[v]; ok {
		return n
	}
	n := "v_" + asciiName(v.Name()) + "_" + strconv.Itoa(len(e.names)+1)
	e.names[v] = n
	return n
}

// asciiName replaces what is not an ASCII letter in a name.
func asciiName(name string) string {
	if name == "_" {
		return "b"
	}
	return strings.Map(func(r rune) rune {
		if r > 127 {
			return 'u'
		}
		return r
	}, name)
}

// celled reports whether v is accessed through a pointer.
func (e *emitter) celled(v *types.Var) bool { return e.an.celled(v) }

// slotType is the type of the variable that stands for v: a pointer if v is
// celled.
func (e *emitter) slotType(v *types.Var) string {
	t := e.s.ty(e.varType(v))
	if e.celled(v) {
		return "*" + t
	}
	return t
}

// declare makes v a variable of this emitted function.
func (e *emitter) declare(v *types.Var) string {
	n := e.name(v)
	if !e.local[v] {
		e.local[v] = true
		e.vars = append(e.vars, "var "+n+" "+e.slotType(v))
	}
	return n
}

// use makes v available in this emitted function, as a captured variable if
// it belongs to an enclosing one.
func (e *emitter) use(v *types.Var) string {
	n := e.name(v)
	if e.local[v] {
		return n
	}
	if e.parent == nil {
		panic("variable " + v.Name() + " used outside of its function")
	}
	e.local[v] = true
	e.addCapture(n, e.slotType(v))
	e.parent.use(v)
	return n
}

// useName is use for an internal variable of a given type.
func (e *emitter) useName(name, typ string) string {
	if !e.captured[name] && e.parent != nil {
		e.addCapture(name, typ)
		e.parent.useName(name, typ)
	}
	return name
}

// addCapture makes a variable of the enclosing function a parameter of the
// function that makes this closure.
func (e *emitter) addCapture(name, typ string) {
	if !e.captured[name] {
		e.captured[name] = true
		e.captures = append(e.captures, capture{name, typ})
	}
}

// ownName is a variable of this function that nested functions may use by
// useName.
func (e *emitter) ownName(typ string) string {
	n := e.perm(typ)
	e.captured[n] = true
	return n
}

// isGlobal reports whether v is a variable of the session or of a package.
func (e *emitter) isGlobal(v *types.Var) bool {
	if _, ok := e.s.globals[v]; ok {
		return true
	}
	return v.Pkg() != nil && !v.IsField() && v.Parent() == v.Pkg().Scope()
}

// ref is variable v as an operand and as the target of an assignment.
func (e *emitter) ref(v *types.Var) string {
	if e.isGlobal(v) {
		e.touch(v)
		return "(*" + e.s.globalPtr(v) + ")"
	}
	n := e.use(v)
	if e.celled(v) {
		return "(*" + n + ")"
	}
	return n
}

// addrOf is the address of v.
func (e *emitter) addrOf(v *types.Var) string {
	if e.isGlobal(v) {
		e.touch(v)
		return e.s.globalPtr(v)
	}
	if !e.celled(v) {
		panic("address of plain variable " + v.Name())
	}
	return e.use(v)
}

// initVar declares v and gives it the value val, its zero value if val is "".
// A celled variable gets a new cell, which val does not see yet.
func (e *emitter) initVar(v *types.Var, val string) {
	t := e.varType(v)
	switch {
	case e.isGlobal(v):
		e.p("*%s = %s", e.s.globalPtr(v), e.orZero(val, t))
		e.heal(v)
	case !e.celled(v):
		e.p("%s = %s", e.declare(v), e.orZero(val, t))
	case val == "":
		e.p("%s = new(%s)", e.declare(v), e.s.ty(t))
	default:
		val = e.stable(val, t)
		n := e.declare(v)
		e.p("%s = new(%s)", n, e.s.ty(t))
		e.p("*%s = %s", n, val)
	}
}

func (e *emitter) orZero(val string, t types.Type) string {
	if val == "" {
		return e.zero(t)
	}
	return val
}

// globalPtr is the symbol of a pointer to a package variable.
func (s *Session) globalPtr(v *types.Var) string {
	name, ok := s.globals[v]
	if !ok {
		name = s.sym(v, s.globalCell(v))
		s.globals[v] = name
	}
	s.unit.use(name)
	return name
}

// globalCell is a pointer to a package variable: a new one for a variable of
// lowered code, its own for one of native code.
func (s *Session) globalCell(v *types.Var) reflect.Value {
	if s.isUser(v) {
		return reflect.New(s.rep(s.subst(v.Type(), nil)))
	}
	val, ok := s.lookup(v.Pkg().Path(), v.Name())
	if !ok {
		s.fail(s.unit.pos, "variable %s.%s cannot be used in cells", v.Pkg().Path(), v.Name())
	}
	if val.CanAddr() {
		return val.Addr()
	}
	p := reflect.New(val.Type())
	p.Elem().Set(val)
	return p
}
