package lower

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
)

// An emitter holds the state of one emitted function: its declarations, its
// text and its temporaries. Nested emitters are the function literals and the
// bodies of range-over-func loops and of functions that defer.
type emitter struct {
	s      *Session
	src    *check.Source
	env    *typeEnv
	an     *analysis
	parent *emitter
	node   ast.Node // FuncDecl, FuncLit, RangeStmt, deferBody, BlockStmt of a cell

	buf    *strings.Builder
	vars   []string // declarations at the head of the function
	free   map[string][]string
	live   []temp
	serial *int      // of temps and labels, shared in a function tree
	at     string    // line directive for what follows
	entry  string    // line directive for the head of the function
	posAt  token.Pos // of the statement

	names    map[*types.Var]string // shared in a function tree
	local    map[*types.Var]bool   // variables of this emitted function, declared or captured
	captures []capture
	captured map[string]bool // names in captures, and internal names declared here

	sig    *types.Signature
	ret    *results
	brk    []*target
	labels map[string]bool // labels of this function that goto uses

	ds    string // name of the Defers object that defer statements push to, "" if none
	dsLex string // Defers object of recover() in a directly deferred literal
	rtok  string // recover token of a function that may be deferred

	synth     map[*ast.Ident]synthetic
	synthCall map[*ast.CallExpr]types.TypeAndValue
	ready     map[ast.Expr]string // calls evaluated ahead of their operands
	late      string              // checks of the place being evaluated
}

// A synthetic identifier stands for an operand that is already evaluated.
type synthetic struct {
	s string
	t types.Type
}

// A temp is a temporary variable and its type in lowered text.
type temp struct{ name, typ string }

// A capture is a parameter of the function that makes a closure.
type capture struct{ name, typ string }

// results say how a function returns.
type results struct {
	stored bool // return stores to cells and returns nothing
	types  []types.Type
	vars   []*types.Var // result variables, named or not
	cells  []string     // of stored results, also used by range-over-func bodies
	body   *rangeBody   // return inside of a range-over-func body
}

// A rangeBody is a range-over-func loop whose body is being emitted as a
// function. Each way out of it has a control code, and an action that follows
// the call of the iterator.
type rangeBody struct {
	label   string
	outer   *emitter
	state   string // cell of the control code
	code    map[string]int
	codes   []int
	actions []func()
}

// A target is a statement that break or continue may end.
type target struct {
	label        string
	brk, cont    string // labels to go to; cont is "" if not a loop
	usedB, usedC bool
	stmt         ast.Stmt
	isLoop       bool
}

// newEmitter makes the emitter of a function; parent is the emitter of the
// enclosing function or nil.
func (s *Session) newEmitter(src *check.Source, env *typeEnv, parent *emitter) *emitter {
	e := &emitter{
		s: s, src: src, env: env, parent: parent, buf: &strings.Builder{},
		free: map[string][]string{}, local: map[*types.Var]bool{}, captured: map[string]bool{},
	}
	if parent == nil {
		e.names, e.serial = map[*types.Var]string{}, new(int)
		e.synth, e.synthCall = map[*ast.Ident]synthetic{}, map[*ast.CallExpr]types.TypeAndValue{}
		e.an = newAnalysis(e)
		return e
	}
	e.names, e.an, e.serial = parent.names, parent.an, parent.serial
	e.synth, e.synthCall = parent.synth, parent.synthCall
	e.at, e.posAt = parent.at, parent.posAt
	return e
}

// p writes one or more lines of lowered text.
func (e *emitter) p(format string, args ...any) {
	text := format
	if len(args) > 0 {
		text = fmt.Sprintf(format, args...)
	}
	for line := range strings.SplitSeq(text, "\n") {
		if e.at != "" && !strings.HasPrefix(line, "}") && line != "" {
			e.buf.WriteString(e.at)
		}
		e.buf.WriteString(line)
		e.buf.WriteByte('\n')
	}
}

// write adds text that is already complete.
func (e *emitter) write(text string) { e.buf.WriteString(text) }

// capture runs emit and returns the text that it wrote.
func (e *emitter) capture(emit func()) string {
	old := e.buf
	e.buf = &strings.Builder{}
	defer func() { e.buf = old }()
	emit()
	return e.buf.String()
}

// newLabel is a fresh label with the given prefix.
func (e *emitter) newLabel(prefix string) string {
	*e.serial++
	return prefix + strconv.Itoa(*e.serial)
}

// typ is the type of an expression with the type parameters of the function
// replaced.
func (e *emitter) typ(x ast.Expr) types.Type {
	if tv, ok := e.src.Info.Types[x]; ok {
		return e.s.subst(tv.Type, e.env)
	}
	switch x := x.(type) {
	case *ast.Ident:
		if v, ok := e.synth[x]; ok {
			return v.t
		}
		if o := e.src.Info.ObjectOf(x); o != nil {
			return e.s.subst(o.Type(), e.env)
		}
	case *ast.CallExpr:
		if tv, ok := e.synthCall[x]; ok {
			return e.s.subst(tv.Type, e.env)
		}
	}
	panic(fmt.Sprintf("no type for %T", x))
}

// obj is the object that an identifier declares or uses.
func (e *emitter) obj(id *ast.Ident) types.Object { return e.src.Info.ObjectOf(id) }

// body is the finished text of the function: declarations, then statements.
func (e *emitter) body() string {
	var b strings.Builder
	b.WriteString(e.entry)
	for _, v := range e.vars {
		b.WriteString(v)
		b.WriteByte('\n')
	}
	b.WriteString(e.buf.String())
	return b.String()
}
