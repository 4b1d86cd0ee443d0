package lower

import (
	"crypto/rand"
	"fmt"
	"go/types"
	"reflect"
	"slices"
	"strconv"
	"unsafe"

	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// A typeEntry is what a session knows of one type.
type typeEntry struct {
	id    int
	t     types.Type
	key   string
	rep   reflect.Type     // nil until built
	rec   bool             // recursive and no struct: represented by any
	lossy lossiness        // whether rep determines t
	box   reflect.Type     // of a lossy type, nil until needed
	info  *native.TypeInfo // nil until needed
}

// entry is the record of a type, the same for identical types.
func (s *Session) entry(t types.Type) *typeEntry {
	k := s.key(t)
	if en, ok := s.infos[k]; ok {
		return en
	}
	t = types.Unalias(t)
	if n, ok := t.(*types.Named); ok {
		t = s.shimmed(n)
	}
	en := &typeEntry{id: len(s.entries) + 1, t: t, key: k}
	s.infos[k] = en
	s.entries = append(s.entries, en)
	return en
}

// rep is the native type that represents t: basic types and library types
// themselves, user structs as struct types with an identity in a tag, other
// user types as their underlying types, interfaces of cells as any.
func (s *Session) rep(t types.Type) reflect.Type {
	en := s.entry(t)
	if en.rep != nil {
		return en.rep
	}
	if n, ok := en.t.(*types.Named); ok && s.isUser(n.Origin().Obj()) && !isStruct(n) {
		s.structsFirst(n.Underlying(), map[string]bool{})
	}
	if en.rep == nil {
		b := &builder{s: s, open: map[*typeEntry]reflect.Type{}}
		b.rep(en.t)
	}
	if en.rep == nil {
		panic("no representation of " + en.key)
	}
	return en.rep
}

var anyRep = reflect.TypeFor[any]()

// basics are the representations of basic types.
var basics = map[types.BasicKind]reflect.Type{
	types.Bool:           reflect.TypeFor[bool](),
	types.Int:            reflect.TypeFor[int](),
	types.Int8:           reflect.TypeFor[int8](),
	types.Int16:          reflect.TypeFor[int16](),
	types.Int32:          reflect.TypeFor[int32](),
	types.Int64:          reflect.TypeFor[int64](),
	types.Uint:           reflect.TypeFor[uint](),
	types.Uint8:          reflect.TypeFor[uint8](),
	types.Uint16:         reflect.TypeFor[uint16](),
	types.Uint32:         reflect.TypeFor[uint32](),
	types.Uint64:         reflect.TypeFor[uint64](),
	types.Uintptr:        reflect.TypeFor[uintptr](),
	types.Float32:        reflect.TypeFor[float32](),
	types.Float64:        reflect.TypeFor[float64](),
	types.Complex64:      reflect.TypeFor[complex64](),
	types.Complex128:     reflect.TypeFor[complex128](),
	types.String:         reflect.TypeFor[string](),
	types.UnsafePointer:  reflect.TypeFor[unsafe.Pointer](),
	types.UntypedBool:    reflect.TypeFor[bool](),
	types.UntypedInt:     reflect.TypeFor[int](),
	types.UntypedRune:    reflect.TypeFor[int32](),
	types.UntypedFloat:   reflect.TypeFor[float64](),
	types.UntypedComplex: reflect.TypeFor[complex128](),
	types.UntypedString:  reflect.TypeFor[string](),
	types.UntypedNil:     anyRep,
}

// basic is the representation of a basic type.
func (s *Session) basic(k types.BasicKind) reflect.Type { return basics[k] }

// newIdentity makes the part of struct tags that no other session uses:
// struct types made by reflection are shared in the whole program.
func newIdentity() string { return rand.Text()[:10] }

// A builder makes the representation of one type and of all types that it
// mentions. A struct that mentions itself is built with a placeholder, which
// is replaced when the struct is complete.
type builder struct {
	s       *Session
	open    map[*typeEntry]reflect.Type // types under construction; placeholder or nil
	structs []reflect.Type              // struct types made here
}

func (b *builder) rep(t types.Type) reflect.Type {
	en := b.s.entry(t)
	if en.rep != nil {
		return en.rep
	}
	if _, ok := b.open[en]; ok {
		return b.recursion(en)
	}
	var r reflect.Type
	switch t := en.t.(type) {
	case *types.Named:
		r = b.named(en, t)
	case *types.Struct:
		r = b.structRep(t, "")
		if en.rep != nil { // made on the way, for a struct that it mentions
			return en.rep
		}
		b.structs = append(b.structs, r)
	default:
		r = b.composite(t)
	}
	if b.mentions(r) {
		return r // of use for the struct under construction only
	}
	en.rep = r
	return r
}

// recursion is the type of a mention of en inside of itself.
func (b *builder) recursion(en *typeEntry) reflect.Type {
	if !isStruct(en.t) {
		en.rec = true
		return anyRep
	}
	if b.open[en] == nil {
		b.open[en] = placeholder(b.s.identity, en.id)
	}
	return b.open[en]
}

func (b *builder) named(en *typeEntry, t *types.Named) reflect.Type {
	if !b.s.isUser(t.Origin().Obj()) && t.TypeArgs().Len() == 0 {
		return b.s.nativeType(t)
	}
	switch u := t.Underlying().(type) {
	case *types.Interface:
		return anyRep
	case *types.Struct:
		b.open[en] = nil
		r := b.structRep(u, fmt.Sprintf(`id:"%s.%d"`, b.s.identity, en.id))
		en.rep = r
		b.structs = append(b.structs, r)
		b.complete(en)
		return r
	default:
		b.open[en] = nil
		r := b.rep(u)
		delete(b.open, en)
		if en.rec {
			return anyRep
		}
		return r
	}
}

// complete ends the construction of a named struct: what was built meanwhile
// mentions its placeholder, and gets the struct instead.
func (b *builder) complete(en *typeEntry) {
	ph := b.open[en]
	delete(b.open, en)
	if ph == nil {
		return
	}
	for _, st := range b.structs {
		for i := range st.NumField() {
			ft := st.Field(i).Type
			if nt := replaceType(ft, ph, en.rep); nt != ft {
				setFieldType(st, i, nt)
			}
		}
	}
}

// composite is the representation of a type literal other than a struct.
func (b *builder) composite(t types.Type) reflect.Type {
	switch t := t.(type) {
	case *types.Basic:
		return basics[t.Kind()]
	case *types.Interface:
		return anyRep
	case *types.Pointer:
		return reflect.PointerTo(b.rep(t.Elem()))
	case *types.Slice:
		return reflect.SliceOf(b.rep(t.Elem()))
	case *types.Array:
		return reflect.ArrayOf(int(t.Len()), b.rep(t.Elem()))
	case *types.Chan:
		dir := [...]reflect.ChanDir{reflect.BothDir, reflect.SendDir, reflect.RecvDir}[t.Dir()]
		return reflect.ChanOf(dir, b.rep(t.Elem()))
	case *types.Map:
		return reflect.MapOf(b.rep(t.Key()), b.rep(t.Elem()))
	case *types.Signature:
		return reflect.FuncOf(b.tuple(t.Params()), b.tuple(t.Results()), t.Variadic())
	}
	panic(fmt.Sprintf("no representation of %T", t))
}

func (b *builder) tuple(t *types.Tuple) []reflect.Type {
	var out []reflect.Type
	for v := range t.Variables() {
		out = append(out, b.rep(v.Type()))
	}
	return out
}

// structRep is a struct type whose fields are all exported. id is the tag that
// tells named structs apart, "" for an unnamed one.
func (b *builder) structRep(t *types.Struct, id string) reflect.Type {
	var fields []reflect.StructField
	if id != "" && t.NumFields() == 0 {
		fields = append(fields, reflect.StructField{
			Name: "X_id", Type: reflect.TypeFor[[0]byte](), Tag: reflect.StructTag(id + ` json:"-" xml:"-"`)})
	}
	for i := range t.NumFields() {
		f := t.Field(i)
		tag := fieldTag(t, i)
		if i == 0 && id != "" {
			tag = joinTags(tag, id)
		}
		fields = append(fields, reflect.StructField{
			Name: fieldName(f, i), Type: b.rep(f.Type()), Tag: reflect.StructTag(tag), Anonymous: b.s.flattens(f)})
	}
	return reflect.StructOf(fields)
}

// fieldTag is the tag of field i. Encoders must not see unexported fields,
// which are exported here.
func fieldTag(t *types.Struct, i int) string {
	if !t.Field(i).Exported() {
		return `json:"-" xml:"-" x:"1"`
	}
	return t.Tag(i)
}

func joinTags(a, b string) string {
	if a == "" {
		return b
	}
	return a + " " + b
}

// fieldName is the name of field i in the representation of its struct.
func fieldName(f *types.Var, i int) string {
	switch {
	case f.Name() == "_":
		return "X_blank" + strconv.Itoa(i)
	case f.Exported():
		return f.Name()
	}
	return "X_" + f.Name()
}

// flattens reports whether encoders see the fields of the embedded field f as
// those of the outer struct. Selection of promoted fields never relies on it.
func (s *Session) flattens(f *types.Var) bool {
	if !f.Embedded() || !f.Exported() {
		return false
	}
	n, ok := types.Unalias(f.Type()).(*types.Named)
	return ok && s.isUser(n.Origin().Obj()) && isStruct(n)
}

// structsFirst builds the named structs that t mentions, so that recursion is
// cut at structs where that is possible.
func (s *Session) structsFirst(t types.Type, seen map[string]bool) {
	k := s.key(t)
	if seen[k] {
		return
	}
	seen[k] = true
	if n, ok := types.Unalias(t).(*types.Named); ok {
		if !s.isUser(n.Origin().Obj()) {
			return
		}
		if isStruct(n) {
			s.rep(n)
			return
		}
	}
	for _, e := range components(under(t)) {
		s.structsFirst(e, seen)
	}
}

// components are the types that an unnamed type is made of.
func components(t types.Type) []types.Type {
	switch t := t.(type) {
	case *types.Pointer:
		return []types.Type{t.Elem()}
	case *types.Slice:
		return []types.Type{t.Elem()}
	case *types.Array:
		return []types.Type{t.Elem()}
	case *types.Chan:
		return []types.Type{t.Elem()}
	case *types.Map:
		return []types.Type{t.Key(), t.Elem()}
	case *types.Struct:
		return varTypes(slices.Collect(t.Fields()))
	case *types.Signature:
		return append(varTypes(tupleVars(t.Params())), varTypes(tupleVars(t.Results()))...)
	}
	return nil
}

func varTypes(vars []*types.Var) []types.Type {
	ts := make([]types.Type, len(vars))
	for i, v := range vars {
		ts[i] = v.Type()
	}
	return ts
}
