package lower

import (
	"go/ast"
	"go/types"
	"reflect"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
)

// lookup finds the native value of an exported name of a package.
func (s *Session) lookup(path, name string) (reflect.Value, bool) {
	return s.syms.Lookup(path, name)
}

// nativeType is the native type of a named library type.
func (s *Session) nativeType(n *types.Named) reflect.Type {
	o := n.Obj()
	if o.Pkg() == nil {
		if o.Name() == "error" {
			return reflect.TypeFor[error]()
		}
		return anyRep // any, comparable
	}
	if v, ok := s.lookup(o.Pkg().Path(), o.Name()); ok && v.Kind() == reflect.Pointer && v.IsNil() {
		return v.Type().Elem()
	}
	if t := s.hiddenType(o.Pkg(), o.Name()); t != nil {
		return t
	}
	if types.IsInterface(n) {
		return anyRep
	}
	s.fail(s.unit.pos, "type %s.%s cannot be used in cells", o.Pkg().Path(), o.Name())
	return nil
}

// hiddenType finds an unexported type of a package through the types of its
// exported names.
func (s *Session) hiddenType(pkg *types.Package, name string) reflect.Type {
	seen := map[reflect.Type]bool{}
	for _, n := range pkg.Scope().Names() {
		v, ok := s.lookup(pkg.Path(), n)
		if !ok || !v.IsValid() {
			continue
		}
		if t := reachType(v.Type(), pkg.Path(), name, seen); t != nil {
			return t
		}
	}
	return nil
}

// reachType looks for a named type in what t is made of.
func reachType(t reflect.Type, path, name string, seen map[reflect.Type]bool) reflect.Type {
	if seen[t] {
		return nil
	}
	seen[t] = true
	if t.PkgPath() == path && t.Name() == name {
		return t
	}
	if t.PkgPath() != "" && t.PkgPath() != path {
		return nil
	}
	for _, part := range parts(t) {
		if found := reachType(part, path, name, seen); found != nil {
			return found
		}
	}
	return nil
}

// parts are the types that a native type is made of.
func parts(t reflect.Type) []reflect.Type {
	var out []reflect.Type
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
		out = append(out, t.Elem())
	case reflect.Map:
		out = append(out, t.Key(), t.Elem())
	case reflect.Struct:
		for f := range t.Fields() {
			out = append(out, f.Type)
		}
	case reflect.Func:
		for in := range t.Ins() {
			out = append(out, in)
		}
		for o := range t.Outs() {
			out = append(out, o)
		}
	}
	return out
}

// funcName is the name in lowered text of the function that id uses, and
// whether it is native.
func (e *emitter) funcName(id *ast.Ident, f *types.Func) (name string, native bool) {
	s := e.s
	targs := e.instArgs(id)
	if src := s.sourceOf(f); src != nil {
		return s.function(src, f, targs, id.Pos()), false
	}
	if len(targs) == 0 {
		if v, ok := s.lookup(f.Pkg().Path(), f.Name()); ok {
			return s.sym("native:"+f.FullName(), v), true
		}
	}
	src, shim := s.shim(f)
	if shim == nil {
		s.fail(id.Pos(), "function %s cannot be used in cells", f.FullName())
	}
	return s.function(src, shim, targs, id.Pos()), false
}

// shim is the function of a source package that stands for a library function.
func (s *Session) shim(f *types.Func) (*check.Source, *types.Func) {
	src := s.lib.Source(f.Pkg().Path())
	if src == nil || src.Funcs[f.Name()] == nil {
		return nil, nil
	}
	shim, _ := src.Info.Defs[src.Funcs[f.Name()].Name].(*types.Func)
	return src, shim
}

// instArgs are the type arguments of the generic function that id uses.
func (e *emitter) instArgs(id *ast.Ident) []types.Type {
	var out []types.Type
	for t := range e.src.Info.Instances[id].TypeArgs.Types() {
		out = append(out, e.s.subst(t, e.env))
	}
	return out
}
