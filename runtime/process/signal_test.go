package process_test

import (
	"errors"
	"testing"

	. "github.com/spawnlab/spawnlab/runtime/process"
)

func TestEffectOfExitSignals(t *testing.T) {
	for _, tt := range []struct {
		name     string
		reason   any
		from     string
		trapping bool
		effect   Effect
		becomes  any
	}{
		{"normal from another", Normal, "other", false, "ignored", Normal},
		{"normal from another, trapped", Normal, "other", true, "trapped", Normal},
		{"normal from itself", Normal, "self", false, "fatal", Normal},
		{"normal from itself, trapped", Normal, "self", true, "trapped", Normal},
		{"normal of a link", Normal, "link", false, "ignored", Normal},
		{"normal of a link, trapped", Normal, "link", true, "trapped", Normal},
		{"any from another", boom, "other", false, "fatal", boom},
		{"any from another, trapped", boom, "other", true, "trapped", boom},
		{"any of a link", boom, "link", false, "fatal", boom},
		{"kill from another", Kill, "other", false, "fatal", Killed},
		{"kill from another is never trapped", Kill, "other", true, "fatal", Killed},
		{"kill from itself is never trapped", Kill, "self", true, "fatal", Killed},
		{"kill as the reason of a link", Kill, "link", false, "fatal", Kill},
		{"kill as the reason of a link, trapped", Kill, "link", true, "trapped", Kill},
		{"killed of a link, trapped", Killed, "link", true, "trapped", Killed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			effect, becomes := EffectOf(tt.reason, tt.from, tt.trapping)
			if effect != tt.effect || becomes != tt.becomes {
				t.Errorf("effect %s with %v, want %s with %v", effect, becomes, tt.effect, tt.becomes)
			}
		})
	}
}

func TestReasons(t *testing.T) {
	failure := errors.New("out of ink")
	for _, tt := range []struct {
		reason any
		text   string
		clean  bool
	}{
		{Normal, "normal", true},
		{Shutdown, "shutdown", true},
		{ShutdownWith(3), "{shutdown, 3}", true},
		{ShutdownWith(boom), "{shutdown, boom}", true},
		{Killed, "killed", false},
		{failure, "out of ink", false},
		{Crash{Value: failure}, "panic: out of ink", false},
		{[]int{1}, "[1]", false},
		{nil, "<nil>", false},
	} {
		if got := NewSystem(Options{}).FormatReason(tt.reason); got != tt.text {
			t.Errorf("FormatReason = %q, want %q", got, tt.text)
		}
		if IsClean(tt.reason) != tt.clean {
			t.Errorf("IsClean(%s) = %v", tt.text, !tt.clean)
		}
	}
	if !errors.Is(&ExitError{Crash{Value: failure}}, failure) {
		t.Error("an ExitError does not wrap the error that the body panicked with")
	}
}

func TestFormatReasonUsesTheHook(t *testing.T) {
	sys := NewSystem(Options{Hooks: Hooks{Format: func(any) string { return "learner's text" }}})
	if got, want := sys.FormatReason(ShutdownWith(1)), "{shutdown, learner's text}"; got != want {
		t.Errorf("FormatReason = %q, want %q", got, want)
	}
}
