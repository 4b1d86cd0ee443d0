package native

import (
	"fmt"
	"reflect"
)

// value prints a representation without calling methods of the value itself.
// depth is 0 for the operand and greater for what is in it.
func (p *printer) value(ti *TypeInfo, r reflect.Value, depth int) {
	if ti.Under != nil && r.Kind() == reflect.Interface {
		r = opened(ti, r)
	}
	if !ti.opaque() {
		p.native(ti, r, depth)
		return
	}
	switch ti.Kind {
	case reflect.Interface:
		p.iface(ti, r, depth)
	case reflect.Map:
		p.mapping(ti, r, depth)
	case reflect.Struct:
		p.structure(ti, r, depth)
	case reflect.Slice, reflect.Array:
		p.list(ti, r, depth)
	case reflect.Pointer:
		p.pointer(ti, r, depth)
	case reflect.Chan, reflect.Func, reflect.UnsafePointer:
		p.address(ti, r)
	default:
		p.basic(ti, r)
	}
}

// opened is the value of a recursive type that is no struct.
func opened(ti *TypeInfo, r reflect.Value) reflect.Value {
	if r.IsNil() {
		return reflect.Zero(ti.Under)
	}
	return r.Elem()
}

// inner prints an element, with its methods.
func (p *printer) inner(ti *TypeInfo, r reflect.Value, depth int) {
	if ti.User && ti.Kind != reflect.Interface && ti.methods.Load() != nil && p.method(ti, ti.box(r)) {
		return
	}
	p.value(ti, r, depth)
}

// native prints a value without any learner's type in it.
func (p *printer) native(ti *TypeInfo, r reflect.Value, depth int) {
	switch {
	case depth > 0 && r.Kind() == reflect.Pointer && (p.ro || !p.printsItself(r.Type())):
		p.address(ti, r)
	case ti.Named && !p.ro && ti.Rep.PkgPath() == "":
		p.basic(ti, r)
	default:
		p.leaf(r)
	}
}

var (
	formatterType = reflect.TypeFor[fmt.Formatter]()
	goStringType  = reflect.TypeFor[fmt.GoStringer]()
)

// printsItself: fmt calls a method to print values of the native type t.
func (p *printer) printsItself(t reflect.Type) bool {
	switch {
	case t.Implements(formatterType):
		return true
	case p.sharpV:
		return t.Implements(goStringType)
	}
	return isStringVerb(p.verb) && (t.Implements(errorType) || t.Implements(stringerType))
}

// basic prints a value of a basic kind.
func (p *printer) basic(ti *TypeInfo, r reflect.Value) {
	for _, v := range verbsOf(r.Kind()) {
		if v == p.verb {
			p.leaf(r)
			return
		}
	}
	p.badVerb(ti, r)
}

func (p *printer) iface(ti *TypeInfo, r reflect.Value, depth int) {
	if r.Kind() == reflect.Interface {
		r = r.Elem()
	}
	if !r.IsValid() {
		p.choose(ti.Name+"(nil)", "<nil>")
		return
	}
	v := Unwrap(r.Interface())
	dyn := p.m.info(reflect.TypeOf(v))
	if dyn.User {
		if !p.method(dyn, v) {
			p.value(dyn, dyn.rep(v), depth+1)
		}
		return
	}
	p.value(dyn, reflect.ValueOf(v), depth+1)
}

func (p *printer) mapping(ti *TypeInfo, r reflect.Value, depth int) {
	if p.sharpV && r.IsNil() {
		p.write(ti.Name + "(nil)")
		return
	}
	p.choose(ti.Name+"{", "map[")
	for i, k := range p.m.sortedKeys(r) {
		p.separate(i)
		p.inner(ti.Key, k, depth+1)
		p.write(":")
		p.inner(ti.Elem, r.MapIndex(k), depth+1)
	}
	p.choose("}", "]")
}

// separate writes what stands before element i.
func (p *printer) separate(i int) {
	if i > 0 {
		p.choose(", ", " ")
	}
}

func (p *printer) structure(ti *TypeInfo, r reflect.Value, depth int) {
	p.choose(ti.Name+"{", "{")
	outer := p.ro
	for i, f := range ti.Fields {
		p.separate(i)
		if p.plusV || p.sharpV {
			p.write(f.Name + ":")
		}
		p.ro = outer || !f.Exported
		p.inner(f.Type, r.Field(i), depth+1)
	}
	p.ro = outer
	p.write("}")
}

func (p *printer) list(ti *TypeInfo, r reflect.Value, depth int) {
	if p.isText(ti) {
		p.bytes(r)
		return
	}
	if p.sharpV && r.Kind() == reflect.Slice && r.IsNil() {
		p.write(ti.Name + "(nil)")
		return
	}
	p.choose(ti.Name+"{", "[")
	for i := range r.Len() {
		p.separate(i)
		p.inner(ti.Elem, r.Index(i), depth+1)
	}
	p.choose("}", "]")
}

// isText: the verb prints the list of bytes as a string.
func (p *printer) isText(ti *TypeInfo) bool {
	switch p.verb {
	case 's', 'q', 'x', 'X':
		return ti.Elem.Kind == reflect.Uint8
	}
	return false
}

func (p *printer) bytes(r reflect.Value) {
	b := make([]byte, r.Len())
	for i := range b {
		b[i] = byte(r.Index(i).Uint())
	}
	fmt.Fprintf(p.st, fmt.FormatString(p.st, p.verb), b)
}

func (p *printer) pointer(ti *TypeInfo, r reflect.Value, depth int) {
	if depth == 0 && !r.IsNil() && p.verb != 'p' {
		switch ti.Elem.Kind {
		case reflect.Array, reflect.Slice, reflect.Struct, reflect.Map:
			p.write("&")
			p.inner(ti.Elem, r.Elem(), depth+1)
			return
		}
	}
	p.address(ti, r)
}

// address prints a pointer, channel or func.
func (p *printer) address(ti *TypeInfo, r reflect.Value) {
	addr := r.Pointer()
	switch {
	case p.sharpV && addr == 0:
		p.write("(" + ti.Name + ")(nil)")
	case p.sharpV:
		p.write(fmt.Sprintf("(%s)(%#x)", ti.Name, addr))
	case p.verb == 'v' && addr == 0:
		w, _ := p.st.Width()
		if p.st.Flag('-') {
			w = -w
		}
		fmt.Fprintf(p.st, "%*s", w, "<nil>")
	case p.verb == 'v':
		p.number('x', true, addr)
	case p.verb == 'p':
		p.number('x', !p.st.Flag('#'), addr)
	case p.verb == 'b' || p.verb == 'o' || p.verb == 'd' || p.verb == 'x' || p.verb == 'X':
		p.number(p.verb, p.st.Flag('#'), addr)
	default:
		p.badPointer(ti, r)
	}
}

// number prints an address with the width of the verb under way.
func (p *printer) number(verb rune, sharp bool, addr uintptr) {
	format := "%"
	if sharp {
		format += "#"
	}
	for _, f := range "-0+ " {
		if p.st.Flag(int(f)) && (f != '+' || !p.plusV) {
			format += string(f)
		}
	}
	if w, ok := p.st.Width(); ok {
		format += fmt.Sprint(w)
	}
	fmt.Fprintf(p.st, format+string(verb), addr)
}
