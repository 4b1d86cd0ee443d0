package keeper

import (
	"regexp"
	"strings"

	"github.com/spawnlab/spawnlab/kernel/session"
)

// helpForm is a cell that asks for documentation: ?name or name?, with one or
// two question marks, as in IPython; the name may be qualified.
var helpForm = regexp.MustCompile(`^\s*(?:(\?{1,2})\s*([\pL_][\pL\pN_.]*)|([\pL_][\pL\pN_.]*)\s*(\?{1,2}))\s*$`)

// question is the name that a cell asks about, and how much it wants to know;
// false for cells that ask nothing.
func question(code string) (name string, detail int, ok bool) {
	m := helpForm.FindStringSubmatch(code)
	if m == nil {
		return "", 0, false
	}
	return strings.Trim(m[2]+m[3], "."), len(m[1]+m[4]) - 1, true
}

// page answers a cell that asks for documentation. Nothing of it is run.
func (k *Keeper) page(name string, detail int) session.Result {
	found := k.Inspect(name, len(name), detail)
	if !found.Found {
		message := "there is no documentation for " + name + ": the notebook does not know this name"
		return session.Result{Err: &session.Error{
			Name: "not found", Message: message, Traceback: []string{headline("not found", message)},
		}}
	}
	return session.Result{Page: &session.Bundle{Data: found.Data}}
}
