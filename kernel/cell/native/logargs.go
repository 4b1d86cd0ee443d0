package native

import (
	"encoding/json"
	"log/slog"
	"reflect"
)

// LogArg prepares a value for package log/slog: its handlers then print a
// learner's value as it is, and its LogValue method decides what they print.
func (m *Machine) LogArg(v any) any {
	v = Unwrap(v)
	if v == nil {
		return nil
	}
	ti := m.info(reflect.TypeOf(v))
	if !ti.User {
		return v
	}
	if f, ok := ti.method("LogValue").(func(any) slog.Value); ok {
		return logValuer{m, v, f}
	}
	if f, ok := m.FmtArg(v).(formatted); ok {
		return logged{f}
	}
	return m.FmtArg(v)
}

// LogArgs prepares all arguments.
func (m *Machine) LogArgs(args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		out[i] = m.LogArg(a)
	}
	return out
}

// A logValuer is a learner's value with a method LogValue.
type logValuer struct {
	m        *Machine
	v        any
	logValue func(any) slog.Value
}

// LogValue implements slog.LogValuer; what it gives may be a learner's value
// again.
func (l logValuer) LogValue() slog.Value {
	value := l.logValue(l.v)
	if value.Kind() == slog.KindAny {
		return slog.AnyValue(l.m.LogArg(value.Any()))
	}
	return value
}

// A logged is a learner's value that handlers print by fmt or as JSON.
type logged struct{ formatted }

// MarshalJSON is for the handler that writes JSON.
func (l logged) MarshalJSON() ([]byte, error) { return json.Marshal(l.m.JSONValue(l.v)) }
