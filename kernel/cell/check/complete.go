package check

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// A Completion says which bytes of the code, Start to End, can be replaced by
// one of Matches.
type Completion struct {
	Start, End int
	Matches    []Match
}

// A Match is one completion. Kind is "function", "module", "instance",
// "class", "keyword", "property" or "path"; Signature is the type of a
// function, variable or field.
type Match struct {
	Text, Kind, Signature string
}

// Complete lists what could stand at the byte offset cursor of code: members
// after a dot, import paths in an import, else names and keywords.
func (s *Session) Complete(code string, cursor int) Completion {
	cursor = min(max(cursor, 0), len(code))
	start := wordStart(code, cursor)
	prefix := code[start:cursor]
	c := Completion{Start: start, End: cursor}
	switch at, opened := contextOf(code[:cursor]); at {
	case inImport:
		c.Start = opened
		c.Matches = s.importPaths(code[opened:cursor])
		return c
	case inText:
		return c
	case inCode:
		f := &finder{s: s, prefix: prefix}
		if dot := dotBefore(code[:start]); dot >= 0 {
			f.find(code, start, cursor, f.members)
		} else {
			f.find(code, start, cursor, f.names)
		}
		c.Matches = f.matches()
	}
	return c
}

// wordStart is where the name that ends at cursor begins.
func wordStart(code string, cursor int) int {
	return len(strings.TrimRightFunc(code[:cursor], isNamePart))
}

func isNamePart(r rune) bool { return r == '_' || token.IsIdentifier("_"+string(r)) }

// dotBefore is the offset of the dot that ends code, but for spaces, or -1.
func dotBefore(code string) int {
	all, _ := scan(code)
	all = slices.DeleteFunc(all, func(x lexeme) bool {
		return x.tok == token.EOF || x.tok == token.SEMICOLON && x.lit != ";"
	})
	if n := len(all); n > 0 && all[n-1].tok == token.PERIOD {
		return all[n-1].off
	}
	return -1
}

// Where a cursor can be.
const (
	inCode   = iota
	inText   // a comment, string or number
	inImport // the path of an import
)

// contextOf says where the end of code is, and for an import where its path
// begins.
func contextOf(code string) (at, opened int) {
	all, errs := scan(code)
	last := lexeme{tok: token.EOF}
	importing := false
	for _, x := range all {
		switch x.tok {
		case token.IMPORT:
			importing = true
		case token.RPAREN, token.FUNC, token.VAR, token.TYPE, token.CONST, token.ASSIGN, token.DEFINE:
			importing = false
		case token.EOF, token.SEMICOLON:
			continue
		}
		last = x
	}
	unfinished := len(errs) > 0 && strings.HasSuffix(errs[len(errs)-1].Msg, "not terminated")
	switch {
	case unfinished && importing && last.tok == token.STRING:
		return inImport, last.off + 1
	case unfinished, inLineComment(code), isNumber(last.tok) && last.off+len(last.lit) == len(code):
		return inText, 0
	}
	return inCode, 0
}

func isNumber(t token.Token) bool { return t == token.INT || t == token.FLOAT || t == token.IMAG }

// inLineComment reports whether code ends inside a // comment: then anything
// added to it changes no token.
func inLineComment(code string) bool {
	before, _ := scan(code)
	after, _ := scan(code + "+")
	return len(before) == len(after) && after[len(after)-1].off != before[len(before)-1].off &&
		strings.Contains(code[strings.LastIndexByte(code, '\n')+1:], "//")
}

func (s *Session) importPaths(prefix string) []Match {
	var ms []Match
	for _, p := range s.lib.packages {
		if strings.HasPrefix(p.Path, prefix) {
			ms = append(ms, Match{Text: p.Path, Kind: "path"})
		}
	}
	return ms
}

// A finder collects matches.
type finder struct {
	s      *Session
	prefix string
	found  []Match
	seen   map[string]bool
}

// find checks the code with a placeholder for the word at start to end and
// lets collect see it; when the code around makes no sense, it is cut off
// behind the word.
func (f *finder) find(code string, start, end int, collect func(r *run, path []ast.Node)) {
	whole := code[:start] + placeholder + code[end:]
	for _, text := range []string{whole, closed(whole, start+len(placeholder))} {
		f.seen = map[string]bool{}
		f.s.probe(text, func(r *run) { collect(r, r.pathTo(start)) })
		if len(f.found) > 0 {
			return
		}
	}
}

// matches are those found, nearest first; those that differ from the prefix
// in upper and lower case come last.
func (f *finder) matches() []Match {
	exact := func(m Match) bool { return strings.HasPrefix(m.Text, f.prefix) }
	var list []Match
	for _, same := range []bool{true, false} {
		for _, m := range f.found {
			if exact(m) == same {
				list = append(list, m)
			}
		}
	}
	return list
}

// add takes a match when it begins with the prefix, in upper or lower case.
func (f *finder) add(m Match) {
	if f.seen[m.Text] || strings.Contains(m.Text, mark) || m.Text == "_" || m.Text == placeholder ||
		!strings.HasPrefix(strings.ToLower(m.Text), strings.ToLower(f.prefix)) {
		return
	}
	f.seen[m.Text] = true
	f.found = append(f.found, m)
}

// members adds what can stand after the dot.
func (f *finder) members(r *run, path []ast.Node) {
	var sel *ast.SelectorExpr
	for _, n := range path {
		if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == placeholder {
			sel = s
		}
	}
	if sel == nil {
		return
	}
	if id, ok := sel.X.(*ast.Ident); ok {
		if pkg, ok := r.cell.Info.Uses[id].(*types.PkgName); ok {
			f.scope(pkg.Imported().Scope(), true)
			return
		}
	}
	tv, ok := r.cell.Info.Types[sel.X]
	if !ok || tv.Type == nil {
		return
	}
	for _, obj := range membersOf(tv.Type, r.s.pkg) {
		if _, isField := obj.(*types.Var); isField && tv.IsType() {
			continue
		}
		f.add(matchOf(obj))
	}
}

// names adds what can stand alone: local names from the inside out, those of
// the session, packages, and Go's own words.
func (f *finder) names(r *run, path []ast.Node) {
	f.keys(r, path)
	f.locals(r, path)
	f.scope(r.s.pkg.Scope(), false)
	f.scope(r.s.outer, false)
	for name := range r.tx.imports {
		f.add(Match{Text: name, Kind: "module"})
	}
	for name := range r.s.imports {
		f.add(Match{Text: name, Kind: "module"})
	}
	f.packages(true)
	f.scope(r.s.dots, false)
	f.scope(types.Universe, false)
	for t := token.BREAK; t <= token.VAR; t++ {
		f.add(Match{Text: t.String(), Kind: "keyword"})
	}
	if f.prefix != "" {
		f.packages(false)
	}
}

// packages adds this module's packages, or those of the standard library.
func (f *finder) packages(own bool) {
	for _, p := range f.s.lib.packages {
		if p.Own() == own {
			f.add(Match{Text: p.Name, Kind: "module", Signature: p.Path})
		}
	}
}

// keys adds the fields of the struct literal that the name is an element of.
func (f *finder) keys(r *run, path []ast.Node) {
	if len(path) < 2 {
		return
	}
	lit, ok := path[len(path)-2].(*ast.CompositeLit)
	if !ok || path[len(path)-1] == ast.Node(lit.Type) {
		return
	}
	tv := r.cell.Info.Types[lit]
	if tv.Type == nil {
		return
	}
	if st, ok := tv.Type.Underlying().(*types.Struct); ok {
		for v := range st.Fields() {
			if v.Exported() || v.Pkg() == r.s.pkg {
				f.add(matchOf(v))
			}
		}
	}
}

// locals adds the names of the scopes around the end of path.
func (f *finder) locals(r *run, path []ast.Node) {
	pos := token.NoPos
	if len(path) > 0 {
		pos = path[len(path)-1].Pos()
	}
	for _, n := range slices.Backward(path) {
		if fn, ok := n.(*ast.FuncDecl); ok {
			n = fn.Type
		} else if lit, ok := n.(*ast.FuncLit); ok {
			n = lit.Type
		}
		scope := r.cell.Info.Scopes[n]
		if scope == nil {
			continue
		}
		for _, name := range scope.Names() {
			if obj := scope.Lookup(name); obj.Pos() < pos {
				f.add(matchOf(obj))
			}
		}
	}
}

func (f *finder) scope(scope *types.Scope, exported bool) {
	for _, name := range scope.Names() {
		if obj := scope.Lookup(name); !exported || obj.Exported() {
			f.add(matchOf(obj))
		}
	}
}

// matchOf describes an object.
func matchOf(obj types.Object) Match {
	m := Match{Text: obj.Name(), Signature: signature(obj)}
	switch obj := obj.(type) {
	case *types.Func, *types.Builtin:
		m.Kind = "function"
	case *types.TypeName:
		m.Kind = "class"
	case *types.PkgName:
		m.Kind = "module"
	case *types.Var:
		m.Kind = "instance"
		if obj.IsField() {
			m.Kind = "property"
		}
	case *types.Const:
		m.Kind = "instance"
	default:
		m.Kind = "keyword" // nil
	}
	return m
}

// signature is the type of an object as the menu shows it.
func signature(obj types.Object) string {
	switch obj.(type) {
	case *types.Func, *types.Var, *types.Const:
		if obj.Type() != nil {
			return strings.TrimPrefix(types.TypeString(obj.Type(), byName), "func")
		}
	}
	return ""
}

// byName qualifies names by the package's name, and those of cells not at all.
func byName(p *types.Package) string {
	if p.Path() == "main" {
		return ""
	}
	return p.Name()
}

// membersOf lists the fields and methods that x.f can select for an x of type
// t in package from, promoted ones too, by depth and name.
func membersOf(t types.Type, from *types.Package) []types.Object {
	names := map[string]bool{}
	collectFields(t, names, map[types.Type]bool{})
	set := types.NewMethodSet(pointerTo(t))
	for m := range set.Methods() {
		names[m.Obj().Name()] = true
	}
	var list []types.Object
	for name := range names {
		if obj, _, _ := types.LookupFieldOrMethod(t, true, from, name); obj != nil {
			list = append(list, obj)
		}
	}
	slices.SortFunc(list, func(a, b types.Object) int { return cmp.Compare(a.Name(), b.Name()) })
	return list
}

// pointerTo is *t, whose methods are all that can be called on a variable of
// type t; of pointers and interfaces it is t.
func pointerTo(t types.Type) types.Type {
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Interface:
		return t
	}
	return types.NewPointer(t)
}

func collectFields(t types.Type, names map[string]bool, seen map[types.Type]bool) {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok || seen[t] {
		return
	}
	seen[t] = true
	for f := range st.Fields() {
		names[f.Name()] = true
		if f.Embedded() {
			collectFields(f.Type(), names, seen)
		}
	}
}
