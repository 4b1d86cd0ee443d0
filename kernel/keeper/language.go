package keeper

import (
	"runtime"
	"strings"

	"github.com/spawnlab/spawnlab/kernel/session"
)

// Language describes Go as cells speak it.
func (k *Keeper) Language() session.Language {
	version := strings.TrimPrefix(runtime.Version(), "go")
	return session.Language{
		Name: "go", Version: version,
		MIMEType: "text/x-go", FileExtension: ".go",
		Lexer: "go", CodeMirror: "go", Exporter: "script",
		Banner: strings.Join(strings.Fields("Spawnlab "+k.cfg.Version), " ") +
			": Go " + version + " in cells, with processes, supervisors and tables as in Erlang/OTP.\n" +
			"`self` is this notebook's process; fmt, time, process and their like need no import.",
		HelpLinks: [][2]string{
			{"A tour of Go", "https://go.dev/tour/"},
			{"Go's standard library", "https://pkg.go.dev/std"},
			{"Erlang/OTP design principles", "https://www.erlang.org/doc/system/design_principles"},
		},
	}
}
