// Package check parses and type-checks cells: what a cell means, before
// anything runs. It keeps what the cells of a session have declared, gives
// errors, completion and documentation, and knows what can be imported. It
// is pure: no evaluation, no values, no Jupyter, no files, no toolchain.
package check

import (
	"go/ast"
	"go/token"
	"go/types"
)

// A Cell is one checked cell: all that lowering needs to know of it. Its
// objects live in the session's only package; its positions are positions of
// the cell ("cell7:3:5") in the session's file set. It is read-only for
// everyone but this package.
type Cell struct {
	ID    string // execution id
	Count int    // In[Count]
	Name  string // file name in positions: "cell" + Count
	Src   string

	Fset *token.FileSet
	Pkg  *types.Package // path "main", the same for all cells of a session
	Info *types.Info    // facts about this cell's nodes

	// Funcs are the functions and methods declared here, generic ones
	// included, in text order; Info.Defs has their objects. Methods of types of
	// earlier cells are already attached to them. "init" and "_" are in Inits.
	Funcs []*ast.FuncDecl
	Inits []*ast.FuncDecl
	// Items run in text order. Then Main is called, when it is not nil (the cell
	// has a func main).
	Items []Item
	Main  *types.Func

	// Imports are the import declarations as written. What a cell uses without
	// importing it is not among them.
	Imports []*ast.ImportSpec
	// Declared are the package-level objects that this cell declares, in text
	// order; Replaced maps those whose name was taken to the older object, and
	// methods to those that they replace. A variable of the same name and
	// identical type is the same variable again. A type or constant declared in
	// the same words as before, with names that mean the same, is not replaced:
	// Declared and Info.Defs have the older object, whose position is that of an
	// earlier cell, and methods declared for it are added to what it has.
	Declared []types.Object
	Replaced map[types.Object]types.Object
	// Notes are remarks for the learner: shadowed packages, a bare main.
	Notes []string

	tx *transaction
}

// An Item is one thing that runs at the top level of a cell. Exactly one of
// Stmt and Spec is set.
type Item struct {
	// Stmt is a statement as it stands in the cell. Of a top-level := the new
	// names are package-level variables in Info.Defs, the others are in
	// Info.Uses; it is one *ast.AssignStmt with token DEFINE.
	Stmt ast.Stmt
	// Spec is a var declaration, with or without values.
	Spec *ast.ValueSpec
	// Show: the value or values of the expression statement are the cell's
	// displayed value.
	Show bool
}

// A Source is a package that is lowered from its source instead of called
// natively, because it has generic functions or types: slices, maps, cmp,
// parts of iter, sync, sync/atomic, errors, math/rand/v2 and reflect, and the
// generic.go of each runtime package.
type Source struct {
	Path  string
	Pkg   *types.Package
	Info  *types.Info
	Files []*ast.File
	Funcs map[string]*ast.FuncDecl // "Name", or "Type.Name" of a method
}
