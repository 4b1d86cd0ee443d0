package keeper

import "strings"

// The ANSI colours of tracebacks; the words say the same without them.
const (
	ansiReset = "\x1b[0m"
	ansiBold  = "\x1b[1m"
	ansiRed   = "\x1b[1;31m"
	ansiGreen = "\x1b[32m"
	ansiCyan  = "\x1b[36m"
	ansiDim   = "\x1b[2m"
)

// paint colours text, line by line so that clients which show one line alone
// show it right.
func paint(colour, text string) string {
	if text == "" {
		return ""
	}
	return colour + strings.ReplaceAll(text, "\n", ansiReset+"\n"+colour) + ansiReset
}
