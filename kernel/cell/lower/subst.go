package lower

import (
	"fmt"
	"go/token"
	"go/types"
)

// A typeEnv gives the type parameters of one function instance their types.
type typeEnv struct {
	args   map[*types.TypeParam]types.Type
	key    string    // of the instance, "" if the function is not generic
	lo, hi token.Pos // source of the function
}

// newEnv is the environment of f with type arguments targs.
func (s *Session) newEnv(f *types.Func, targs []types.Type) *typeEnv {
	env := &typeEnv{args: map[*types.TypeParam]types.Type{}}
	sig := f.Signature()
	params := sig.TypeParams()
	if sig.RecvTypeParams().Len() > 0 {
		params = sig.RecvTypeParams()
	}
	if params.Len() != len(targs) {
		panic(fmt.Sprintf("%d type arguments for %s, want %d", len(targs), f.FullName(), params.Len()))
	}
	for i, arg := range targs {
		env.args[params.At(i)] = arg
	}
	return env
}

// subst replaces the type parameters in t. Unlike go/types it does so also in
// types declared inside of a generic function, which get one identity an
// instance. Without an environment it only removes aliases and maps generic
// library types to the ones that are lowered from source.
func (s *Session) subst(t types.Type, env *typeEnv) types.Type {
	t = types.Unalias(t)
	if env == nil || len(env.args) == 0 {
		if n, ok := t.(*types.Named); ok {
			return s.shimmed(n)
		}
		return t
	}
	switch t := t.(type) {
	case *types.TypeParam:
		if arg, ok := env.args[t]; ok {
			return arg
		}
	case *types.Pointer:
		return s.substElem(t, t.Elem(), env, func(e types.Type) types.Type { return types.NewPointer(e) })
	case *types.Slice:
		return s.substElem(t, t.Elem(), env, func(e types.Type) types.Type { return types.NewSlice(e) })
	case *types.Array:
		return s.substElem(t, t.Elem(), env, func(e types.Type) types.Type { return types.NewArray(e, t.Len()) })
	case *types.Chan:
		return s.substElem(t, t.Elem(), env, func(e types.Type) types.Type { return types.NewChan(t.Dir(), e) })
	case *types.Map:
		if k, e := s.subst(t.Key(), env), s.subst(t.Elem(), env); k != t.Key() || e != t.Elem() {
			return types.NewMap(k, e)
		}
	case *types.Tuple:
		return s.substTuple(t, env)
	case *types.Signature:
		return s.substSignature(t, env)
	case *types.Struct:
		return s.substStruct(t, env)
	case *types.Interface:
		return s.substInterface(t, env)
	case *types.Named:
		return s.substNamed(s.shimmed(t), env)
	}
	return t
}

// substElem is subst for a type with one element type.
func (s *Session) substElem(t, elem types.Type, env *typeEnv, rebuild func(types.Type) types.Type) types.Type {
	if e := s.subst(elem, env); e != elem {
		return rebuild(e)
	}
	return t
}

func (s *Session) substTuple(t *types.Tuple, env *typeEnv) *types.Tuple {
	changed := false
	vars := tupleVars(t)
	for i, v := range vars {
		if nt := s.subst(v.Type(), env); nt != v.Type() {
			changed = true
			vars[i] = types.NewParam(v.Pos(), v.Pkg(), v.Name(), nt)
		}
	}
	if !changed {
		return t
	}
	return types.NewTuple(vars...)
}

func (s *Session) substSignature(t *types.Signature, env *typeEnv) types.Type {
	params, results := s.substTuple(t.Params(), env), s.substTuple(t.Results(), env)
	if params == t.Params() && results == t.Results() {
		return t
	}
	return types.NewSignatureType(nil, nil, nil, params, results, t.Variadic())
}

func (s *Session) substStruct(t *types.Struct, env *typeEnv) types.Type {
	changed := false
	var fields []*types.Var
	var tags []string
	for i := range t.NumFields() {
		f := t.Field(i)
		if ft := s.subst(f.Type(), env); ft != f.Type() {
			changed = true
			f = types.NewField(f.Pos(), f.Pkg(), f.Name(), ft, f.Embedded())
		}
		fields, tags = append(fields, f), append(tags, t.Tag(i))
	}
	if !changed {
		return t
	}
	return types.NewStruct(fields, tags)
}

func (s *Session) substInterface(t *types.Interface, env *typeEnv) types.Type {
	changed := false
	var methods []*types.Func
	for m := range t.ExplicitMethods() {
		if sig := s.subst(m.Type(), env); sig != m.Type() {
			changed = true
			m = types.NewFunc(m.Pos(), m.Pkg(), m.Name(), sig.(*types.Signature))
		}
		methods = append(methods, m)
	}
	var embedded []types.Type
	for e := range t.EmbeddedTypes() {
		ne := s.substEmbedded(e, env)
		changed = changed || ne != e
		embedded = append(embedded, ne)
	}
	if !changed {
		return t
	}
	return types.NewInterfaceType(methods, embedded).Complete()
}

func (s *Session) substEmbedded(t types.Type, env *typeEnv) types.Type {
	u, ok := t.(*types.Union)
	if !ok {
		return s.subst(t, env)
	}
	changed := false
	var terms []*types.Term
	for term := range u.Terms() {
		nt := s.subst(term.Type(), env)
		changed = changed || nt != term.Type()
		terms = append(terms, types.NewTerm(term.Tilde(), nt))
	}
	if !changed {
		return t
	}
	return types.NewUnion(terms)
}

func (s *Session) substNamed(t *types.Named, env *typeEnv) types.Type {
	if t.TypeArgs().Len() == 0 {
		return s.localInstance(t, env)
	}
	changed := false
	args := typeArgs(t)
	for i, arg := range args {
		if na := s.subst(arg, env); na != arg {
			changed, args[i] = true, na
		}
	}
	if !changed {
		return t
	}
	return s.instantiate(t.Origin(), args)
}

// localInstance is the identity of a type declared inside of a generic
// function for one instance of the function.
func (s *Session) localInstance(t *types.Named, env *typeEnv) types.Type {
	o := t.Obj()
	if env.key == "" || o.Pos() < env.lo || o.Pos() >= env.hi || !s.isUser(o) || t.TypeParams().Len() > 0 {
		return t
	}
	k := fmt.Sprintf("%d@%s", s.objID(o), env.key)
	if n, ok := s.locals[k]; ok {
		return n
	}
	for _, n := range s.locals {
		if n == t {
			return t
		}
	}
	n := types.NewNamed(types.NewTypeName(o.Pos(), o.Pkg(), o.Name(), nil), types.Typ[types.Int], nil)
	s.locals[k] = n
	n.SetUnderlying(s.subst(t.Underlying(), env).Underlying())
	return n
}

// shimmed maps an instance of a generic type of the native library to the
// same type of the package that is lowered from source.
func (s *Session) shimmed(t *types.Named) *types.Named {
	o := t.Origin().Obj()
	if o.Pkg() == nil || t.TypeArgs().Len() == 0 || s.isUser(o) {
		return t
	}
	src := s.lib.Source(o.Pkg().Path())
	if src == nil {
		return t
	}
	shim := src.Pkg.Scope().Lookup(o.Name())
	if shim == nil {
		return t
	}
	return s.instantiate(shim.Type().(*types.Named), typeArgs(t))
}

func (s *Session) instantiate(origin *types.Named, args []types.Type) *types.Named {
	t, err := types.Instantiate(s.ctxt, origin, args, false)
	if err != nil {
		panic(err)
	}
	return t.(*types.Named)
}
