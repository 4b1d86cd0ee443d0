package keeper

import "strings"

// The ANSI forms of tracebacks; the words say the same without them. Colour only
// where it is legible on the red grounds that clients give to errors, in light
// and dark: so most is bold or plain.
const (
	ansiReset = "\x1b[0m"
	ansiBold  = "\x1b[1m"
	ansiRed   = "\x1b[1;31m"
	ansiGreen = "\x1b[32m"
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
