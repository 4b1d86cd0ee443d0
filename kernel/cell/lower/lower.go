// Package lower turns a checked cell into lowered text: a small subset of Go
// in which no named types, methods, interfaces with methods, generics,
// globals, defer, recover, select, range or switch are left. What the text
// needs beside plain statements it calls as symbols of a package "ty", given
// as reflect values. The package knows neither the interpreter that runs the
// text nor the notebook that shows the results.
package lower

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"sync"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
	"github.com/spawnlab/spawnlab/kernel/cell/native"
)

// A Library gives the packages that are lowered from their source.
type Library interface {
	// Source is the source package of an import path, or nil when the package
	// has none and is only called natively.
	Source(path string) *check.Source
}

// Symbols finds native values of the library and of the runtime packages.
type Symbols interface {
	// Lookup is the value of an exported name: a func, a constant, an
	// addressable variable, or for a type a nil pointer to it.
	Lookup(path, name string) (reflect.Value, bool)
	// Wrapper is a struct type that implements iface by its func fields. Its
	// first field, IValue, holds the wrapped value.
	Wrapper(iface reflect.Type) (reflect.Type, bool)
}

// A Session lowers the cells of one notebook one after the other. It is for
// one goroutine at a time.
type Session struct {
	lib     Library
	machine *native.Machine
	syms    Symbols

	ctxt *types.Context
	fset *token.FileSet
	pkg  *types.Package // of the cells

	objIDs  map[types.Object]int
	keys    map[types.Type]string // of the types that the current unit met
	infos   map[string]*typeEntry // by key
	entries []*typeEntry          // by id-1
	locals  map[string]*types.Named

	symNames map[any]string // key of a symbol -> "ty.S1"
	symbols  map[string]reflect.Value

	sources     map[*types.Func]*check.Source // functions and methods of the cells
	recovers    map[*types.Func]bool          // those of them that call recover
	nativeReads bool                          // flags and function cells are read by native calls
	cells       sync.RWMutex                  // guards what function cells hold, in race builds
	funcs       map[string]*function          // by instance key
	losses      map[*types.Var]Lost           // not touched since they were lost
	lost        map[string]*loss              // by symbol
	globals     map[*types.Var]string         // symbol of a pointer to the variable
	ifaces      map[string]*native.IfaceInfo

	outdated                bool   // instances may have methods of a cell that was rolled back
	identity                string // in the tags of struct types, no other session has it
	nfun, nlit, nsym, units int
	unit                    *Unit
}

// New makes an empty session. lib and syms are read only; m is the machine on
// which the lowered text will run.
func New(lib Library, m *native.Machine, syms Symbols) *Session {
	return &Session{
		lib: lib, machine: m, syms: syms, ctxt: types.NewContext(), nativeReads: raceDetector,
		objIDs: map[types.Object]int{}, keys: map[types.Type]string{},
		infos: map[string]*typeEntry{}, locals: map[string]*types.Named{},
		symNames: map[any]string{}, symbols: map[string]reflect.Value{},
		sources: map[*types.Func]*check.Source{}, recovers: map[*types.Func]bool{}, funcs: map[string]*function{},
		losses: map[*types.Var]Lost{}, lost: map[string]*loss{},
		globals: map[*types.Var]string{}, ifaces: map[string]*native.IfaceInfo{},
		identity: newIdentity(),
	}
}

// An Unsupported error says that a cell is right Go but uses something that
// cannot run here.
type Unsupported struct {
	Pos  token.Position
	What string
}

func (u *Unsupported) Error() string {
	return fmt.Sprintf("%s: %s", u.Pos, u.What)
}

// An Internal error is a mistake of this package, never of the learner.
type Internal struct {
	Pos   token.Position // the statement that was being lowered
	What  string
	Stack []byte
}

func (i *Internal) Error() string {
	return fmt.Sprintf("%s: internal error of the cell compiler: %s", i.Pos, i.What)
}

// refusal carries an Unsupported through the panics that end lowering.
type refusal struct {
	pos  token.Pos
	what string
}

// fail refuses the construct at pos. It does not return.
func (s *Session) fail(pos token.Pos, format string, args ...any) {
	panic(refusal{pos, fmt.Sprintf(format, args...)})
}

// isUser reports whether the object is lowered: declared in a cell or in a
// package that is lowered from source. Everything else is native.
func (s *Session) isUser(o types.Object) bool {
	p := o.Pkg()
	if p == nil {
		return false
	}
	if p == s.pkg {
		return true
	}
	src := s.lib.Source(p.Path())
	return src != nil && src.Pkg == p
}

// sourceOf is the source that declares the function or type o, nil for native
// objects.
func (s *Session) sourceOf(o types.Object) *check.Source {
	if f, ok := o.(*types.Func); ok {
		if src := s.sources[f.Origin()]; src != nil {
			return src
		}
	}
	if o.Pkg() == nil || o.Pkg() == s.pkg {
		return nil
	}
	if src := s.lib.Source(o.Pkg().Path()); src != nil && src.Pkg == o.Pkg() {
		return src
	}
	return nil
}

// objID numbers the objects of a session.
func (s *Session) objID(o types.Object) int {
	id, ok := s.objIDs[o]
	if !ok {
		id = len(s.objIDs) + 1
		s.objIDs[o] = id
	}
	return id
}

// declOf is the declaration of a function of src.
func declOf(src *check.Source, f *types.Func) *ast.FuncDecl {
	return src.Funcs[declKey(f)]
}

// declKey is the name of a function in Source.Funcs: "Name" or "Type.Name".
func declKey(f *types.Func) string {
	r := f.Signature().Recv()
	if r == nil {
		return f.Name()
	}
	t := types.Unalias(r.Type())
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	if n, ok := t.(*types.Named); ok {
		return n.Obj().Name() + "." + f.Name()
	}
	return f.Name()
}
