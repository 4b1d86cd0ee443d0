package check

import (
	"encoding/json"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// An Inspection is what is known of the thing at a cursor.
type Inspection struct {
	Found bool
	// Declaration is Go text: how it is declared, at detail 1 with fields and
	// methods.
	Declaration string
	Doc         string // what its package says of it, "" when nothing
	Import      string // the path of the package that it is from
	Cell        string // the cell that declared it ("cell7")
}

// Inspect tells of the name at the byte offset cursor, or else of the
// function whose arguments are being typed there.
func (s *Session) Inspect(code string, cursor, detail int) Inspection {
	cursor = min(max(cursor, 0), len(code))
	var found Inspection
	for _, text := range []string{code, closed(code, wordEnd(code, cursor))} {
		s.probe(text, func(r *run) {
			if id := r.nameAt(cursor); id != nil {
				found = r.inspect(id, detail)
			}
		})
		if found.Found {
			break
		}
	}
	if !found.Found {
		found = s.inspectWord(code[wordStart(code, cursor):wordEnd(code, cursor)])
	}
	return found
}

func wordEnd(code string, cursor int) int {
	return len(code) - len(strings.TrimLeftFunc(code[cursor:], isNamePart))
}

// nameAt is the name at offset; without one, the function called around it.
func (r *run) nameAt(offset int) *ast.Ident {
	var id *ast.Ident
	for _, n := range r.pathTo(offset) {
		switch n := n.(type) {
		case *ast.Ident:
			return n
		case *ast.CallExpr:
			if f := calledName(n.Fun); f != nil && r.offset(n.Lparen) < offset {
				id = f
			}
		}
	}
	return id
}

func calledName(e ast.Expr) *ast.Ident {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return e
	case *ast.SelectorExpr:
		return e.Sel
	case *ast.IndexExpr:
		return calledName(e.X)
	case *ast.IndexListExpr:
		return calledName(e.X)
	}
	return nil
}

func (r *run) inspect(id *ast.Ident, detail int) Inspection {
	obj := r.cell.Info.Uses[id]
	if obj == nil {
		obj = r.cell.Info.Defs[id]
	}
	if obj == nil {
		return Inspection{}
	}
	in := Inspection{Found: true, Declaration: declaration(obj, detail), Cell: r.s.cells[obj]}
	switch {
	case obj.Pkg() == nil:
		in.Doc = r.s.lib.doc("builtin", obj.Name())
	case isPackage(obj):
		p := obj.(*types.PkgName).Imported()
		in.Import, in.Doc = p.Path(), r.s.lib.doc(p.Path(), "")
	case obj.Pkg() == r.s.pkg:
		in.Doc = r.s.docs[obj]
	default:
		in.Import, in.Doc = obj.Pkg().Path(), r.s.lib.doc(obj.Pkg().Path(), docName(obj))
	}
	return in
}

func isPackage(obj types.Object) bool {
	_, ok := obj.(*types.PkgName)
	return ok
}

// docName is the key of an object's documentation.
func docName(obj types.Object) string {
	f, ok := obj.(*types.Func)
	if !ok || f.Signature().Recv() == nil {
		return obj.Name()
	}
	if t := receiverType(f); t != nil {
		return t.Obj().Name() + "." + obj.Name()
	}
	return obj.Name()
}

// declaration is how Go would declare the object.
func declaration(obj types.Object, detail int) string {
	switch obj := obj.(type) {
	case *types.TypeName:
		return typeDeclaration(obj, detail)
	case *types.PkgName:
		return "package " + obj.Imported().Name()
	case *types.Const:
		return types.ObjectString(obj, byName) + " = " + obj.Val().String()
	case *types.Builtin:
		return "func " + obj.Name()
	case *types.Nil:
		return "nil"
	}
	return types.ObjectString(obj, byName)
}

func typeDeclaration(obj *types.TypeName, detail int) string {
	text := types.ObjectString(obj, byName)
	if detail == 0 {
		return text
	}
	var b strings.Builder
	b.WriteString(text)
	for m := range types.NewMethodSet(pointerTo(obj.Type())).Methods() {
		if f := m.Obj(); f.Exported() || f.Pkg().Path() == "main" {
			b.WriteString("\n" + types.ObjectString(f, byName))
		}
	}
	return b.String()
}

// docs are the comments above the cell's declarations, by object.
func (r *run) docs() map[types.Object]string {
	found := map[types.Object]string{}
	add := func(id *ast.Ident, groups ...*ast.CommentGroup) {
		for _, g := range groups {
			if text := strings.TrimSpace(g.Text()); text != "" && r.cell.Info.Defs[id] != nil && found[r.cell.Info.Defs[id]] == "" {
				found[r.cell.Info.Defs[id]] = text
			}
		}
	}
	for _, n := range r.nodes {
		switch d := n.(type) {
		case *ast.FuncDecl:
			add(d.Name, d.Doc)
		case *ast.GenDecl:
			for _, s := range d.Specs {
				for _, id := range specNames(s) {
					add(id, specDoc(s), d.Doc)
				}
			}
		}
	}
	return found
}

func specDoc(s ast.Spec) *ast.CommentGroup {
	switch s := s.(type) {
	case *ast.TypeSpec:
		return s.Doc
	case *ast.ValueSpec:
		return s.Doc
	}
	return nil
}

// inspectWord tells of a word of Go, when it is one.
func (s *Session) inspectWord(word string) Inspection {
	if token.IsKeyword(word) {
		return Inspection{Found: true, Declaration: "keyword " + word}
	}
	return Inspection{}
}

// doc is the first paragraph that a package says of a name, "" when there is
// none.
func (l *Library) doc(path, name string) string {
	var all map[string]string
	if data := l.entry("doc/" + path); data == nil || json.Unmarshal(data, &all) != nil {
		return ""
	}
	return all[name]
}
