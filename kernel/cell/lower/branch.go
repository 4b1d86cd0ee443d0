package lower

import (
	"go/ast"
	"go/token"
	"strings"
)

// Branches. Every break, continue and goto becomes a goto: yaegi's own break
// and continue do not survive the shapes that switch and select lower to.

// within lowers a body whose break and continue statements may go to t.
func (e *emitter) within(t *target, body func()) {
	e.brk = append(e.brk, t)
	body()
	e.brk = e.brk[:len(e.brk)-1]
}

// endTarget places the label behind t if a break goes there.
func (e *emitter) endTarget(t *target) {
	if t.usedB {
		e.placeLabel(t.brk)
	}
}

// placeLabel places a label; yaegi wants a statement after it.
func (e *emitter) placeLabel(name string) {
	const nop = "var nop int"
	if !containsString(e.vars, nop) {
		e.vars = append(e.vars, nop)
	}
	e.p("%s:\nnop = 0", name)
}

func containsString(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func (e *emitter) breakTo(t *target) {
	t.usedB = true
	e.p("goto %s", t.brk)
}

func (e *emitter) continueTo(t *target) {
	t.usedC = true
	e.p("goto %s", t.cont)
}

// label lowers a labeled statement; only labels that a goto names stay.
func (e *emitter) label(x *ast.LabeledStmt) {
	if e.gotoLabels()[x.Label.Name] {
		e.placeLabel(gotoLabel(x.Label.Name))
	}
	e.labeled(x.Stmt, x.Label.Name)
}

func gotoLabel(name string) string { return "G_" + asciiName(name) }

// gotoLabels are the labels that goto statements of this function name, those
// of nested function literals among them, which does no harm.
func (e *emitter) gotoLabels() map[string]bool {
	if e.labels != nil {
		return e.labels
	}
	e.labels = map[string]bool{}
	node := e.node
	if d, ok := node.(deferBody); ok {
		node = d.Node
	}
	if node == nil {
		return e.labels
	}
	ast.Inspect(node, func(n ast.Node) bool {
		if b, ok := n.(*ast.BranchStmt); ok && b.Tok == token.GOTO {
			e.labels[b.Label.Name] = true
		}
		return true
	})
	return e.labels
}

func (e *emitter) branchStmt(x *ast.BranchStmt) {
	label := ""
	if x.Label != nil {
		label = x.Label.Name
	}
	e.branch(x.Tok, label)
}

// branch leaves for the target of a branch statement; fallthrough is the
// switch's business.
func (e *emitter) branch(tok token.Token, label string) {
	switch tok {
	case token.FALLTHROUGH:
	case token.GOTO:
		if e.rangeBody() != nil && !e.hasLabel(label) {
			e.exitBody("goto " + label)
			return
		}
		e.p("goto %s", gotoLabel(label))
	case token.BREAK:
		if t := e.findTarget(label, false); t != nil {
			e.breakTo(t)
			return
		}
		e.branchOut(tok, label)
	case token.CONTINUE:
		if t := e.findTarget(label, true); t != nil {
			e.continueTo(t)
			return
		}
		e.branchOut(tok, label)
	}
}

// findTarget is the target of a break or continue in this emitted function.
func (e *emitter) findTarget(label string, loop bool) *target {
	for i := len(e.brk) - 1; i >= 0; i-- {
		t := e.brk[i]
		_, block := t.stmt.(*ast.BlockStmt)
		if label != "" && t.label == label || label == "" && !block && (t.isLoop || !loop) {
			return t
		}
	}
	return nil
}

// branchOut leaves the body of a range-over-func loop.
func (e *emitter) branchOut(tok token.Token, label string) {
	b := e.rangeBody()
	if b == nil {
		panic("no target of " + tok.String() + " " + label)
	}
	switch own := label == "" || label == b.label; {
	case own && tok == token.CONTINUE:
		e.nextIteration()
	case own:
		e.exitBody("stop")
	default:
		e.exitBody(strings.ToLower(tok.String()) + " " + label)
	}
}

// hasLabel reports whether the body of this range-over-func loop places the
// label.
func (e *emitter) hasLabel(name string) bool {
	r, ok := e.node.(*ast.RangeStmt)
	if !ok {
		return true
	}
	found := false
	ast.Inspect(r.Body, func(n ast.Node) bool {
		if l, ok := n.(*ast.LabeledStmt); ok && l.Label.Name == name {
			found = true
		}
		return !found
	})
	return found
}
