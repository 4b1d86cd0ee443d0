package check

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	undefinedName  = regexp.MustCompile(`^undefined: (\w+)$`)
	undefinedIn    = regexp.MustCompile(`^undefined: (\w+)\.(\w+)$`)
	undefinedField = regexp.MustCompile(`^(\w+)\.(\w+) (?:undefined \(type|is not a type)`)
	sameNames      = regexp.MustCompile(`of (?:\w+ )?type (?:[*\[\]]*)(\w+)\) as (?:[*\[\]]*)(\w+) value`)
)

// hint is help with an error, "" when there is none to give.
func (r *run) hint(msg string) string {
	if m := sameNames.FindStringSubmatch(msg); m != nil && m[1] == m[2] {
		return r.twoTypes(m[1])
	}
	if m := undefinedName.FindStringSubmatch(msg); m != nil {
		return didYouMean(m[1], r.names(m[1]))
	}
	if m := undefinedIn.FindStringSubmatch(msg); m != nil {
		return r.otherMember(m[1], m[2])
	}
	if m := undefinedField.FindStringSubmatch(msg); m != nil && r.s.isPackage(m[1]) {
		return r.hidden(m[1])
	}
	return ""
}

// twoTypes explains two types of the same name.
func (r *run) twoTypes(name string) string {
	old := r.s.older[name]
	if len(old) == 0 {
		old = []string{r.s.cells[r.s.outer.Lookup(name)]}
	}
	return fmt.Sprintf("%s was declared again: values made before still have the type %s of %s; make them again", name, name, inName(old[len(old)-1]))
}

// hidden explains that a variable stands where a package was meant.
func (r *run) hidden(name string) string {
	cell, ok := r.s.cells[r.s.outer.Lookup(name)]
	paths := r.s.lib.byName[name]
	if !ok || len(paths) == 0 {
		return ""
	}
	return fmt.Sprintf("%s is what %s declared; import %q brings the package back", name, inName(cell), paths[0])
}

// names are all that a cell could have meant by a name that is undefined.
func (r *run) names(undefined string) []string {
	names := append(r.s.pkg.Scope().Names(), r.s.outer.Names()...)
	members, dotted := r.packageUses()[undefined]
	if !dotted {
		return append(names, keywordsAndBuiltins()...)
	}
	for name, paths := range r.s.lib.byName {
		if closest(undefined, []string{name}) != "" && r.s.lib.hasAll(paths[0], members) {
			names = append(names, name)
		}
	}
	return names
}

func (r *run) otherMember(pkg, member string) string {
	path := r.s.resolve(pkg, nil)
	if p, ok := r.tx.imports[pkg]; ok {
		path = p
	}
	p, err := r.s.lib.Import(path)
	if err != nil {
		return ""
	}
	var exported []string
	for _, name := range p.Scope().Names() {
		if p.Scope().Lookup(name).Exported() {
			exported = append(exported, name)
		}
	}
	if like := closest(member, exported); like != "" {
		return "did you mean " + pkg + "." + like + "?"
	}
	return ""
}

func didYouMean(name string, all []string) string {
	if like := closest(name, all); like != "" {
		return "did you mean " + like + "?"
	}
	return ""
}

// closest is the name nearest to one that is wrong: the same but for upper
// and lower case, or one or two letters away in a longer name.
func closest(name string, all []string) string {
	best, least := "", len(name)/4+1
	for _, n := range all {
		if n == name || strings.Contains(n, mark) {
			continue
		}
		d := distance(strings.ToLower(name), strings.ToLower(n), least)
		if d < least || d == least && (best == "" || n < best) && len(name) > 2 {
			best, least = n, d
		}
	}
	return best
}

// distance is the number of letters to add, remove or change to turn a into
// b, or more than limit.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
