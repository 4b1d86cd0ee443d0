package oracle

import (
	"fmt"
	"strings"

	"github.com/spawnlab/spawnlab/runtime/process"
)

// A Tuple prints as {a, b}.
type Tuple []any

// A List prints as [a, b].
type List []any

// A Pair in a List prints as key: value.
type Pair struct {
	Key   string
	Value any
}

// A Raw prints as it is.
type Raw string

// Text prints a value as the oracle's lines do. The rule: an Atom is :atom;
// every PID, Ref and func is :PID, :REF, :FUN; ExitSignal, Down, Elapsed,
// ShutdownReason are the tuples that OTP sends; a Name that a Down tells of is
// {:name, :nonode@nohost}; a Crash is what Elixir's raise gives, with :STACK for
// the stack.
func Text(v any) string {
	switch v := v.(type) {
	case nil:
		return "nil"
	case Raw:
		return string(v)
	case process.Atom:
		return ":" + string(v)
	case string:
		return fmt.Sprintf("%q", v)
	case Tuple:
		return "{" + join(v) + "}"
	case List:
		return "[" + join(v) + "]"
	case Pair:
		return v.Key + ": " + Text(v.Value)
	case []any:
		return "[" + join(v) + "]"
	}
	return ofProcess(v)
}

// ofProcess prints the values of package process.
func ofProcess(v any) string {
	atom := func(name string) any { return process.Atom(name) }
	switch v := v.(type) {
	case process.PID:
		return ":PID"
	case process.Ref, process.Alias:
		return ":REF"
	case process.Name:
		return Text(Tuple{atom(string(v)), Raw(":nonode@nohost")})
	case process.ExitSignal:
		return Text(Tuple{atom("EXIT"), v.From, v.Reason})
	case process.Down:
		return Text(Tuple{atom("DOWN"), v.Ref, atom("process"), v.Target, v.Reason})
	case process.Elapsed:
		return Text(Tuple{atom("timeout"), v.Ref, v.Message})
	case process.ShutdownReason:
		return Text(Tuple{process.Shutdown, v.Value})
	case process.Crash:
		return fmt.Sprintf("{{RuntimeError, %%{__exception__: true, message: %q}}, :STACK}", fmt.Sprint(v.Value))
	}
	return fmt.Sprint(v)
}

func join(vs []any) string {
	texts := make([]string, len(vs))
	for i, v := range vs {
		texts[i] = Text(v)
	}
	return strings.Join(texts, ", ")
}
