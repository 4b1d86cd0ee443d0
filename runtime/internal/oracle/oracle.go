// Package oracle holds what Erlang/OTP 25 and Elixir 1.14 themselves did in 280
// small cases, and compares the runtime with it. It is for tests; it knows the
// values of package process and nothing of what the cases do.
package oracle

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// lines are "group | case | result", as a program on the BEAM printed them.
//
//go:embed oracle.txt
var lines string

// A Case is one line.
type Case struct{ Group, Name, Want string }

// Cases returns the cases of the given groups, in the order of the file.
func Cases(groups ...string) []Case {
	var cases []Case
	for line := range strings.Lines(lines) {
		part := strings.SplitN(strings.TrimSuffix(line, "\n"), " | ", 3)
		if slices.Contains(groups, part[0]) {
			cases = append(cases, Case{part[0], part[1], part[2]})
		}
	}
	return cases
}

// A Table says how this runtime does a case, by group and name, separated by
// " | ". A function's result is printed with [Text]; a string is the reason why
// the case does not apply.
type Table map[string]any

// Run compares each case of the groups with the runtime: every case must be in
// the table, and every entry of the table must be a case. run executes one
// function of the table and returns its result.
func Run(t *testing.T, table Table, run func(t *testing.T, f any) any, groups ...string) {
	seen := map[string]bool{}
	skipped := 0
	for _, c := range Cases(groups...) {
		key := c.Group + " | " + c.Name
		seen[key] = true
		if reason, ok := table[key].(string); ok {
			t.Logf("%s does not apply: %s", key, reason)
			skipped++
			continue
		}
		t.Run(key, func(t *testing.T) {
			if table[key] == nil {
				t.Fatal("no entry for this case")
			}
			if got := Text(run(t, table[key])); got != c.Want {
				t.Errorf("got  %s\nwant %s", got, c.Want)
			}
		})
	}
	for key := range table {
		if !seen[key] {
			t.Errorf("%q is no case of the oracle", key)
		}
	}
	t.Log(fmt.Sprintf("%d cases, of which %d do not apply", len(seen), skipped))
}
